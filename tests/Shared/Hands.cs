using System.Text.Json;
using OrleansEntry.Core.SecurityCheck;

namespace OrleansEntry.Tests;

/// <summary>Moves as people do: speeds up and slows down, trembles, overshoots; or presses keys. The same dice move the same.</summary>
internal static class Hands
{
    /// <summary>The answer that slides both pieces by pointer.</summary>
    public static string Slide(int first, int second, Dice dice) => Slide(("pointer", Drag(first, dice)), ("pointer", Drag(second, dice)));

    /// <summary>The answer of two movements.</summary>
    public static string Slide(params (string Input, int[] Path)[] pieces) =>
        JsonSerializer.Serialize(new { pieces = pieces.Select(p => new { input = p.Input, path = p.Path }) });

    /// <summary>The answer of swaps.</summary>
    public static string Swaps(int[] swaps) => JsonSerializer.Serialize(new { swaps });

    /// <summary>A pointer's path from the left edge to a place.</summary>
    public static int[] Drag(int place, Dice dice)
    {
        var points = dice.Between(18, 45);
        var past = dice.Within(-1, 6);
        var height = dice.Between(20, 160);
        List<int> path = [0, 0, height];
        for (var i = 1; i <= points; i++)
        {
            // Fast at first, slower to the end, a little too far and back.
            var t = i / (float)points;
            var there = 1 - MathF.Pow(1 - MathF.Min(1, t * 1.25f), 2.4f);
            var x = i == points ? place : place * there + past * MathF.Sin(MathF.PI * t) + dice.Within(-0.7f, 0.7f);
            height += i == 5 ? 1 : dice.Between(0, 3) == 0 ? dice.Between(-2, 2) : 0;
            var late = dice.Between(0, 9) == 0 ? dice.Between(5, 60) : 0;
            path.AddRange([dice.Between(14, 19) + late, Math.Max(0, (int)MathF.Round(x)), height]);
        }
        return [.. path];
    }

    /// <summary>Keys' path from the left edge to a place: one held down, then single presses.</summary>
    public static int[] Keys(int place, Dice dice, int step = 4)
    {
        List<int> path = [];
        for (var x = step; x < place; x += step)
        {
            var gap = path.Count == 3 ? dice.Between(250, 600) : x > place - 4 * step ? dice.Between(90, 220) : dice.Between(29, 36);
            path.AddRange([gap, x, 0]);
        }
        path.AddRange([dice.Between(120, 300), place, 0]);
        return [.. path];
    }

    /// <summary>The swaps that bring an order into another, at a person's pace.</summary>
    /// <param name="tiles">For each place the tile that lies there; it is left in order.</param>
    /// <param name="wanted">For each place the tile that shall lie there.</param>
    /// <param name="dice">The chance in the pace.</param>
    public static int[] Arrange(int[] tiles, int[] wanted, Dice dice)
    {
        List<int> swaps = [];
        for (var place = 0; place < tiles.Length; place++)
        {
            var from = Array.IndexOf(tiles, wanted[place]);
            if (from == place) continue;
            (tiles[place], tiles[from]) = (tiles[from], tiles[place]);
            swaps.AddRange([swaps.Count == 0 ? dice.Between(900, 2500) : dice.Between(350, 1400), place, from]);
        }
        return [.. swaps];
    }
}
