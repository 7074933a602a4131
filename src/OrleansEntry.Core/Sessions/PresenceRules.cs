using System.Collections.Immutable;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Passkeys;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.SettingsLock;
using OrleansEntry.Core.Throttling;
using OrleansEntry.Core.Trading;

namespace OrleansEntry.Core.Sessions;

/// <summary>What somebody inside a session showed to prove presence again, with its verdicts.</summary>
/// <param name="At">When.</param>
/// <param name="PasscodeRight">Whether the passcode is the account's.</param>
/// <param name="Method">The second factor shown; <see langword="null"/> for none.</param>
/// <param name="Verdict">What it turned out to be; <see langword="null"/> when none was shown,
/// or the passcode was wrong and it was not looked at.</param>
/// <param name="Seed">For the rotated token.</param>
public sealed record PresenceProof(DateTimeOffset At, bool PasscodeRight, string? Method, CodeVerdict? Verdict, SessionSeed Seed);

/// <summary>Proving presence again, and the change that takes the passcode itself. Pure.</summary>
public static class PresenceRules
{
    /// <summary>What is refused before anything is verified.</summary>
    /// <param name="account">The account.</param>
    /// <param name="own">The caller's session.</param>
    /// <param name="method">The second factor shown; <see langword="null"/> for none.</param>
    /// <param name="now">When.</param>
    /// <param name="policy">The numbers.</param>
    public static CommandAnswer? RefuseUnseen(Account account, Session own, string? method, DateTimeOffset now, EntryPolicy policy)
    {
        var lane = account.LaneOf(own);
        if (method is SecondFactor.Method.Passkey) return null; // It stands alone, and does not wait.
        if (Refusal(Pace.Ask(account, lane, Authenticator.Passcode, now, policy.Pace)) is { } refusal) return refusal;
        return SecondFactor.Method.AuthenticatorOf(method) is { } second ? Refusal(Pace.Ask(account, lane, second, now, policy.Pace))
            : null;
    }

    /// <summary>Confirms presence: the passcode, and a second factor where the account has one. The token rotates.</summary>
    public static Decision<CommandAnswer> Confirm(Account account, Session own, PresenceProof proof, Caller caller, EntryPolicy policy)
    {
        if (proof.Method == Method.Passkey) return ConfirmByPasskey(account, own, proof, caller, policy);
        if (SecondFactorRules.HasOne(account) && proof.Method is null)
            return new(new CommandAnswer.Conflict("confirmation-incomplete"), account);
        if (!proof.PasscodeRight) return RefusePasscode(account, own, proof.At, caller, policy);

        account = Pace.CountSuccess(account, caller.Lane, Authenticator.Passcode);
        ImmutableArray<string> proved = [Method.Passcode];
        if (SecondFactorRules.HasOne(account))
        {
            var (method, verdict) = (proof.Method!, proof.Verdict!);
            var authenticator = Method.AuthenticatorOf(method)!.Value;
            if (!verdict.IsRight) return RefuseSecondFactor(account, own, (method, authenticator, verdict), proof.At, caller, policy);

            account = SecondFactorRules.Consume(account, verdict, proof.At, caller);
            account = Pace.CountSuccess(account, caller.Lane, authenticator);
            account = SecondFactorRules.TellRecoveryCode(account, method, proof.At, caller, policy.Holds);
            proved = proved.Add(method);
        }

        (account, var rotated) = SessionRules.Rotate(account, own, proved, proof.Seed, proof.At);
        return new(
            new CommandAnswer.Done(rotated),
            account.Log(proof.At, ActivityKind.PresenceConfirmed, caller, sessionId: own.Id, detail: string.Join('+', proved)));
    }

    // Two factors in one: the passcode is not asked for beside it.
    private static Decision<CommandAnswer> ConfirmByPasskey(
        Account account, Session own, PresenceProof proof, Caller caller, EntryPolicy policy)
    {
        if (!proof.Verdict!.IsRight)
        {
            account = SecondFactorRules.CountFailure(account, caller, Authenticator.Passkey, proof.Verdict, proof.At, policy.Pace)
                .Log(proof.At, ActivityKind.PresenceRefused, caller, proof.Verdict.Reason, own.Id, Method.Passkey);
            return new(
                new CommandAnswer.Refused(PasskeyRules.PasskeyReason),
                Pace.Tell(account, caller, Authenticator.Passkey, proof.At, policy.Pace));
        }

        account = SecondFactorRules.Consume(account, proof.Verdict, proof.At, caller);
        account = Pace.CountSuccess(account, caller.Lane, Authenticator.Passkey);
        (account, var rotated) = SessionRules.Rotate(account, own, [Method.Passkey], proof.Seed, proof.At);
        return new(
            new CommandAnswer.Done(rotated),
            account.Log(proof.At, ActivityKind.PresenceConfirmed, caller, sessionId: own.Id, detail: Method.Passkey));
    }

