using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Messaging;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using OrleansEntry.Tests;

[assembly: AssemblyFixture(typeof(OrleansEntry.Storage.Azure.AzuriteFixture))]

namespace OrleansEntry.Storage.Azure;

/// <summary>One Azurite for all tests of this project; each test has tables of its own.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private Azurite? _azurite;

    public string ConnectionString => _azurite!.ConnectionString;

    public async ValueTask InitializeAsync() => _azurite = await Azurite.Start();

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null) await _azurite.DisposeAsync();
    }
}

/// <summary>Stores on tables of their own, which are gone afterwards.</summary>
internal sealed class AzureBackend : IStorageBackend, IMembershipBackend
{
    /// <summary>Azurite counts an entity by its JSON and takes eleven columns of 64 KiB, Azure all fifteen.</summary>
    private const int AzuriteStateBytes = 11 * StateColumns.ColumnBytes;

    private static readonly IActivatorProvider Activators =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<IActivatorProvider>();

    private readonly string _suffix = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
    private readonly string _connectionString;
    private readonly Action<TableClientOptions>? _tap;

    public AzureBackend(string connectionString, Action<TableClientOptions>? tap = null)
    {
        (_connectionString, _tap) = (connectionString, tap);
        var grains = Options<AzureTableGrainStorageOptions>();
        grains.GrainStorageSerializer = new SystemTextJsonGrainStorageSerializer(
            Microsoft.Extensions.Options.Options.Create(new SystemTextJsonGrainStorageSerializerOptions()));
        GrainStorage = new AzureTableGrainStorage(grains, "entry", Activators, TimeProvider.System);
        JournalStore = new AzureTableJournalStore(Options<AzureTableJournalOptions>(), TimeProvider.System);
    }

    public AzureTableGrainStorage GrainStorage { get; }

    public AzureTableJournalStore JournalStore { get; }

    public IGrainStorage Grains => GrainStorage;

    public IJournalStore Journals => JournalStore;

    public StorageLimits Limits { get; } = new(AzureTableGrainStorage.MaxStateBytes, AzuriteStateBytes, TakesPaths: false);

    public static async ValueTask<AzureBackend> Open(string connectionString, Action<TableClientOptions>? tap = null)
    {
        var backend = new AzureBackend(connectionString, tap);
        await backend.GrainStorage.CreateTable();
        await backend.JournalStore.CreateTable();
        return backend;
    }

    /// <summary>Options of this backend, with a table that no other test has.</summary>
    public T Options<T>() where T : AzureTableOptions, new()
    {
        var options = new T { ConnectionString = _connectionString, Tap = _tap };
        options.Table += _suffix;
        return options;
    }

    /// <summary>The bare table, to look at rows and to change them behind the store's back.</summary>
    public TableClient Table<T>() where T : AzureTableOptions, new() => new(_connectionString, Options<T>().Table);

    public IMembershipTable Table(string cluster) => Membership(cluster);

    public AzureTableMembershipTable Membership(string cluster, int pageRows = AzureTable.MaxPageRows) =>
        new(Options<AzureTableClusteringOptions>(), cluster, TimeProvider.System, pageRows);

    public IGatewayListProvider Gateways(string cluster) =>
        new AzureTableGatewayList(Options<AzureTableClusteringOptions>(), cluster, TimeSpan.FromMinutes(1), TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        var service = new TableServiceClient(_connectionString);
        foreach (var table in (AzureTableOptions[])
            [Options<AzureTableGrainStorageOptions>(), Options<AzureTableJournalOptions>(), Options<AzureTableClusteringOptions>()])
            await service.DeleteTableAsync(table.Table);
    }
}
