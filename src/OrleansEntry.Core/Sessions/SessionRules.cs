using System.Collections.Immutable;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.SecondFactor;

namespace OrleansEntry.Core.Sessions;

/// <summary>Who is in, for how long, and who may put whom out. Pure.</summary>
public static class SessionRules
{
    /// <summary>The live session behind a proof; <see langword="null"/> when there is none.</summary>
    public static Session? Find(Account account, string sessionId, ReadOnlySpan<byte> secretHash, DateTimeOffset now, SessionPolicy policy)
    {
        // Freezing ends the sessions; that none is found is said once more where everybody comes by.
        if (account.Frozen is not null) return null;

        foreach (var session in account.Sessions)
            if (session.Id == sessionId) return session.Owns(secretHash) && session.IsLive(now, policy) ? session : null;
        return null;
    }

    /// <summary>Whether a sensitive change is open: presence was proved lately,
    /// with the second factor where the account has one (ASVS 7.5.1).</summary>
    public static bool IsConfirmed(Account account, Session session, DateTimeOffset now, SessionPolicy policy) =>
        now < session.ConfirmedAt + policy.ConfirmationFor && (!SecondFactorRules.HasOne(account) || session.ConfirmedWithSecondFactor);

    /// <summary>The same with the session marked as used now.</summary>
    public static Account Touch(Account account, Session session, DateTimeOffset now) =>
        now > session.LastSeenAt ? Replace(account, session with { LastSeenAt = now }) : account;

    /// <summary>The decided account with the sessions' last use carried over from one that was used while the decision was being
    /// stored.</summary>
    public static Account CarryTouches(Account decided, Account used)
    {
        foreach (var session in decided.Sessions)
            if (used.Sessions.FirstOrDefault(s => s.Id == session.Id) is { } seen) decided = Touch(decided, session, seen.LastSeenAt);
        return decided;
    }

    /// <summary>Lets a new session begin: ends those whose time is over and, at the limit, the oldest.</summary>
    public static Account Start(Account account, Session session, Caller caller, SessionPolicy policy)
    {
        account = EndExpired(account, session.StartedAt, caller, policy);
        while (account.Sessions.Length >= policy.MaxSessions)
            account = End(account, account.Sessions.MinBy(s => s.StartedAt)!, "oldest", session.StartedAt, caller);
        return account with { Sessions = account.Sessions.Add(session) };
    }

    /// <summary>Ends the caller's own session.</summary>
    public static Decision<CommandAnswer> Leave(Account account, Session own, DateTimeOffset now, Caller caller) =>
        new(new CommandAnswer.Done(own), End(account, own, "left", now, caller));

    /// <summary>Ends one session. Another one than the caller's own takes confirmed presence (ASVS 7.5.2).</summary>
    public static Decision<CommandAnswer> EndOne(
        Account account, Session own, string sessionId, DateTimeOffset now, Caller caller, SessionPolicy policy)
    {
        if (sessionId == own.Id) return Leave(account, own, now, caller);
        if (!IsConfirmed(account, own, now, policy)) return new(new CommandAnswer.ConfirmationDue(), account);

        var target = account.Sessions.FirstOrDefault(s => s.Id == sessionId && s.IsLive(now, policy));
        return target is null
            ? new(new CommandAnswer.NotFound(), account)
            : new(new CommandAnswer.Done(own), End(account, target, "ended", now, caller));
    }

    /// <summary>Ends all sessions but the caller's own.</summary>
    public static Decision<CommandAnswer> EndOthers(
        Account account, Session own, DateTimeOffset now, Caller caller, SessionPolicy policy) =>
        IsConfirmed(account, own, now, policy)
            ? new(new CommandAnswer.Done(own), EndOthers(account, own, "others", now, caller))
            : new(new CommandAnswer.ConfirmationDue(), account);

    /// <summary>Gives the session a new secret and marks presence as proved; the old token is dead at once (ASVS 7.2.4).</summary>
    /// <param name="account">The account.</param>
    /// <param name="own">The session.</param>
    /// <param name="proved">The methods that were just shown; they join the session's own.</param>
    /// <param name="seed">The new secret.</param>
    /// <param name="now">When.</param>
    public static (Account Account, Session Session) Rotate(
        Account account, Session own, ImmutableArray<string> proved, SessionSeed seed, DateTimeOffset now)
    {
        var next = own.Confirmed(account, proved, now) with
        {
            SecretHash = seed.SecretHash, Methods = [.. own.Methods.Union(proved)], LastSeenAt = now,
        };
        return (Replace(account, next), next);
    }

    internal static Account EndAll(Account account, string reason, DateTimeOffset now, Caller caller)
    {
        foreach (var session in account.Sessions) account = End(account, session, reason, now, caller);
        return account;
    }

    internal static Account EndOfDevice(Account account, string deviceId, DateTimeOffset now, Caller caller)
    {
        foreach (var session in account.Sessions)
            if (session.DeviceId == deviceId) account = End(account, session, "device-forgotten", now, caller);
        return account;
    }

    internal static Account EndOthers(Account account, Session own, string reason, DateTimeOffset now, Caller caller) =>
        EndAllBut(account, own.Id, reason, now, caller);

    internal static Account EndAllBut(Account account, string sessionId, string reason, DateTimeOffset now, Caller caller)
    {
        foreach (var other in account.Sessions)
            if (other.Id != sessionId) account = End(account, other, reason, now, caller);
        return account;
    }

    private static Account EndExpired(Account account, DateTimeOffset now, Caller caller, SessionPolicy policy)
    {
        foreach (var session in account.Sessions)
            if (!session.IsLive(now, policy))
                account = End(account, session, session.StartedAt <= policy.EndedThrough ? "all-ended" : "expired", now, caller);
        return account;
    }

    private static Account End(Account account, Session session, string reason, DateTimeOffset now, Caller caller) =>
        (account with { Sessions = [.. account.Sessions.Where(s => s.Id != session.Id)] })
        .Log(now, ActivityKind.SessionEnded, caller, reason, session.Id);

    private static Account Replace(Account account, Session session) =>
        account with { Sessions = [.. account.Sessions.Select(s => s.Id == session.Id ? session : s)] };
}
