using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace OrleansEntry.Browser.Tests;

/// <summary>An authenticator app of our own, from RFC 4226 and RFC 6238 alone. It gives no code twice.</summary>
internal sealed class Authenticator(byte[] secret, int stepSeconds)
{
    // A code of the step before is still good until this one ends: it is given only when the page has time enough to send it.
    private const int SecondsToSend = 15;

    private long _lastStep = long.MinValue;

    /// <summary>From the key as the page shows it: Base32 (RFC 4648), in groups.</summary>
    public static Authenticator From(string key, int stepSeconds = 30) =>
        new(FromBase32(key.Replace(" ", "", StringComparison.Ordinal)), stepSeconds);

    /// <summary>A code that was not given before and is good now. It begins with the step before,
    /// so that two can be had within one step.</summary>
    /// <param name="page">Where the next code is still to come, the clock of this page's server is put forward to it.</param>
    public string NextCode(IPage page)
    {
        var clock = ServerClock.Of(page);
        var (step, left) = Now(clock);
        var earliest = left > SecondsToSend ? step - 1 : step;
        _lastStep = Math.Max(_lastStep + 1, earliest);

        clock.ForwardTo(DateTimeOffset.FromUnixTimeSeconds(_lastStep * stepSeconds));
        return CodeAt(secret, _lastStep);
    }

    /// <summary>A code that was never good and will not be soon.</summary>
    public string WrongCode()
    {
        var (step, _) = Now(TimeProvider.System);
        var near = Enumerable.Range(-60, 121).Select(offset => CodeAt(secret, step + offset)).ToHashSet();
        return Enumerable.Range(0, 1_000_000).Select(n => n.ToString("D6", CultureInfo.InvariantCulture))
            .First(code => !near.Contains(code));
    }

    /// <summary>RFC 4226 §5.3 with the step as its counter (RFC 6238 §4.2).</summary>
    [SuppressMessage("Security", "CA5350", Justification = "HMAC-SHA-1 is what RFC 6238 makes the default and every app expects.")]
    public static string CodeAt(byte[] secret, long step, int digits = 6)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[20];
        HMACSHA1.HashData(secret, counter, mac);

        var truncated = BinaryPrimitives.ReadUInt32BigEndian(mac[(mac[^1] & 0xf)..]) & 0x7fff_ffff;
        return (truncated % (uint)Math.Pow(10, digits)).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    private (long Step, long SecondsLeft) Now(TimeProvider clock)
    {
        var seconds = clock.GetUtcNow().ToUnixTimeSeconds();
        return (seconds / stepSeconds, stepSeconds - (seconds % stepSeconds));
    }

    private static byte[] FromBase32(string text)
    {
        var bits = text.Aggregate((Bytes: new List<byte>(), Buffer: 0, Count: 0), (s, c) =>
        {
            var (buffer, count) = ((s.Buffer << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), s.Count + 5);
            if (count < 8) return (s.Bytes, buffer, count);
            s.Bytes.Add((byte)(buffer >> (count - 8)));
            return (s.Bytes, buffer & ((1 << (count - 8)) - 1), count - 8);
        });
        return [.. bits.Bytes];
    }
}
