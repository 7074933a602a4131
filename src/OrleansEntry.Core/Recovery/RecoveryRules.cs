using System.Collections.Immutable;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Closing;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.IdentifierChange;
using OrleansEntry.Core.LostFactor;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Passkeys;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.Throttling;

namespace OrleansEntry.Core.Recovery;

/// <summary>The way back. Into a frozen account: a mailed link, the passcode, the second factor where there is one, a new passcode; where
/// the passcode is forgotten, the link in the browser that asked for it, and the second factor (NIST SP 800-63B-4 §4.2.2.2). For a
/// forgotten passcode: a mailed link in the browser that asked for it, and a new passcode; the second factor stays, and is asked for at the
/// next entry (ASVS 6.4.3). It never signs anybody in. Pure.</summary>
/// <remarks>Its tries are counted apart from the door's: whoever guesses at the door can not close the way back, and it takes the link to
/// use up the way back's own.</remarks>
public static class RecoveryRules
{
    /// <summary>Somebody asks for a link. Nobody learns here whether there is such an account, or how it stands.</summary>
    /// <param name="account">The account.</param>
    /// <param name="asker">What the client may go by when it comes back.</param>
    /// <param name="now">When.</param>
    /// <param name="caller">Who.</param>
    /// <param name="policy">The numbers.</param>
    public static Account Ask(
        Account account, ImmutableArray<string> asker, DateTimeOffset now, Caller caller, RecoveryPolicy policy)
    {
        if (account.Frozen is { Why: FreezeReason.Operator }) return account;
        if (!account.Exists || RestsUntil(account.Recovery, now, policy) is not null) return account;

        var before = account.Recovery;
        if (before is not null && (now - before.MailedAt).Duration() < policy.MailEvery)
            return before.AskedBy(asker) is var asked && asked == before ? account : account with { Recovery = asked };

        account = account.Log(now, ActivityKind.RecoveryAsked, caller)
            .Notify(now, account.Frozen is null ? NoticeKind.NewPasscodeLink : NoticeKind.RecoveryLink, caller);
        // Who asked before goes on being admitted: the newest link must not be worthless to the owner because a stranger asked for it.
        return account with
        {
            Recovery = new RecoveryState(account.Notices.LastNumber, now, policy.TriesPerLink, before?.InARow ?? 0,
                before?.LastFailureAt ?? default) { Askers = before?.AskedBy(asker).Askers ?? asker },
        };
    }

    /// <summary>What is refused before anything is verified.</summary>
    public static RecoveryAnswer? RefuseUnseen(Account account, RecoveryProof proof, EntryPolicy policy)
    {
        if (account is not { Recovery: { TriesLeft: > 0 } state }
            || state.LinkNumber != proof.LinkNumber || proof.At >= proof.LinkExpiresAt)
            return new RecoveryAnswer.Gone();
        if (account.Frozen is null && !state.Askers.Contains(proof.Asker)) return new RecoveryAnswer.OtherClient();
        if (IdentifierChangeRules.MailProvesFrom(account, proof.At) is { } from) return new RecoveryAnswer.NewAddress(from);
        // Where a lost factor is gone and none took its place, the passcode is all there is: a mailbox alone must not replace it.
        if (account.Frozen is null && account.LostFactor.EnrolmentDue) return new RecoveryAnswer.EnrolmentDue();
        if (account.Frozen is not null && !proof.ShowsPasscode && RefuseForgotten(account, proof, policy) is { } refusal) return refusal;
        return RestsUntil(state, proof.At, policy.Recovery) is { } until ? new RecoveryAnswer.Waiting(until) : null;
    }

