using System.Security.Cryptography;

namespace OrleansEntry.Core.SecurityCheck;

/// <summary>The deployment's key that signs challenges. Every silo has the same one. It never prints itself.</summary>
public sealed class SecurityCheckKey
{
    /// <summary>Size of the key, in bytes.</summary>
    public const int Size = 32;

    private readonly byte[] _key;

    /// <summary>Keeps a copy of the key.</summary>
    /// <param name="key"><see cref="Size"/> secret, random bytes, used for nothing else.</param>
    /// <exception cref="ArgumentException">The key has another size: a fault in the deployment's configuration.</exception>
    public SecurityCheckKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != Size) throw new ArgumentException($"The security check's key has {Size} bytes.", nameof(key));
        _key = key.ToArray();
    }

    /// <summary>HMAC-SHA-256 of a text, 32 bytes.</summary>
    /// <param name="text">What to sign.</param>
    public byte[] Sign(ReadOnlySpan<byte> text) => HMACSHA256.HashData(_key, text);

    /// <summary>Never prints the key.</summary>
    public override string ToString() => "[key]";
}
