namespace OrleansEntry.Core.SecurityCheck;

/// <summary>The movements that were accepted last, so that none is accepted twice. Bounded; for one thread.</summary>
/// <param name="capacity">How many are remembered; the oldest goes first.</param>
public sealed class RecentTraces(int capacity)
{
    private readonly HashSet<long> _known = [];
    private readonly Queue<long> _order = [];

    /// <summary>Remembers a movement, unless it is known already.</summary>
    /// <param name="trace">What it is known by.</param>
    /// <returns>Whether it was new.</returns>
    public bool TryAdd(long trace)
    {
        if (!_known.Add(trace)) return false;

        _order.Enqueue(trace);
        if (_order.Count > capacity) _known.Remove(_order.Dequeue());
        return true;
    }
}
