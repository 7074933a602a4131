using System.Diagnostics.CodeAnalysis;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Operators;
using OrleansEntry.Contracts.Throttling;
using OrleansEntry.Core;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Operators;
using OrleansEntry.Core.Passkeys;
using OrleansEntry.Grains.Keys;
using OrleansEntry.Grains.Passkeys;

namespace OrleansEntry.Grains.Operators;

/// <summary>The operators. Reads facts, asks Core, writes, does, answers: an act is in the log before the account hears of it.</summary>
/// <remarks>Acts run one at a time: an operator who waits for another's act waits for one call of one account. Checks of sessions and the
/// silos' and gateways' reads interleave.</remarks>
internal sealed partial class OperatorsGrain(
    [PersistentState("operators", GrainStorageNames.Entry)] IPersistentState<OperatorsRecord> stored,
    IPasskeyVerifier passkeys, RelyingParty party, Protector protector, DeploymentKeys keys, TimeProvider clock,
    ILogger<OperatorsGrain> log) : Grain, IOperatorsGrain
{
    private OperatorsState _state = OperatorsState.Empty;
    private bool _stale;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state = stored.State.ToCore();
        ResumeDelivery();
        return Task.CompletedTask;
    }

    public ValueTask<OperatorReply> Check(OperatorProof proof) => new(Find(proof) is { } by
        ? new OperatorReply.Done<OperatorSelf> { Value = OperatorsTranslation.Self(by.Session, by.Operator) }
        : new OperatorReply.NoSession());

    public async Task<OperatorReply> Leave(OperatorProof proof)
    {
        if (Find(proof) is not { } by) return new OperatorReply.NoSession();

        return await Settle(OperatorRules.Leave(_state, by));
    }

    private IAddressThrottleGrain Network(Visit visit) => GrainFactory.GetGrain<IAddressThrottleGrain>(keys.NameNetwork(visit.Network));

    private static Caller CallerOf(Visit visit) => new(Lane.Stranger, visit.Network, visit.Agent);

    // The operator behind a proof, marked as in use. A mark that is lost ends a session early, never late.
    private ActiveOperator? Find(OperatorProof proof)
    {
        var now = LatestNow();
        if (OperatorRules.Find(_state, proof.SessionId, proof.SecretHash, now) is not (var session, var known) || !IsIntact(known))
            return null;

        var touched = OperatorRules.Touch(_state, session, now);
        if (!ReferenceEquals(touched, _state))
        {
            _state = touched;
            session = session with { LastSeenAt = now };
            ScheduleUpkeep();
        }

        return new ActiveOperator(session, known, now, CallerOf(proof.Visit));
    }

    // Whoever can write to the store makes nobody an operator by that, and gives no role (ASVS 6.7.1).
    private bool IsIntact([NotNullWhen(true)] Operator? known)
    {
        if (known is null) return false;
        if (known.IsIntact(keys)) return true;

        log.OperatorChanged(known.Id);
        return false;
    }

    // What has ended stays ended when the clock is set back (I-25).
    private DateTimeOffset LatestNow()
    {
        var now = clock.GetUtcNow();
        return _latest = now > _latest ? now : _latest;
    }

    private DateTimeOffset _latest;

    private async Task<OperatorReply> Settle(OperatorDecision decision)
    {
        await Commit(decision.State);
        return OperatorsTranslation.Reply(decision.Answer);
    }

    /// <summary>Stores what was decided. When it throws, nothing happened.</summary>
    private async Task Commit(OperatorsState next)
    {
        if (ReferenceEquals(next, _state)) return;

        next = next with { Log = next.Log.Without(_delivered) };
        stored.State = next.ToRecord();
        try
        {
            await stored.WriteStateAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            log.WriteFailed(e);
            _stale = true;
            DeactivateOnIdle();
            throw;
        }

        _state = next;
        ResumeDelivery();
    }

    /// <summary>Nothing happens that could not be logged.</summary>
    /// <exception cref="BusyException">The log has been out of reach for long.</exception>
    private void DemandRoomInLog()
    {
        if (_stale || _state.Log.Without(_delivered).IsFull) throw new BusyException(TimeSpan.FromSeconds(5));
    }

    private static OperatorReason Reason(string why) => OperatorReason.TryParse(why, out var reason)
        ? reason
        : throw new ArgumentException("The gateway reads reasons strictly.", nameof(why));

    private static void DemandName(string text)
    {
        if (!HexName.IsValid(text)) throw new ArgumentException("The gateway reads names strictly.", nameof(text));
    }
}
