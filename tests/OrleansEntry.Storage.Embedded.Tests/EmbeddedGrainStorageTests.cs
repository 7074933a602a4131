using Orleans;
using Orleans.Runtime;
using OrleansEntry.Storage.Conformance;

namespace OrleansEntry.Storage.Embedded;

public sealed class EmbeddedGrainStorageTests : GrainStorageConformance
{
    protected override ValueTask<IStorageBackend> Open() => new(EmbeddedBackend.InTemporaryFolder());

    [Fact]
    public async Task A_state_that_is_too_large_is_refused_and_nothing_is_written()
    {
        var state = new GrainState<Note>(new Note { Text = new string('x', EmbeddedGrainStorage.MaxStateBytes) });
        var grain = GrainId.Create("account", "large");

        await Assert.ThrowsAsync<StateTooLargeException>(() => Backend.Grains.WriteStateAsync("note", grain, state, Cancelled));

        var read = new GrainState<Note>();
        await Backend.Grains.ReadStateAsync("note", grain, read, Cancelled);
        Assert.Equal((null, null, false), (state.ETag, read.ETag, read.RecordExists));
    }
}

public sealed class EmbeddedGrainStorageModelTests : GrainStorageModelConformance
{
    protected override ValueTask<IStorageBackend> Open() => new(EmbeddedBackend.InTemporaryFolder());
}
