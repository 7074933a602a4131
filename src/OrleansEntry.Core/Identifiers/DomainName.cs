using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace OrleansEntry.Core.Identifiers;

/// <summary>The domain half of an address, as ASCII labels (RFC 5890 A-labels).</summary>
internal static class DomainName
{
    private const int MaxLength = 253;
    private const int MaxLabelLength = 63;

    /// <summary>Brings a domain to its one ASCII form: lower case, no trailing dot, every label LDH and 1 to 63 octets, at least two
    /// labels, the last not a number (RFC 3696 §2), every A-label the encoding of what it decodes to (RFC 5891 §5.4).</summary>
    public static bool TryCanonicalize(string text, [NotNullWhen(true)] out string? domain)
    {
        domain = null;
        // IDNA would drop most of what does not show.
        if (text.Length is 0 or > MaxLength || text.EnumerateRunes().Any(Folding.IsInvisible)) return false;

        try
        {
            var ascii = (Ascii.IsValid(text) ? text : Mapping().GetAscii(text)).ToLowerInvariant();
            var labels = ascii.Split('.');
            if (labels.Length < 2 || !labels.All(IsLabel) || labels[^1].All(char.IsAsciiDigit)) return false;
            if (!labels.All(IsCanonicalLabel)) return false;

            domain = ascii;
            return true;
        }
        catch (ArgumentException)
        {
            // IdnMapping has no Try form: this is its "no".
            return false;
        }
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= MaxLabelLength && label[0] != '-' && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static bool IsCanonicalLabel(string label)
    {
        if (!label.StartsWith("xn--", StringComparison.Ordinal)) return true;

        var unicode = Mapping().GetUnicode(label);
        return Mapping().GetAscii(unicode) == label && !unicode.EnumerateRunes().Any(Folding.IsInvisible);
    }

    // Not shared: its members are not promised to be safe from several threads.
    private static IdnMapping Mapping() => new() { UseStd3AsciiRules = true, AllowUnassigned = false };
}
