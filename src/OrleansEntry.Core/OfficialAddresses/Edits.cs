using System.Text;

namespace OrleansEntry.Core.OfficialAddresses;

/// <summary>By how little two texts differ.</summary>
internal static class Edits
{
    /// <summary>Most edits that are told apart.</summary>
    public const int Most = 2;

    /// <summary>The one edit that makes one text of the other; <see langword="null"/> when it takes more, or none.</summary>
    /// <param name="found">What was asked about.</param>
    /// <param name="ours">What is ours.</param>
    public static Reason? One(string found, string ours)
    {
        if (Math.Abs(found.Length - ours.Length) > 1) return null;

        var (extra, missing) = Middle(found, ours);
        return (extra, missing) switch
        {
            ("", "") => null,
            ("", _) => missing.Length == 1 ? new Reason(Sign.MissingLetter, null, missing) : null,
            (_, "") => IsOne(extra) ? new Reason(Sign.ExtraLetter, extra) : null,
            ([var a, var b], [var c, var d]) when a == d && b == c => new Reason(Sign.TurnedLetters, extra, missing),
            _ => IsOne(extra) && IsOne(missing) ? new Reason(Sign.ChangedLetter, extra, missing) : null,
        };
    }

    /// <summary>How many edits make one text of the other: a character more, less or another, or two that change places (optimal string
    /// alignment). <see cref="Most"/> + 1 for all that is further apart.</summary>
    public static int Count(string found, string ours)
    {
        if (Math.Abs(found.Length - ours.Length) > Most) return Most + 1;

        var (a, b) = Middle(found, ours);
        if (a.Length == 0 || b.Length == 0) return Math.Min(a.Length + b.Length, Most + 1);

        Span<int> before = stackalloc int[b.Length + 1], last = stackalloc int[b.Length + 1], row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            last.CopyTo(before);
            row.CopyTo(last);
        }

        return Math.Min(last[b.Length], Most + 1);
    }

    /// <summary>Where two texts differ that look alike: letter by letter where they are equally long, else as a whole.</summary>
    public static Reason[] Swapped(string found, string ours)
    {
        var (a, b) = (found.EnumerateRunes().ToArray(), ours.EnumerateRunes().ToArray());
        if (a.Length == b.Length)
        {
            return [.. a.Zip(b).Where(pair => pair.First != pair.Second).Take(MostNamed)
                .Select(pair => new Reason(Sign.SwappedLetter, pair.First.ToString(), pair.Second.ToString()))];
        }

        var (extra, missing) = Middle(found, ours);
        return [new Reason(Sign.SwappedLetter, extra, missing)];
    }

    // More than these a person does not read.
    private const int MostNamed = 3;

    private static bool IsOne(string text) =>
        text.Length == 1 || (text.Length == 2 && Rune.TryGetRuneAt(text, 0, out var rune) && !rune.IsBmp);

    // Without what both begin and end with; no pair of surrogates is torn apart.
    private static (string Found, string Ours) Middle(string found, string ours)
    {
        var most = Math.Min(found.Length, ours.Length);
        var start = 0;
        while (start < most && found[start] == ours[start]) start++;
        if (start > 0 && char.IsHighSurrogate(found[start - 1])) start--;

        var end = 0;
        while (end < most - start && found[^(end + 1)] == ours[^(end + 1)]) end++;
        if (end > 0 && char.IsLowSurrogate(found[^end])) end--;
        return (found[start..^end], ours[start..^end]);
    }
}
