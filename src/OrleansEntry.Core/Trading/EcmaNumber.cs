using System.Globalization;
using System.Text;

namespace OrleansEntry.Core.Trading;

/// <summary>Writes a double as ECMAScript does (ECMA-262, Number::toString), which is how RFC 8785 §3.2.2.3 wants numbers.</summary>
public static class EcmaNumber
{
    private const NumberStyles Exponent = NumberStyles.AllowLeadingSign;

    // An exponent that no double has, whatever stands before it.
    private const long BeyondAll = 1L << 40;

    /// <summary>The text of a number.</summary>
    /// <exception cref="ArgumentException">JSON has no infinity and no NaN.</exception>
    public static string Write(double number)
    {
        if (!double.IsFinite(number)) throw new ArgumentException("JSON has no infinity and no NaN.", nameof(number));
        if (number == 0) return "0"; // Minus zero too.

        // "R" gives the fewest digits that read back to the same number, which is what ECMAScript asks for.
        var (digits, exponent) = Decimal(Math.Abs(number).ToString("R", CultureInfo.InvariantCulture));
        return (number < 0 ? "-" : "") + Place(digits, exponent);
    }

    /// <summary>The significant digits of a decimal numeral without a sign, and where its point stands: 0.<c>digits</c> times ten to the
    /// <c>exponent</c>. Two numerals mean the same number when both agree; zero has no digits.</summary>
    /// <param name="numeral">A numeral in JSON's form without its sign (RFC 8259 §6).</param>
    internal static (string Digits, long Exponent) Decimal(string numeral)
    {
        var e = numeral.IndexOfAny(['e', 'E']);
        var mantissa = e < 0 ? numeral : numeral[..e];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var significant = digits.TrimStart('0');
        if (significant.Length == 0) return ("", 0);

        var exponent = e < 0 ? 0 : int.TryParse(numeral.AsSpan(e + 1), Exponent, CultureInfo.InvariantCulture, out var read) ? read
            : BeyondAll;
        var whole = point < 0 ? mantissa.Length : point;
        return (significant.TrimEnd('0'), exponent + whole - (digits.Length - significant.Length));
    }

    private static string Place(string digits, long n)
    {
        var k = digits.Length;
        if (k <= n && n <= 21) return digits + new string('0', (int)n - k);
        if (n is > 0 and <= 21) return $"{digits[..(int)n]}.{digits[(int)n..]}";
        if (n is > -6 and <= 0) return $"0.{new string('0', (int)-n)}{digits}";

        var text = new StringBuilder().Append(digits[0]);
        if (k > 1) text.Append('.').Append(digits, 1, k - 1);
        return text.Append('e').Append(n > 0 ? '+' : '-').Append(Math.Abs(n - 1)).ToString();
    }
}
