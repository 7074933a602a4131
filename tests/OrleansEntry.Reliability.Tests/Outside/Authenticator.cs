using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace OrleansEntry.Reliability.Tests.Outside;

/// <summary>A phone's authenticator app, written from RFC 4226 and RFC 6238 alone.</summary>
internal sealed class Authenticator(byte[] secret, int stepSeconds = 30)
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The shared secret.</summary>
    public byte[] Secret => secret;

    /// <summary>How long a code lasts, in seconds.</summary>
    public int StepSeconds => stepSeconds;

    /// <summary>What a person scans: <c>otpauth://totp/…?secret=…&amp;period=…</c>.</summary>
    public static Authenticator Scan(string uri)
    {
        var members = new Uri(uri).Query.TrimStart('?').Split('&').Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal("SHA1", members.GetValueOrDefault("algorithm", "SHA1"));
        Assert.Equal("6", members.GetValueOrDefault("digits", "6"));
        return new Authenticator(
            FromBase32(members["secret"]), int.Parse(members.GetValueOrDefault("period", "30"), CultureInfo.InvariantCulture));
    }

    /// <summary>The code at an instant, so many steps later (or, below zero, earlier).</summary>
    public string CodeAt(DateTimeOffset at, int stepsLater = 0) => Hotp((at.ToUnixTimeSeconds() / stepSeconds) + stepsLater);

    /// <summary>How long the present code lasts from an instant on.</summary>
    public TimeSpan LeftAt(DateTimeOffset at) =>
        TimeSpan.FromMilliseconds((stepSeconds * 1000L) - (at.ToUnixTimeMilliseconds() % (stepSeconds * 1000L)));

    /// <summary>RFC 4226 §5.3: the value of a counter.</summary>
    public string Hotp(long counter, int digits = 6)
    {
        Span<byte> message = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(message, counter);
#pragma warning disable CA5350 // HMAC-SHA-1 is what RFC 4226 says and authenticator apps compute.
        var hash = HMACSHA1.HashData(secret, message);
#pragma warning restore CA5350
        var cut = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xF, 4)) & int.MaxValue;
        var modulus = 1;
        for (var i = 0; i < digits; i++) modulus *= 10;
        return (cut % modulus).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>RFC 4648 §6, without padding.</summary>
    public static byte[] FromBase32(string text)
    {
        var bytes = new List<byte>();
        var (held, bits) = (0, 0);
        foreach (var c in text.Where(c => c != ' '))
        {
            var value = Base32.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal);
            if (value < 0) throw new FormatException("Not base32.");
            (held, bits) = (((held << 5) | value) & 0xFFFF, bits + 5);
            if (bits < 8) continue;
            bits -= 8;
            bytes.Add((byte)(held >> bits));
        }

        return [.. bytes];
    }
}
