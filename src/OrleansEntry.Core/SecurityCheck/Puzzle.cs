using System.Collections.Immutable;
using System.Security.Cryptography;

namespace OrleansEntry.Core.SecurityCheck;

/// <summary>A picture cut into tiles that changed places.</summary>
/// <param name="Shown">For each place, row by row, the place that the tile shown there belongs to; never all in order.</param>
public sealed record Puzzle(ImmutableArray<byte> Shown)
{
    /// <summary>Tiles in a row.</summary>
    public const int Columns = 3;

    /// <summary>Rows of tiles.</summary>
    public const int Rows = 2;

    /// <summary>Tiles in all. Their 719 mixed orders are what a guess has to choose from: three tries guess less than one
    /// challenge in two hundred.</summary>
    public const int Tiles = Columns * Rows;

    /// <summary>A mixed order, each as likely as the other.</summary>
    /// <param name="dice">The chance to make it from.</param>
    public static Puzzle Draw(Dice dice)
    {
        var shown = new byte[Tiles];
        do
        {
            for (var i = 0; i < Tiles; i++) shown[i] = (byte)i;
            for (var i = Tiles - 1; i > 0; i--)
            {
                var j = dice.Between(0, i);
                (shown[i], shown[j]) = (shown[j], shown[i]);
            }
        }
        while (IsWhole(shown));
        return new Puzzle([.. shown]);
    }

    /// <summary>What judges an answer to this puzzle.</summary>
    public ExpectedAnswer ToExpected() => new Expected(Shown);

    /// <summary>Never prints the order.</summary>
    public override string ToString() => "[puzzle]";

    private static bool IsWhole(ReadOnlySpan<byte> tiles) => CryptographicOperations.FixedTimeEquals(tiles, [0, 1, 2, 3, 4, 5]);

    private sealed class Expected(ImmutableArray<byte> shown) : ExpectedAnswer(CheckKind.Puzzle)
    {
        public override CheckFinding Judge(string answer, TimeSpan age)
        {
            if (!PathAnswers.TryRead(answer, PathJson.Default.PuzzleAnswer, out var given) || !IsReadable(given.Swaps))
                return CheckVerdict.Wrong;
            if (!Movement.IsSwapping(given.Swaps) || !Movement.FitsInto(Movement.Duration(given.Swaps), age)) return CheckVerdict.Odd;

            Span<byte> tiles = stackalloc byte[Tiles];
            shown.CopyTo(tiles);
            for (var i = 0; i < given.Swaps.Length; i += Movement.PerPoint)
            {
                var (a, b) = (given.Swaps[i + 1], given.Swaps[i + 2]);
                (tiles[a], tiles[b]) = (tiles[b], tiles[a]);
            }
            // One or two swaps are often made alike, by different people.
            var trace = given.Swaps.Length > 2 * Movement.PerPoint ? ImmutableArray.Create(Movement.Trace(given.Swaps)) : [];
            return IsWhole(tiles) ? new CheckFinding(CheckVerdict.Right, trace) : CheckVerdict.Wrong;
        }

        private static bool IsReadable(int[] swaps)
        {
            if (!Movement.IsPath(swaps)) return false;
            for (var i = 0; i < swaps.Length; i += Movement.PerPoint)
            {
                if (swaps[i + 1] is < 0 or >= Tiles || swaps[i + 2] is < 0 or >= Tiles || swaps[i + 1] == swaps[i + 2]) return false;
            }
            return true;
        }
    }
}

/// <summary>An answer to a puzzle: three numbers a swap, milliseconds since the one before and the two places.</summary>
internal sealed record PuzzleAnswer(int[] Swaps);
