using System.Collections.Immutable;
using OrleansEntry.Contracts.Operators;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.LostFactor;
using OrleansEntry.Core.Operators;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.SettingsLock;
using OrleansEntry.Core.Throttling;

namespace OrleansEntry.Grains.Accounts;

// What operators do to the account, and what they see of it.
internal sealed partial class AccountGrain : IAccountOperatorsGrain
{
    public async Task<AccountActReply> DoForOperator(AccountActOrder order)
    {
        if (!OperatorAct.TryFind(order.Act, out var act) || !OperatorReason.TryParse(order.Why, out var why))
            throw new ArgumentException("The operators' grain reads acts and reasons.");

        // A made-up id must not keep an activation for an account that does not exist.
        if (!_account.HasRecord) DeactivateOnIdle();
        else DemandRoomInLog();

        var note = new OperatorNote(order.OperatorId, order.ReviewerId, why);
        var (outcome, next) = AccountActs.Do(_account, act, note, clock.GetUtcNow(), policy);
        await Commit(next);
        var state = outcome is ActOutcome.NoAccount ? null : StateForOperators(LatestNow());
        return new AccountActReply { Outcome = (int)outcome, State = state };
    }

    private AccountState StateForOperators(DateTimeOffset now) => new()
    {
        Id = _account.Id.Value,
        MaskedIdentifier = _account.Exists ? Mask(protector.OpenIdentifier(_account.ProtectedIdentifier)) : "",
        OpenedAt = _account.OpenedAt ?? _account.Closing.Closed!.OpenedAt,
        ClosesAt = ClosesAt,
        ClosedAt = _account.Closing.Closed?.At,
        KeptUntil = _account.Closing.Closed?.KeepUntil,
        LastAdmittedAt = _account.LastAdmittedAt,
        FrozenSince = _account.Frozen?.Since,
        FrozenWhy = _account.Frozen?.Why,
        Sessions = LiveSessions(now).Length,
        Devices = _account.Devices.Length,
        SecondFactors = SecondFactorRules.MethodsOf(_account),
        RecoveryCodesLeft = _account.RecoveryCodes?.Hashes.Length ?? 0,
        WaitsUntil = Pace.LongestWait(_account, now, policy.Pace),
        OutOfUse = Pace.OutOfUse(_account, now, policy.Pace),
        HeldUntil = HoldRules.HeldUntil(_account, now),
        FactorRemovalAt = _account.LostFactor.Removal is { } removal ? removal.EndFor(_account) : null,
        RecoveryMailedAt = _account.Recovery?.MailedAt,
        SettingsLockedUntil = SettingsLockRules.Until(_account, now),
        HasTradingPasscode = _account.Trading.Passcode is not null,
    };
}
