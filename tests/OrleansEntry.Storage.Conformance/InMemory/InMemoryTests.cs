using Orleans.Storage;

namespace OrleansEntry.Storage.Conformance.InMemory;

/// <summary>Shows that the suites ask for nothing that a correct backend cannot give.</summary>
internal sealed class InMemoryBackend : IStorageBackend
{
    public IGrainStorage Grains { get; } = new InMemoryGrainStorage();

    public IJournalStore Journals { get; } = new InMemoryJournalStore();

    public StorageLimits Limits { get; } =
        new(InMemoryGrainStorage.MaxStateBytes, StorableBytes: InMemoryGrainStorage.MaxStateBytes, TakesPaths: true);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class InMemoryGrainStorageTests : GrainStorageConformance
{
    protected override ValueTask<IStorageBackend> Open() => new(new InMemoryBackend());
}

public sealed class InMemoryGrainKeyTests : GrainKeyConformance
{
    protected override ValueTask<IStorageBackend> Open() => new(new InMemoryBackend());
}

public sealed class InMemoryGrainStorageModelTests : GrainStorageModelConformance
{
    protected override ValueTask<IStorageBackend> Open() => new(new InMemoryBackend());
}

public sealed class InMemoryJournalTests : JournalConformance
{
    protected override ValueTask<IStorageBackend> Open() => new(new InMemoryBackend());
}

public sealed class InMemoryJournalModelTests : JournalModelConformance
{
    protected override ValueTask<IStorageBackend> Open() => new(new InMemoryBackend());
}

public sealed class InMemoryMembershipTests : MembershipConformance
{
    protected override ValueTask<IMembershipBackend> Open() => new(new InMemoryMembership());
}
