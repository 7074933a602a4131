using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace OrleansEntry.Core.Trading;

/// <summary>What settings hold of one secret of a service: its hash and, while another one takes over, its end. Written <c>HASH</c>, or
/// <c>HASH until 2026-12-31T00:00:00Z</c>.</summary>
public sealed class KeptSecret
{
    private const string Between = " until ";
    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const int HashCharacters = 2 * SHA256.HashSizeInBytes;

    private readonly byte[] _hash;

    private KeptSecret(byte[] hash, DateTimeOffset? until) => (_hash, Until) = (hash, until);

    /// <summary>Its end; <see langword="null"/> for none. At its end itself it is over.</summary>
    public DateTimeOffset? Until { get; }

    /// <summary>The hash's first characters: enough for an operator to tell one from another.</summary>
    public string Mark => Convert.ToHexStringLower(_hash)[..8];

    /// <summary>What is kept of a secret.</summary>
    public static KeptSecret Of(ServiceSecret secret) => new(secret.Hash(), null);

    /// <summary>Reads a setting. Only the exact form is one: what is misspelt must not work for longer than was meant.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out KeptSecret? kept)
    {
        kept = null;
        if (text is not { Length: >= HashCharacters } || !text[..HashCharacters].All(char.IsAsciiHexDigitLower)) return false;

        DateTimeOffset? until = null;
        if (text.Length > HashCharacters)
        {
            if (!text[HashCharacters..].StartsWith(Between, StringComparison.Ordinal)
                || !DateTimeOffset.TryParseExact(
                    text[(HashCharacters + Between.Length)..], Instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
                    out var end))
                return false;
            until = end;
        }

        kept = new KeptSecret(Convert.FromHexString(text[..HashCharacters]), until);
        return true;
    }

    /// <summary>Whether it still works.</summary>
    public bool Works(DateTimeOffset now) => Until is not { } until || now < until;

    /// <summary>Whether it belongs to a secret, in constant time.</summary>
    public bool IsOf(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(_hash, hash);

    /// <summary>The same with an end, where it has no earlier one; exact to a second.</summary>
    public KeptSecret EndingBy(DateTimeOffset until) => Until <= until ? this : new KeptSecret(_hash, until);

    /// <summary>The setting.</summary>
    public override string ToString() => Convert.ToHexStringLower(_hash)
        + (Until is { } until ? Between + until.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture) : "");
}
