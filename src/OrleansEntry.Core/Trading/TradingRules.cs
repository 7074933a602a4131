using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.SettingsLock;
using OrleansEntry.Core.Throttling;

namespace OrleansEntry.Core.Trading;

/// <summary>What somebody inside a session showed for trading, with its verdicts.</summary>
/// <param name="At">When.</param>
/// <param name="PasscodeRight">Whether the trading passcode is the account's.</param>
/// <param name="Method">The second factor shown; <see langword="null"/> for none.</param>
/// <param name="Verdict">What it turned out to be; <see langword="null"/> when none was shown, or the trading passcode was wrong and it was
/// not looked at.</param>
public sealed record TradingProof(DateTimeOffset At, bool PasscodeRight, string? Method, CodeVerdict? Verdict);

/// <summary>The trading passcode, and the unlock it opens. Pure.</summary>
/// <remarks>The state diagram, the refusals and the limits stand in this folder's README.</remarks>
public static class TradingRules
{
    /// <summary>How the trading passcode is called in the log.</summary>
    public const string Name = "trading-passcode";

    /// <summary>What a change is refused for before the new one is looked at: it takes a second factor, shown lately.</summary>
    /// <remarks>One that is set already is taken away by it, so a factor on probation does not change it.</remarks>
    public static CommandAnswer? RefuseChangeUnseen(Account account, Session own, DateTimeOffset now, EntryPolicy policy)
    {
        if (SettingsLockRules.Refuse(account, now) is { } locked) return locked;
        if (SecondFactorRules.MethodsOf(account).IsEmpty) return new CommandAnswer.Conflict("second-factor-needed");
        return own.ConfirmedWithSecondFactor && SessionRules.IsConfirmed(account, own, now, policy.Sessions)
            ? ProbationRules.Refuse(account, own, account.Trading.Passcode?.Since, now, policy.SecondFactor)
            : new CommandAnswer.ConfirmationDue();
    }

    /// <summary>Sets or changes the trading passcode. Failures are forgotten; what was unlocked or approved under the old one is
    /// over.</summary>
    /// <param name="account">The account.</param>
    /// <param name="own">The caller's session.</param>
    /// <param name="hash">The new one's hash; <see langword="null"/> when it is the account's passcode.</param>
    /// <param name="now">When.</param>
    /// <param name="caller">Who.</param>
    /// <param name="policy">The numbers.</param>
    public static Decision<CommandAnswer> Set(
        Account account, Session own, string? hash, DateTimeOffset now, Caller caller, EntryPolicy policy)
    {
        if (RefuseChangeUnseen(account, own, now, policy) is { } refusal) return new(refusal, account);
        if (hash is null) return new(new CommandAnswer.Conflict("same-as-passcode"), account);

        var first = account.Trading.Passcode is null;
        account = Forget(account, new TradingPasscode(hash, now, default)).Log(
            now, first ? ActivityKind.TradingPasscodeSet : ActivityKind.TradingPasscodeChanged, caller, sessionId: own.Id);
        if (!first) account = HoldRules.Begin(account, HoldReason.TradingPasscodeChanged, now, caller, policy.Holds, own.Id);
        return new(
            new CommandAnswer.Done(own),
            account.Notify(now, first ? NoticeKind.TradingPasscodeSet : NoticeKind.TradingPasscodeChanged, caller));
    }

    /// <summary>Removes the trading passcode; without one nothing can be approved.</summary>
    public static Decision<CommandAnswer> Remove(Account account, Session own, DateTimeOffset now, Caller caller, EntryPolicy policy)
    {
        if (account.Trading.Passcode is null) return new(new CommandAnswer.Conflict("no-trading-passcode"), account);
        if (RefuseChangeUnseen(account, own, now, policy) is { } refusal) return new(refusal, account);

        account = Forget(account, null).Log(now, ActivityKind.TradingPasscodeRemoved, caller, sessionId: own.Id);
        account = HoldRules.Begin(account, HoldReason.TradingPasscodeChanged, now, caller, policy.Holds, own.Id);
        return new(new CommandAnswer.Done(own), account.Notify(now, NoticeKind.TradingPasscodeRemoved, caller));
    }

