using System.Collections.Immutable;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.LostFactor;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Passkeys;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.SettingsLock;
using OrleansEntry.Core.Throttling;

namespace OrleansEntry.Core.SecondFactor;

/// <summary>Enrolling, using up and removing second factors. Pure.</summary>
public static class SecondFactorRules
{
    /// <summary>The methods an entry may ask for.</summary>
    public static ImmutableArray<string> MethodsOf(Account account)
    {
        if (!HasOne(account)) return [];

        ImmutableArray<string> methods = account.Totp is null ? [] : [Method.Totp];
        if (account.RecoveryCodes is { Hashes.Length: > 0 }) methods = methods.Add(Method.RecoveryCode);
        return account.Passkeys.IsEmpty ? methods : methods.Add(Method.Passkey);
    }

    /// <summary>Whether the account has a second factor: an authenticator or a passkey. Recovery codes come with either, and are none
    /// alone.</summary>
    public static bool HasOne(Account account) => account.Totp is not null || !account.Passkeys.IsEmpty;

    /// <summary>Uses up what proved right, in the same write that answers (I-01, I-02).</summary>
    public static Account Consume(Account account, CodeVerdict verdict, DateTimeOffset now, Caller caller) => verdict switch
    {
        CodeVerdict.RightStep right =>
            LostFactorRules.Shown(account with { Totp = TotpRules.Accept(account.Totp!, right.Step) }, now, caller),
        CodeVerdict.RightCode right => LostFactorRules.Shown(
            account with { RecoveryCodes = account.RecoveryCodes! with { Hashes = account.RecoveryCodes.Hashes.RemoveAt(right.Index) } },
            now, caller),
        CodeVerdict.RightPasskey right => LostFactorRules.Shown(PasskeyRules.Use(account, right, now), now, caller),
        _ => account,
    };

    /// <summary>A recovery code stands for an authenticator that may be lost, or stolen: its use is told, and holds withdrawals.</summary>
    internal static Account TellRecoveryCode(Account account, string method, DateTimeOffset now, Caller caller, HoldPolicy holds) =>
        method == Method.RecoveryCode
            ? HoldRules.Begin(account, HoldReason.RecoveryCodeUsed, now, caller, holds).Notify(now, NoticeKind.RecoveryCodeUsed, caller)
            : account;

    /// <summary>Whether nothing is done in a session but to set up a second factor: the deployment asks for one, or a lost one was
    /// removed.</summary>
    public static bool IsEnrolmentDue(Account account, SecondFactorPolicy policy) =>
        !HasOne(account) && (policy.Required || account.LostFactor.EnrolmentDue);

    /// <summary>What every command is refused with until then, but for setting it up, leaving and freezing.</summary>
    public static CommandAnswer? RefuseUntilEnrolled(Account account, SecondFactorPolicy policy) =>
        IsEnrolmentDue(account, policy) ? new CommandAnswer.EnrolmentDue() : null;

    /// <summary>Without any factor, and with a clean slate for those to come.</summary>
    internal static Account Clear(Account account) => Pace.Forget(
        Pace.Forget(
            Pace.Forget(
                account with { Totp = null, RecoveryCodes = null, PendingTotp = null, Passkeys = [] }, Authenticator.Totp),
            Authenticator.RecoveryCode),
        Authenticator.Passkey);

    /// <summary>Counts what did not prove right, and burns a step that was named.</summary>
    public static Account CountFailure(
        Account account, Caller caller, Authenticator authenticator, CodeVerdict verdict, DateTimeOffset now, PacePolicy pace)
    {
        account = Pace.CountFailure(account, caller.Lane, authenticator, now, pace);
        return PasskeyRules.TellCopy(Burn(account, verdict, now), verdict, now, caller);
    }

    /// <summary>Burns a step that was named to the caller as one of another time.</summary>
    internal static Account Burn(Account account, CodeVerdict verdict, DateTimeOffset now) =>
        verdict is CodeVerdict.OtherTime other && account.Totp is { } totp
            ? account with { Totp = TotpRules.Burn(totp, other.Step, now) }
            : account;

    /// <summary>Begins an enrolment. A new beginning replaces the last;
    /// an enrolled authenticator stays until the new one is confirmed.</summary>
    public static Decision<CommandAnswer> Begin(
        Account account, Session own, string protectedSecret, int stepSeconds, DateTimeOffset now, SecondFactorPolicy policy,
        SessionPolicy sessions) =>
        SettingsLockRules.Refuse(account, own, now, sessions) is { } refusal ? new(refusal, account)
        : ProbationRules.Refuse(account, own, account.Totp?.Since, now, policy) is { } probation ? new(probation, account)
            : new(new CommandAnswer.Done(own), account with
            {
                PendingTotp = new PendingTotp(own.Id, protectedSecret, stepSeconds, now + policy.EnrolmentFor, policy.EnrolmentTries),
            });

