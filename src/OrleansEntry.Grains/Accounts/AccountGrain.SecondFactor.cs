using System.Collections.Immutable;
using System.Security.Cryptography;
using OrleansEntry.Contracts.SecondFactor;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Grains.SecondFactor;

namespace OrleansEntry.Grains.Accounts;

// Authenticator and recovery codes.
internal sealed partial class AccountGrain
{
    public ValueTask<SessionAnswer> ListSecondFactors(SessionProof proof)
    {
        if (FindSession(proof) is null) return new(new SessionAnswer.NoSession());

        return new(new SessionAnswer.Done<SecondFactorsView> { Value = Factors() });
    }

    private SecondFactorsView Factors() => new()
    {
        TotpSince = _account.Totp?.Since,
        TotpStepSeconds = _account.Totp?.StepSeconds,
        RecoveryCodesSince = _account.RecoveryCodes?.Since,
        RecoveryCodesLeft = _account.RecoveryCodes?.Hashes.Length ?? 0,
        Passkeys = [.. _account.Passkeys.Select(ViewOf)],
    };

    public async Task<SessionAnswer> BeginTotp(SessionProof proof, int stepSeconds, CancellationToken cancellationToken = default)
    {
        if (stepSeconds is not (30 or 60)) throw new ArgumentOutOfRangeException(nameof(stepSeconds), "The gateway admits 30 and 60.");
        if (Recall<SessionAnswer>(proof.Visit) is { } again) return Drawn(again);
        if (FindSession(proof) is not { } own) return new SessionAnswer.NoSession();

        var secret = RandomNumberGenerator.GetBytes(TotpCodes.SecretBytes);
        var (answer, next) = SecondFactorRules.Begin(
            _account, own, protector.SealSecret(Key, secret), stepSeconds, clock.GetUtcNow(), policy.SecondFactor, policy.Sessions);
        var reply = answer is CommandAnswer.Done ? Invite(secret, next.PendingTotp!) : Wire.From(answer);
        CryptographicOperations.ZeroMemory(secret);
        return Drawn(await Commit(next, reply, proof.Visit));
    }

    private SessionAnswer.Done<TotpEnrolment> Invite(byte[] secret, PendingTotp pending) => new()
    {
        Value = new TotpEnrolment
        {
            Secret = TotpInvitation.Text(secret),
            Uri = TotpInvitation.Uri(service.Name, protector.OpenIdentifier(_account.ProtectedIdentifier), secret, pending.StepSeconds),
            QrSvg = "", StepSeconds = pending.StepSeconds, ExpiresAt = pending.ExpiresAt,
        },
    };

    // Drawn for each answer: as a picture it would be too long to be kept for a repeat.
    private static SessionAnswer Drawn(SessionAnswer answer) => answer is SessionAnswer.Done<TotpEnrolment> { Value: var invitation }
        ? new SessionAnswer.Done<TotpEnrolment> { Value = invitation with { QrSvg = TotpInvitation.Qr(invitation.Uri) } }
        : answer;

    public async Task<SessionAnswer> ConfirmTotp(SessionProof proof, string code, CancellationToken cancellationToken = default)
    {
        if (Recall<SessionAnswer>(proof.Visit) is { } again) return again;
        if (FindSession(proof) is not { } own) return new SessionAnswer.NoSession();

        DemandRoomInLog();
        var now = clock.GetUtcNow();
        var verdict = _account.PendingTotp is { } pending
            ? Judge(new TotpAuthenticator { ProtectedSecret = pending.ProtectedSecret, StepSeconds = pending.StepSeconds, Since = now,
            LastStep = 0 }, code, now)
            : new CodeVerdict.Wrong();
        var (codes, hashes) = NewRecoveryCodes();
        var (seed, secret) = NewSessionSeed(own);
        var (answer, next) = SecondFactorRules.Confirm(_account, own, verdict, hashes, seed, now, CallerOf(own, proof.Visit), policy.Holds);
        return await Commit(
            next,
            answer is CommandAnswer.Done done
                ? new SessionAnswer.Done<RecoveryCodesIssued>
                {
                    Value = new RecoveryCodesIssued { Codes = codes, Session = Wire.Grant(done.Session, secret, policy.Sessions) },
                }
                : Wire.From(answer),
            proof.Visit);
    }

    public Task<SessionAnswer> RemoveTotp(SessionProof proof, CancellationToken cancellationToken = default) =>
        Inside(
            proof,
            (own, caller, now) => SecondFactorRules.Remove(_account, own, now, caller, policy.SecondFactor, policy.Sessions, policy.Holds));

    public Task<SessionAnswer> RenewRecoveryCodes(SessionProof proof, CancellationToken cancellationToken = default)
    {
        var (codes, hashes) = NewRecoveryCodes();
        return Inside(
            proof,
            (own, caller, now) => SecondFactorRules.RenewRecoveryCodes(_account, own, hashes, now, caller, policy.Sessions, policy.Holds),
            new SessionAnswer.Done<RecoveryCodesIssued> { Value = new RecoveryCodesIssued { Codes = codes } });
    }

    /// <summary>Finds out what a code is. Nothing is used up here.</summary>
    private CodeVerdict Judge(string method, string code, DateTimeOffset now) => method switch
    {
        Method.Totp when _account.Totp is { } totp => Judge(totp, code, now),
        Method.RecoveryCode when _account.RecoveryCodes is { } set && RecoveryCode.TryParse(code, out var canonical) =>
            Find(set, keys.HashCode(Key, canonical)),
        _ => new CodeVerdict.Wrong(),
    };

    private CodeVerdict Judge(TotpAuthenticator totp, string code, DateTimeOffset now)
    {
#if DEBUG
        if (PlantedFault.ForgetsSteps) totp = totp with { LastStep = 0, BurntSteps = [] };
#endif
        var secret = protector.OpenSecret(Key, totp.ProtectedSecret);
        try
        {
            return TotpRules.Judge(TotpCodes.Matches(secret, totp.StepSeconds, code, now), totp, now);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static CodeVerdict Find(RecoveryCodeSet set, byte[] hash)
    {
        var found = -1;
        for (var i = 0; i < set.Hashes.Length; i++)
            if (CryptographicOperations.FixedTimeEquals(set.Hashes[i], hash)) found = i;
        return found < 0 ? new CodeVerdict.Wrong() : new CodeVerdict.RightCode(found);
    }

    private (ImmutableArray<string> Codes, ImmutableArray<byte[]> Hashes) NewRecoveryCodes()
    {
        var codes = Enumerable.Range(0, RecoveryCode.SetSize)
            .Select(_ => RecoveryCode.Format(RandomNumberGenerator.GetBytes(RecoveryCode.Bytes))).ToImmutableArray();
        return (codes, [.. codes.Select(c => keys.HashCode(Key, c.Replace("-", "", StringComparison.Ordinal)))]);
    }
}
