using OrleansEntry.Core.Risk;

namespace OrleansEntry.Grains.Risk;

/// <summary>The level of the whole cluster. There is one, with the key 0; silos report to it in batches. Talks to silos only.</summary>
[Alias("entry.IAttackModeGrain")]
internal interface IAttackModeGrain : IGrainWithIntegerKey
{
    /// <summary>Takes what a silo saw since its last report, and gives the level.</summary>
    [Alias("Report")]
    ValueTask<ClusterLevel> Report(StrangersSeen seen);
}

/// <summary>What a silo saw of strangers.</summary>
[GenerateSerializer, Immutable, Alias("entry.StrangersSeen")]
internal sealed record StrangersSeen
{
    /// <summary>Entries and registrations begun.</summary>
    [Id(0)] public int Beginnings { get; init; }

    /// <summary>Wrong passcodes, codes and checks.</summary>
    [Id(1)] public int Refusals { get; init; }

    /// <summary>In what time.</summary>
    [Id(2)] public TimeSpan Over { get; init; }

    /// <summary>The level the silo knows: an activation that begins anew goes on from there.</summary>
    [Id(3)] public ClusterLevel Known { get; init; }

    internal AttackReport ToCore() => new(Beginnings, Refusals, Over, (AttackLevel)Known.Level, Known.Since);
}

/// <summary>The level of the cluster, between grains.</summary>
/// <param name="Level">The number of an <see cref="AttackLevel"/>.</param>
/// <param name="Since">Since when.</param>
[GenerateSerializer, Immutable, Alias("entry.ClusterLevel")]
internal readonly record struct ClusterLevel([property: Id(0)] int Level, [property: Id(1)] DateTimeOffset Since);

/// <summary>Asks <see cref="AttackMode"/>, remembers, answers. In memory: when it is lost, the next report brings back the level.</summary>
internal sealed class AttackModeGrain(AttackModePolicy policy, TimeProvider clock, ILogger<AttackModeGrain> log) : Grain, IAttackModeGrain
{
    private AttackMode _mode = AttackMode.Initial;

    public ValueTask<ClusterLevel> Report(StrangersSeen seen)
    {
        var before = _mode.Level;
        _mode = _mode.Take(seen.ToCore(), clock.GetUtcNow(), policy);
        if (_mode.Level > before) log.LevelRaised(before, _mode.Level, _mode.Refusals, _mode.Beginnings);
        if (_mode.Level < before) log.LevelLowered(before, _mode.Level, _mode.Refusals, _mode.Beginnings);
        return new(new ClusterLevel((int)_mode.Level, _mode.Since));
    }
}
