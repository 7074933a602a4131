using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace OrleansEntry.Core.Registration;

/// <summary>A code sent by mail: eight digits (ASVS 6.5.4 asks for 20 bits; these are 26).</summary>
public static class MailedCode
{
    /// <summary>Digits in a code.</summary>
    public const int Digits = 8;

    /// <summary>Longest accepted text, with separators.</summary>
    public const int MaxTextLength = 32;

    /// <summary>Draws one.</summary>
    public static string New() => RandomNumberGenerator.GetInt32(100_000_000).ToString("D8", CultureInfo.InvariantCulture);

    /// <summary>Reads what a person typed: spaces and dashes do not matter.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out string? code)
    {
        code = null;
        if (text is null || text.Length > MaxTextLength) return false;

        var digits = text.Where(c => c is not (' ' or '-' or '\u00A0')).ToArray();
        if (digits.Length != Digits || !digits.All(char.IsAsciiDigit)) return false;
        code = new string(digits);
        return true;
    }
}
