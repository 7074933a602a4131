using System.Net;
using Orleans;
using Orleans.Runtime;

namespace OrleansEntry.Storage.Azure;

public sealed class AzureMembershipTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly Wire _wire = new();
    private AzureBackend _backend = null!;
    private AzureTableMembershipTable _table = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private TableClient Bare => _backend.Table<AzureTableClusteringOptions>();

    public async ValueTask InitializeAsync()
    {
        _backend = new AzureBackend(azurite.ConnectionString, _wire.Tap);
        _table = _backend.Membership("cluster", pageRows: 2);
        await _table.InitializeMembershipTableAsync(true, Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        await _backend.DisposeAsync();
        _wire.Dispose();
    }

    [Fact]
    public async Task Rows_are_laid_out_as_the_official_provider_does()
    {
        await Insert(1);

        var rows = await Bare.QueryAsync<TableEntity>(cancellationToken: Cancelled)
            .ToDictionaryAsync(row => row.RowKey, cancellationToken: Cancelled);

        Assert.Equal("1", rows["VersionRow"]["MembershipVersion"]);
        var silo = rows["127.0.0.1-11111-1"];
        Assert.Equal(
            ("cluster", "cluster", "127.0.0.1", "11111", "1", "Joining", "2026-03-01 12:00:00.000 GMT"),
            (silo.PartitionKey, silo["DeploymentId"], silo["Address"], silo["Port"], silo["Generation"], silo["Status"],
                silo["IAmAliveTime"]));
    }

    [Fact]
    public async Task Rows_that_only_newer_official_providers_keep_are_passed_over()
    {
        await Insert(1);
        foreach (var fence in (string[])["!Start", "~End"])
            await Bare.AddEntityAsync(new TableEntity("cluster", fence) { ["MembershipVersion"] = "1" }, Cancelled);

        Assert.Single((await _table.ReadAllAsync(Cancelled)).Members);
    }

    [Fact]
    public async Task Silos_on_several_pages_are_all_read()
    {
        for (var n = 1; n <= 7; n++) await Insert(n);

        Assert.Equal(7, (await _table.ReadAllAsync(Cancelled)).Members.Count);
    }

    [Fact]
    public async Task A_change_between_two_pages_makes_the_silos_be_read_again()
    {
        for (var n = 1; n <= 5; n++) await Insert(n);
        var pages = 0;
        _wire.Instead = async (request, _) =>
        {
            if (request.RequestUri!.Query.Contains("filter", StringComparison.Ordinal) && ++pages == 2) await KillFirstAndLast();
            return null;
        };

        var read = await _table.ReadAllAsync(Cancelled);

        var dead = read.Members.Where(m => m.Item1.Status == SiloStatus.Dead).Select(m => m.Item1.SiloAddress.Generation);
        Assert.Equal([1, 5], dead.Order());
        Assert.Equal(7, read.Version.Version);
        Assert.Equal(6, pages);
    }

    [Fact]
    public async Task Silos_that_change_during_every_read_are_a_fault_and_no_guess()
    {
        for (var n = 1; n <= 3; n++) await Insert(n);
        _wire.Instead = async (request, _) =>
        {
            if (request.RequestUri!.Query.Contains("filter", StringComparison.Ordinal)) await KillFirstAndLast();
            return null;
        };

        await Assert.ThrowsAsync<IOException>(() => _table.ReadAllAsync(Cancelled));
    }

    [Fact]
    public async Task A_change_whose_answer_was_lost_is_found_in_the_table()
    {
        _wire.LoseNextAnswerTo(HttpMethod.Post);

        Assert.False(await _table.InsertRowAsync(Silo(1), (await _table.ReadAllAsync(Cancelled)).Version.Next(), Cancelled));

        var read = await _table.ReadAllAsync(Cancelled);
        Assert.Equal((1, 1), (read.Members.Count, read.Version.Version));
    }

    private static MembershipEntry Silo(int n) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, 11_111, n),
        HostName = "host",
        SiloName = $"silo-{n}",
        Status = SiloStatus.Joining,
        StartTime = new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc),
        IAmAliveTime = new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc),
    };

    private async Task Insert(int n) =>
        Assert.True(await _table.InsertRowAsync(Silo(n), (await _table.ReadAllAsync(Cancelled)).Version.Next(), Cancelled));

    // Another silo, on a wire of its own.
    private async Task KillFirstAndLast()
    {
        var options = new AzureTableClusteringOptions { ConnectionString = azurite.ConnectionString, Table = Bare.Name };
        var other = new AzureTableMembershipTable(options, "cluster", TimeProvider.System);
        var all = await other.ReadAllAsync(Cancelled);
        foreach (var generation in (int[])[all.Members.Min(Generation), all.Members.Max(Generation)])
        {
            var read = await other.ReadAllAsync(Cancelled);
            var (silo, etag) = read.Members.Single(m => Generation(m) == generation);
            silo.Status = SiloStatus.Dead;
            Assert.True(await other.UpdateRowAsync(silo, etag, read.Version.Next(), Cancelled));
        }

        static int Generation(Tuple<MembershipEntry, string> member) => member.Item1.SiloAddress.Generation;
    }
}
