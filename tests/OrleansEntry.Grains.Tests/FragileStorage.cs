using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace OrleansEntry.Grains.Tests;

/// <summary>When a write fails.</summary>
public enum WriteFault
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>Before it is stored.</summary>
    Before,

    /// <summary>After it is stored: the writer does not learn that it is.</summary>
    After,
}

/// <summary>A grain storage whose writes fail when a test says so.</summary>
internal sealed class FragileStorage(IGrainStorage store, Func<string, GrainId, WriteFault> judge) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        store.ReadStateAsync(stateName, grainId, grainState);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Try(stateName, grainId, () => store.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Try(stateName, grainId, () => store.ClearStateAsync(stateName, grainId, grainState));

    private async Task Try(string stateName, GrainId grainId, Func<Task> act)
    {
        var fault = judge(stateName, grainId);
        if (fault is WriteFault.Before) throw new IOException("The store is out of reach.");
        await act();
        if (fault is WriteFault.After) throw new IOException("The store did not answer.");
    }
}
