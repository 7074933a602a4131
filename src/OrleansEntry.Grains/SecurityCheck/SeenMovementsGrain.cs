using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core.SecurityCheck;

namespace OrleansEntry.Grains.SecurityCheck;

/// <summary>Remembers movements for the whole cluster, bounded: see <see cref="RecentTraces"/>.</summary>
[CollectionAgeLimit(Hours = 1)]
internal sealed class SeenMovementsGrain(IOptions<SecurityCheckOptions> options) : Grain, ISeenMovementsGrain
{
    private readonly RecentTraces _traces = new(options.Value.TracesKept / SeenMovements.Grains);

    public Task<bool> Remember(long trace) => Task.FromResult(_traces.TryAdd(trace));
}

/// <summary>Asks the grains that remember movements; the traces of one answer at the same time.</summary>
internal sealed class SeenMovements(IGrainFactory grains)
{
    /// <summary>How many grains share the memory.</summary>
    public const int Grains = 16;

    /// <summary>Remembers the movements of one answer, unless one of them is known already or comes twice here.</summary>
    /// <param name="traces">What they are known by; where there are none, nobody is asked.</param>
    /// <returns>Whether all were new.</returns>
    public async Task<bool> TryAdd(ImmutableArray<long> traces)
    {
        if (traces.IsEmpty) return true;

        var added = await Task.WhenAll(traces.Select(t => grains.GetGrain<ISeenMovementsGrain>((long)((ulong)t % Grains)).Remember(t)));
        return Array.TrueForAll(added, isNew => isNew);
    }
}
