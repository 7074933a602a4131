using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace OrleansEntry.Storage.Conformance;

public sealed class Note
{
    public string Text { get; set; } = "";

    public int Number { get; set; }
}

/// <summary>What the tests of grain storage share.</summary>
public abstract class GrainConformanceTests : ConformanceTests
{
    protected static GrainId Account { get; } = GrainId.Create("account", "a1");

    protected IGrainStorage Grains => Backend.Grains;

    protected async Task<GrainState<Note>> Write(GrainId grain, Note note, string name = "note")
    {
        var state = new GrainState<Note>(note);
        await Grains.WriteStateAsync(name, grain, state, Cancelled);
        return state;
    }

    protected async Task<GrainState<Note>> Read(GrainId grain, string name = "note")
    {
        var state = new GrainState<Note>();
        await Grains.ReadStateAsync(name, grain, state, Cancelled);
        return state;
    }
}
