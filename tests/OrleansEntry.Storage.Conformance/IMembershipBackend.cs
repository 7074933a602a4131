using Orleans;
using Orleans.Messaging;

namespace OrleansEntry.Storage.Conformance;

/// <summary>One backend for clusters on data of its own, which is gone when it is disposed.</summary>
public interface IMembershipBackend : IAsyncDisposable
{
    /// <summary>A silo's view of a cluster, not initialised yet.</summary>
    IMembershipTable Table(string cluster);

    /// <summary>A client's view of a cluster, not initialised yet.</summary>
    IGatewayListProvider Gateways(string cluster);
}
