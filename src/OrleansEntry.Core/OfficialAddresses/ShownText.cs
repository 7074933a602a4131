using System.Globalization;
using System.Text;
using OrleansEntry.Core.Identifiers;

namespace OrleansEntry.Core.OfficialAddresses;

/// <summary>Parts of what a stranger wrote, so that a person can read them and nothing else happens.</summary>
public static class ShownText
{
    private const int Longest = 80;

    /// <summary>At most 80 characters; what does not show by itself, or would turn the text around it, by its number, such as
    /// <c>U+202E</c>.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= Longest) return shown.Append('\u2026').ToString();
            shown.Append(Shows(rune) ? rune.ToString() : NumberOf(rune));
        }

        return shown.ToString();
    }

    /// <summary>One character with its number, and its name where it is known to look like another.</summary>
    public static string Named(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!Rune.TryGetRuneAt(text, 0, out var rune) || rune.Utf16SequenceLength != text.Length) return Of(text);
        if (rune.IsAscii) return Of(text);

        var name = Confusables.NameOf(rune) is { } known ? $"{known}, " : "";
        return Shows(rune) ? $"{text} ({name}{NumberOf(rune)})" : $"{name}{NumberOf(rune)}";
    }

    private static string NumberOf(Rune rune) => string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");

    private static bool Shows(Rune rune) => !Folding.IsInvisible(rune) && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.NonSpacingMark
        or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark);
}
