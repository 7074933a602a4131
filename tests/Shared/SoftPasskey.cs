using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrleansEntry.Tests;

/// <summary>An authenticator with its browser, in software: one passkey that answers what a server asks, from the options' JSON alone
/// (WebAuthn Level 3), and lies in one place when it is told to.</summary>
internal sealed class SoftPasskey : IDisposable
{
    private readonly ECDsa _key;

    /// <summary>Makes one.</summary>
    /// <param name="curve">P-256 when none is named.</param>
    /// <param name="idBytes">Length of its id.</param>
    public SoftPasskey(ECCurve? curve = null, int idBytes = 32)
    {
        _key = ECDsa.Create(curve ?? ECCurve.NamedCurves.nistP256);
        Id = RandomNumberGenerator.GetBytes(idBytes);
    }

    /// <summary>Its name among authenticators.</summary>
    public byte[] Id { get; set; }

    /// <summary>How often it signed; stays 0 where <see cref="Counts"/> says so.</summary>
    public uint Counter { get; set; }

    /// <summary>Whether it counts.</summary>
    public bool Counts { get; init; } = true;

    /// <summary>Whether it can be kept on several devices, and is.</summary>
    public bool Synced { get; init; }

    /// <summary>Where its page is.</summary>
    public string Origin { get; init; } = "http://localhost";

    /// <summary>The owner it was made for.</summary>
    public string Owner { get; set; } = "";

    /// <summary>Answers a registration.</summary>
    /// <param name="options">The server's JSON.</param>
    /// <param name="lie">Changes one field before it is signed or sent.</param>
    public string Create(string options, Action<Statement>? lie = null)
    {
        using var asked = JsonDocument.Parse(options);
        Owner = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(asked.RootElement.GetProperty("user").GetProperty("id").GetString()!));
        var said = new Statement
        {
            Type = "webauthn.create", Challenge = asked.RootElement.GetProperty("challenge").GetString()!, Origin = Origin,
            RelyingParty = asked.RootElement.GetProperty("rp").GetProperty("id").GetString()!,
            Flags = Flags(0x40), Counter = Count(), Id = Id,
        };
        lie?.Invoke(said);

        byte[] authenticatorData =
        [
            .. said.AuthenticatorData(), .. new byte[16], .. BigEndian((ushort)Id.Length), .. Id, .. said.PublicKey ?? CosePublicKey(),
        ];
        byte[] attestation =
            [0xA3, .. Text("fmt"), .. Text("none"), .. Text("attStmt"), 0xA0, .. Text("authData"), .. Bytes(authenticatorData)];
        return Answer(said, new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(said.ClientData()), ["attestationObject"] = Base64Url.EncodeToString(attestation),
            ["transports"] = new JsonArray("internal", "hybrid"),
        });
    }

    /// <summary>Answers a question for a passkey.</summary>
    /// <param name="options">The server's JSON.</param>
    /// <param name="lie">Changes one field before it is signed or sent.</param>
    public string Get(string options, Action<Statement>? lie = null)
    {
        using var asked = JsonDocument.Parse(options);
        var said = new Statement
        {
            Type = "webauthn.get", Challenge = asked.RootElement.GetProperty("challenge").GetString()!, Origin = Origin,
            RelyingParty = asked.RootElement.GetProperty("rpId").GetString()!, Flags = Flags(0), Counter = Count(), Id = Id, Owner = Owner,
        };
        lie?.Invoke(said);

        var (authenticatorData, clientData) = (said.AuthenticatorData(), said.ClientData());
        var signature = (said.SignedBy?._key ?? _key).SignData(
            [.. authenticatorData, .. SHA256.HashData(clientData)], HashOf(_key), DSASignatureFormat.Rfc3279DerSequence);
        said.Spoil?.Invoke([authenticatorData, clientData, signature]);
        return Answer(said, new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(clientData),
            ["authenticatorData"] = Base64Url.EncodeToString(authenticatorData),
            ["signature"] = Base64Url.EncodeToString(signature),
            ["userHandle"] = said.Owner is null ? null : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(said.Owner)),
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private static string Answer(Statement said, JsonObject response) => new JsonObject
    {
        ["id"] = Base64Url.EncodeToString(said.Id), ["rawId"] = Base64Url.EncodeToString(said.Id), ["type"] = said.Kind,
        ["clientExtensionResults"] = new JsonObject(), ["authenticatorAttachment"] = "platform", ["response"] = response,
    }.ToJsonString();

    private byte Flags(int more) => (byte)(0x01 | 0x04 | (Synced ? 0x18 : 0) | more);

    private uint Count() => Counts ? ++Counter : 0;

    private byte[] CosePublicKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        var (algorithm, curve) = _key.KeySize switch { 256 => (-7, 1), 384 => (-35, 2), _ => (-36, 3) };
        return
        [
            0xA5, 0x01, 0x02, 0x03, .. Negative(algorithm), 0x20, (byte)curve, 0x21, .. Bytes(point.X!), 0x22, .. Bytes(point.Y!),
        ];
    }

    /// <summary>The COSE key of an algorithm that its holder may not choose.</summary>
    public byte[] KeyCalled(int algorithm)
    {
        var key = CosePublicKey();
        return [.. key[..4], .. Negative(algorithm), .. key[(4 + Negative(-7).Length)..]];
    }

    private static HashAlgorithmName HashOf(ECDsa key) =>
        key.KeySize switch { 256 => HashAlgorithmName.SHA256, 384 => HashAlgorithmName.SHA384, _ => HashAlgorithmName.SHA512 };

    // As much of CBOR (RFC 8949 §3) as an authenticator needs.
    private static byte[] Text(string text) => [(byte)(0x60 + text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Bytes(byte[] bytes) =>
        bytes.Length < 256 ? [0x58, (byte)bytes.Length, .. bytes] : [0x59, .. BigEndian((ushort)bytes.Length), .. bytes];

    private static byte[] Negative(int number) =>
        -1 - number < 24 ? [(byte)(0x20 - 1 - number)]
        : -1 - number < 256 ? [0x38, (byte)(-1 - number)]
        : [0x39, .. BigEndian((ushort)(-1 - number))];

    private static byte[] BigEndian(ushort number)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, number);
        return bytes;
    }

    /// <summary>What is said, field by field.</summary>
    public sealed class Statement
    {
        public required string Type { get; set; }

        public required string Challenge { get; set; }

        public required string Origin { get; set; }

        public bool CrossOrigin { get; set; }

        public string? TopOrigin { get; set; }

        public required string RelyingParty { get; set; }

        public required byte Flags { get; set; }

        public required uint Counter { get; set; }

        public required byte[] Id { get; set; }

        public string Kind { get; set; } = "public-key";

        public string? Owner { get; set; }

        public byte[]? PublicKey { get; set; }

        public SoftPasskey? SignedBy { get; set; }

        /// <summary>Changes what was signed: authenticator data, client data, signature.</summary>
        public Action<byte[][]>? Spoil { get; set; }

        internal byte[] AuthenticatorData()
        {
            var counter = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(counter, Counter);
            return [.. SHA256.HashData(Encoding.UTF8.GetBytes(RelyingParty)), Flags, .. counter];
        }

        internal byte[] ClientData()
        {
            var said = new JsonObject { ["type"] = Type, ["challenge"] = Challenge, ["origin"] = Origin, ["crossOrigin"] = CrossOrigin };
            if (TopOrigin is not null) said["topOrigin"] = TopOrigin;
            return Encoding.UTF8.GetBytes(said.ToJsonString());
        }
    }
}
