using System.Globalization;
using System.Text;

namespace OrleansEntry.Core.Identifiers;

/// <summary>Brings spellings that people take for the same text to one form.</summary>
internal static class Folding
{
    // Composing can uncover a case pair and mapping case can uncover a composition. Two rounds settle all of Unicode (a test walks it);
    // the rest is the written limit.
    private const int MaxRounds = 4;

    /// <summary>NFKC, without case, until it no longer changes.</summary>
    /// <param name="text">Well-formed text: <see cref="IsWellFormed"/>.</param>
    /// <param name="folded">The one form. Folding it again changes nothing.</param>
    /// <returns><see langword="false"/> when the text would not settle.</returns>
    public static bool TryFold(string text, out string folded)
    {
        folded = text.Normalize(NormalizationForm.FormKC);
        for (var round = 0; round < MaxRounds; round++)
        {
            var next = WithoutCase(folded).Normalize(NormalizationForm.FormKC);
            if (next == folded) return true;
            folded = next;
        }

        return false;
    }

    /// <summary>Whether text holds only whole code points that Unicode calls characters: no lone surrogates and no noncharacters,
    /// which normalization answers with an exception.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var read) != System.Buffers.OperationStatus.Done) return false;
            if ((rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF) return false;
            text = text[read..];
        }

        return true;
    }

    /// <summary>Whether a character shows nothing by itself (Unicode's Default_Ignorable_Code_Point, where it is no format
    /// character): it would make two identifiers that look the same.</summary>
    public static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x3164
            or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or (>= 0xE0000 and <= 0xE0FFF);

    // Up and down again, so that the letters with two small forms (final sigma) meet. The dotted capital I has no simple mapping.
    private static string WithoutCase(string text) =>
        text.Replace("\u0130", "i\u0307", StringComparison.Ordinal).ToUpperInvariant().ToLowerInvariant();
}
