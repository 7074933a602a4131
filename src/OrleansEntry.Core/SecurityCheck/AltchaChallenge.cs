using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OrleansEntry.Core.SecurityCheck;

/// <summary>The public part of a proof-of-work, as ALTCHA's protocol v2 names it: "find the counter whose derived key
/// begins with this prefix".</summary>
/// <remarks>The password of each step is the nonce followed by the counter as a big-endian 32-bit number. The prefix is
/// the first half of the key that our secret counter gave, so that exactly one counter fits.</remarks>
/// <param name="Nonce"><see cref="NonceLength"/> random bytes as lower-case hexadecimal text.</param>
/// <param name="Salt"><see cref="NonceLength"/> random bytes as lower-case hexadecimal text.</param>
/// <param name="Cost">PBKDF2 iterations per step; at least 1.</param>
/// <param name="KeyPrefix">The first <see cref="PrefixLength"/> bytes of the key, as lower-case hexadecimal text.</param>
/// <param name="ExpiresAt">Seconds since 1970-01-01 UTC from which on no browser should try.</param>
public sealed record AltchaParameters(string Nonce, string Salt, int Cost, string KeyPrefix, long ExpiresAt)
{
    /// <summary>The one algorithm that is offered: every browser has it built in.</summary>
    public const string Algorithm = "PBKDF2/SHA-256";

    /// <summary>Length of the nonce and of the salt, in bytes.</summary>
    public const int NonceLength = 16;

    /// <summary>Length of the derived key, in bytes.</summary>
    public const int KeyLength = 32;

    /// <summary>Length of the published part of the key, in bytes.</summary>
    public const int PrefixLength = KeyLength / 2;

    /// <summary>The text that is signed: members sorted by name and no white space, as ALTCHA's canonical JSON.</summary>
    public byte[] ToCanonicalJson()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer)) WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }

    internal void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("algorithm", Algorithm);
        writer.WriteNumber("cost", Cost);
        writer.WriteNumber("expiresAt", ExpiresAt);
        writer.WriteNumber("keyLength", KeyLength);
        writer.WriteString("keyPrefix", KeyPrefix);
        writer.WriteString("nonce", Nonce);
        writer.WriteString("salt", Salt);
        writer.WriteEndObject();
    }
}

/// <summary>A signed proof-of-work, as it is sent to a browser.</summary>
/// <param name="Parameters">What to solve.</param>
/// <param name="Signature">HMAC-SHA-256 of the parameters' canonical JSON, as lower-case hexadecimal text.</param>
public sealed record AltchaChallenge(AltchaParameters Parameters, string Signature)
{
    /// <summary>Makes a challenge and what judges its answer; costs one derivation of <paramref name="cost"/> iterations.</summary>
    /// <param name="nonce"><see cref="AltchaParameters.NonceLength"/> random bytes.</param>
    /// <param name="salt"><see cref="AltchaParameters.NonceLength"/> random bytes.</param>
    /// <param name="counter">The secret counter, 0 or more; a browser tries every number from 0 up to it.</param>
    /// <param name="cost">PBKDF2 iterations per step; at least 1.</param>
    /// <param name="expiresAt">Until when it may be solved; sent in whole seconds, rounded down.</param>
    /// <param name="key">Signs the challenge.</param>
    /// <exception cref="ArgumentException">The nonce or the salt has another length: a fault in our code.</exception>
    public static (AltchaChallenge Challenge, ExpectedAnswer Expected) Create(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> salt, int counter, int cost, DateTimeOffset expiresAt, SecurityCheckKey key)
    {
        if (nonce.Length != AltchaParameters.NonceLength || salt.Length != AltchaParameters.NonceLength)
            throw new ArgumentException($"Nonce and salt have {AltchaParameters.NonceLength} bytes each.");
        ArgumentOutOfRangeException.ThrowIfNegative(counter);

        Span<byte> password = stackalloc byte[AltchaParameters.NonceLength + sizeof(uint)];
        nonce.CopyTo(password);
        BinaryPrimitives.WriteUInt32BigEndian(password[AltchaParameters.NonceLength..], (uint)counter);
        var derivedKey = Rfc2898DeriveBytes.Pbkdf2(
            password, salt, cost, HashAlgorithmName.SHA256, AltchaParameters.KeyLength);

        var parameters = new AltchaParameters(
            Convert.ToHexStringLower(nonce), Convert.ToHexStringLower(salt), cost,
            Convert.ToHexStringLower(derivedKey.AsSpan(0, AltchaParameters.PrefixLength)), expiresAt.ToUnixTimeSeconds());
        var signature = key.Sign(parameters.ToCanonicalJson());

        return (new AltchaChallenge(parameters, Convert.ToHexStringLower(signature)),
            new ExpectedProofOfWork(signature, counter, derivedKey, key));
    }

    /// <summary>The challenge as the JSON object that ALTCHA's widget takes: <c>{"parameters":{…},"signature":"…"}</c>.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("parameters");
            Parameters.WriteTo(writer);
            writer.WriteString("signature", Signature);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
