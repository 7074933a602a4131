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

/// <summary>When the owner is warned of what looks like somebody else (ASVS 6.3.5). Pure.</summary>
public static class WarningRules
{
    /// <summary>Counts a failure. The one that reaches the number is told by mail: once in a period, however many follow.</summary>
    public static Account CountFailure(Account account, Caller caller, DateTimeOffset now, PacePolicy policy)
    {
        if (!account.Exists) return account;

        account = account with { Failures = account.Failures.CountFailure(now, policy.WarnEvery) };
        return account.Failures.Count == policy.FailuresBeforeWarning ? account.Notify(now, NoticeKind.ManyFailures, caller) : account;
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