    /// <summary>What is refused before the trading passcode is verified.</summary>
    /// <param name="account">The account.</param>
    /// <param name="own">The caller's session.</param>
    /// <param name="method">The second factor shown; <see langword="null"/> for none.</param>
    /// <param name="now">When.</param>
    /// <param name="policy">The numbers.</param>
    public static CommandAnswer? RefuseUnseen(Account account, Session own, string? method, DateTimeOffset now, EntryPolicy policy)
    {
        if (account.Trading.Passcode is not { } passcode) return new CommandAnswer.Conflict("no-trading-passcode");
        if (IsOutOfUse(account, policy)) return new CommandAnswer.Conflict("trading-out-of-use");
        if (passcode.Failures.WaitsUntil(now, policy.Pace) is { } until) return new CommandAnswer.Waiting(until);
        if (method is null) return null;

        return Method.AuthenticatorOf(method) is not { } second
            ? new CommandAnswer.Conflict("unknown-method")
            : PresenceRules.Refusal(Pace.Ask(account, account.LaneOf(own), second, now, policy.Pace));
    }

    /// <summary>Unlocks trading in the caller's session for a while.</summary>
    public static Decision<CommandAnswer> Unlock(Account account, Session own, TradingProof proof, Caller caller, EntryPolicy policy)
    {
        if (RefuseUnseen(account, own, proof.Method, proof.At, policy) is { } unseen) return new(unseen, account);
        (var refusal, account) = Count(account, own, proof, caller, policy);
        if (refusal is not null) return new(refusal, account);

        var unlock = new TradingUnlock(own.Id, proof.At, proof.At + policy.Trading.UnlockFor);
        var others = account.Trading.Unlocks.Where(u => u.SessionId != own.Id && account.Sessions.Any(s => s.Id == u.SessionId));
        account = account with { Trading = account.Trading with { Unlocks = [.. others, unlock] } };
        return new(new CommandAnswer.Done(own), account.Log(proof.At, ActivityKind.TradingUnlocked, caller, sessionId: own.Id));
    }

    /// <summary>Locks trading in the caller's session again.</summary>
    public static Decision<CommandAnswer> Lock(Account account, Session own, DateTimeOffset now, Caller caller)
    {
        var left = account.Trading.Unlocks.Where(u => u.SessionId != own.Id).ToArray();
        return left.Length == account.Trading.Unlocks.Length
            ? new(new CommandAnswer.Done(own), account)
            : new(
                new CommandAnswer.Done(own),
                (account with { Trading = account.Trading with { Unlocks = [.. left] } })
                    .Log(now, ActivityKind.TradingLocked, caller, sessionId: own.Id));
    }

    /// <summary>Until when trading is unlocked in a session; <see langword="null"/> when it is locked. A clock that was set back by more
    /// than an unlock lasts locks it.</summary>
    public static DateTimeOffset? UnlockedUntil(Account account, string sessionId, DateTimeOffset now) =>
        account.Trading.Unlocks.FirstOrDefault(u => u.SessionId == sessionId) is { } unlock
        && now < unlock.Until && unlock.Since - now < unlock.Until - unlock.Since
            ? unlock.Until
            : null;

    /// <summary>Whether a new passcode is to be compared with the trading passcode. One that is out of use must be changed before it is
    /// anything again, and is compared then.</summary>
    public static bool MustDiffer(Account account, EntryPolicy policy) => account.Trading.Passcode is not null
        && !IsOutOfUse(account, policy);

    /// <summary>Whether the trading passcode failed so often in a row that only a change lifts it.</summary>
    public static bool IsOutOfUse(Account account, EntryPolicy policy) =>
        account.Trading.Passcode?.Failures.InARow >= policy.Trading.HardStop;

