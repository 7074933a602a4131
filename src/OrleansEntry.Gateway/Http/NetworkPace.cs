using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Contracts.Throttling;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Risk;

namespace OrleansEntry.Gateway.Http;

/// <summary>What a client network's budget says to somebody who begins something.</summary>
/// <param name="Refusal">The refusal, when there is no beginning left.</param>
/// <param name="NetworkUsedPercent">How much the network has used up.</param>
/// <param name="Level">How hard the whole cluster is being tried.</param>
internal readonly record struct Beginning(Problem? Refusal, int NetworkUsedPercent, AttackLevel Level);

/// <summary>Asks a client network's budget before anything is woken or drawn for it.</summary>
internal sealed class NetworkPace(IGrainFactory grains, DeploymentKeys keys, TimeProvider clock)
{
    /// <summary>Takes one beginning; a refusal when there is none left.</summary>
    public async Task<Problem?> RefuseBeginning(Visitor visitor) => (await Begin(visitor, CheckPurpose.Entry)).Refusal;

    /// <summary>Takes one beginning, and brings along what the check that may be asked for is decided by.</summary>
    /// <param name="visitor">Who begins.</param>
    /// <param name="purpose">What: one of <see cref="CheckPurpose"/>.</param>
    public async Task<Beginning> Begin(Visitor visitor, string purpose)
    {
        var reply = await grains.GetGrain<IAddressThrottleGrain>(keys.NameNetwork(visitor.Visit.Network)).TakeBeginning(purpose);
        return new Beginning(
            reply.Until is { } until ? RetryAfter.Refuse(until, clock.GetUtcNow()) : null, reply.UsedPercent,
            (AttackLevel)reply.AttackLevel);
    }
}
