using System.Globalization;
using System.Numerics;
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

    // The order of the curve's group (SP 800-186 §3.2.1.3).
    private static readonly BigInteger OrderOfP256 = BigInteger.Parse(
        "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private readonly byte[] _identifiers;
    private readonly byte[] _unknown;
    private readonly byte[] _networks;
    private readonly byte[] _codes;
    private readonly byte[] _idempotency;
    private readonly byte[] _links;
    private readonly byte[] _devices;
    private readonly byte[] _passkeys;
    private readonly byte[] _officialList;
    private readonly byte[] _invitations;
    private readonly byte[] _publicKeys;

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
        _passkeys = Derive(secret, "passkeys");
        SecurityCheck = Derive(secret, "security-check");
        _officialList = SigningKey(secret, "official-list");
        _invitations = Derive(secret, "operator-invitations");
        _publicKeys = Derive(secret, "public-keys");
        Fingerprint = Convert.ToHexStringLower(Derive(secret, "fingerprint").AsSpan(0, 8));
    }

    /// <summary>The key of the security check's signatures, 32 bytes.</summary>
    public byte[] SecurityCheck { get; }

    /// <summary>The public half of the key that signs the list of official addresses, a point on P-256 as PEM (RFC 5480 §2,
    /// RFC 7468 §13).</summary>
    public string OfficialListKey
    {
        get
        {
            using var key = OpenOfficialList();
            return key.ExportSubjectPublicKeyInfoPem();
        }
    }

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

    /// <summary>The grain key of a passkey's credential: 64 lower-case hex characters.</summary>
    public string NameCredential(ReadOnlySpan<byte> id) => Convert.ToHexStringLower(HMACSHA256.HashData(_passkeys, id));

    /// <summary>The name of what a passkey is asked for: 32 lower-case hex characters.</summary>
    public string NameCeremony(string accountAndEnd) => Convert.ToHexStringLower(Mac(_passkeys, accountAndEnd).AsSpan(0, 16));

    /// <summary>The stored form of a short code (mailed or recovery), bound to what it belongs to. Keyed,
    /// so that a stolen store can not be searched.</summary>
    /// <param name="owner">What the code belongs to: a registration or an account and set.</param>
    /// <param name="code">The code in canonical form.</param>
    public byte[] HashCode(string owner, string code) => Mac(_codes, $"{owner.Length}:{owner}{code}");

    /// <summary>The MAC that makes a mail's link ours, 32 bytes.</summary>
    public byte[] SignLink(ReadOnlySpan<byte> facts) => HMACSHA256.HashData(_links, facts);

    /// <summary>The MAC that makes an operator's invitation ours, 32 bytes.</summary>
    public byte[] SignInvitation(ReadOnlySpan<byte> facts) => HMACSHA256.HashData(_invitations, facts);

    /// <summary>The MAC under which a passkey's public key is stored, 32 bytes.</summary>
    public byte[] SignPublicKey(ReadOnlySpan<byte> facts) => HMACSHA256.HashData(_publicKeys, facts);

    /// <summary>The MAC that makes a device's pass ours, 32 bytes.</summary>
    public byte[] SignDevice(ReadOnlySpan<byte> facts) => HMACSHA256.HashData(_devices, facts);

    /// <summary>The signature of the list of official addresses: ECDSA on P-256 with SHA-256 (FIPS 186-5 §6), as the DER sequence of
    /// RFC 3279 §2.2.3, which everybody verifies and only we make.</summary>
    /// <param name="list">The bytes that are handed out.</param>
    public byte[] SignOfficialList(ReadOnlySpan<byte> list)
    {
        using var key = OpenOfficialList();
        return key.SignData(list, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <summary>Never prints a key.</summary>
    public override string ToString() => $"[keys {Fingerprint}]";

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    // The public half follows from the private one.
    private ECDsa OpenOfficialList() => ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = _officialList });

    // A number from 1 to n - 1, made from 64 bits more than the order has, so that no number is likelier than another (FIPS 186-5 A.2.1).
    private static byte[] SigningKey(ReadOnlySpan<byte> secret, string purpose)
    {
        var number = new BigInteger(Derive(secret, purpose, 40), isUnsigned: true, isBigEndian: true);
        var plain = (number % (OrderOfP256 - 1) + 1).ToByteArray(isUnsigned: true, isBigEndian: true);
        var key = new byte[32];
        plain.CopyTo(key.AsSpan(key.Length - plain.Length));
        return key;
    }

    private static byte[] Derive(ReadOnlySpan<byte> secret, string purpose, int bytes = 32)
    {
        var key = new byte[bytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, [], Encoding.UTF8.GetBytes("orleans-entry/1/" + purpose));
        return key;
    }
}
