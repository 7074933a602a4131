using System.Globalization;
using System.Text;

namespace OrleansEntry.Core.Identifiers;

/// <summary>Says whether this process can compare text at all.</summary>
public static class UnicodeData
{
    /// <summary>Whether NFC, NFKC, case mapping and IDNA really work here.</summary>
    /// <remarks>In the invariant globalization mode <see cref="string.Normalize()"/> silently returns its input: two spellings of
    /// one address would be two people, and a passcode typed on another keyboard would be wrong. A server for which this is
    /// <see langword="false"/> refuses to start. Costs microseconds; asks nothing outside the process.</remarks>
    public static bool IsAvailable =>
        "e\u0301".Normalize(NormalizationForm.FormC) == "\u00e9"
        && "\uff41\ufb01".Normalize(NormalizationForm.FormKC) == "afi"
        && Rune.ToLowerInvariant(new Rune('\u0394')) == new Rune('\u03b4')
        && new IdnMapping().GetAscii("b\u00fccher.test") == "xn--bcher-kva.test";
}
