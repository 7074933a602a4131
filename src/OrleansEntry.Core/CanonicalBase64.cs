using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace OrleansEntry.Core;

/// <summary>Reads base64url (RFC 4648 §5) from strangers: one text for each value, and never an exception.</summary>
public static class CanonicalBase64
{
    /// <summary>Fills <paramref name="bytes"/> from the one text that encodes exactly so many bytes.</summary>
    /// <returns>Whether <paramref name="text"/> is that text; otherwise what was written means nothing.</returns>
    /// <remarks>The framework's own Try method throws on characters that do not belong:
    /// it is asked whether the text is valid first.</remarks>
    public static bool TryDecode([NotNullWhen(true)] string? text, Span<byte> bytes)
    {
        // The length leaves no room for white space and padding, which the framework passes over; set spare bits it refuses.
        if (text is null || text.Length != Base64Url.GetEncodedLength(bytes.Length)) return false;
        if (!Base64Url.IsValid(text, out var length) || length != bytes.Length) return false;

        Base64Url.DecodeFromChars(text, bytes);
        return true;
    }
}
