using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Throttling;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Devices;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Idempotency;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Passcodes;
using OrleansEntry.Core.Passkeys;
using OrleansEntry.Core.Registration;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Grains.Idempotency;
using OrleansEntry.Grains.Keys;
using OrleansEntry.Grains.Mail;
using OrleansEntry.Grains.Operators;
using OrleansEntry.Grains.Passcodes;
using OrleansEntry.Grains.Passkeys;
using OrleansEntry.Grains.Registration;
using OrleansEntry.Grains.Risk;

namespace OrleansEntry.Grains.Accounts;

/// <summary>One account. Reads facts, asks Core, writes, answers: in that order, one command at a time.
/// It decides nothing itself.</summary>
/// <remarks>One partial file for each capability. Never make it reentrant: that no two commands of an account interleave is what makes its
/// counters exact. The methods marked so in <see cref="IAccountGrain"/> only read.</remarks>
internal sealed partial class AccountGrain(
    [PersistentState("account", GrainStorageNames.Entry)] IPersistentState<AccountRecord> stored,
    PasscodeHasher hasher, Protector protector, DeploymentKeys keys, IMailer mailer, MailTexts texts, ServiceOptions service,
    AnswerSealer sealer, IPasskeyVerifier passkeys, RelyingParty party, LivePolicy live,
    PasscodePolicy passcodePolicy, PasscodeRules passcodeRules, AttackWatch watch,
    TimeProvider clock, ILogger<AccountGrain> log)
        : Grain, IAccountGrain
{
    private Account _account = null!;
    private bool _stale;

    private string Key => this.GetPrimaryKeyString();

    // A decision that is asked for twice while operators change it may see both: each is the policy of its moment.
    private EntryPolicy policy => live.Entry;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!AccountId.TryParse(Key, out var id)) throw new ArgumentException("An account's key is 32 lower-case hex characters.");

        await live.Ready();

        // The ledger is asked for every account, so that waking up takes as long for one that nobody registered.
        var guesses = await Ledger.Recall(Key);
        _account = stored.State.ToCore(id);
        if (!_account.Exists) _account = _account with { Strangers = guesses.ToCore() };
        ResumeDelivery();
    }

    public async Task Open(NewAccount account, CancellationToken cancellationToken = default)
    {
        var caller = new Caller(Lane.Stranger, account.Visit.Network, account.Visit.Agent);
        await Commit(AccountRules.Open(
            _account, account.ProtectedIdentifier, account.PasscodeHash, account.ShortPasscode, clock.GetUtcNow(), caller));
    }

    private IVisitorsGrain Ledger => GrainFactory.GetGrain<IVisitorsGrain>(Visitors.LedgerOf(Key));

    private Caller CallerOf(Visit visit)
    {
        var pass = DevicePass.Find(visit.DevicePasses, _account.Id, keys);
        var lane = pass is null ? Lane.Stranger : DeviceRules.LaneOf(_account, pass, clock.GetUtcNow(), policy.Devices);
        if (!lane.IsStranger)
            return new Caller(lane, visit.Network, visit.Agent) { Generation = pass!.Generation, KeepsPass = visit.KeepsPass };

        var hash = visit.DeviceSecret is { Length: KnownDevice.SecretBytes } secret ? KnownDevice.Hash(secret, Key) : null;
        return new Caller(_account.LaneOf(hash), visit.Network, visit.Agent) { KeepsPass = visit.KeepsPass };
    }

    private IAddressThrottleGrain Network(Visit visit) => GrainFactory.GetGrain<IAddressThrottleGrain>(keys.NameNetwork(visit.Network));

    /// <summary>Nothing happens that could not be logged: asked before anything is verified.</summary>
    /// <exception cref="BusyException">The log has been out of reach for long.</exception>
    private void DemandRoomInLog()
    {
        if (_account.Activity.Without(_activityDelivered).IsFull) throw new BusyException(TimeSpan.FromSeconds(5));
    }

    /// <summary>Stores what was decided. When it returns, the change is durable and may be told; when it throws,
    /// nothing happened.</summary>
    private async Task Commit(Account next)
    {
        if (ReferenceEquals(next, _account)) return;

        var (before, heldOff, mailed) = (_account, _heldOff, _mailed);
        next = KeptAnswers.Forget(WithHeldOff(next), clock.GetUtcNow());
        next = next with
        {
            Activity = next.Activity.Without(_activityDelivered), Notices = next.Notices.Without(mailed).Within(policy.Notices),
        };
        if (!_account.HasRecord && next.Exists) _enlistment = null; // A stand-in enlists nobody.
        var enlistedAt = Owes(next) || !next.Exists ? await Enlist(next) : _wroteUnder;
        if (!next.HasRecord || IsGuessAtClosed(next)) await Ledger.Remember(Key, MetersRecord.From(next.Strangers));
        else
        {
            await Write(next);
            _wroteUnder = enlistedAt;
        }

        _heldOff -= heldOff;
        _mailed = _mailed.Except(mailed);

        // A session that was checked during the write stays as fresh as it was.
        _account = ReferenceEquals(_account, before) ? next : SessionRules.CarryTouches(next, _account);
        if (_account.ProtectedIdentifier != before.ProtectedIdentifier) _masked = null;
        ResumeDelivery();
    }

    // Whoever tries to enter an account that was closed is told and remembered as at an unknown identifier.
    private bool IsGuessAtClosed(Account next) => _account.IsClosed && next.Strangers != _account.Strangers;

    // No caller can cancel this write, and memory never runs ahead of storage.
    private async Task Write(Account next)
    {
        stored.State = next.ToRecord();
#if DEBUG
        if (PlantedFault.AnswersBeforeWrite)
        {
            this.RegisterGrainTimer(_ => stored.WriteStateAsync(CancellationToken.None),
                new GrainTimerCreationOptions(PlantedFault.Late, Timeout.InfiniteTimeSpan));
            return;
        }
#endif
        try
        {
            await stored.WriteStateAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            log.WriteFailed(Key, e);
            _stale = true;
            DeactivateOnIdle();
            throw;
        }
    }
}
