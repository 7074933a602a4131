using OrleansEntry.Contracts.Throttling;
using OrleansEntry.Core.Keys;

namespace OrleansEntry.Gateway.Http;

/// <summary>Asks a client network's budget before anything is woken or drawn for it.</summary>
internal sealed class NetworkPace(IGrainFactory grains, DeploymentKeys keys, TimeProvider clock)
{
    /// <summary>Takes one beginning; a refusal when there is none left.</summary>
    public async Task<Problem?> RefuseBeginning(Visitor visitor) =>
        await grains.GetGrain<IAddressThrottleGrain>(keys.NameNetwork(visitor.Visit.Network)).Take(NetworkBudgets.Begin) is { } until
            ? RetryAfter.Refuse(until, clock.GetUtcNow())
            : null;
}
