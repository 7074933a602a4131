using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using OrleansEntry.Core;

namespace OrleansEntry.Gateway.Http;

/// <summary>What a device keeps so that it is known again: 32 random bytes in base64url, 43 characters.</summary>
internal static class DeviceToken
{
    /// <summary>Length of the secret in bytes.</summary>
    public const int SecretBytes = 32;

    private const int TextLength = 43;

    /// <summary>A new secret.</summary>
    public static byte[] New() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>The text form. This is the secret itself: for the response and nothing else.</summary>
    public static string Reveal(ReadOnlySpan<byte> secret) => Base64Url.EncodeToString(secret);

    /// <summary>Reads what a client sent. Only the canonical form is a token.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out byte[]? secret)
    {
        secret = null;
        if (text is not { Length: TextLength }) return false;

        var bytes = new byte[SecretBytes];
        if (!CanonicalBase64.TryDecode(text, bytes)) return false;

        secret = bytes;
        return true;
    }
}
