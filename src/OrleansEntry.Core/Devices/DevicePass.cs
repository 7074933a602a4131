using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Keys;

namespace OrleansEntry.Core.Devices;

/// <summary>What a browser is known by: account, device and generation under a keyed MAC of 256 bits. Each entry makes a new generation, so
/// a copy of the cookie and its original can not both go on being used. Nothing of it is stored but the generation.</summary>
/// <param name="Account">The account that knows the device; another one does not know it by this pass.</param>
/// <param name="DeviceId">The device's name in that account.</param>
/// <param name="Generation">How often it was renewed; from 1.</param>
public sealed record DevicePass(AccountId Account, string DeviceId, int Generation)
{
    /// <summary>Length of the text form.</summary>
    public const int TextLength = 91;

    /// <summary>Most passes that one browser shows: so many accounts know it. Fixed: a cookie holds 4 KiB, and the header is
    /// shared.</summary>
    public const int MaxShown = 4;

    /// <summary>Stands between the passes that a browser shows.</summary>
    public const char Separator = '.';

    private const int FactsBytes = 16 + 16 + 4;
    private const int Bytes = FactsBytes + HMACSHA256.HashSizeInBytes;

    /// <summary>The text form. This is the secret itself: for the device and nothing else.</summary>
    public string Reveal(DeploymentKeys keys)
    {
        var bytes = new byte[Bytes];
        Convert.FromHexString(Account.Value, bytes, out _, out _);
        Convert.FromHexString(DeviceId, bytes.AsSpan(16), out _, out _);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(32), Generation);
        keys.SignDevice(bytes.AsSpan(0, FactsBytes)).CopyTo(bytes, FactsBytes);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The pass of one account among those that a browser shows. What was changed, or belongs to another account, is
    /// none.</summary>
    public static DevicePass? Find(string? shown, AccountId account, DeploymentKeys keys)
    {
        if (shown is null || shown.Length > MaxShown * (TextLength + 1)) return null;

        foreach (var text in shown.Split(Separator))
            if (TryRead(text, account, keys) is { } pass) return pass;
        return null;
    }

    /// <summary>The passes that a browser shows from now on: the new one first, and of other accounts as many as there is room
    /// for.</summary>
    public static string Join(string pass, string? shown)
    {
        var others = (shown ?? "").Split(Separator).Where(other => other.Length == TextLength && !IsOfSameAccount(other, pass));
        return string.Join(Separator, others.Prepend(pass).Take(MaxShown));
    }

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"pass of device {DeviceId}";

    private static DevicePass? TryRead(string text, AccountId account, DeploymentKeys keys)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        if (!CanonicalBase64.TryDecode(text, bytes)) return null;

        var facts = bytes[..FactsBytes];
        if (Convert.ToHexStringLower(facts[..16]) != account.Value) return null;
        return CryptographicOperations.FixedTimeEquals(keys.SignDevice(facts), bytes[FactsBytes..])
            ? new DevicePass(account, Convert.ToHexStringLower(facts[16..32]), BinaryPrimitives.ReadInt32BigEndian(facts[32..]))
            : null;
    }

    private static bool IsOfSameAccount(string one, string other)
    {
        Span<byte> a = stackalloc byte[Bytes], b = stackalloc byte[Bytes];
        return !CanonicalBase64.TryDecode(one, a) || !CanonicalBase64.TryDecode(other, b) || a[..16].SequenceEqual(b[..16]);
    }
}
