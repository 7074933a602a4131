using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using OrleansEntry.Core.Accounts;

namespace OrleansEntry.Core.Trading;

/// <summary>An approval as the person's client hands it to the trading service.</summary>
/// <remarks>48 bytes in base64url, 64 characters: account 16, secret 32. Storage knows SHA-256 of the secret: at 256 bits of entropy a
/// plain hash is enough (ASVS 6.5.2).</remarks>
public sealed class ApprovalToken
{
    /// <summary>Length of the secret in bytes.</summary>
    public const int SecretBytes = 32;

    /// <summary>Length of the text form in characters.</summary>
    public const int TextLength = 64;

    private readonly byte[] _secret;

    private ApprovalToken(AccountId account, byte[] secret) => (Account, _secret) = (account, secret);

    /// <summary>The account.</summary>
    public AccountId Account { get; }

    /// <summary>What storage knows of the secret.</summary>
    public byte[] SecretHash() => Hash(_secret);

    /// <summary>What storage knows of a secret.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> secret) => SHA256.HashData(secret);

    /// <summary>Puts a token together.</summary>
    /// <exception cref="ArgumentException">The secret does not have its length: a fault on our side.</exception>
    public static ApprovalToken Create(AccountId account, ReadOnlySpan<byte> secret) => secret.Length == SecretBytes
        ? new ApprovalToken(account, secret.ToArray())
        : throw new ArgumentException("An approval needs 32 secret bytes.", nameof(secret));

    /// <summary>Reads what a service sent. Only the canonical form is a token.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ApprovalToken? token)
    {
        token = null;
        Span<byte> bytes = stackalloc byte[48];
        if (!CanonicalBase64.TryDecode(text, bytes)) return false;
        if (!AccountId.TryParse(Convert.ToHexStringLower(bytes[..16]), out var account)) return false;

        token = new ApprovalToken(account, bytes[16..].ToArray());
        return true;
    }

    /// <summary>The token as the client holds it. This is the secret itself: for the response and nothing else.</summary>
    public string Reveal()
    {
        Span<byte> bytes = stackalloc byte[48];
        Convert.FromHexString(Account.Value, bytes[..16], out _, out _);
        _secret.CopyTo(bytes[16..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => "[approval]";
}