    /// <summary>Confirms an enrolment by its first code: authenticator and recovery codes change together,
    /// and the session's token rotates.</summary>
    public static Decision<CommandAnswer> Confirm(
        Account account, Session own, CodeVerdict verdict, ImmutableArray<byte[]> codeHashes, SessionSeed seed, DateTimeOffset now,
        Caller caller,
        HoldPolicy holds)
    {
        if (SettingsLockRules.Refuse(account, now) is { } locked) return new(locked, account);
        if (account.PendingTotp is not { } pending || pending.SessionId != own.Id || now >= pending.ExpiresAt)
            return new(new CommandAnswer.Conflict("no-enrolment"), account);

        if (verdict is not CodeVerdict.RightStep right)
        {
            var left = pending.TriesLeft - 1;
            return new(
                new CommandAnswer.Refused(verdict.Reason, (verdict as CodeVerdict.OtherTime)?.ClockOff),
                account with { PendingTotp = left > 0 ? pending with { TriesLeft = left } : null });
        }

        account = account with
        {
            PendingTotp = null,
            Totp = new TotpAuthenticator
            {
                ProtectedSecret = pending.ProtectedSecret, StepSeconds = pending.StepSeconds, Since = now, LastStep = right.Step,
            },
            RecoveryCodes = new RecoveryCodeSet(codeHashes, now),
        };
        account = LostFactorRules.Stop(account, StopReason.FactorChanged, now, caller) with { LostFactor = LostFactorState.None };
        account = Pace.Forget(Pace.Forget(account, Authenticator.Totp), Authenticator.RecoveryCode);
        (account, var rotated) = SessionRules.Rotate(account, own, [Method.Totp], seed, now);
        return new(
            new CommandAnswer.Done(rotated),
            Tell(account, ActivityKind.TotpEnrolled, NoticeKind.TotpEnrolled, own, now, caller, holds));
    }

    /// <summary>Removes the authenticator; where it was the last factor, the recovery codes too.</summary>
    public static Decision<CommandAnswer> Remove(
        Account account, Session own, DateTimeOffset now, Caller caller, SecondFactorPolicy policy, SessionPolicy sessions,
        HoldPolicy holds)
    {
        if (account.Totp is null) return new(new CommandAnswer.Conflict("not-enrolled"), account);
        if (SettingsLockRules.Refuse(account, now) is { } locked) return new(locked, account);
        var isLast = account.Passkeys.IsEmpty;
        if (isLast && (policy.Required || account.ShortPasscode))
            return new(new CommandAnswer.Conflict("second-factor-required"), account);
        if (!SessionRules.IsConfirmed(account, own, now, sessions)) return new(new CommandAnswer.ConfirmationDue(), account);

        if (ProbationRules.Refuse(account, own, account.Totp.Since, now, policy) is { } probation) return new(probation, account);

        account = LostFactorRules.Stop(account, StopReason.FactorChanged, now, caller);
        account = isLast
            ? Clear(account with { LostFactor = LostFactorState.None })
            : Pace.Forget(account with { Totp = null, PendingTotp = null }, Authenticator.Totp);
        return new(
            new CommandAnswer.Done(own),
            Tell(account, ActivityKind.TotpRemoved, NoticeKind.TotpRemoved, own, now, caller, holds));
    }

    /// <summary>Ten new recovery codes; the old ones die.</summary>
    public static Decision<CommandAnswer> RenewRecoveryCodes(
        Account account, Session own, ImmutableArray<byte[]> codeHashes, DateTimeOffset now, Caller caller, SessionPolicy sessions,
        HoldPolicy holds)
    {
        if (!HasOne(account)) return new(new CommandAnswer.Conflict("not-enrolled"), account);
        if (SettingsLockRules.Refuse(account, own, now, sessions) is { } refusal) return new(refusal, account);

        account = Pace.Forget(account with { RecoveryCodes = new RecoveryCodeSet(codeHashes, now) }, Authenticator.RecoveryCode);
        return new(
            new CommandAnswer.Done(own),
            Tell(account, ActivityKind.RecoveryCodesRenewed, NoticeKind.RecoveryCodesRenewed, own, now, caller, holds));
    }

    // Every change of a factor is logged, holds withdrawals and is told to the owner.
    internal static Account Tell(
        Account account, string kind, NoticeKind notice, Session own, DateTimeOffset now, Caller caller, HoldPolicy holds,
        string? name = null)
    {
        account = account.Log(now, kind, caller, sessionId: own.Id, detail: name);
        return HoldRules.Begin(account, HoldReason.FactorChanged, now, caller, holds, own.Id).Notify(now, notice, caller, name);
    }
}
