using System.Net;
using CsCheck;
using Orleans;
using Orleans.Runtime;

namespace OrleansEntry.Storage.Conformance;

/// <summary>What Orleans expects of a table of silos, by the documentation of <see cref="IMembershipTable"/>, and of a list of
/// gateways.</summary>
public abstract class MembershipConformance : IAsyncLifetime
{
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private IMembershipBackend? _backend;
    private IMembershipTable? _table;

    protected IMembershipBackend Backend => _backend!;

    private IMembershipTable Table => _table!;

    protected abstract ValueTask<IMembershipBackend> Open();

    public async ValueTask InitializeAsync()
    {
        _backend = await Open();
        _table = await TableOf("cluster-a");
    }

    public async ValueTask DisposeAsync()
    {
        if (_backend is not null) await _backend.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_new_table_is_empty_and_of_version_zero_however_many_silos_create_it()
    {
        var tables = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => TableOf("cluster-new")));

        var versions = new HashSet<TableVersion>();
        foreach (var table in tables)
        {
            var data = await table.ReadAllAsync();
            Assert.Empty(data.Members);
            versions.Add(data.Version);
        }

        Assert.Equal(0, Assert.Single(versions).Version);
    }

    [Fact]
    public async Task A_silo_is_read_as_it_was_inserted_with_the_new_version()
    {
        var silo = Silo(1);
        silo.SuspectTimes = [Tuple.Create(Address(2), Noon.AddSeconds(1)), Tuple.Create(Address(3), Noon.AddMilliseconds(2_345))];
        var before = (await Table.ReadAllAsync()).Version;

        Assert.True(await Table.InsertRowAsync(silo, before.Next()));

        foreach (var data in (MembershipTableData[])[await Table.ReadAllAsync(), await Table.ReadRowAsync(silo.SiloAddress)])
        {
            var (read, etag) = Assert.Single(data.Members);
            Assert.Equal(silo.ToFullString(), read.ToFullString());
            Assert.NotEmpty(etag);
            Assert.Equal(1, data.Version.Version);
            Assert.NotEqual(before.VersionEtag, data.Version.VersionEtag);
        }
    }

    [Fact]
    public async Task A_row_that_is_not_there_is_read_as_none_with_the_version()
    {
        await Insert(Silo(1));

        var data = await Table.ReadRowAsync(Address(9));

        Assert.Empty(data.Members);
        Assert.Equal((await Table.ReadAllAsync()).Version, data.Version);
    }

    [Fact]
    public async Task An_insert_with_an_old_version_or_of_a_known_silo_changes_nothing()
    {
        var old = (await Table.ReadAllAsync()).Version.Next();
        await Insert(Silo(1));
        var before = await Show(Table);

        Assert.False(await Table.InsertRowAsync(Silo(2), old));
        Assert.False(await Table.InsertRowAsync(Silo(1), (await Table.ReadAllAsync()).Version.Next()));

        Assert.Equal(before, await Show(Table));
    }

    [Fact]
    public async Task An_update_needs_the_tables_version_and_a_row()
    {
        await Insert(Silo(1));
        var first = await Table.ReadRowAsync(Address(1));
        var (silo, etag) = first.Members[0];
        silo.Status = SiloStatus.Active;
        Assert.True(await Table.UpdateRowAsync(silo, etag, first.Version.Next()));
        var second = await Table.ReadRowAsync(Address(1));
        var before = await Show(Table);

        silo.Status = SiloStatus.Dead;
        Assert.False(await Table.UpdateRowAsync(silo, second.Members[0].Item2, first.Version.Next()));
        Assert.False(await Table.UpdateRowAsync(Silo(2), second.Members[0].Item2, second.Version.Next()));

        Assert.Equal(before, await Show(Table));
        Assert.Equal((SiloStatus.Active, 2), (second.Members[0].Item1.Status, second.Version.Version));
    }

    [Fact]
    public async Task A_sign_of_life_between_reading_and_updating_does_not_stand_in_the_way()
    {
        await Insert(Silo(1));
        var read = await Table.ReadAllAsync();
        await Table.UpdateIAmAliveAsync(new MembershipEntry { SiloAddress = Address(1), IAmAliveTime = Noon.AddMinutes(5) });

        Assert.True(await Table.UpdateRowAsync(read.Members[0].Item1, read.Members[0].Item2, read.Version.Next()));
    }

    [Fact]
    public async Task Of_64_silos_with_one_version_one_wins()
    {
        var next = (await Table.ReadAllAsync()).Version.Next();

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 64).Select(n => Table.InsertRowAsync(Silo(n), next)));

        Assert.Single(outcomes, won => won);
        var data = await Table.ReadAllAsync();
        Assert.Equal((1, 1), (data.Members.Count, data.Version.Version));
        Assert.True(outcomes[data.Members[0].Item1.SiloAddress.Generation - 1], "the one who was told so is not the one in the table");
    }

    [Fact]
    public async Task Silos_who_try_again_all_come_in_one_version_after_the_other()
    {
        await Task.WhenAll(Enumerable.Range(1, 12).Select(n => Insert(Silo(n))));

        var data = await Table.ReadAllAsync();
        Assert.Equal((12, 12), (data.Members.Count, data.Version.Version));
    }

    [Fact]
    public async Task A_sign_of_life_changes_its_own_column_and_not_the_version()
    {
        var silo = Silo(1);
        silo.Status = SiloStatus.Active;
        await Insert(silo);
        var before = await Table.ReadAllAsync();

        await Table.UpdateIAmAliveAsync(new MembershipEntry { SiloAddress = Address(1), IAmAliveTime = Noon.AddMinutes(5) });

        var after = await Table.ReadAllAsync();
        silo.IAmAliveTime = Noon.AddMinutes(5);
        Assert.Equal(silo.ToFullString(), after.Members[0].Item1.ToFullString());
        Assert.Equal(before.Version, after.Version);
    }

    [Fact]
    public async Task Cleaning_up_deletes_the_silos_that_are_not_active_and_long_silent()
    {
        var statuses = Enum.GetValues<SiloStatus>();
        for (var i = 0; i < statuses.Length; i++)
        {
            await Insert(Silo(10 + i, statuses[i], startedAt: Noon.AddDays(-10), aliveAt: Noon.AddDays(-10)));
            await Insert(Silo(20 + i, statuses[i], startedAt: Noon.AddDays(-10), aliveAt: Noon.AddHours(-1)));
            await Insert(Silo(30 + i, statuses[i], startedAt: Noon.AddHours(-1), aliveAt: DateTime.MinValue));
            var voted = Silo(40 + i, statuses[i], startedAt: Noon.AddDays(-10), aliveAt: Noon.AddDays(-10));
            voted.SuspectTimes = [Tuple.Create(Address(1), Noon.AddHours(-1))];
            await Insert(voted);
        }

        await Table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(Noon).AddDays(-7));

        var left = (await Table.ReadAllAsync()).Members.Select(m => m.Item1.SiloAddress.Generation);
        var active = 10 + Array.IndexOf(statuses, SiloStatus.Active);
        Assert.Equal(
            ((int[])[20, 30, 40]).SelectMany(first => Enumerable.Range(first, statuses.Length)).Append(active).Order(), left.Order());
    }

    [Fact]
    public async Task Clusters_do_not_see_each_other_and_are_deleted_alone()
    {
        var other = await TableOf("cluster-b");
        await Insert(Silo(1));
        await Insert(Silo(2), other);

        await Table.DeleteMembershipTableEntriesAsync("cluster-a");
        await Table.InitializeMembershipTableAsync(true);

        Assert.Equal((0, 0), await Table.ReadAllAsync() is var a ? (a.Members.Count, a.Version.Version) : default);
        Assert.Equal(Address(2), Assert.Single((await other.ReadAllAsync()).Members).Item1.SiloAddress);
    }

    [Fact]
    public async Task Gateways_are_the_active_silos_with_a_port_for_clients()
    {
        var gateways = Backend.Gateways("cluster-a");
        await gateways.InitializeGatewayListProviderAsync();
        foreach (var (n, status) in Enum.GetValues<SiloStatus>().Index()) await Insert(Silo(n + 1, status));
        var closed = Silo(50, SiloStatus.Active);
        closed.ProxyPort = 0;
        await Insert(closed);
        await Insert(Silo(51, SiloStatus.Active), await TableOf("cluster-b"));

        var active = 1 + Array.IndexOf(Enum.GetValues<SiloStatus>(), SiloStatus.Active);
        Assert.Equal([SiloAddress.New(IPAddress.Loopback, 30_000 + active, active).ToGatewayUri()], await gateways.GetGatewaysAsync());
    }

    [Fact]
    public async Task Any_history_behaves_like_a_dictionary()
    {
        // Each act: which silo, whether to insert it or to update it, and whether to go by what was read last or by what was read before.
        var history = Gen.Select(Gen.Int[1, 4], Gen.Bool, Gen.Int[0, 3]).Array[1, 25];
        var histories = 0;

        await history.SampleAsync(async acts => await Replay(await TableOf($"model-{histories++}"), acts), iter: 25, threads: 1);
    }

    private static async Task Replay(IMembershipTable table, (int Silo, bool Inserts, int Age)[] acts)
    {
        var model = new Dictionary<int, int>();
        var seen = new List<MembershipTableData> { await table.ReadAllAsync() };
        for (var step = 1; step <= acts.Length; step++)
        {
            var (n, inserts, age) = acts[step - 1];
            var silo = Silo(n);
            silo.ProxyPort = step;
            var read = seen[^Math.Min(age < 3 ? 1 : 2, seen.Count)];
            var etag = seen[^1].TryGet(silo.SiloAddress)?.Item2 ?? read.Version.VersionEtag;
            var allowed = read == seen[^1] && inserts != model.ContainsKey(n);

            Assert.Equal(allowed, inserts
                ? await table.InsertRowAsync(silo, read.Version.Next())
                : await table.UpdateRowAsync(silo, etag, read.Version.Next()));

            if (allowed) model[n] = step;
            var now = await table.ReadAllAsync();
            Assert.Equal(model, now.Members.ToDictionary(m => m.Item1.SiloAddress.Generation, m => m.Item1.ProxyPort));
            Assert.Equal(seen[^1].Version.Version + (allowed ? 1 : 0), now.Version.Version);
            if (allowed) seen.Add(now);
        }
    }

    protected static MembershipEntry Silo(
        int n, SiloStatus status = SiloStatus.Joining, DateTime? startedAt = null, DateTime? aliveAt = null) => new()
        {
            SiloAddress = Address(n),
            HostName = "host",
            SiloName = $"silo-{n}",
            Status = status,
            ProxyPort = 30_000 + n,
            SuspectTimes = [],
            StartTime = startedAt ?? Noon,
            IAmAliveTime = aliveAt ?? Noon,
        };

    protected static SiloAddress Address(int n) => SiloAddress.New(IPAddress.Loopback, 11_111, n);

    protected async Task<IMembershipTable> TableOf(string cluster)
    {
        var table = Backend.Table(cluster);
        await table.InitializeMembershipTableAsync(true);
        return table;
    }

    private Task Insert(MembershipEntry silo) => Insert(silo, Table);

    protected static async Task Insert(MembershipEntry silo, IMembershipTable table)
    {
        while (!await table.InsertRowAsync(silo, (await table.ReadAllAsync()).Version.Next()))
        {
        }
    }

    private static async Task<string> Show(IMembershipTable table)
    {
        var data = await table.ReadAllAsync();
        return $"{data.Version} " + string.Join('\n', data.Members.Select(m => m.Item1.ToFullString() + m.Item2));
    }
}
