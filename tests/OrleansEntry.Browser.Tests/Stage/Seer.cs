using System.Globalization;
using OrleansEntry.Core.SecurityCheck;

namespace OrleansEntry.Browser.Tests;

/// <summary>Sees what a picture asks for, as a person does at a glance: by asking its judge about everything that might be right.</summary>
internal static class Seer
{
    private const int Tiles = 6;
    private const int Row = Slide.MaxPlace;
    private const int Glance = 6;

    private static readonly TimeSpan LongAgo = TimeSpan.FromMinutes(1);

    extension(ExpectedAnswer expected)
    {
        /// <summary>What a sum comes to.</summary>
        public string Sum() => Enumerable.Range(0, 1000).Select(n => n.ToString(CultureInfo.InvariantCulture)).First(expected.Accepts);

        /// <summary>The swaps that make a picture whole, in order.</summary>
        public IReadOnlyList<(int, int)> Swaps() => Orders([.. Enumerable.Range(0, Tiles)]).Select(ToSwaps)
            .First(swaps =>
            expected.Accepts($$"""{"swaps":[{{string.Join(',', swaps.Select((s, i) => $"{700 + (i * i * 9)},{s.A},{s.B}"))}}]}"""));

        /// <summary>Where two pieces belong, in pixels of the picture: amid all places that are right.</summary>
        public (int Upper, int Lower) Places()
        {
            var (upper, lower) = (
                from a in Enumerable.Range(0, (Row / Glance) + 1) from b in Enumerable.Range(0, (Row / Glance) + 1)
                where expected.Accepts(Slid(a * Glance, b * Glance)) select (a * Glance, b * Glance)).First();
            return ((int)Around(upper).Where(x => expected.Accepts(Slid(x, lower))).Average(),
                (int)Around(lower).Where(x => expected.Accepts(Slid(upper, x))).Average());
        }

        private bool Accepts(string answer) => expected.Judge(answer, LongAgo).Verdict is CheckVerdict.Right;
    }

    private static IEnumerable<int> Around(int place) => Enumerable.Range(place - 10, 21).Where(x => x is >= 0 and <= Row);

    private static string Slid(int upper, int lower) =>
        $$"""{"pieces":[{"input":"pointer","path":[{{Path(upper)}}]},{"input":"pointer","path":[{{Path(lower)}}]}]}""";

    // Half a second, slow at both ends, as a hand moves.
    private static string Path(int to) => string.Join(',', Enumerable.Range(0, 31).Select(i =>
        FormattableString.Invariant($"{(i == 0 ? 0 : 16 + (i % 3))},{Math.Round(to * Ease(i / 30.0))},{40 + (i / 7)}")));

    /// <summary>How far a hand has come after a share of its time.</summary>
    public static double Ease(double share) => share * share * (3 - (2 * share));

    private static List<(int A, int B)> ToSwaps(int[] shown)
    {
        var (tiles, swaps) = ((int[])shown.Clone(), new List<(int A, int B)>());
        for (var place = 0; place < tiles.Length; place++)
        {
            var from = Array.IndexOf(tiles, place);
            if (from == place) continue;
            swaps.Add((place, from));
            (tiles[place], tiles[from]) = (tiles[from], tiles[place]);
        }
        return swaps;
    }

    private static IEnumerable<int[]> Orders(int[] tiles) => tiles.Length <= 1
        ? [tiles]
        : tiles.SelectMany(first => Orders([.. tiles.Where(t => t != first)]).Select(rest => (int[])[first, .. rest]));
}
