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
        Inside(proof, (own, caller, now) => FreezeRules.Freeze(_account, own, now, caller));

    public Task<SessionAnswer> ReportActivity(SessionProof proof, long sequence, CancellationToken cancellationToken = default) =>
        Inside(proof, (own, caller, now) => FreezeRules.Report(_account, own, sequence, now, caller));

    public ValueTask<SessionAnswer> ReadSettingsLock(SessionProof proof) => new(FindSession(proof) is null
        ? new SessionAnswer.NoSession()
        : new SessionAnswer.Done<DateTimeOffset?> { Value = SettingsLockRules.Until(_account, LatestNow()) });

    public Task<SessionAnswer> LockSettings(SessionProof proof, int hours, CancellationToken cancellationToken = default) =>
        Inside(proof, (own, caller, now) => SettingsLockRules.Lock(_account, own, hours, now, caller, policy.Sessions));

    public async Task<LinkReply> ReportByLink(LinkProof link, Visit visit, CancellationToken cancellationToken = default)
    {
        DemandRoomInLog();
        var (answer, next) = FreezeRules.ReportByLink(_account, link.Number, link.ExpiresAt, clock.GetUtcNow(), CallerOf(visit));
        await Commit(next);
        return answer is LinkAnswer.Frozen ? LinkReply.Frozen : LinkReply.Gone;
    }

    public async Task AskForRecovery(Visit visit)
    {
        if (_account.Frozen is null) return;

        DemandRoomInLog();
        await Commit(RecoveryRules.Ask(_account, clock.GetUtcNow(), CallerOf(visit), policy.Recovery));
    }

    public async Task<RecoveryReply> Recover(RecoveryAttempt attempt, CancellationToken cancellationToken = default)
    {
        var proof = new RecoveryProof(clock.GetUtcNow(), attempt.Link.Number, attempt.Link.ExpiresAt, Method: attempt.Method);
        if (RecoveryRules.RefuseUnseen(_account, proof, policy.Recovery) is { } refusal) return Wire.From(refusal);
        if (!Passcode.TryParse(attempt.NewPasscode, out var chosen)) throw new ArgumentException("The gateway reads passcodes strictly.");
        if (RefuseChoice(chosen) is { } code) return new RecoveryReply.Unfit { Code = code };

        DemandRoomInLog();
        if (await Network(attempt.Visit).Take(NetworkBudgets.Attempt) is { } wait) return new RecoveryReply.Waiting { Until = wait };

        proof = await Look(proof, attempt, chosen, cancellationToken);
        var (answer, next) = RecoveryRules.Decide(_account, proof, CallerOf(attempt.Visit), policy);
        await Commit(next);
        if (proof.PasscodeRight) await Network(attempt.Visit).GiveBack(NetworkBudgets.Attempt);
        return Wire.From(answer);
    }

    /// <summary>Finds out what was shown. Nothing is used up here.</summary>
    private async Task<RecoveryProof> Look(RecoveryProof proof, RecoveryAttempt attempt, Passcode chosen,
        CancellationToken cancellationToken)
    {
        if (!await Verify(attempt.Passcode, cancellationToken)) return proof with { At = clock.GetUtcNow() };

        CodeVerdict? verdict = attempt is { Method: { } method, Code: { } code } && _account.Totp is not null
            ? Judge(method, code, clock.GetUtcNow())
            : null;
        (string, bool)? next = null;
        if ((_account.Totp is null || verdict is { IsRight: true })
            && !(await hasher.Verify(chosen, Stored(_account.PasscodeHash), cancellationToken)).Right
            && !(TradingRules.MustDiffer(_account, policy) && await IsTradingPasscode(attempt.NewPasscode, cancellationToken)))
            next = ((await hasher.Hash(chosen, CancellationToken.None)).Stored, chosen.Length < PasscodePolicy.Alone.MinLength);

        return proof with { At = clock.GetUtcNow(), PasscodeRight = true, Verdict = verdict, Next = next };
    }
}
