using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace OrleansEntry.Core;

/// <summary>The form of every name that this product makes up: 128 bits as 32 lower-case hex characters.</summary>
public static class HexName
{
    /// <summary>The length in characters.</summary>
    public const int Length = 32;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>A new random name.</summary>
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Length / 2));

    /// <summary>A name that follows from secret bytes.</summary>
    /// <param name="secret">16 bytes or more; the first 16 make the name.</param>
    public static string From(ReadOnlySpan<byte> secret) => Convert.ToHexStringLower(secret[..(Length / 2)]);

    /// <summary>Whether <paramref name="text"/> has the form. Everything that becomes a grain key is asked first.</summary>
    public static bool IsValid([NotNullWhen(true)] string? text) =>
        text is { Length: Length } && text.AsSpan().IndexOfAnyExcept(Digits) < 0;
}
