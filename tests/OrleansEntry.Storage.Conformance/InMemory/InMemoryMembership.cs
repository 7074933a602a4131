using System.Globalization;
using Orleans;
using Orleans.Messaging;
using Orleans.Runtime;

namespace OrleansEntry.Storage.Conformance.InMemory;

/// <summary>The plainest table of silos that keeps the promise.</summary>
internal sealed class InMemoryMembership : IMembershipBackend
{
    private readonly Dictionary<string, Cluster> _clusters = [];
    private int _etags;

    public IMembershipTable Table(string cluster) => new MembershipTable(this, cluster);

    public IGatewayListProvider Gateways(string cluster) => new GatewayList(this, cluster);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Cluster
    {
        public TableVersion Version { get; set; } = null!;

        public Dictionary<SiloAddress, (MembershipEntry Entry, string ETag)> Silos { get; } = [];
    }

    private string NextETag() => (++_etags).ToString(CultureInfo.InvariantCulture);

    // An entry is the caller's own object, and is changed by it.
    private static MembershipEntry Copy(MembershipEntry entry, DateTime? alive = null) => new()
    {
        SiloAddress = entry.SiloAddress,
        HostName = entry.HostName,
        Status = entry.Status,
        ProxyPort = entry.ProxyPort,
        SiloName = entry.SiloName,
        SuspectTimes = [.. entry.SuspectTimes ?? []],
        StartTime = entry.StartTime,
        IAmAliveTime = alive ?? entry.IAmAliveTime,
    };

    private Task<T> Run<T>(Func<T> act)
    {
        lock (_clusters) return Task.FromResult(act());
    }

    private sealed class MembershipTable(InMemoryMembership all, string cluster) : IMembershipTable
    {
        private Cluster Rows => all._clusters[cluster];

        public Task InitializeMembershipTable(bool tryInitTableVersion) => all.Run(() =>
            all._clusters.TryAdd(cluster, new Cluster { Version = new TableVersion(0, all.NextETag()) }));

        public Task<MembershipTableData> ReadRow(SiloAddress key) => Read(silo => silo.Equals(key));

        public Task<MembershipTableData> ReadAll() => Read(_ => true);

        public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) =>
            Change(entry, tableVersion, () => !Rows.Silos.ContainsKey(entry.SiloAddress));

        public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) =>
            Change(entry, tableVersion, () => Rows.Silos.ContainsKey(entry.SiloAddress));

        public Task UpdateIAmAlive(MembershipEntry entry) => all.Run(() =>
            Rows.Silos[entry.SiloAddress] = (Copy(Rows.Silos[entry.SiloAddress].Entry, entry.IAmAliveTime), all.NextETag()));

        public Task DeleteMembershipTableEntries(string clusterId) => all.Run(() => all._clusters.Remove(clusterId));

        public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => all.Run(() =>
        {
            foreach (var (entry, _) in Rows.Silos.Values.ToArray())
            {
                var heardOf = entry.SuspectTimes!.Select(vote => vote.Item2).Append(entry.StartTime).Append(entry.IAmAliveTime).Max();
                if (entry.Status != SiloStatus.Active && heardOf < beforeDate.UtcDateTime) Rows.Silos.Remove(entry.SiloAddress);
            }

            return true;
        });

        private Task<MembershipTableData> Read(Func<SiloAddress, bool> wanted) => all.Run(() => new MembershipTableData(
            [.. Rows.Silos.Values.Where(row => wanted(row.Entry.SiloAddress)).Select(row => Tuple.Create(Copy(row.Entry), row.ETag))],
            Rows.Version));

        private Task<bool> Change(MembershipEntry entry, TableVersion next, Func<bool> isCurrent) => all.Run(() =>
        {
            if (!isCurrent() || Rows.Version.VersionEtag != next.VersionEtag) return false;
            Rows.Silos[entry.SiloAddress] = (Copy(entry), all.NextETag());
            Rows.Version = new TableVersion(next.Version, all.NextETag());
            return true;
        });
    }

    private sealed class GatewayList(InMemoryMembership all, string cluster) : IGatewayListProvider
    {
        public TimeSpan MaxStaleness => TimeSpan.FromMinutes(1);

        [Obsolete("Orleans no longer asks.")]
        public bool IsUpdatable => true;

        public Task InitializeGatewayListProvider() => Task.CompletedTask;

        public Task<IList<Uri>> GetGateways() => all.Run<IList<Uri>>(() =>
        [
            .. all._clusters[cluster].Silos.Values.Select(row => row.Entry)
                .Where(e => e.Status == SiloStatus.Active && e.ProxyPort != 0)
                .Select(e => SiloAddress.New(e.SiloAddress.Endpoint.Address, e.ProxyPort, e.SiloAddress.Generation).ToGatewayUri()),
        ]);
    }
}
