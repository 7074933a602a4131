using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansEntry.Core.SecurityCheck;

/// <summary>A solved proof-of-work as ALTCHA's widget sends it: base64 of
/// <c>{"challenge":{"parameters":{…},"signature":"…"},"solution":{"counter":…,"derivedKey":"…","time":…}}</c>.</summary>
/// <remarks>Read strictly: known members once each, the one algorithm, lower-case hexadecimal text of the right length.
/// <c>time</c> may be missing and is not believed. That it can be read says nothing about whether it is right.</remarks>
public sealed record AltchaPayload
{
    /// <summary>Longest accepted payload, in characters of base64.</summary>
    public const int MaxLength = ExpectedAnswer.MaxAnswerLength;

    private const int SignatureLength = 32;

    private AltchaPayload(AltchaParameters parameters, byte[] signature, uint counter, byte[] derivedKey)
    {
        Parameters = parameters;
        Signature = signature;
        Counter = counter;
        DerivedKey = derivedKey;
    }

    /// <summary>The parameters as the sender claims to have got them.</summary>
    public AltchaParameters Parameters { get; }

    /// <summary>The signature as the sender claims to have got it; 32 bytes.</summary>
    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>The counter that was found.</summary>
    public uint Counter { get; }

    /// <summary>The whole key that it gave; <see cref="AltchaParameters.KeyLength"/> bytes.</summary>
    public ReadOnlyMemory<byte> DerivedKey { get; }

    /// <summary>Reads a payload as a visitor sent it. Never throws.</summary>
    /// <param name="text">What was sent.</param>
    /// <param name="payload">The payload, when it can be read.</param>
    /// <returns>Whether <paramref name="text"/> is a well-formed payload of at most <see cref="MaxLength"/> characters.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out AltchaPayload? payload)
    {
        payload = null;
        if (text is not { Length: > 0 and <= MaxLength }) return false;

        Span<byte> json = stackalloc byte[Base64.GetMaxDecodedFromUtf8Length(MaxLength)];
        if (!Convert.TryFromBase64String(text, json, out var length)) return false;

        try
        {
            payload = Read(JsonSerializer.Deserialize(json[..length], AltchaJson.Default.AltchaBody));
        }
        catch (JsonException)
        {
            // Rubbish is a wrong answer, not a fault.
        }
        return payload is not null;
    }

    /// <summary>Never prints the solution.</summary>
    public override string ToString() => "[payload]";

    private static AltchaPayload? Read(AltchaBody? body) =>
        body is { Challenge: { Parameters: var p } c, Solution: var s }
        && p is { Algorithm: AltchaParameters.Algorithm, KeyLength: AltchaParameters.KeyLength }
        && FromHex(p.Nonce, AltchaParameters.NonceLength) is not null
        && FromHex(p.Salt, AltchaParameters.NonceLength) is not null
        && FromHex(p.KeyPrefix, AltchaParameters.PrefixLength) is not null
        && FromHex(c.Signature, SignatureLength) is { } signature
        && FromHex(s.DerivedKey, AltchaParameters.KeyLength) is { } derivedKey
            ? new AltchaPayload(new AltchaParameters(p.Nonce, p.Salt, p.Cost, p.KeyPrefix, p.ExpiresAt), signature, s.Counter, derivedKey)
            : null;

    private static byte[]? FromHex(string text, int length) =>
        text.Length == 2 * length && text.All(char.IsAsciiHexDigitLower) ? Convert.FromHexString(text) : null;
}

/// <summary>The payload's JSON, member by member.</summary>
internal sealed record AltchaBody(AltchaBody.ChallengeBody Challenge, AltchaBody.SolutionBody Solution)
{
    internal sealed record ChallengeBody(ParametersBody Parameters, string Signature);

    internal sealed record ParametersBody(
        string Algorithm, int Cost, long ExpiresAt, int KeyLength, string KeyPrefix, string Nonce, string Salt);

    internal sealed record SolutionBody(uint Counter, string DerivedKey, double? Time = null);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 4)]
[JsonSerializable(typeof(AltchaBody))]
internal sealed partial class AltchaJson : JsonSerializerContext;
