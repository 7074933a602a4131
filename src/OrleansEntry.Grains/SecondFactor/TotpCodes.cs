using System.Security.Cryptography;
using System.Text;
using OrleansEntry.Core.SecondFactor;
using OtpNet;

namespace OrleansEntry.Grains.SecondFactor;

/// <summary>The codes of an authenticator (RFC 6238, HMAC-SHA-1, six digits: what the apps can do; decision C3).</summary>
internal static class TotpCodes
{
    /// <summary>Bytes in a shared secret (RFC 4226 §4 R6 recommends 160 bits).</summary>
    public const int SecretBytes = 20;

    /// <summary>Digits in a code.</summary>
    public const int Digits = 6;

    /// <summary>The steps around now whose code is the submitted one. Every step is compared, in constant time.</summary>
    public static List<long> Matches(byte[] secret, int stepSeconds, string code, DateTimeOffset now)
    {
        if (!TryRead(code, out var digits)) return [];

        var totp = new Totp(secret, stepSeconds, OtpHashMode.Sha1, Digits);
        var submitted = Encoding.ASCII.GetBytes(digits);
        var current = TotpRules.StepAt(now, stepSeconds);
        var matches = new List<long>(1);
        for (var step = Math.Max(0, current - TotpRules.StepsLookedAt); step <= current + TotpRules.StepsLookedAt; step++)
        {
            var expected = Encoding.ASCII.GetBytes(totp.ComputeTotp(DateTimeOffset.FromUnixTimeSeconds(step * stepSeconds).UtcDateTime));
            if (CryptographicOperations.FixedTimeEquals(expected, submitted)) matches.Add(step);
        }

        return matches;
    }

    /// <summary>Reads what a person typed: spaces and dashes do not matter.</summary>
    private static bool TryRead(string code, out string digits)
    {
        digits = code.Length <= 32 ? code.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal) : "";
        return digits.Length == Digits && digits.All(char.IsAsciiDigit);
    }
}