    // In the place of a frozen account's passcode stands its second factor, at the pace of the door: who has the mailbox alone has as few
    // guesses at it as anybody. A factor on probation may be that of whom the freeze is to keep out.
    private static RecoveryAnswer? RefuseForgotten(Account account, RecoveryProof proof, EntryPolicy policy)
    {
        var byPasskey = proof.Method is Method.Passkey;
        if (Method.AuthenticatorOf(proof.Method) is not { } authenticator
            || (byPasskey ? account.Passkeys.IsEmpty : !SecondFactorRules.HasOne(account)))
            return new RecoveryAnswer.PasscodeDue();
        if (!account.Recovery!.Askers.Contains(proof.Asker)) return new RecoveryAnswer.OtherClient();
        // Which passkey it is shows once it is verified.
        if (!byPasskey && ProbationRules.Until(account, proof.Method!, proof.At, policy.SecondFactor) is { } probation)
            return new RecoveryAnswer.Waiting(probation);

        return Pace.Ask(account, Lane.Stranger, authenticator, proof.At, policy.Pace) switch
        {
            PaceVerdict.Waiting waiting => new RecoveryAnswer.Waiting(waiting.Until),
            PaceVerdict.OutOfUse => new RecoveryAnswer.PasscodeDue(),
            _ => null,
        };
    }

    /// <summary>Decides a try.</summary>
    public static Decision<RecoveryAnswer> Decide(Account account, RecoveryProof proof, Caller caller, EntryPolicy policy)
    {
        if (RefuseUnseen(account, proof, policy) is { } refusal) return new(refusal, account);
        if (account.Frozen is null) return ReplacePasscode(account, proof, caller, policy);
        if (!proof.ShowsPasscode) return OpenForgotten(account, proof, caller, policy);
        if (!proof.PasscodeRight) return Refuse(account, proof, new RecoveryAnswer.Refused("passcode"), caller);

        if (SecondFactorRules.HasOne(account))
        {
            if (proof is not { Method: { } method, Verdict: { } verdict })
                return new(new RecoveryAnswer.SecondFactorDue(SecondFactorRules.MethodsOf(account)), account);
            if (!verdict.IsRight) return RefuseFactor(account, proof, verdict, caller);
            if (proof.Next is null) return new(new RecoveryAnswer.SamePasscode(), account);

            account = UseUp(account, method, verdict, proof.At, caller);
        }

        return proof.Next is { } next
            ? new(new RecoveryAnswer.Unfrozen(), Open(account, next, proof.At, caller, policy.Holds))
            : new(new RecoveryAnswer.SamePasscode(), account);
    }

    private static Decision<RecoveryAnswer> OpenForgotten(Account account, RecoveryProof proof, Caller caller, EntryPolicy policy)
    {
        if (proof is not { Method: { } method, Verdict: { } verdict }) return new(new RecoveryAnswer.PasscodeDue(), account);
        if (!verdict.IsRight)
        {
            var authenticator = Method.AuthenticatorOf(method)!.Value;
            account = SecondFactorRules.CountFailure(
                    account, caller with { Lane = Lane.Stranger }, authenticator, verdict, proof.At, policy.Pace)
                .Notify(proof.At, NoticeKind.WrongCodeOnTheWayBack, caller);
            var refused = Refuse(account, proof, RefusalOf(method, verdict), caller);
            return refused with { Account = Pace.Tell(refused.Account, caller, authenticator, proof.At, policy.Pace) };
        }

        if (verdict is CodeVerdict.RightPasskey shown
            && ProbationRules.Until(PasskeyRules.SinceOf(account, shown), proof.At, policy.SecondFactor) is { } probation)
            return new(new RecoveryAnswer.Waiting(probation), account);

        // Whoever has link and code could find out the trading passcode by trying: each such try is counted.
        if (proof.Next is not { } next) return new(new RecoveryAnswer.SamePasscode(), CountFailure(account, proof.At));

        account = UseUp(account, method, verdict, proof.At, caller);
        account = LostFactorRules.PasscodeReplacedByMail(account, proof.At, caller);
        return new(new RecoveryAnswer.Unfrozen(), Open(account, next, proof.At, caller, policy.Holds, "forgotten"));
    }

    private static Account UseUp(Account account, string method, CodeVerdict verdict, DateTimeOffset now, Caller caller)
    {
        account = Pace.Forget(SecondFactorRules.Consume(account, verdict, now, caller), Method.AuthenticatorOf(method)!.Value);
        return method == Method.RecoveryCode ? account.Notify(now, NoticeKind.RecoveryCodeUsed, caller) : account;
    }

