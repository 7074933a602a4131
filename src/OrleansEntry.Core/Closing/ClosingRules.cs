using System.Globalization;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.IdentifierChange;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.SettingsLock;

namespace OrleansEntry.Core.Closing;

/// <summary>Closing an account: a wait that every address is told of and that a session or any of the mails stops, and then erasure.
/// Pure.</summary>
/// <remarks>The states, and what is left of a closed account, stand in this folder's README.</remarks>
public static class ClosingRules
{
    // What time nobody counts takes: a hold that is late ends when the account is closed, and not before.
    private static readonly TimeSpan Moment = TimeSpan.FromMinutes(1);

    /// <summary>Begins the wait: other sessions end, trades and withdrawals are on hold, every address is told. Takes confirmed presence,
    /// by a factor that is not on probation.</summary>
    public static Decision<CommandAnswer> Begin(Account account, Session own, DateTimeOffset now, Caller caller, EntryPolicy policy)
    {
        if (Refuse(account, own, now, policy) is { } refusal) return new(refusal, account);

        var endsAt = Text(now + policy.Closing.Wait);
        account = account with
        {
            Closing = new ClosingState
            {
                Waiting = new WarnedWait(
                    now, now + policy.Closing.Wait, account.Notices.LastNumber + 1, now, LastWarned: false, caller.Network, caller.Agent),
            },
        };
        account = account.Log(now, ActivityKind.ClosingBegun, caller, sessionId: own.Id, detail: endsAt);
        account = SessionRules.EndAllBut(account, own.Id, "closing", now, caller);
        return new(new CommandAnswer.Done(own), account.Notify(now, NoticeKind.ClosingBegun, caller, endsAt));
    }

    /// <summary>Stops it by the link of one of its mails; that ends the links of all of them.</summary>
    /// <param name="account">The account.</param>
    /// <param name="number">The mail's number.</param>
    /// <param name="expiresAt">The link's end.</param>
    /// <param name="now">When.</param>
    /// <param name="caller">Who.</param>
    public static Decision<LinkAnswer> StopByLink(
        Account account, long number, DateTimeOffset expiresAt, DateTimeOffset now, Caller caller) =>
        account.Closing.Waiting is { } waiting && waiting.HasLink(account, number, expiresAt, now)
                ? new(LinkAnswer.Stopped, Stop(account, ClosingStop.Mail, now, caller))
                : new(LinkAnswer.Gone, account);

    /// <summary>Stops it from inside a session. A session is enough: stopping takes nothing from anybody.</summary>
    public static Decision<CommandAnswer> Stop(Account account, Session own, DateTimeOffset now, Caller caller) =>
        account.Closing.Waiting is null
            ? new(new CommandAnswer.NotFound(), account)
            : new(new CommandAnswer.Done(own), Stop(account, ClosingStop.Session, now, caller));

    /// <summary>Stops a closing that waits, if one does; every address is told.</summary>
    internal static Account Stop(Account account, string why, DateTimeOffset now, Caller caller) => account.Closing.Waiting is null
        ? account
        : (account with { Closing = ClosingState.None }).Log(now, ActivityKind.ClosingStopped, caller, why)
            .Notify(now, NoticeKind.ClosingStopped, caller, why);

    /// <summary>Time passes: warns, and ends the wait. A shell comes by about once a minute while one runs.</summary>
    /// <param name="account">The account.</param>
    /// <param name="now">When.</param>
    /// <param name="policy">The numbers.</param>
    /// <param name="known">What others know the account by; asked for at the end alone.</param>
    public static Account PassTime(Account account, DateTimeOffset now, EntryPolicy policy, Func<KnownBy> known)
    {
        if (account.Closing.Waiting is not { } waiting) return account;

        if (waiting.Warned(account, now, policy.Closing.WarnBefore, ClosingPolicy.WarnEvery) is { } warned) return Warn(account, warned);

        return waiting.IsOver(account, now, policy.Closing.WarnBefore, n => n.WarnsOfClosing)
            ? Close(account, known(), now, waiting.Asker, policy)
            : account;
    }

    /// <summary>Whether somebody must come by though nobody touches the account.</summary>
    public static bool NeedsTime(Account account) => account.Closing is { Waiting: not null } or { Closed.Filed: false };

    /// <summary>The hold for as long as a closing waits; <see langword="null"/> when none does. It ends when that is stopped.</summary>
    public static Hold? HoldOf(Account account, DateTimeOffset now)
    {
        if (account.Closing.Waiting is not { } waiting) return null;

        var until = waiting.EndFor(account);
        return new Hold(HoldReason.Closing, waiting.Since, until > now ? until : now + Moment);
    }

    /// <summary>Everything outside of a closed account is erased, and a ledger knows when to delete what is left.</summary>
    public static Account File(Account account) => account.Closing.Closed is { Filed: false } closed
        ? account with { Closing = new ClosingState { Closed = closed with { Credentials = [], Filed = true } } }
        : account;

    private static CommandAnswer? Refuse(Account account, Session own, DateTimeOffset now, EntryPolicy policy)
    {
        if (SettingsLockRules.Refuse(account, own, now, policy.Sessions) is { } refusal) return refusal;
        if (ProbationRules.Refuse(account, own, account.OpenedAt, now, policy.SecondFactor) is { } probation) return probation;
        if (account.Closing.Waiting is not null) return new CommandAnswer.Conflict("closing-waits");
        if (account.LostFactor.Removal is not null) return new CommandAnswer.Conflict("removal-waits");
        if (account.IdentifierChange.Former is not null) return new CommandAnswer.Conflict("identifier-changed-lately");
        return account.IdentifierChange is { Claim: null, Orders: [] } && IdentifierChangeRules.Waiting(account, now) is null
            ? null
            : new CommandAnswer.Conflict("identifier-change-runs");
    }

    private static Account Warn(Account account, WarnedWait warned) =>
        (account with { Closing = new ClosingState { Waiting = warned } })
            .Notify(warned.WarnedAt, NoticeKind.ClosingWaits, warned.Asker, Text(warned.EndFor(account)));

    // One write: the account is whole before it, and after it there is none. The last entry names the chain that it ends, because what is
    // kept of that is another (ActivityChain.Reduce).
    private static Account Close(Account account, KnownBy known, DateTimeOffset now, Caller caller, EntryPolicy policy)
    {
        var (before, last) = (account, account.Notices.LastNumber);
        account = SessionRules.EndAll(account, "closed", now, caller);
        account = account.Log(now, ActivityKind.AccountClosed, caller, detail: account.Activity.Hash)
            .Notify(now, NoticeKind.AccountClosed, caller, known.Identifier.Masked);

        // An order that is older stays: it is a promise to another identifier.
        var identifiers = before.IdentifierChange with { Asked = null, Claim = null, Former = null, CodesMailedAt = [] };
        foreach (var key in new[]
                 {
                     before.IdentifierChange.Claim?.To.Key, before.IdentifierChange.Former?.Identifier.Key, known.Identifier.Key,
                 })
            if (key is not null) identifiers = identifiers.Order(key, Standing.Free);

        return new Account
        {
            Id = account.Id,
            Activity = account.Activity,
            Notices = account.Notices with
            {
                Undelivered = [.. account.Notices.Undelivered.Where(n => n.Number > last)
                    .Select(n => n.ProtectedTo is null ? n with { ProtectedTo = before.ProtectedIdentifier } : n)],
            },
            IdentifierChange = identifiers,
            Closing = new ClosingState
            {
                Closed = new ClosedAccount(
                    before.OpenedAt!.Value, now, now + policy.Closing.Retention, known.Credentials, Filed: false),
            },
        };
    }

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
