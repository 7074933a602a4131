using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core.SecurityCheck;

namespace OrleansEntry.Grains.Tests.SecurityCheck.Bots;

/// <summary>Solves slides from their pixels: by the edges of the piece's outline, and by comparing the signs too.</summary>
internal static class SlideBot
{
    private const int Kept = 8;
    private const int SignHalf = 15;

    /// <summary>The likeliest places of both pieces, likeliest first, by edges alone.</summary>
    public static IEnumerable<(int First, int Second)> ByEdges(SlideOffer offer) => Pairs(offer, (_, _, _, _) => 0);

    /// <summary>The same, where sockets are told from each other by their signs.</summary>
    public static IEnumerable<(int First, int Second)> BySigns(SlideOffer offer) => Pairs(offer, SignScore);

    private static IEnumerable<(int First, int Second)> Pairs(SlideOffer offer, Func<Pixels, Pixels, int, int, float> bonus)
    {
        var picture = Pixels.Decode(offer.Webp);
        var rows = offer.Pieces.Select(piece => Candidates(picture, Pixels.Decode(piece.Webp), piece.Top, bonus)).ToArray();
        return from a in rows[0] from b in rows[1] orderby a.Score + b.Score descending select (a.Place, b.Place);
    }

    private static List<(int Place, float Score)> Candidates(
        Pixels picture, Pixels piece, int top, Func<Pixels, Pixels, int, int, float> bonus)
    {
        var outline = Outline(piece);
        var all = Enumerable.Range(Slide.MinPlace, Slide.MaxPlace - Slide.MinPlace + 1)
            .Select(x => (Place: x, Score: outline.Average(p => MathF.Min(1, picture.Edge(x + p.X, top + p.Y))))).ToList();

        List<(int Place, float Score)> peaks = [];
        foreach (var one in all.OrderByDescending(c => c.Score))
        {
            if (peaks.Count == Kept) break;
            if (peaks.TrueForAll(p => Math.Abs(p.Place - one.Place) > 20)) peaks.Add(one);
        }
        return [.. peaks.Select(p => (p.Place, p.Score + bonus(picture, piece, p.Place, top)))];
    }

    private static List<(int X, int Y)> Outline(Pixels piece) =>
    [
        .. from y in Enumerable.Range(0, piece.Height)
           from x in Enumerable.Range(0, piece.Width)
           where piece.Alpha(x, y) > 0.5 && (piece.Alpha(x - 2, y) < 0.5 || piece.Alpha(x + 2, y) < 0.5
               || piece.Alpha(x, y - 2) < 0.5 || piece.Alpha(x, y + 2) < 0.5)
           select (x, y),
    ];

    // The piece's middle, turned and sized, against the socket's; a light sign may be a dark one there.
    private static float SignScore(Pixels picture, Pixels piece, int left, int top)
    {
        const int step = 2, side = SignHalf * 2 / step + 1;
        var (a, b, ea, eb) = (new float[side * side], new float[side * side], new float[side * side], new float[side * side]);
        for (var i = 0; i < b.Length; i++)
        {
            var (x, y) = (left + 26 - SignHalf + i % side * step, top + 26 - SignHalf + i / side * step);
            (b[i], eb[i]) = (picture[x, y], picture.Edge(x, y));
        }

        var best = 0f;
        foreach (var mirror in (ReadOnlySpan<int>)[1, -1])
        {
            for (var degrees = -45; degrees <= 45; degrees += 15)
            {
                var (sin, cos) = MathF.SinCos(degrees * MathF.PI / 180);
                for (var i = 0; i < a.Length; i++)
                {
                    var (x, y) = (i % side * step - SignHalf, i / side * step - SignHalf);
                    var (px, py) = (26 + mirror * (x * cos - y * sin), 26 + x * sin + y * cos);
                    (a[i], ea[i]) = (piece.At(px, py), piece.Edge((int)px, (int)py));
                }
                best = MathF.Max(best, MathF.Max(MathF.Abs(Alike.Measure(a, b)), Alike.Measure(ea, eb)));
            }
        }
        return 3 * best;
    }
}