    private static Decision<RecoveryAnswer> ReplacePasscode(Account account, RecoveryProof proof, Caller caller, EntryPolicy policy)
    {
        // Whoever has the link could find out the trading passcode by trying: each such try is counted.
        if (proof.Next is not { } next) return new(new RecoveryAnswer.SamePasscode(), CountFailure(account, proof.At));

        // Devices stay known, and the second factor stays: a mailbox alone changes nothing but the passcode.
        account = Pace.Forget(account, Authenticator.Passcode) with
        {
            Recovery = null, PasscodeHash = next.Hash, ShortPasscode = next.Short, PendingTotp = null, PendingAlertAddress = null,
            Admission = null, Entries = OpenEntry.Finish(account.Entries),
        };
        account = LostFactorRules.PasscodeReplacedByMail(account, proof.At, caller);
        account = IdentifierChangeRules.Stop(account, ChangeStop.PasscodeReplaced, proof.At, caller);
        account = ClosingRules.Stop(account, ClosingStop.PasscodeReplaced, proof.At, caller);
        account = account.Log(proof.At, ActivityKind.PasscodeReplaced, caller);
        account = SessionRules.EndAll(account, "passcode-changed", proof.At, caller);
        account = HoldRules.Begin(account, HoldReason.Recovery, proof.At, caller, policy.Holds);
        return new(new RecoveryAnswer.PasscodeReplaced(), account.Notify(proof.At, NoticeKind.PasscodeReplaced, caller));
    }

    private static Account Open(
        Account account, (string Hash, bool Short) next, DateTimeOffset now, Caller caller, HoldPolicy holds, string? reason = null)
    {
        account = FreezeRules.Shut(account) with { Frozen = null, Recovery = null, PasscodeHash = next.Hash, ShortPasscode = next.Short };
        account = Pace.Forget(account, Authenticator.Passcode).Log(now, ActivityKind.AccountUnfrozen, caller, reason);
        return HoldRules.Begin(account, HoldReason.Recovery, now, caller, holds).Notify(now, NoticeKind.AccountUnfrozen, caller);
    }

    private static Decision<RecoveryAnswer> RefuseFactor(Account account, RecoveryProof proof, CodeVerdict verdict, Caller caller)
    {
        account = PasskeyRules.TellCopy(SecondFactorRules.Burn(account, verdict, proof.At), verdict, proof.At, caller)
            .Notify(proof.At, NoticeKind.WrongCodeAfterPasscode, caller);
        return Refuse(account, proof, RefusalOf(proof.Method!, verdict), caller);
    }

    private static RecoveryAnswer.Refused RefusalOf(string method, CodeVerdict verdict) => method is Method.Passkey
        ? new(PasskeyRules.PasskeyReason)
        : new(verdict.Reason, (verdict as CodeVerdict.OtherTime)?.ClockOff);

    private static Decision<RecoveryAnswer> Refuse(Account account, RecoveryProof proof, RecoveryAnswer.Refused answer, Caller caller)
    {
        account = CountFailure(account, proof.At);
        var reason = proof.Verdict?.Reason ?? answer.Reason;
        return new(answer, account.Log(proof.At, ActivityKind.RecoveryRefused, caller, reason, detail: proof.Method));
    }

    private static Account CountFailure(Account account, DateTimeOffset now)
    {
        var state = account.Recovery!;
        return account with
        {
            Recovery = state with { TriesLeft = state.TriesLeft - 1, InARow = state.InARow + 1, LastFailureAt = now },
        };
    }

    // A clock that was set back makes the rest neither shorter nor endless.
    private static DateTimeOffset? RestsUntil(RecoveryState? state, DateTimeOffset now, RecoveryPolicy policy) =>
        state is { } s && s.InARow >= policy.TriesInARow && s.InARow % policy.TriesInARow == 0
            && (now - s.LastFailureAt).Duration() < policy.RestFor
            ? s.LastFailureAt + policy.RestFor
            : null;
}
