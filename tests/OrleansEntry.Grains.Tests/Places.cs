using Orleans.Runtime;
using Orleans.TestingHost;
using Xunit;

namespace OrleansEntry.Grains.Tests;

/// <summary>Where a grain is awake.</summary>
internal static class Places
{
    public static async Task<InProcessSiloHandle> HostOf(this EntryCluster cluster, GrainId id)
    {
        var statistics = await cluster.Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        var address = statistics.Single(s => s.GrainId == id).SiloAddress;
        return cluster.Cluster.Silos.Single(s => s.SiloAddress.Equals(address));
    }

    public static async Task MoveTo(this EntryCluster cluster, InProcessSiloHandle silo, GrainId id)
    {
        if (await cluster.HostOf(id) != silo) await cluster.Cluster.MigrateAsync(id, silo.SiloAddress);
        Assert.Equal(silo, await cluster.HostOf(id));
    }
}
