using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.LostFactor;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.Throttling;

namespace OrleansEntry.Core.Operators;

/// <summary>How an act on an account ends.</summary>
public enum ActOutcome
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>There is nothing to do: the account is not frozen, nothing waits, nobody is in.</summary>
    NothingToDo,

    /// <summary>Nobody registered it.</summary>
    NoAccount,

    /// <summary>It was closed: there is nothing to act on.</summary>
    Closed,
}

/// <summary>What operators do to one account. Pure. No act shows, sets or resets a passcode, an authenticator or a code, and none brings
/// anybody in.</summary>
public static class AccountActs
{
    /// <summary>Does it. The account's own log says who and why, and a mail tells the owner of all but a look.</summary>
    /// <param name="account">The account.</param>
    /// <param name="act">What.</param>
    /// <param name="note">Who and why.</param>
    /// <param name="now">When.</param>
    /// <param name="policy">The numbers.</param>
    public static Decision<ActOutcome> Do(Account account, OperatorAct act, OperatorNote note, DateTimeOffset now, EntryPolicy policy)
    {
        if (account.IsClosed) return new(act == OperatorAct.Look ? ActOutcome.Done : ActOutcome.Closed, account);
        if (!account.Exists) return new(ActOutcome.NoAccount, account);

        var caller = note.Caller;
        var logged = account.Log(now, ActivityKind.OperatorActed, caller, act.Name, detail: note.ToString());
        if (act == OperatorAct.Look) return new(ActOutcome.Done, logged);

        var next = act.Name switch
        {
            _ when act == OperatorAct.Unlock => Unlock(logged),
            _ when act == OperatorAct.Freeze =>
                account.Frozen is { Why: FreezeReason.Operator } ? logged : FreezeRules.ByOperator(logged, now, caller),
            _ when act == OperatorAct.EndSessions => SessionRules.EndAll(logged, "operator", now, caller),
            _ when act == OperatorAct.CancelRecovery => CancelRecovery(logged, now, caller),
            _ when act == OperatorAct.Unfreeze => account.Frozen is null ? logged : Unfreeze(logged, now, caller, policy),
            _ => throw new ArgumentException($"'{act}' is not done to an account.", nameof(act)),
        };

        return ReferenceEquals(next, logged)
            ? new(ActOutcome.NothingToDo, account)
            : new(ActOutcome.Done, next.Notify(now, NoticeKind.OperatorActed, caller, act.Name));
    }

    // The waits end; what failed in a row stays counted, so that an authenticator which is out of use stays so (N-21).
    private static Account Unlock(Account account)
    {
        var (strangers, devices) = (WithoutWaits(account.Strangers), account.Devices);
        if (devices.Any(d => HasWaits(d.Meters))) devices = [.. devices.Select(d => d with { Meters = WithoutWaits(d.Meters) })];
        return HasWaits(account.Strangers) || devices != account.Devices
            ? account with { Strangers = strangers, Devices = devices }
            : account;
    }

    private static Account CancelRecovery(Account account, DateTimeOffset now, Caller caller)
    {
        if (account.Recovery is not null) account = account with { Recovery = null };
        return LostFactorRules.Stop(account, StopReason.Operator, now, caller);
    }

    private static Account Unfreeze(Account account, DateTimeOffset now, Caller caller, EntryPolicy policy) => HoldRules.Begin(
        (account with { Frozen = null, Recovery = null }).Log(now, ActivityKind.AccountUnfrozen, caller, FreezeReason.Operator),
        HoldReason.Recovery, now, caller, policy.Holds);

    private static bool HasWaits(Meters meters) => Enum.GetValues<Authenticator>().Any(one => meters[one].Rung > 0);

    private static Meters WithoutWaits(Meters meters) => Enum.GetValues<Authenticator>()
        .Aggregate(meters, (all, one) => all.With(one, all[one] with { Rung = 0 }));
}

/// <summary>Who did something to an account, and why: as the account's log keeps it.</summary>
/// <param name="OperatorId">Their public name.</param>
/// <param name="ReviewerId">Who agreed, where it takes two.</param>
/// <param name="Why">Their reason.</param>
public sealed record OperatorNote(string OperatorId, string? ReviewerId, OperatorReason Why)
{
    /// <summary>The network that the log names: an operator's own place is no business of the account's owner.</summary>
    public const string Network = "operators";

    /// <summary>Who it was, as the log names a caller.</summary>
    public Caller Caller => new(Lane.Stranger, Network, $"operator {OperatorId}");

    /// <summary>The names and the reason.</summary>
    public override string ToString() => ReviewerId is null ? $"{OperatorId} {Why.Text}" : $"{OperatorId} {ReviewerId} {Why.Text}";
}
