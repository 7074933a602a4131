using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using OrleansEntry.Storage.Conformance;

namespace OrleansEntry.Storage.Embedded;

/// <summary>An embedded store in a folder of its own, or in one that outlives it.</summary>
internal sealed class EmbeddedBackend : IStorageBackend
{
    private static readonly IActivatorProvider Activators =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<IActivatorProvider>();

    private static readonly EmbeddedGrainStorageOptions GrainOptions = new()
    {
        GrainStorageSerializer = new SystemTextJsonGrainStorageSerializer(
            Options.Create(new SystemTextJsonGrainStorageSerializerOptions())),
    };

    private readonly TemporaryFolder? _temporary;
    private readonly DataFolder _folder;

    private EmbeddedBackend(TemporaryFolder? temporary, string path, EmbeddedStorageOptions? options, TimeProvider? clock)
    {
        _temporary = temporary;
        _folder = DataFolder.Open(path);
        Store = EmbeddedStore.Open(_folder, options ?? new(), clock ?? TimeProvider.System, NullLogger<EmbeddedStore>.Instance);
        Grains = new EmbeddedGrainStorage(Store, GrainOptions, Activators);
        Journals = new EmbeddedJournalStore(Store);
    }

    public EmbeddedStore Store { get; }

    public IGrainStorage Grains { get; }

    public IJournalStore Journals { get; }

    public StorageLimits Limits { get; } =
        new(EmbeddedGrainStorage.MaxStateBytes, StorableBytes: EmbeddedGrainStorage.MaxStateBytes, TakesPaths: true);

    public static EmbeddedBackend InTemporaryFolder()
    {
        var temporary = new TemporaryFolder();
        return new EmbeddedBackend(temporary, temporary.New(), null, null);
    }

    public static EmbeddedBackend In(string path, EmbeddedStorageOptions? options = null, TimeProvider? clock = null) =>
        new(null, path, options, clock);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _folder.Dispose();
        _temporary?.Dispose();
    }
}
