using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace OrleansEntry.Storage.Azure;

[Alias("test.ISumGrain")]
public interface ISumGrain : IGrainWithStringKey
{
    [Alias("Add")]
    Task<int> Add(int number);

    [Alias("Where")]
    Task<SiloAddress> Where();
}

public sealed class Sum
{
    public int Value { get; set; }
}

[GrainType("sum")]
public sealed class SumGrain(
    [PersistentState("sum", "entry")] IPersistentState<Sum> sum, ILocalSiloDetails silo) : Grain, ISumGrain
{
    public async Task<int> Add(int number)
    {
        sum.State.Value += number;
        await sum.WriteStateAsync();
        return sum.State.Value;
    }

    public Task<SiloAddress> Where() => Task.FromResult(silo.SiloAddress);
}

public sealed class AzureClusterTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Silos_find_each_other_by_the_table_and_a_grains_state_survives_its_silo()
    {
        await using var backend = new AzureBackend(azurite.ConnectionString);
        using var first = Silo(backend);
        using var second = Silo(backend);
        await Task.WhenAll(first.StartAsync(Cancelled), second.StartAsync(Cancelled));
        using var client = Client(backend);
        await client.StartAsync(Cancelled);
        var factory = client.Services.GetRequiredService<IGrainFactory>();
        var grains = Enumerable.Range(0, 8).Select(n => factory.GetGrain<ISumGrain>($"s{n}")).ToArray();
        foreach (var grain in grains) Assert.Equal(3, await grain.Add(3));
        var (victim, other) = AddressOf(first).Equals(await grains[0].Where()) ? (first, second) : (second, first);
        var members = (await backend.Membership("cluster").ReadAllAsync(Cancelled)).Members;
        Assert.Equal([SiloStatus.Active, SiloStatus.Active], members.Select(m => m.Item1.Status));

        await Kill(victim);

        foreach (var grain in grains) Assert.Equal(7, await Retry(() => grain.Add(4)));
        Assert.Equal(AddressOf(other), Assert.Single((await Task.WhenAll(grains.Select(grain => grain.Where()))).Distinct()));
        var dead = await backend.Membership("cluster").ReadRowAsync(AddressOf(victim), Cancelled);
        Assert.Equal(SiloStatus.Dead, dead.Members[0].Item1.Status);
        var journal = other.Services.GetRequiredService<IJournalStore>();
        Assert.Equal(1, await journal.AppendAsync("log", [new JournalEntry(1, "tag", new byte[1])], Cancelled));
        await Task.WhenAll(client.StopAsync(Cancelled), other.StopAsync(Cancelled));
    }

    [Fact]
    public async Task Bad_options_stop_the_start()
    {
        var builder = new HostBuilder();
        builder.ConfigureServices(services => services
            .AddAzureTableJournal(o => o.Configure(j => j.ConnectionString = "AccountKey=secret"))
            .AddAzureTableGrainStorage("entry", o => o.Configure(g => g.Retries = 99)));
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync(Cancelled));

        Assert.All(Assert.IsType<AggregateException>(refusal).InnerExceptions, fault => Assert.IsType<OptionsValidationException>(fault));
        Assert.DoesNotContain("secret", refusal.ToString(), StringComparison.Ordinal);
    }

    private static IHost Silo(AzureBackend backend) => new HostBuilder().UseOrleans(silo =>
    {
        silo.UseAzureTableClustering(o => o.Configure(ours => Set(ours, backend)));
        silo.AddAzureTableGrainStorage("entry", o => o.Configure(ours => Set(ours, backend)));
        silo.Services.AddAzureTableJournal(o => o.Configure(ours => Set(ours, backend)));
        silo.Configure<ClusterOptions>(Name);
        silo.ConfigureEndpoints(IPAddress.Loopback, FreePort(), FreePort());
        silo.Configure<ClusterMembershipOptions>(o =>
            (o.ProbeTimeout, o.NumMissedProbesLimit, o.NumVotesForDeathDeclaration) = (TimeSpan.FromSeconds(2), 2, 1));
    }).Build();

    private static IHost Client(AzureBackend backend) => new HostBuilder().UseOrleansClient(client =>
    {
        client.UseAzureTableClustering(o => o.Configure(ours => Set(ours, backend)));
        client.Configure<ClusterOptions>(Name);
        client.Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = TimeSpan.FromMilliseconds(500));
    }).Build();

    private static void Name(ClusterOptions options) => (options.ServiceId, options.ClusterId) = ("entry", "cluster");

    private static SiloAddress AddressOf(IHost silo) => silo.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    // A stop that may not take any time hands nothing over.
    private static async Task Kill(IHost silo)
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        try
        {
            await silo.StopAsync(now.Token);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static void Set<T>(T options, AzureBackend backend) where T : AzureTableOptions, new() =>
        (options.ConnectionString, options.Table) = backend.Options<T>() is var theirs ? (theirs.ConnectionString, theirs.Table) : default;

    // Until the silo is declared dead, calls to its grains fail.
    private static async Task<T> Retry<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (e is SiloUnavailableException or OrleansMessageRejectionException or TimeoutException)
            {
                Cancelled.ThrowIfCancellationRequested();
            }
        }
    }
}
