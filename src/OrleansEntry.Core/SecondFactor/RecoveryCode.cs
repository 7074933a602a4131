using System.Diagnostics.CodeAnalysis;

namespace OrleansEntry.Core.SecondFactor;

/// <summary>A recovery code: 24 characters of Crockford's base32, 120 bits, shown in groups of four (ASVS 6.5.2:
/// at least 112 bits may be stored under a plain keyed hash; decision C11).</summary>
public static class RecoveryCode
{
    /// <summary>Codes in a set.</summary>
    public const int SetSize = 10;

    /// <summary>Random bytes in a code.</summary>
    public const int Bytes = 15;

    /// <summary>Characters in the canonical form.</summary>
    public const int Length = 24;

    /// <summary>Longest accepted text, with separators.</summary>
    public const int MaxTextLength = 64;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>Writes random bytes as a person reads them: six groups of four.</summary>
    /// <exception cref="ArgumentException">Not 15 bytes.</exception>
    public static string Format(ReadOnlySpan<byte> random)
    {
        if (random.Length != Bytes) throw new ArgumentException("A recovery code is made of 15 bytes.");

        Span<char> text = stackalloc char[Length + 5];
        var (bits, held, at) = (0u, 0, 0);
        foreach (var b in random)
        {
            (bits, held) = ((bits << 8) | b, held + 8);
            while (held >= 5)
            {
                held -= 5;
                if (at % 5 == 4) text[at++] = '-';
                text[at++] = Alphabet[(int)((bits >> held) & 31)];
            }
        }

        return new string(text);
    }

    /// <summary>Reads what a person typed: case, spaces and dashes do not matter, and the look-alikes O,
    /// I and L are read as 0 and 1.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out string? canonical)
    {
        canonical = null;
        if (text is null || text.Length > MaxTextLength) return false;

        Span<char> code = stackalloc char[Length];
        var at = 0;
        foreach (var typed in text)
        {
            if (typed is '-' or ' ' or '\u00A0' or '\u2010' or '\u2011' or '\u2012' or '\u2013') continue;
            var c = char.ToUpperInvariant(typed) switch { 'O' => '0', 'I' or 'L' => '1', var other => other };
            if (at == Length || !Alphabet.Contains(c)) return false;
            code[at++] = c;
        }

        if (at != Length) return false;
        canonical = new string(code);
        return true;
    }
}
