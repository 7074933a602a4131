using System.Globalization;
using OrleansEntry.Core.Identifiers;

namespace OrleansEntry.Core.OfficialAddresses;

/// <summary>A host as somebody wrote it, and where it leads.</summary>
/// <param name="Written">As written, without percent signs and a last dot.</param>
/// <param name="Canonical">The name that is asked for in the network, as ASCII labels; <see langword="null"/> for what is no name, such as
/// a number.</param>
/// <param name="Shown">As a person reads it: lower case, encoded labels decoded.</param>
internal sealed record AskedHost(string Written, string? Canonical, string Shown)
{
    /// <summary>Reads a host.</summary>
    /// <param name="text">As written.</param>
    /// <param name="signs">Takes what is odd about it.</param>
    public static AskedHost Read(string text, List<Reason> signs)
    {
        var written = text;
        if (written.Contains('%', StringComparison.Ordinal))
        {
            signs.Add(new Reason(Sign.EncodedHost, written));
            written = AskedAddress.WellFormed(Uri.UnescapeDataString(written));
        }

        if (written.EndsWith('.'))
        {
            signs.Add(new Reason(Sign.TrailingDot));
            written = written[..^1];
        }

        var canonical = DomainName.TryCanonicalize(written, out var domain) ? domain : null;
        var shown = canonical is null ? FoldAscii(written) : Decode(canonical);
        if (canonical is not null && FoldAscii(written) is var folded && folded != canonical && folded != shown)
            signs.Add(new Reason(Sign.UnusualLetters, written));
        return new AskedHost(written, canonical, shown);
    }

    /// <summary>Lower case of A to Z and of nothing else: a full mapping would turn strange letters into plain ones, such as the Kelvin
    /// sign into k.</summary>
    public static string FoldAscii(string text) => string.Create(text.Length, text, static (folded, source) =>
    {
        for (var i = 0; i < folded.Length; i++) folded[i] = char.IsAsciiLetterUpper(source[i]) ? (char)(source[i] | 0x20) : source[i];
    });

    /// <summary>A canonical name as a person reads it.</summary>
    public static string Decode(string canonical) =>
        canonical.Contains("xn--", StringComparison.Ordinal) ? new IdnMapping().GetUnicode(canonical) : canonical;
}
