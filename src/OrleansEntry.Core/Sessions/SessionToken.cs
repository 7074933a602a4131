using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using OrleansEntry.Core.Accounts;

namespace OrleansEntry.Core.Sessions;

/// <summary>What a client holds: it names its account and its session and carries a 256-bit secret (ASVS 7.2.3).</summary>
/// <remarks>64 bytes in base64url, 86 characters: account 16, session 16, secret 32.
/// So a check asks one grain and needs no table of tokens. Storage knows SHA-256 of the secret:
/// at 256 bits of entropy a plain hash is enough (ASVS 6.5.2).</remarks>
public sealed class SessionToken
{
    /// <summary>Length of the secret in bytes.</summary>
    public const int SecretBytes = 32;

    /// <summary>Length of the text form in characters.</summary>
    public const int TextLength = 86;

    private readonly byte[] _secret;

    private SessionToken(AccountId account, string sessionId, byte[] secret) =>
        (Account, SessionId, _secret) = (account, sessionId, secret);

    /// <summary>The account.</summary>
    public AccountId Account { get; }

    /// <summary>The session's public name.</summary>
    public string SessionId { get; }

    /// <summary>What storage knows of the secret.</summary>
    public byte[] SecretHash() => Hash(_secret);

    /// <summary>What storage knows of a secret.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> secret) => SHA256.HashData(secret);

    /// <summary>A value bound to this session that a page must send along with changes (NIST SP 800-63B-4 §5.1):
    /// another site can not know it.</summary>
    public string AntiForgery() => Base64Url.EncodeToString(HMACSHA256.HashData(_secret, "anti-forgery"u8));

    /// <summary>A value that only who holds the token can make, for one use: 32 bytes.</summary>
    /// <param name="use">What it is for. It never begins as another use does.</param>
    public byte[] Derive(ReadOnlySpan<byte> use) => HMACSHA256.HashData(_secret, use);

    /// <summary>Puts a token together.</summary>
    /// <exception cref="ArgumentException">The parts do not have their form: a fault on our side.</exception>
    public static SessionToken Create(AccountId account, string sessionId, ReadOnlySpan<byte> secret) =>
        HexName.IsValid(sessionId) && secret.Length == SecretBytes
            ? new SessionToken(account, sessionId, secret.ToArray())
            : throw new ArgumentException("A session token needs a session name and 32 secret bytes.");

    /// <summary>Reads what a client sent. Only the canonical form is a token.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out SessionToken? token)
    {
        token = null;
        Span<byte> bytes = stackalloc byte[64];
        if (!CanonicalBase64.TryDecode(text, bytes)) return false;
        if (!AccountId.TryParse(Convert.ToHexStringLower(bytes[..16]), out var account)) return false;

        token = new SessionToken(account, Convert.ToHexStringLower(bytes[16..32]), bytes[32..].ToArray());
        return true;
    }

    /// <summary>The token as the client holds it. This is the secret itself: for the response and nothing else.</summary>
    public string Reveal()
    {
        Span<byte> bytes = stackalloc byte[64];
        Convert.FromHexString(Account.Value, bytes[..16], out _, out _);
        Convert.FromHexString(SessionId, bytes[16..32], out _, out _);
        _secret.CopyTo(bytes[32..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"[session {SessionId}]";
}
