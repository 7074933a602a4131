using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;

namespace OrleansEntry.Storage.Azure;

public sealed class DepartedSilosTests(AzuriteFixture azurite)
{
    private const int Living = 1;
    private const int Gone = 2;
    private const int JustGone = 3;
    private const int Fresh = 4;
    private const int Own = 5;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_silo_that_starts_declares_those_dead_that_are_silent_and_do_not_answer()
    {
        await using var backend = new AzureBackend(azurite.ConnectionString);
        var table = backend.Membership("cluster");
        await table.InitializeMembershipTableAsync(true, Cancelled);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await Insert(table, Living, ((IPEndPoint)listener.LocalEndpoint).Port, silentFor: 10);
        await Insert(table, Gone, ClosedPort(), silentFor: 10);
        await Insert(table, JustGone, ClosedPort(), silentFor: 2.5);
        await Insert(table, Fresh, ClosedPort(), silentFor: -60);
        await Insert(table, Own, ClosedPort(), silentFor: 10);

        await NewSilo(table).Settle(Cancelled);

        var silos = (await table.ReadAllAsync(Cancelled)).Members.ToDictionary(m => m.Item1.SiloAddress.Generation, m => m.Item1);
        Assert.Equal(
            [SiloStatus.Active, SiloStatus.Dead, SiloStatus.Dead, SiloStatus.Active, SiloStatus.Active],
            silos.OrderBy(s => s.Key).Select(s => s.Value.Status));
        Assert.Equal(Own, Assert.Single(silos[Gone].SuspectTimes!).Item1.Generation);
    }

    [Fact]
    public async Task A_table_out_of_reach_does_not_stop_the_start()
    {
        await using var backend = new AzureBackend(azurite.ConnectionString);

        await NewSilo(backend.Membership("never-made")).Settle(Cancelled);
    }

    private static DepartedSilos NewSilo(IMembershipTable table) => new(
        table, new Self(), Options.Create(new ClusterMembershipOptions { IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(1) }),
        TimeProvider.System, NullLogger<DepartedSilos>.Instance);

    private static async Task Insert(AzureTableMembershipTable table, int generation, int port, double silentFor)
    {
        var heardOf = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(-silentFor);
        var entry = new MembershipEntry
        {
            SiloAddress = SiloAddress.New(IPAddress.Loopback, generation == Own ? Self.Port : port, generation),
            HostName = "host", SiloName = $"silo-{generation}", Status = SiloStatus.Active, StartTime = heardOf.AddHours(-1),
            IAmAliveTime = heardOf,
        };
        Assert.True(await table.InsertRowAsync(entry, (await table.ReadAllAsync(Cancelled)).Version.Next(), Cancelled));
    }

    private static int ClosedPort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private sealed class Self : ILocalSiloDetails
    {
        public const int Port = 11_111;

        public string Name => "self";

        public string ClusterId => "cluster";

        public string DnsHostName => "host";

        public SiloAddress SiloAddress { get; } = SiloAddress.New(IPAddress.Loopback, Port, Own);

        public SiloAddress GatewayAddress => SiloAddress;
    }
}
