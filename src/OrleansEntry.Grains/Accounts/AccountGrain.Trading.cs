using OrleansEntry.Contracts.Passkeys;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Contracts.Trading;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Passcodes;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.Trading;
using OrleansEntry.Grains.Trading;

namespace OrleansEntry.Grains.Accounts;

// The trading passcode, and what it unlocks.
internal sealed partial class AccountGrain : IAccountTradingGrain
{
    public ValueTask<SessionAnswer> ReadTrading(SessionProof proof) =>
        new(FindSession(proof) is { } own ? TradingOf(_account, own) : (SessionAnswer)new SessionAnswer.NoSession());

    public async Task<SessionAnswer> SetTradingPasscode(
        SessionProof proof, NewTradingPasscode chosen, CancellationToken cancellationToken = default)
    {
        if (Recall<SessionAnswer>(proof.Visit) is { } again) return again;
        if (RefuseCommand(proof, out var own) is { } shut) return shut;
        DemandRoomInLog();
        if (TradingRules.RefuseChangeUnseen(_account, own, clock.GetUtcNow(), policy) is { } refusal) return Wire.From(refusal);
        if (!Passcode.TryParse(chosen.Passcode, out var passcode)) throw new ArgumentException("The gateway reads passcodes strictly.");
        if (RefuseChoice(passcode, PasscodePolicy.WithSecondFactor) is { } code) return new SessionAnswer.Conflict { Code = code };

        _ = Enlist(_account);
        var isPasscode = (await hasher.Verify(passcode, Stored(_account.PasscodeHash), cancellationToken)).Right;
        var hash = isPasscode ? null : (await hasher.HashForTrading(passcode, cancellationToken)).Stored;
        var (answer, next) = TradingRules.Set(_account, own, hash, clock.GetUtcNow(), CallerOf(own, proof.Visit), policy);
        return await Commit(next, Wire.From(answer), proof.Visit);
    }

    public Task<SessionAnswer> RemoveTradingPasscode(SessionProof proof, CancellationToken cancellationToken = default) =>
        Inside(proof, (own, caller, now) => TradingRules.Remove(_account, own, now, caller, policy));

    public async Task<SessionAnswer> UnlockTrading(TradingAttempt attempt, CancellationToken cancellationToken = default)
    {
        if (Recall<SessionAnswer>(attempt.Proof.Visit) is { } again) return again;
        if (RefuseCommand(attempt.Proof, out var own) is { } shut) return shut;
        DemandRoomInLog();
        if (TradingRules.RefuseUnseen(_account, own, attempt.Method, clock.GetUtcNow(), policy) is { } refusal) return Wire.From(refusal);

        var shown = await Judge(own, attempt, cancellationToken);
        var (answer, next) = TradingRules.Unlock(_account, own, shown, CallerOf(own, attempt.Proof.Visit), policy);
        return await Commit(next, answer is CommandAnswer.Done ? TradingOf(next, own) : Wire.From(answer), attempt.Proof.Visit);
    }

    public Task<SessionAnswer> LockTrading(SessionProof proof, CancellationToken cancellationToken = default) =>
        Inside(proof, (own, caller, now) => TradingRules.Lock(_account, own, now, caller));

    private SessionAnswer.Done<TradingView> TradingOf(Account account, Session own) => new()
    {
        Value = new TradingView
        {
            Since = account.Trading.Passcode?.Since,
            OutOfUse = TradingRules.IsOutOfUse(account, policy),
            UnlockedUntil = TradingRules.UnlockedUntil(account, own.Id, LatestNow()),
        },
    };

    // The code is looked at only when the trading passcode was right: a guess at the one must not use up the other.
    private async Task<TradingProof> Judge(Session own, TradingAttempt attempt, CancellationToken cancellationToken)
    {
        _ = Enlist(_account);
        var right = await IsTradingPasscode(attempt.Passcode, cancellationToken);
        var now = clock.GetUtcNow();
        var verdict = right && attempt is { Method: { } method, Code: { } code }
            ? await Judge(method, code, now, PasskeyPurpose.Trading + own.Id)
            : null;
        return new TradingProof(now, right, attempt.Method, verdict);
    }

    private async Task<bool> IsTradingPasscode(string typed, CancellationToken cancellationToken) =>
        Passcode.TryParse(typed, out var passcode)
        && (await hasher.VerifyForTrading(passcode, Stored(_account.Trading.Passcode!.Hash), cancellationToken)).Right;
}