    /// <summary>What a change of passcode is refused for before the present one is verified: with a second factor enrolled,
    /// it must have been shown lately (ASVS 7.5.1).</summary>
    public static CommandAnswer? RefuseChangeUnseen(Account account, Session own, DateTimeOffset now, EntryPolicy policy) =>
        SettingsLockRules.Refuse(account, now) is { } locked ? locked
        : SecondFactorRules.HasOne(account) && !SessionRules.IsConfirmed(account, own, now, policy.Sessions)
            ? new CommandAnswer.ConfirmationDue()
            : RefuseUnseen(account, own, null, now, policy);

    /// <summary>Changes the passcode: the other sessions end, the token rotates, the owner is told.</summary>
    /// <param name="account">The account.</param>
    /// <param name="own">The caller's session.</param>
    /// <param name="proof">Whether the present passcode was right.</param>
    /// <param name="next">The new passcode's hash, and whether it is too short to stand alone;
    /// <see langword="null"/> when it equals the present one.</param>
    /// <param name="caller">Who.</param>
    /// <param name="policy">The numbers.</param>
    public static Decision<CommandAnswer> ChangePasscode(
        Account account, Session own, PresenceProof proof, (string Hash, bool Short)? next, Caller caller, EntryPolicy policy)
    {
        if (SettingsLockRules.Refuse(account, proof.At) is { } locked) return new(locked, account);
        if (!proof.PasscodeRight) return RefusePasscode(account, own, proof.At, caller, policy);

        account = Pace.CountSuccess(account, caller.Lane, Authenticator.Passcode);
        if (next is not { } passcode) return new(new CommandAnswer.Conflict("same-passcode"), account);

        // The rotated session keeps what was proved before: a passcode alone does not renew the second factor's confirmation.
        (account, var rotated) = SessionRules.Rotate(account, own, [Method.Passcode], proof.Seed, proof.At);
        if (own.ConfirmedWithSecondFactor)
        {
            var kept = rotated with
            {
                ConfirmedAt = own.ConfirmedAt, ConfirmedWithSecondFactor = true, ConfirmedBy = own.ConfirmedBy,
                ConfirmedFactorSince = own.ConfirmedFactorSince,
            };
            account = account with { Sessions = account.Sessions.Replace(rotated, kept) };
            rotated = kept;
        }

        // An entry that got past the old passcode must not be finished under the new one.
        account = account with
        {
            PasscodeHash = passcode.Hash, ShortPasscode = passcode.Short, PendingTotp = null,
            Entries = OpenEntry.Finish(account.Entries),
            // Who stopped a removal had to fear somebody with the passcode: it is another one now.
            LostFactor = account.LostFactor with { Stopped = 0 },
        };
        account = TradingRules.CountComparison(account, own, proof.At, caller, policy);
        account = account.Log(proof.At, ActivityKind.PasscodeChanged, caller, sessionId: own.Id);
        account = HoldRules.Begin(account, HoldReason.PasscodeChanged, proof.At, caller, policy.Holds, own.Id);
        account = SessionRules.EndOthers(account, rotated, "passcode-changed", proof.At, caller);
        return new(new CommandAnswer.Done(rotated), account.Notify(proof.At, NoticeKind.PasscodeChanged, caller));
    }

    private static Decision<CommandAnswer> RefuseSecondFactor(
        Account account, Session own, (string Method, Authenticator Authenticator, CodeVerdict Verdict) shown, DateTimeOffset now,
        Caller caller,
        EntryPolicy policy)
    {
        // Somebody in this session has the passcode but not the factor: the owner must know (ASVS 6.3.5),
        // once until it is shown or forgotten.
        if (account.MetersOf(caller.Lane)[shown.Authenticator].RungAt(now, policy.Pace) == 0)
            account = account.Notify(now, NoticeKind.WrongCodeAfterPasscode, caller);

        account = SecondFactorRules.CountFailure(account, caller, shown.Authenticator, shown.Verdict, now, policy.Pace)
            .Log(now, ActivityKind.PresenceRefused, caller, shown.Verdict.Reason, own.Id, shown.Method);
        return new(
            new CommandAnswer.Refused(shown.Verdict.Reason, (shown.Verdict as CodeVerdict.OtherTime)?.ClockOff),
            Pace.Tell(account, caller, shown.Authenticator, now, policy.Pace));
    }

    private static Decision<CommandAnswer> RefusePasscode(
        Account account, Session own, DateTimeOffset now, Caller caller, EntryPolicy policy)
    {
        account = Pace.CountFailure(account, caller.Lane, Authenticator.Passcode, now, policy.Pace)
            .Log(now, ActivityKind.PresenceRefused, caller, "passcode", own.Id);
        return new(new CommandAnswer.Refused("passcode"), Pace.Tell(account, caller, Authenticator.Passcode, now, policy.Pace));
    }

    internal static CommandAnswer? Refusal(PaceVerdict verdict) => verdict switch
    {
        PaceVerdict.Waiting waiting => new CommandAnswer.Waiting(waiting.Until),
        PaceVerdict.OutOfUse => new CommandAnswer.OutOfUse(),
        _ => null,
    };
}
