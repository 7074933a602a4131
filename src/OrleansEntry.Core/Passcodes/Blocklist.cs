using System.IO.Compression;
using System.Text;
using OrleansEntry.Core.Identifiers;

namespace OrleansEntry.Core.Passcodes;

/// <summary>The passcodes that attackers try first (ASVS 6.2.4, 6.2.12; NIST SP 800-63B-4 §3.1.1.2).</summary>
/// <remarks>
/// <para>On the list are: every published value (<c>infra/blocklist</c> has source, version and licence); every sequence and keyboard
/// walk (<see cref="Walks"/>); each of these repeated to the end, the last time perhaps in part (<c>dragondragondra</c>); and every
/// one, two or three characters repeated likewise.</para>
/// <para>Only the whole passcode is compared, never a part of it. Case and width do not count here, because attackers vary them
/// first; they do count in the hash.</para>
/// </remarks>
public sealed class Blocklist
{
    private const string Resource = "OrleansEntry.Core.Passcodes.common-passcodes.txt.br";
    private const int ShortestListedUnit = 4;

    private static readonly Lazy<Blocklist> Shared = new(() => new Blocklist(Read()));

    private readonly HashSet<string> _published;

    private Blocklist(HashSet<string> published) => _published = published;

    /// <summary>The list that this build carries. The first use reads it (some 20 ms); touch it at start.</summary>
    public static Blocklist Common => Shared.Value;

    /// <summary>How many values are published; what follows from them by rule is not counted.</summary>
    public int Count => _published.Count;

    internal IReadOnlyCollection<string> Published => _published;

    /// <summary>Whether the whole of a passcode is on the list.</summary>
    /// <param name="passcode">A candidate for a new passcode.</param>
    public bool Contains(Passcode passcode)
    {
        ArgumentNullException.ThrowIfNull(passcode);

        // A text that does not settle is on no list.
        return Folding.TryFold(passcode.Text, out var folded) && Contains(folded);
    }

    internal bool Contains(string folded) => IsCommon(folded) || RepeatedUnits(folded).Any(unit => IsShort(unit) || IsCommon(unit));

    private bool IsCommon(string text) => _published.Contains(text) || Walks.Contains(text);

    private static bool IsShort(string unit) => unit.EnumerateRunes().Count() < ShortestListedUnit;

    // Each text whose repetition, at least twice, gives the whole, shortest first: "bora" and "borabora" for "boraboraborabora". They
    // are what the borders leave over (the prefix function of Knuth, Morris and Pratt).
    private static IEnumerable<string> RepeatedUnits(string text)
    {
        var border = new int[text.Length];
        for (var i = 1; i < text.Length; i++)
        {
            var k = border[i - 1];
            while (k > 0 && text[i] != text[k]) k = border[k - 1];
            border[i] = text[i] == text[k] ? k + 1 : k;
        }

        for (var k = border[^1]; k * 2 >= text.Length; k = border[k - 1]) yield return text[..(text.Length - k)];
    }

    private static HashSet<string> Read()
    {
        using var resource = typeof(Blocklist).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The build carries no {Resource}.");
        using var text = new StreamReader(new BrotliStream(resource, CompressionMode.Decompress), Encoding.ASCII);

        return text.ReadToEnd().Split('\n').ToHashSet(StringComparer.Ordinal);
    }
}
