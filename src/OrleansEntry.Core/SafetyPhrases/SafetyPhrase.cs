using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using OrleansEntry.Core.Identifiers;

namespace OrleansEntry.Core.SafetyPhrases;

/// <summary>A few words of the owner's own: what shows them is us. It never prints itself.</summary>
/// <remarks>Taken as typed but for NFC and white space around it, so that the owner sees what was chosen.</remarks>
public sealed class SafetyPhrase
{
    private SafetyPhrase(string text) => Text = text;

    /// <summary>Fewest and most code points of the NFC form. Fixed: one line of every mail and page.</summary>
    public const int MinLength = 4, MaxLength = 40;

    /// <summary>Longest text that is looked at, in UTF-16 code units.</summary>
    public const int MaxTypedLength = 256;

    /// <summary>The phrase, for the owner's mails, entrance and settings and nothing else.</summary>
    public string Text { get; }

    /// <summary>Takes what was typed.</summary>
    /// <param name="typed">At most <see cref="MaxTypedLength"/> UTF-16 code units.</param>
    /// <param name="phrase">The phrase, when the answer is <see langword="true"/>.</param>
    /// <returns><see langword="false"/> for another length and for what would not show as it is, or would show as something else: control,
    /// format, bidi and invisible characters, blanks but the plain one, and the angle brackets of markup.</returns>
    public static bool TryParse([NotNullWhen(true)] string? typed, [NotNullWhen(true)] out SafetyPhrase? phrase)
    {
        phrase = null;
        if (typed is not { Length: > 0 and <= MaxTypedLength } || !Folding.IsWellFormed(typed)) return false;

        var text = typed.Trim(' ').Normalize(NormalizationForm.FormC);
        var length = text.EnumerateRunes().Count();
        if (length is < MinLength or > MaxLength || !text.EnumerateRunes().All(Shows)) return false;

        // A mark at the front would sit on whatever is printed before.
        if (Rune.GetUnicodeCategory(Rune.GetRuneAt(text, 0)) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.SpacingCombiningMark) return false;

        phrase = new SafetyPhrase(text);
        return true;
    }

    /// <summary>Never the phrase.</summary>
    public override string ToString() => "[safety phrase]";

    private static bool Shows(Rune rune) => rune.Value is not ('<' or '>') && (rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator)) && !Folding.IsInvisible(rune);
}
