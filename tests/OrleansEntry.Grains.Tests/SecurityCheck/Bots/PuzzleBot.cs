using OrleansEntry.Contracts.SecurityCheck;

namespace OrleansEntry.Grains.Tests.SecurityCheck.Bots;

/// <summary>Solves puzzles by their seams: of all orders, the one in which neighbours' edges are most alike.</summary>
internal static class PuzzleBot
{
    private static readonly int[][] Orders = [.. Permute([0, 1, 2, 3, 4, 5])];

    /// <summary>For each place the tile that belongs there, the likeliest orders first.</summary>
    /// <param name="offer">The puzzle.</param>
    /// <param name="frame">How many pixels at a tile's edge say nothing; a bot's author looks once and knows.</param>
    public static IEnumerable<int[]> Solve(PuzzleOffer offer, int frame)
    {
        var picture = Pixels.Decode(offer.Webp);
        var (beside, below) = (new float[6, 6], new float[6, 6]);
        for (var a = 0; a < 6; a++)
        {
            for (var b = 0; b < 6; b++)
            {
                if (a == b) continue;
                beside[a, b] = Seam(Strip(picture, a, frame, Side.Right), Strip(picture, b, frame, Side.Left));
                below[a, b] = Seam(Strip(picture, a, frame, Side.Bottom), Strip(picture, b, frame, Side.Top));
            }
        }
        return Orders.OrderByDescending(o =>
            beside[o[0], o[1]] + beside[o[1], o[2]] + beside[o[3], o[4]] + beside[o[4], o[5]]
            + below[o[0], o[3]] + below[o[1], o[4]] + below[o[2], o[5]]);
    }

    // Alike in light, or where their edges are: a tile may be light where its neighbour is dark.
    private static float Seam((float[] Light, float[] Change) a, (float[] Light, float[] Change) b) =>
        MathF.Max(Alike.Measure(a.Light, b.Light), 0) + Alike.Measure(a.Change, b.Change);

    private static (float[] Light, float[] Change) Strip(Pixels picture, int tile, int frame, Side side)
    {
        var (width, height) = (picture.Width / 3, picture.Height / 2);
        var (left, top) = (tile % 3 * width, tile / 3 * height);
        var along = (side is Side.Left or Side.Right ? height : width) - 2 * frame;
        float At(int i, int depth) => side switch
        {
            Side.Left => picture[left + frame + depth, top + frame + i],
            Side.Right => picture[left + width - 1 - frame - depth, top + frame + i],
            Side.Top => picture[left + frame + i, top + frame + depth],
            _ => picture[left + frame + i, top + height - 1 - frame - depth],
        };

        var light = Enumerable.Range(0, along).Select(i => (At(i, 1) + At(i, 2) + At(i, 3)) / 3).ToArray();
        // Spread a little, because a slanting line goes on a few pixels further up or down.
        var change = Enumerable.Range(0, along).Select(i => Enumerable.Range(-3, 7)
            .Sum(d => MathF.Abs(light[Math.Clamp(i + d + 1, 0, along - 1)] - light[Math.Clamp(i + d - 1, 0, along - 1)]))).ToArray();
        return (light, change);
    }

    private static IEnumerable<int[]> Permute(int[] rest) =>
        rest.Length == 1
            ? [rest]
            : rest.SelectMany(first => Permute([.. rest.Where(r => r != first)]).Select(tail => (int[])[first, .. tail]));

    private enum Side
    {
        Left,
        Right,
        Top,
        Bottom,
    }
}
