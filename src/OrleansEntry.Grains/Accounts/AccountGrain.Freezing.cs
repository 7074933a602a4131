using System.Collections.Immutable;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Contracts.Throttling;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.Passcodes;
using OrleansEntry.Core.Recovery;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.SettingsLock;
using OrleansEntry.Core.Trading;

namespace OrleansEntry.Grains.Accounts;

// Freezing, the way back, and the lock of the settings.
internal sealed partial class AccountGrain
{
    public Task<SessionAnswer> Freeze(SessionProof proof, CancellationToken cancellationToken = default) =>
        Inside(proof, (own, caller, now) => FreezeRules.Freeze(_account, own, now, caller), openUntilEnrolled: true);

    public Task<SessionAnswer> ReportActivity(SessionProof proof, long sequence, CancellationToken cancellationToken = default) =>
        Inside(
            proof, (own, caller, now) => FreezeRules.Report(_account, own, sequence, now, caller), openUntilEnrolled: true);

    public ValueTask<SessionAnswer> ReadSettingsLock(SessionProof proof) => new(FindSession(proof) is null
        ? new SessionAnswer.NoSession()
        : new SessionAnswer.Done<DateTimeOffset?> { Value = SettingsLockRules.Until(_account, clock.GetUtcNow()) });

    public Task<SessionAnswer> LockSettings(SessionProof proof, int hours, CancellationToken cancellationToken = default) =>
        Inside(proof, (own, caller, now) => SettingsLockRules.Lock(_account, own, hours, now, caller, policy));

    public async Task<LinkReply> ReportByLink(LinkProof link, Visit visit, CancellationToken cancellationToken = default)
    {
        DemandRoomInLog();
        var (answer, next) = FreezeRules.ReportByLink(_account, link.Number, link.ExpiresAt, clock.GetUtcNow(), CallerOf(visit));
        await Commit(next);
        return answer is LinkAnswer.Frozen ? LinkReply.Frozen : LinkReply.Gone;
    }

    public async Task AskForRecovery(Visit visit, ImmutableArray<string> asker)
    {
        if (!_account.Exists) return;

        DemandRoomInLog();
        await Commit(RecoveryRules.Ask(_account, asker, clock.GetUtcNow(), CallerOf(visit), policy.Recovery));
    }

    public async Task<RecoveryReply> Recover(RecoveryAttempt attempt, CancellationToken cancellationToken = default)
    {
        if (Recall<RecoveryReply>(attempt.Visit) is { } again) return again;
        var proof = new RecoveryProof(
            clock.GetUtcNow(), attempt.Link.Number, attempt.Link.ExpiresAt, attempt.Asker, attempt.Passcode is not null,
            Method: attempt.Method);
        if (RecoveryRules.RefuseUnseen(_account, proof, policy) is { } refusal) return Wire.From(refusal);
        if (!Passcode.TryParse(attempt.NewPasscode, out var chosen)) throw new ArgumentException("The gateway reads passcodes strictly.");
        if (RefuseChoice(chosen) is { } code) return new RecoveryReply.Unfit { Code = code };

        DemandRoomInLog();
        if (await Network(attempt.Visit).Take(NetworkBudgets.Attempt) is { } wait) return new RecoveryReply.Waiting { Until = wait };

        proof = await Look(proof, attempt, chosen, cancellationToken);
        var (answer, next) = RecoveryRules.Decide(_account, proof, CallerOf(attempt.Visit), policy);
        var reply = await Commit(next, Wire.From(answer), attempt.Visit);
        if (proof.PasscodeRight || proof.Next is not null) await Network(attempt.Visit).GiveBack(NetworkBudgets.Attempt);
        return reply;
    }

    /// <summary>Finds out what was shown. Nothing is used up here.</summary>
    private async Task<RecoveryProof> Look(RecoveryProof proof, RecoveryAttempt attempt, Passcode chosen,
        CancellationToken cancellationToken)
    {
        // A forgotten passcode is not compared with the new one: the link must not be good for finding it out.
        if (_account.Frozen is null)
            return proof with { Next = await HashUnlessTrading(attempt.NewPasscode, chosen, cancellationToken), At = clock.GetUtcNow() };
        if (attempt.Passcode is not { } passcode) return await LookAtFactor(proof, attempt, chosen, cancellationToken);
        if (!await Verify(passcode, cancellationToken)) return proof with { At = clock.GetUtcNow() };

        var verdict = await JudgeFactor(attempt);
        (string, bool)? next = null;
        if ((!SecondFactorRules.HasOne(_account) || verdict is { IsRight: true })
            && !(await hasher.Verify(chosen, Stored(_account.PasscodeHash), cancellationToken)).Right)
            next = await HashUnlessTrading(attempt.NewPasscode, chosen, cancellationToken);

        return proof with { At = clock.GetUtcNow(), PasscodeRight = true, Verdict = verdict, Next = next };
    }

    // A forgotten passcode is not compared with the new one here either.
    private async Task<RecoveryProof> LookAtFactor(RecoveryProof proof, RecoveryAttempt attempt, Passcode chosen,
        CancellationToken cancellationToken)
    {
        proof = proof with { Verdict = await JudgeFactor(attempt), At = clock.GetUtcNow() };
        return proof.Verdict is { IsRight: true }
            ? proof with { Next = await HashUnlessTrading(attempt.NewPasscode, chosen, cancellationToken) }
            : proof;
    }

    private async ValueTask<CodeVerdict?> JudgeFactor(RecoveryAttempt attempt) =>
        attempt is { Method: { } method, Code: { } code } && SecondFactorRules.HasOne(_account)
            ? await Judge(method, code, clock.GetUtcNow(), WayBack(attempt.Link))
            : null;

    private async Task<(string Hash, bool Short)?> HashUnlessTrading(string text, Passcode chosen, CancellationToken cancellationToken) =>
        TradingRules.MustDiffer(_account, policy) && await IsTradingPasscode(text, cancellationToken)
            ? null
            : ((await hasher.Hash(chosen, CancellationToken.None)).Stored, chosen.Length < PasscodePolicy.Alone.MinLength);
}
