using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace OrleansEntry.Core.Identifiers;

/// <summary>Whom an account belongs to: an e-mail address in its one canonical form. All spellings of an address (case, width,
/// composed or not, U-label or A-label) give equal identifiers, and the canonical form parses to itself.</summary>
/// <remarks>An identifier is personal data: it prints itself masked. Only <see cref="Value"/> has the whole.</remarks>
public readonly record struct Identifier
{
    private readonly string? _value;

    private Identifier(string value) => _value = value;

    /// <summary>Longest canonical form, in UTF-8 octets: an SMTP path of 256 less its angle brackets (RFC 5321 §4.5.3.1.3).</summary>
    public const int MaxOctets = 254;

    /// <summary>Longest canonical local part, in UTF-8 octets (RFC 5321 §4.5.3.1.1).</summary>
    public const int MaxLocalOctets = 64;

    /// <summary>Longest text that is looked at, in UTF-16 code units; canonical forms are shorter than what is typed.</summary>
    public const int MaxTypedLength = 1024;

    // With fewer, the first and the last would be nearly all.
    private const int LeastToShowLast = 5;

    /// <summary>The canonical form, for mail and for the key. Never for a log.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default(Identifier)</c>.</exception>
    public string Value => _value ?? throw new InvalidOperationException("default(Identifier) names nobody.");

    /// <summary>What may be shown: <c>a***e@e***.test</c>, and <c>b***@e***.test</c> where the local part has fewer than
    /// five characters. It keeps neither length nor anything between: enough for its owner to tell it from
    /// another of their own.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default(Identifier)</c>.</exception>
    public string Masked
    {
        get
        {
            var at = Value.IndexOf('@', StringComparison.Ordinal);
            Rune[] local = [.. Value[..at].EnumerateRunes()];
            var last = local.Length < LeastToShowLast ? "" : $"{local[^1]}";
            return $"{local[0]}***{last}@{Value[at + 1]}***{Value[Value.LastIndexOf('.')..]}";
        }
    }

    /// <summary>Reads an address as a person types it.</summary>
    /// <param name="text">White space around it is dropped; inside it is refused.</param>
    /// <param name="id">The identifier, when the answer is <see langword="true"/>.</param>
    /// <returns><see langword="false"/> for what is no plain address: quoted local parts, comments and address literals (RFC 5321
    /// §4.1.2, §4.1.3) are refused too, as is any character that does not show (control, format, bidi, unassigned), every
    /// non-ASCII character in the local part that is no letter, mark or digit (RFC 8264 §4.2, IdentifierClass), and a domain
    /// without a dot.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Identifier id)
    {
        id = default;
        if (text is not { Length: > 0 and <= MaxTypedLength } || !Folding.IsWellFormed(text)) return false;

        // Compatibility forms of '@' and '.' become themselves before anything is split.
        var typed = text.Trim().Normalize(NormalizationForm.FormKC);
        var at = typed.IndexOf('@', StringComparison.Ordinal);
        if (at < 0) return false;

        // The two halves fold by different rules: a domain's letters are IDNA's business (it keeps the final sigma that we fold).
        if (!Folding.TryFold(typed[..at], out var local) || !IsLocalPart(local)) return false;
        if (!DomainName.TryCanonicalize(typed[(at + 1)..], out var domain)) return false;

        var value = $"{local}@{domain}";
        if (Encoding.UTF8.GetByteCount(value) > MaxOctets) return false;

        id = new Identifier(value);
        return true;
    }

    /// <summary>The masked form, so that no log line holds an address by accident.</summary>
    public override string ToString() => _value is null ? "[nobody]" : Masked;

    // RFC 5321's Dot-string over RFC 5322's atext, with RFC 6531's non-ASCII narrowed as TryParse says.
    private static bool IsLocalPart(string local)
    {
        if (local.Length == 0 || Encoding.UTF8.GetByteCount(local) > MaxLocalOctets) return false;

        var startsAtom = true;
        foreach (var rune in local.EnumerateRunes())
        {
            if (rune.Value == '.' ? startsAtom : !IsAtomRune(rune, startsAtom)) return false;
            startsAtom = rune.Value == '.';
        }

        return !startsAtom;
    }

    private static bool IsAtomRune(Rune rune, bool startsAtom)
    {
        if (rune.IsAscii) return Rune.IsLetterOrDigit(rune) || "!#$%&'*+-/=?^_`{|}~".Contains((char)rune.Value, StringComparison.Ordinal);
        if (Folding.IsInvisible(rune)) return false;

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.OtherLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.DecimalDigitNumber => true,
            // A mark sits on the letter before it; at the front it would sit on the dot or on whatever is printed before.
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark => !startsAtom,
            _ => false,
        };
    }
}
