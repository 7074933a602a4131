using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using OrleansEntry.Storage.Conformance;

namespace OrleansEntry.Storage.Embedded;

public sealed class EmbeddedGrainStorageTests : GrainStorageConformance
{
    protected override ValueTask<IStorageBackend> Open() => new(EmbeddedBackend.InTemporaryFolder());

    [Fact]
    public async Task A_refusal_says_which_etag_is_stored()
    {
        var grain = GrainId.Create("account", "a1");
        var stored = new GrainState<Note>(new Note());
        await Backend.Grains.WriteStateAsync("note", grain, stored, Cancelled);

        var refusal = await Assert.ThrowsAsync<InconsistentStateException>(() =>
            Backend.Grains.WriteStateAsync("note", grain, new GrainState<Note>(new Note()), Cancelled));

        Assert.Equal((stored.ETag, null), (refusal.StoredEtag, refusal.CurrentEtag));
    }
}

public sealed class EmbeddedGrainKeyTests : GrainKeyConformance
{
    protected override ValueTask<IStorageBackend> Open() => new(EmbeddedBackend.InTemporaryFolder());
}

public sealed class EmbeddedGrainStorageModelTests : GrainStorageModelConformance
{
    protected override ValueTask<IStorageBackend> Open() => new(EmbeddedBackend.InTemporaryFolder());
}
