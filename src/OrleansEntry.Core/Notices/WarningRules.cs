using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Throttling;

namespace OrleansEntry.Core.Notices;

/// <summary>The failures of an account in a period, whatever failed and wherever.</summary>
/// <param name="Count">How many.</param>
/// <param name="Since">The first of them.</param>
public readonly record struct FailureTally(int Count, DateTimeOffset Since)
{
    /// <summary>Counts one more; after a period another one begins. A clock that was set back ends none.</summary>
    public FailureTally CountFailure(DateTimeOffset now, TimeSpan period) =>
        Count == 0 || now - Since >= period ? new(1, now) : this with { Count = Count + 1 };
}

/// <summary>A wait or a stop that begins with a failure.</summary>
/// <param name="Authenticator">Of what, as the log spells it.</param>
/// <param name="Until">The wait's end; <see langword="null"/> for a stop.</param>
/// <param name="Lane">For whom.</param>
public readonly record struct BegunLock(string Authenticator, DateTimeOffset? Until, Lane Lane)
{
    /// <summary>Whether it is a stop.</summary>
    public bool IsStop => Until is null;
}

/// <summary>A wait or a stop that the owner was told of by mail.</summary>
/// <param name="Authenticator">Of what.</param>
/// <param name="IsStop">Whether it was a stop.</param>
/// <param name="At">When.</param>
public readonly record struct ToldLock(string Authenticator, bool IsStop, DateTimeOffset At);

/// <summary>When the owner is warned of what looks like somebody else (ASVS 6.3.5). Pure.</summary>
public static class WarningRules
{
    /// <summary>Counts a failure. The one that reaches the number is told by mail: once in a period, however many follow. So are a long
    /// wait and a stop that begin with it; where one failure brings both, the wait's or the stop's mail stands for the other.</summary>
    public static Account CountFailure(
        Account account, Caller caller, DateTimeOffset now, PacePolicy policy, BegunLock? begun = null)
    {
        if (!account.Exists) return account;

        account = account with { Failures = account.Failures.CountFailure(now, policy.WarnEvery) };
        if (begun is { } locked && IsNews(account, locked, now, policy)) return Tell(account, locked, caller, now, policy);
        return account.Failures.Count == policy.FailuresBeforeWarning ? account.Notify(now, NoticeKind.ManyFailures, caller) : account;
    }

    private static bool IsNews(Account account, BegunLock locked, DateTimeOffset now, PacePolicy policy) =>
        (locked.Until is not { } until || until - now >= policy.WaitBeforeWarning)
        && !Lately(account, now, policy).Any(told => told.Authenticator == locked.Authenticator && told.IsStop == locked.IsStop);

    // A clock that was set back by more than a period forgets: one mail more is better than none for long.
    private static IEnumerable<ToldLock> Lately(Account account, DateTimeOffset now, PacePolicy policy) =>
        account.LocksTold.Where(told => (now - told.At).Duration() < policy.WarnEvery);

    private static Account Tell(Account account, BegunLock locked, Caller caller, DateTimeOffset now, PacePolicy policy)
    {
        account = account with
        {
            LocksTold = [.. Lately(account, now, policy), new ToldLock(locked.Authenticator, locked.IsStop, now)],
        };
        return locked.Until is { } until
            ? account.Notify(now, NoticeKind.LongWait, caller, $"{locked.Authenticator} {(long)(until - now).TotalSeconds}")
            : account.Notify(
                now, NoticeKind.OutOfUse, caller, $"{locked.Authenticator} {(locked.Lane.IsStranger ? "strangers" : "devices")}");
    }

    /// <summary>Notes an admission. One after a long absence is told by mail; an account that nobody has entered yet is absent since it was
    /// opened.</summary>
    public static Account NoteAdmission(Account account, Caller caller, DateTimeOffset now, EntryPolicy policy)
    {
        var last = account.LastAdmittedAt ?? account.Devices.Select(d => (DateTimeOffset?)d.LastSeenAt).Max() ?? account.OpenedAt;
        account = account with { LastAdmittedAt = now };
        return now - last >= policy.AbsenceBeforeWarning ? account.Notify(now, NoticeKind.EnteredAfterAbsence, caller) : account;
    }
}
