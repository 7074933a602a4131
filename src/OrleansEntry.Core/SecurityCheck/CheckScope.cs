using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OrleansEntry.Core.SecurityCheck;

/// <summary>What a check is good for: one purpose, for one subject, by one client. A pass is worth nothing elsewhere.</summary>
/// <remarks>Only a SHA-256 of the three is kept, so a scope has one size, never prints its parts, and two are compared in
/// constant time.</remarks>
public sealed class CheckScope : IEquatable<CheckScope>
{
    /// <summary>Longest accepted purpose, subject and client, each in UTF-16 code units.</summary>
    public const int MaxPartLength = 256;

    private readonly byte[] _hash;

    private CheckScope(byte[] hash) => _hash = hash;

    /// <summary>The scope of these three.</summary>
    /// <param name="purpose">What the visitor is about to do, such as <c>entry</c>.</param>
    /// <param name="subject">Whom or what it concerns: an id or a keyed hash, never a person's text.</param>
    /// <param name="client">Who asks: an id or a keyed hash of the visitor's client.</param>
    /// <exception cref="ArgumentException">A part is empty or longer than <see cref="MaxPartLength"/>: a fault of the
    /// caller's code, not something a visitor can cause.</exception>
    public static CheckScope Of(string purpose, string subject, string client)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, purpose, nameof(purpose));
        Append(hash, subject, nameof(subject));
        Append(hash, client, nameof(client));
        return new CheckScope(hash.GetHashAndReset());
    }

    /// <summary>Whether both are the same scope, in constant time.</summary>
    /// <param name="other">The other scope.</param>
    public bool Equals(CheckScope? other) => other is not null && CryptographicOperations.FixedTimeEquals(_hash, other._hash);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CheckScope);

    /// <inheritdoc/>
    public override int GetHashCode() => BinaryPrimitives.ReadInt32LittleEndian(_hash);

    /// <summary>Never prints its parts.</summary>
    public override string ToString() => "[scope]";

    // Each part is led by its length, so that no two different triples run together into the same bytes.
    private static void Append(IncrementalHash hash, string part, string name)
    {
        if (part is not { Length: > 0 and <= MaxPartLength })
            throw new ArgumentException($"A part of a check's scope has 1 to {MaxPartLength} characters.", name);

        var bytes = Encoding.UTF8.GetBytes(part);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