    /// <summary>A new passcode that is not the trading passcode tells its maker as much as a wrong guess, and is counted as one: changing
    /// the passcode is no way to try trading passcodes.</summary>
    internal static Account CountComparison(Account account, Session own, DateTimeOffset now, Caller caller, EntryPolicy policy) =>
        MustDiffer(account, policy) ? CountFailure(account, own, now, caller, policy) : account;

    /// <summary>Counts what was shown: what was right is used up, what was wrong is refused and logged.</summary>
    internal static (CommandAnswer? Refusal, Account Account) Count(
        Account account, Session own, TradingProof proof, Caller caller, EntryPolicy policy)
    {
        if (!proof.PasscodeRight)
        {
            account = account.Log(proof.At, ActivityKind.TradingRefused, caller, "passcode", own.Id);
            account = CountFailure(account, own, proof.At, caller, policy);
            var until = IsOutOfUse(account, policy) ? null : account.Trading.Passcode!.Failures.WaitsUntil(proof.At, policy.Pace);
            return (new CommandAnswer.Refused(Name), WarningRules.CountFailure(
                account, caller, proof.At, policy.Pace, until is null ? null : new BegunLock(Name, until, caller.Lane)));
        }

        account = WithFailures(account, default);
        if (proof.Method is not { } method) return (null, account);

        var authenticator = Method.AuthenticatorOf(method)!.Value;
        if (!proof.Verdict!.IsRight) return RefuseCode(account, own, (method, authenticator, proof.Verdict), proof.At, caller, policy);

        account = Pace.CountSuccess(SecondFactorRules.Consume(account, proof.Verdict, proof.At, caller), caller.Lane, authenticator);
        return (null, method == Method.RecoveryCode ? account.Notify(proof.At, NoticeKind.RecoveryCodeUsed, caller) : account);
    }


    private static Account CountFailure(Account account, Session own, DateTimeOffset now, Caller caller, EntryPolicy policy)
    {
        var failures = account.Trading.Passcode!.Failures.CountFailure(now, policy.Pace);
        account = WithFailures(account, failures);
        if (failures.InARow >= policy.Trading.HardStop)
            return account.Log(now, ActivityKind.Locked, caller, "out-of-use", own.Id, Name)
                .Notify(now, NoticeKind.TradingOutOfUse, caller);

        return failures.WaitsUntil(now, policy.Pace) is { } until
            ? account.Log(now, ActivityKind.Locked, caller, null, own.Id, $"{Name} {(long)(until - now).TotalSeconds}")
            : account;
    }

    // Somebody in this session has the trading passcode but not the factor: the owner must know (ASVS 6.3.5),
    // once until it is shown or forgotten.
    private static (CommandAnswer Refusal, Account Account) RefuseCode(
        Account account, Session own, (string Method, Authenticator Authenticator, CodeVerdict Verdict) shown, DateTimeOffset now,
        Caller caller, EntryPolicy policy)
    {
        if (account.MetersOf(caller.Lane)[shown.Authenticator].RungAt(now, policy.Pace) == 0)
            account = account.Notify(now, NoticeKind.WrongCodeAtApproval, caller);

        account = SecondFactorRules.CountFailure(account, caller, shown.Authenticator, shown.Verdict, now, policy.Pace)
            .Log(now, ActivityKind.TradingRefused, caller, shown.Verdict.Reason, own.Id, shown.Method);
        return (
            new CommandAnswer.Refused(
                shown.Method == Method.Passkey ? Passkeys.PasskeyRules.PasskeyReason : shown.Verdict.Reason,
                (shown.Verdict as CodeVerdict.OtherTime)?.ClockOff),
            Pace.Tell(account, caller, shown.Authenticator, now, policy.Pace));
    }

    private static Account WithFailures(Account account, Meter failures) => account with
    {
        Trading = account.Trading with { Passcode = account.Trading.Passcode! with { Failures = failures } },
    };

    // What was redeemed is remembered for who did not hear the answer.
    private static Account Forget(Account account, TradingPasscode? next) => account with
    {
        Trading = new TradingState { Passcode = next, Approvals = [.. account.Trading.Approvals.Where(a => a.RedeemedAt is not null)] },
    };
}
