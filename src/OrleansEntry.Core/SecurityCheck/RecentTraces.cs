using System.Collections.Immutable;

namespace OrleansEntry.Core.SecurityCheck;

/// <summary>The movements that were accepted last, so that none is accepted twice. Bounded; for many threads.</summary>
/// <param name="capacity">How many are remembered; the oldest goes first.</param>
public sealed class RecentTraces(int capacity)
{
    private readonly Lock _lock = new();
    private readonly HashSet<long> _known = new(capacity);
    private readonly Queue<long> _order = new(capacity);

    /// <summary>Remembers movements, unless one of them is known already or comes twice here.</summary>
    /// <param name="traces">What the movements of one answer are known by.</param>
    /// <returns>Whether all were new.</returns>
    public bool TryAdd(ImmutableArray<long> traces)
    {
        lock (_lock)
        {
            var allNew = true;
            foreach (var trace in traces)
            {
                if (!_known.Add(trace))
                {
                    allNew = false;
                    continue;
                }
                _order.Enqueue(trace);
                if (_order.Count > capacity) _known.Remove(_order.Dequeue());
            }
            return allNew;
        }
    }
}
