using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;

namespace OrleansEntry.Grains.SecurityCheck;

/// <summary>Pictures drawn ahead, so that a rush for them does not wait for drawing.</summary>
/// <remarks>One thread draws. At first, and while the shelves are at least half full, it rests four times as long as it draws; where
/// one falls below, it draws without rest. It holds no more than <c>ahead</c> pictures of each kind, each below 20 kB.</remarks>
internal sealed class PicturePool : IDisposable
{
    private const int RestsPerDrawing = 4;

    private readonly ImmutableArray<Shelf> _shelves;
    private readonly int _ahead;
    private readonly AutoResetEvent _taken = new(initialState: false);
    private readonly Thread? _painter;
    private volatile bool _hurry;
    private volatile bool _stopped;
    private bool _isDrawing;

    /// <summary>Begins to draw.</summary>
    /// <param name="kinds">The kinds that are offered.</param>
    /// <param name="ahead">Pictures of each kind that wait; with 0 each is drawn when it is asked for.</param>
    public PicturePool(IEnumerable<IPictureKind> kinds, int ahead)
    {
        _shelves = [.. kinds.Select(k => new Shelf(k))];
        _ahead = ahead;
        if (ahead == 0 || _shelves.IsEmpty) return;

        _painter = new Thread(Paint) { Name = "security check pictures", IsBackground = true };
        _painter.Start();
    }

    /// <summary>A picture that nobody saw before. Where none of the kind is drawn, one is drawn here and now, but only one at a time:
    /// nobody waits in a queue for pictures. Whoever comes meanwhile gets another kind.</summary>
    /// <param name="kind">One of the kinds that are offered.</param>
    /// <returns><see langword="null"/> where no kind is drawn and one is being drawn for somebody else.</returns>
    public DrawnPicture? Take(string kind)
    {
        var shelf = ShelfOf(kind);
        if (_painter is null) return shelf.Kind.Draw(Chance.Dice());

        shelf.Pictures.TryDequeue(out var picture);
        if (shelf.Pictures.Count < _ahead / 2) _hurry = true;
        _taken.Set();
        picture ??= DrawAlone(shelf.Kind);
        if (picture is null) _shelves.MaxBy(s => s.Pictures.Count)!.Pictures.TryDequeue(out picture);
        return picture;
    }

    private DrawnPicture? DrawAlone(IPictureKind kind)
    {
        if (Interlocked.Exchange(ref _isDrawing, true)) return null;
        try { return kind.Draw(Chance.Dice()); }
        finally { Volatile.Write(ref _isDrawing, false); }
    }

    /// <summary>How many pictures of a kind wait.</summary>
    public int Count(string kind) => ShelfOf(kind).Pictures.Count;

    public void Dispose()
    {
        if (_stopped) return;
        _stopped = true;
        _taken.Set();
        _painter?.Join();
        _taken.Dispose();
    }

    private Shelf ShelfOf(string kind) => _shelves.First(s => s.Kind.Kind == kind);

    private void Paint()
    {
        while (!_stopped)
        {
            var emptiest = _shelves.MinBy(s => s.Pictures.Count)!;
            if (emptiest.Pictures.Count >= _ahead)
            {
                _taken.WaitOne();
                continue;
            }

            var began = Stopwatch.GetTimestamp();
            emptiest.Pictures.Enqueue(emptiest.Kind.Draw(Chance.Dice()));
            if (_hurry && emptiest.Pictures.Count <= _ahead / 2) continue;

            _hurry = false;
            // A taking wakes it early, and costs no more than one picture's rest.
            _taken.WaitOne(RestsPerDrawing * Stopwatch.GetElapsedTime(began));
        }
    }

    private sealed record Shelf(IPictureKind Kind)
    {
        public ConcurrentQueue<DrawnPicture> Pictures { get; } = new();
    }
}
