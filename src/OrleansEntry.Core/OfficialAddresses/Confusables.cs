using System.Collections.Frozen;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using OrleansEntry.Core.Identifiers;

namespace OrleansEntry.Core.OfficialAddresses;

/// <summary>Which characters people take for which, by Unicode's own data (UTS #39; <c>infra/confusables</c> has version, source and
/// licence).</summary>
internal static class Confusables
{
    /// <summary>The name of the packed data in this assembly.</summary>
    internal const string Resource = "OrleansEntry.Core.OfficialAddresses.confusables.txt.br";

    private static readonly Lazy<FrozenDictionary<int, Lookalike>> Shared = new(() => Lines().Select(Read).ToFrozenDictionary(
        one => one.Character, one => one.Means));

    // Two settle all of Unicode (a test walks it); the rest is the written limit.
    private const int MaxRounds = 5;

    private static readonly Lazy<string[]> PlainSkeletons =
        new(() => [.. Enumerable.Range(0, 128).Select(c => Settle(((char)c).ToString()))]);

    /// <summary>Every character that is taken for another one. The first use reads the data, some 20 ms.</summary>
    internal static IEnumerable<int> All => Shared.Value.Keys;

    /// <summary>What a text looks like: two texts with one skeleton are taken for each other (UTS #39 §4). Case is folded too, because
    /// addresses have none, and what that uncovers is mapped again: M becomes m, and m becomes rn.</summary>
    /// <param name="text">Well-formed text.</param>
    public static string Skeleton(string text)
    {
        if (!Ascii.IsValid(text)) return Settle(text);

        var looks = new StringBuilder(text.Length + 8);
        foreach (var c in text) looks.Append(PlainSkeletons.Value[c]);
        return looks.ToString();
    }

    private static string Settle(string text)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var looks = new StringBuilder(text.Length + 8);
            foreach (var rune in text.Normalize(NormalizationForm.FormD).EnumerateRunes())
            {
                if (Folding.IsInvisible(rune)) continue;
                if (Shared.Value.TryGetValue(rune.Value, out var means)) looks.Append(means.Text);
                else looks.Append(rune.ToString());
            }

            var next = looks.ToString().ToLowerInvariant().Normalize(NormalizationForm.FormD);
            if (next == text) break;
            text = next;
        }

        return text;
    }

    /// <summary>Unicode's name of a character that looks like another one, for example <c>Cyrillic small letter a</c>;
    /// <see langword="null"/> for any other.</summary>
    public static string? NameOf(Rune rune) => Shared.Value.TryGetValue(rune.Value, out var means)
        ? string.Concat(means.Name.AsSpan(0, 1), means.Name[1..].ToLowerInvariant())
        : null;

    private static IEnumerable<string> Lines()
    {
        using var resource = typeof(Confusables).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The build carries no {Resource}.");
        using var text = new StreamReader(new BrotliStream(resource, CompressionMode.Decompress), Encoding.UTF8);
        while (text.ReadLine() is { } line)
        {
            // The first line begins with the mark of UTF-8, which the reader drops.
            if (line.Length > 0 && line[0] != '#') yield return line;
        }
    }

    // 0430 ;<tab>0061 ;<tab>MA<tab># ( а → a ) CYRILLIC SMALL LETTER A → LATIN SMALL LETTER A<tab># …
    private static (int Character, Lookalike Means) Read(string line)
    {
        var fields = line.Split('\t');
        var text = string.Concat(fields[1].TrimEnd(';', ' ').Split(' ').Select(one => char.ConvertFromUtf32(Hex(one))));
        var name = fields[3][(fields[3].LastIndexOf(" ) ", StringComparison.Ordinal) + 3)..].Split(" \u2192 ")[0];
        return (Hex(fields[0].TrimEnd(';', ' ')), new Lookalike(text, name));
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private readonly record struct Lookalike(string Text, string Name);
}
