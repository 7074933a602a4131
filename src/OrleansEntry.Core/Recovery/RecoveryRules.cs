using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Throttling;

namespace OrleansEntry.Core.Recovery;

/// <summary>The way back into a frozen account: a mailed link, the passcode, the second factor where there is one, a new passcode.
/// It never signs anybody in. Pure.</summary>
/// <remarks>Its tries are counted apart from the door's: whoever guesses at the door can not close the way back, and it takes the link to
/// use up the way back's own.</remarks>
public static class RecoveryRules
{
    /// <summary>Somebody asks for a link. Nobody learns here whether there is such an account, or whether it is frozen.</summary>
    public static Account Ask(Account account, DateTimeOffset now, Caller caller, RecoveryPolicy policy)
    {
        if (account.Frozen is null || RestsUntil(account.Recovery, now, policy) is not null) return account;

        var before = account.Recovery;
        if (before is not null && before.LinkNumber > 0 && (now - before.MailedAt).Duration() < policy.MailEvery) return account;

        account = account.Log(now, ActivityKind.RecoveryAsked, caller).Notify(now, NoticeKind.RecoveryLink, caller);
        return account with
        {
            Recovery = new RecoveryState(account.Notices.LastNumber, now, policy.TriesPerLink, before?.InARow ?? 0,
                before?.LastFailureAt ?? default),
        };
    }

    /// <summary>What is refused before anything is verified.</summary>
    public static RecoveryAnswer? RefuseUnseen(Account account, RecoveryProof proof, RecoveryPolicy policy)
    {
        if (account is not { Frozen: not null, Recovery: { TriesLeft: > 0 } state }
            || state.LinkNumber != proof.LinkNumber || proof.At >= proof.LinkExpiresAt)
            return new RecoveryAnswer.Gone();
        return RestsUntil(state, proof.At, policy) is { } until ? new RecoveryAnswer.Waiting(until) : null;
    }

    /// <summary>Decides a try.</summary>
    public static Decision<RecoveryAnswer> Decide(Account account, RecoveryProof proof, Caller caller, EntryPolicy policy)
    {
        if (RefuseUnseen(account, proof, policy.Recovery) is { } refusal) return new(refusal, account);
        if (!proof.PasscodeRight) return Refuse(account, proof, new RecoveryAnswer.Refused("passcode"), caller);

        if (account.Totp is not null)
        {
            if (proof is not { Method: { } method, Verdict: { } verdict })
                return new(new RecoveryAnswer.SecondFactorDue(SecondFactorRules.MethodsOf(account)), account);
            if (!verdict.IsRight) return RefuseCode(account, proof, verdict, caller);
            if (proof.Next is null) return new(new RecoveryAnswer.SamePasscode(), account);

            account = Pace.Forget(SecondFactorRules.Consume(account, verdict), Method.AuthenticatorOf(method)!.Value);
            if (method == Method.RecoveryCode) account = account.Notify(proof.At, NoticeKind.RecoveryCodeUsed, caller);
        }

        return proof.Next is { } next
            ? new(new RecoveryAnswer.Unfrozen(), Open(account, next, proof.At, caller, policy.Holds))
            : new(new RecoveryAnswer.SamePasscode(), account);
    }

    private static Account Open(Account account, (string Hash, bool Short) next, DateTimeOffset now, Caller caller, HoldPolicy holds)
    {
        account = FreezeRules.Shut(account) with { Frozen = null, Recovery = null, PasscodeHash = next.Hash, ShortPasscode = next.Short };
        account = Pace.Forget(account, Authenticator.Passcode).Log(now, ActivityKind.AccountUnfrozen, caller);
        return HoldRules.Begin(account, HoldReason.Recovery, now, caller, holds).Notify(now, NoticeKind.AccountUnfrozen, caller);
    }

    private static Decision<RecoveryAnswer> RefuseCode(Account account, RecoveryProof proof, CodeVerdict verdict, Caller caller) => Refuse(
        SecondFactorRules.Burn(account, verdict, proof.At).Notify(proof.At, NoticeKind.WrongCodeAfterPasscode, caller), proof,
        new RecoveryAnswer.Refused(verdict.Reason, (verdict as CodeVerdict.OtherTime)?.ClockOff), caller);

    private static Decision<RecoveryAnswer> Refuse(Account account, RecoveryProof proof, RecoveryAnswer.Refused answer, Caller caller)
    {
        var state = account.Recovery!;
        account = account with
        {
            Recovery = state with { TriesLeft = state.TriesLeft - 1, InARow = state.InARow + 1, LastFailureAt = proof.At },
        };
        return new(answer, account.Log(proof.At, ActivityKind.RecoveryRefused, caller, answer.Reason, detail: proof.Method));
    }

    // A clock that was set back makes the rest neither shorter nor endless.
    private static DateTimeOffset? RestsUntil(RecoveryState? state, DateTimeOffset now, RecoveryPolicy policy) =>
        state is { } s && s.InARow >= policy.TriesInARow && s.InARow % policy.TriesInARow == 0
            && (now - s.LastFailureAt).Duration() < policy.RestFor
            ? s.LastFailureAt + policy.RestFor
            : null;
}
