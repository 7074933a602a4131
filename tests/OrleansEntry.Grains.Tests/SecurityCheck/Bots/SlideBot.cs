using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core.SecurityCheck;

namespace OrleansEntry.Grains.Tests.SecurityCheck.Bots;

/// <summary>Solves slides from their pixels: by the edges of the piece's outline, and by comparing the signs too.</summary>
internal static class SlideBot
{
    private const int Kept = 8;
    private const int SignHalf = 15;
    private const int Step = 2;
    private const int Side = SignHalf * 2 / Step + 1;

    /// <summary>The likeliest places of both pieces, likeliest first: by edges alone, and where sockets are told from each other by
    /// their signs.</summary>
    public static (IReadOnlyList<(int First, int Second)> ByEdges, IReadOnlyList<(int First, int Second)> BySigns) Solve(SlideOffer offer)
    {
        var picture = Pixels.Decode(offer.Webp);
        var (edges, signs) = (new List<(int, float)>[2], new List<(int, float)>[2]);
        for (var row = 0; row < 2; row++)
        {
            var (piece, top) = (Pixels.Decode(offer.Pieces[row].Webp), offer.Pieces[row].Top);
            edges[row] = Candidates(picture, piece, top);
            var looks = LooksOf(piece);
            signs[row] = [.. edges[row].Select(c => (c.Item1, c.Item2 + SignScore(picture, looks, c.Item1, top)))];
        }
        return (Pairs(edges), Pairs(signs));
    }

    private static List<(int First, int Second)> Pairs(List<(int Place, float Score)>[] rows) =>
        [.. from a in rows[0] from b in rows[1] orderby a.Score + b.Score descending select (a.Place, b.Place)];

    private static List<(int Place, float Score)> Candidates(Pixels picture, Pixels piece, int top)
    {
        var (outline, edges) = (Outline(piece), picture.Edges);
        var all = Enumerable.Range(Slide.MinPlace, Slide.MaxPlace - Slide.MinPlace + 1)
            .Select(x => (Place: x, Score: outline.Average(p => MathF.Min(1, edges[x + p.X, top + p.Y])))).ToList();

        List<(int Place, float Score)> peaks = [];
        foreach (var one in all.OrderByDescending(c => c.Score))
        {
            if (peaks.Count == Kept) break;
            if (peaks.TrueForAll(p => Math.Abs(p.Place - one.Place) > 20)) peaks.Add(one);
        }
        return peaks;
    }

    private static List<(int X, int Y)> Outline(Pixels piece) =>
    [
        .. from y in Enumerable.Range(0, piece.Height)
           from x in Enumerable.Range(0, piece.Width)
           where piece.Alpha(x, y) > 0.5 && (piece.Alpha(x - 2, y) < 0.5 || piece.Alpha(x + 2, y) < 0.5
               || piece.Alpha(x, y - 2) < 0.5 || piece.Alpha(x, y + 2) < 0.5)
           select (x, y),
    ];

    // The piece's middle, turned and mirrored.
    private static List<(float[] Light, float[] Edges)> LooksOf(Pixels piece)
    {
        List<(float[] Light, float[] Edges)> looks = [];
        foreach (var mirror in (ReadOnlySpan<int>)[1, -1])
        {
            for (var degrees = -45; degrees <= 45; degrees += 15)
            {
                var (sin, cos) = MathF.SinCos(degrees * MathF.PI / 180);
                var (light, edges) = (new float[Side * Side], new float[Side * Side]);
                for (var i = 0; i < light.Length; i++)
                {
                    var (x, y) = (i % Side * Step - SignHalf, i / Side * Step - SignHalf);
                    var (px, py) = (26 + mirror * (x * cos - y * sin), 26 + x * sin + y * cos);
                    (light[i], edges[i]) = (piece.At(px, py), piece.Edges[(int)px, (int)py]);
                }
                Alike.Standard(light);
                Alike.Standard(edges);
                looks.Add((light, edges));
            }
        }
        return looks;
    }

    // Against the socket's middle; a light sign may be a dark one there.
    private static float SignScore(Pixels picture, List<(float[] Light, float[] Edges)> looks, int left, int top)
    {
        var (light, edges) = (new float[Side * Side], new float[Side * Side]);
        for (var i = 0; i < light.Length; i++)
        {
            var (x, y) = (left + 26 - SignHalf + i % Side * Step, top + 26 - SignHalf + i / Side * Step);
            (light[i], edges[i]) = (picture[x, y], picture.Edges[x, y]);
        }
        Alike.Standard(light);
        Alike.Standard(edges);
        return 3 * looks.Max(look => MathF.Max(MathF.Abs(Alike.OfStandard(look.Light, light)), Alike.OfStandard(look.Edges, edges)));
    }
}
