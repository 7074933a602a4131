using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using OrleansEntry.Core.Sessions;

namespace OrleansEntry.Core.Operators;

/// <summary>What an operator's browser holds: the session's public name and a 256-bit secret, 64 characters of base64url. Storage knows
/// SHA-256 of the secret.</summary>
public sealed class OperatorToken
{
    private readonly byte[] _secret;

    private OperatorToken(string sessionId, byte[] secret) => (SessionId, _secret) = (sessionId, secret);

    /// <summary>The session's public name.</summary>
    public string SessionId { get; }

    /// <summary>What storage knows of the secret.</summary>
    public byte[] SecretHash() => SessionToken.Hash(_secret);

    /// <summary>A value bound to this session that a page must send along with changes: another site can not know it.</summary>
    public string AntiForgery() => Base64Url.EncodeToString(HMACSHA256.HashData(_secret, "operator-anti-forgery"u8));

    /// <summary>Puts a token together.</summary>
    /// <exception cref="ArgumentException">The parts do not have their form: a fault on our side.</exception>
    public static OperatorToken Create(string sessionId, ReadOnlySpan<byte> secret) =>
        HexName.IsValid(sessionId) && secret.Length == SessionToken.SecretBytes
            ? new OperatorToken(sessionId, secret.ToArray())
            : throw new ArgumentException("An operator's token needs a session name and 32 secret bytes.");

    /// <summary>Reads what a client sent. Only the canonical form is a token.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out OperatorToken? token)
    {
        token = null;
        Span<byte> bytes = stackalloc byte[48];
        if (!CanonicalBase64.TryDecode(text, bytes)) return false;

        token = new OperatorToken(Convert.ToHexStringLower(bytes[..16]), bytes[16..].ToArray());
        return true;
    }

    /// <summary>The token as the client holds it. This is the secret itself: for the response and nothing else.</summary>
    public string Reveal()
    {
        Span<byte> bytes = stackalloc byte[48];
        Convert.FromHexString(SessionId, bytes[..16], out _, out _);
        _secret.CopyTo(bytes[16..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"[operator session {SessionId}]";
}
