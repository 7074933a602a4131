using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace OrleansEntry.Storage.Embedded;

[Alias("test.INoteGrain")]
public interface INoteGrain : IGrainWithStringKey
{
    [Alias("Add")]
    Task<int> Add(int number);
}

public sealed class Sum
{
    public int Value { get; set; }
}

[GrainType("note")]
public sealed class NoteGrain([PersistentState("sum", "entry")] IPersistentState<Sum> sum) : Grain, INoteGrain
{
    public async Task<int> Add(int number)
    {
        sum.State.Value += number;
        await sum.WriteStateAsync();
        return sum.State.Value;
    }
}

public sealed class EmbeddedStorageRegistrationTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task A_grains_state_outlives_its_silo_and_names_no_class()
    {
        Assert.Equal(3, await AddInNewSilo(3));
        Assert.Equal(7, await AddInNewSilo(4));

        await using var backend = EmbeddedBackend.In(_temporary.New());
        var content = await backend.Store.ReadAsync(
            c => GrainRecords.Read(c, new GrainKey(GrainId.Create("note", "n1"), "sum")), Cancelled);
        Assert.Equal("""{"Value":7}""", System.Text.Encoding.UTF8.GetString(content!.Value.Content));
    }

    [Fact]
    public async Task The_container_gives_one_of_each_and_closes_them_in_order()
    {
        var services = new ServiceCollection().AddLogging().AddEmbeddedStorage(o => o.Configure(s => s.Folder = _temporary.New()));
        await using (var provider = services.BuildServiceProvider())
        {
            Assert.Same(provider.GetRequiredService<IJournalStore>(), provider.GetRequiredService<IJournalStore>());
            Assert.Equal(_temporary.New(), provider.GetRequiredService<DataFolder>().Path);
        }

        DataFolder.Open(_temporary.New()).Dispose();
        Assert.False(File.Exists(Path.Combine(_temporary.New(), "entry.db-wal")));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_used_stops_the_start()
    {
        File.WriteAllText(Path.Combine(_temporary.Path, "somebody's"), "");
        using var host = Host(o => o.Configure(s => s.Folder = _temporary.Path));

        await Assert.ThrowsAsync<DataFolderException>(() => host.StartAsync(Cancelled));
    }

    [Fact]
    public async Task Options_out_of_range_stop_the_start()
    {
        using var host = Host(o => o.Configure(s => (s.Folder, s.QueueCapacity, s.WaitFor) = (_temporary.New(), 0, TimeSpan.Zero)));

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancelled));

        Assert.Equal(2, refusal.Failures.Count());
        Assert.False(Directory.Exists(_temporary.New()));
    }

    private static IHost Host(Action<OptionsBuilder<EmbeddedStorageOptions>> configure)
    {
        var builder = new HostBuilder();
        builder.ConfigureServices(services => services.AddEmbeddedStorage(configure));
        return builder.Build();
    }

    private async Task<int> AddInNewSilo(int number)
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddEmbeddedStorage(o => o.Configure(s => s.Folder = _temporary.New()));
            silo.AddEmbeddedGrainStorage("entry");
        });
        await using var cluster = builder.Build();
        await cluster.DeployAsync();
        var sum = await cluster.Client.GetGrain<INoteGrain>("n1").Add(number);
        await cluster.StopAllSilosAsync();
        return sum;
    }
}
