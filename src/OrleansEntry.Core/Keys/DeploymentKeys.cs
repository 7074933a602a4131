using System.Security.Cryptography;
using System.Text;
using OrleansEntry.Core.Accounts;

namespace OrleansEntry.Core.Keys;

/// <summary>The keys that all members of a deployment share, each derived from one secret for one purpose (HKDF, RFC 5869).</summary>
/// <remarks>They make names that cannot be turned back (identifiers, networks) and hashes that storage alone can not test (codes).
/// None is ever printed.</remarks>
public sealed class DeploymentKeys
{
    /// <summary>Shortest accepted secret, in bytes.</summary>
    public const int MinSecretBytes = 32;

    private readonly byte[] _identifiers;
    private readonly byte[] _unknown;
    private readonly byte[] _networks;
    private readonly byte[] _codes;
    private readonly byte[] _idempotency;
    private readonly byte[] _links;
    private readonly byte[] _devices;

    /// <summary>Derives the keys.</summary>
    /// <param name="secret">The deployment's secret, at least 32 random bytes.</param>
    /// <exception cref="ArgumentException">The secret is too short.</exception>
    public DeploymentKeys(ReadOnlySpan<byte> secret)
    {
        if (secret.Length < MinSecretBytes) throw new ArgumentException($"The deployment's secret needs at least {MinSecretBytes} bytes.");

        _identifiers = Derive(secret, "identifiers");
        _unknown = Derive(secret, "unknown-identifiers");
        _networks = Derive(secret, "networks");
        _codes = Derive(secret, "codes");
        _idempotency = Derive(secret, "idempotency");
        _links = Derive(secret, "mail-links");
        _devices = Derive(secret, "devices");
        SecurityCheck = Derive(secret, "security-check");
        Fingerprint = Convert.ToHexStringLower(Derive(secret, "fingerprint").AsSpan(0, 8));
    }

    /// <summary>The key of the security check's signatures, 32 bytes.</summary>
    public byte[] SecurityCheck { get; }

    /// <summary>Tells two secrets apart without saying anything about either.</summary>
    public string Fingerprint { get; }

    /// <summary>The grain key of a canonical identifier: 64 lower-case hex characters.</summary>
    public string NameIdentifier(string canonical) => Convert.ToHexStringLower(Mac(_identifiers, canonical));

    /// <summary>The account that stands in for an identifier nobody has registered.</summary>
    public AccountId StandInFor(string identifierKey) =>
        AccountId.TryParse(Convert.ToHexStringLower(Mac(_unknown, identifierKey).AsSpan(0, 16)), out var id)
            ? id
            : throw new InvalidOperationException("A hash has the form of an account id.");

    /// <summary>The grain key of a client network: 32 lower-case hex characters.</summary>
    public string NameNetwork(string network) => Convert.ToHexStringLower(Mac(_networks, network).AsSpan(0, 16));

    /// <summary>The grain key of an idempotency key: 64 lower-case hex characters.</summary>
    public string NameIdempotency(string callerAndRouteAndKey) => Convert.ToHexStringLower(Mac(_idempotency, callerAndRouteAndKey));

    /// <summary>The stored form of a short code (mailed or recovery), bound to what it belongs to. Keyed,
    /// so that a stolen store can not be searched.</summary>
    /// <param name="owner">What the code belongs to: a registration or an account and set.</param>
    /// <param name="code">The code in canonical form.</param>
    public byte[] HashCode(string owner, string code) => Mac(_codes, $"{owner.Length}:{owner}{code}");

    /// <summary>The MAC that makes a mail's link ours, 32 bytes.</summary>
    public byte[] SignLink(ReadOnlySpan<byte> facts) => HMACSHA256.HashData(_links, facts);

    /// <summary>The MAC that makes a device's pass ours, 32 bytes.</summary>
    public byte[] SignDevice(ReadOnlySpan<byte> facts) => HMACSHA256.HashData(_devices, facts);

    /// <summary>Never prints a key.</summary>
    public override string ToString() => $"[keys {Fingerprint}]";

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static byte[] Derive(ReadOnlySpan<byte> secret, string purpose)
    {
        var key = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, [], Encoding.UTF8.GetBytes("orleans-entry/1/" + purpose));
        return key;
    }
}
