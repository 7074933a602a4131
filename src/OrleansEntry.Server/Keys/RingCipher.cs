using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace OrleansEntry.Server.Keys;

/// <summary>Seals the key ring's files with a key that hangs on the deployment's secret (AES-256-GCM, 96-bit random nonce; a handful of
/// files in a deployment's life), so that a copy of the data folder alone opens nothing.</summary>
internal sealed class RingCipher
{
    /// <summary>Size of the key, in bytes.</summary>
    public const int KeyBytes = 32;

    /// <summary>The element that stands in a key file for the sealed one.</summary>
    public const string ElementName = "sealedByDeploymentSecret";

    private readonly byte[] _key;

    /// <summary>Takes the key.</summary>
    /// <param name="key"><see cref="KeyBytes"/> secret bytes.</param>
    public RingCipher(byte[] key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyBytes);
        _key = key;
    }

    /// <summary>Seals an element.</summary>
    public XElement Seal(XElement plain)
    {
        var text = Encoding.UTF8.GetBytes(plain.ToString(SaveOptions.DisableFormatting));
        var box = new byte[AesGcm.NonceByteSizes.MaxSize + text.Length + AesGcm.TagByteSizes.MaxSize];
        var (nonce, sealedText, tag) = Parts(box);

        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, tag.Length);
        aes.Encrypt(nonce, text, sealedText, tag, AssociatedData);
        CryptographicOperations.ZeroMemory(text);

        return new XElement(ElementName, Convert.ToBase64String(box));
    }

    /// <summary>Opens what <see cref="Seal"/> made.</summary>
    /// <exception cref="CryptographicException">It was changed, or sealed under another secret.</exception>
    /// <exception cref="FormatException">It is something else.</exception>
    public XElement Open(XElement box)
    {
        var bytes = Convert.FromBase64String(box.Value);
        if (bytes.Length < AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize)
            throw new FormatException("Too short to be sealed.");
        var (nonce, sealedText, tag) = Parts(bytes);

        var text = new byte[sealedText.Length];
        using var aes = new AesGcm(_key, tag.Length);
        aes.Decrypt(nonce, sealedText, tag, text, AssociatedData);
        return XElement.Parse(Encoding.UTF8.GetString(text));
    }

    /// <summary>Never the key.</summary>
    public override string ToString() => "[key]";

    private static ReadOnlySpan<byte> AssociatedData => "orleans-entry/1/ring"u8;

    private static Box Parts(Span<byte> box) =>
        new(box[..AesGcm.NonceByteSizes.MaxSize],
            box[AesGcm.NonceByteSizes.MaxSize..^AesGcm.TagByteSizes.MaxSize],
            box[^AesGcm.TagByteSizes.MaxSize..]);

    // nonce | sealed text | tag
    private readonly ref struct Box(Span<byte> nonce, Span<byte> sealedText, Span<byte> tag)
    {
        private readonly Span<byte> _nonce = nonce;
        private readonly Span<byte> _sealedText = sealedText;
        private readonly Span<byte> _tag = tag;

        public void Deconstruct(out Span<byte> nonce, out Span<byte> sealedText, out Span<byte> tag)
        {
            nonce = _nonce;
            sealedText = _sealedText;
            tag = _tag;
        }
    }
}

/// <summary>Data Protection's side of <see cref="RingCipher"/>: seals.</summary>
internal sealed class RingEncryptor(RingCipher cipher) : IXmlEncryptor
{
    /// <inheritdoc/>
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(cipher.Seal(plaintextElement), typeof(RingDecryptor));
}

/// <summary>Data Protection's side of <see cref="RingCipher"/>: opens. Key files name this type: it keeps its name and its place.</summary>
internal sealed class RingDecryptor : IXmlDecryptor
{
    private readonly RingCipher _cipher;

    /// <summary>Data Protection makes it, with the services of the host.</summary>
    public RingDecryptor(IServiceProvider services) => _cipher = services.GetRequiredService<RingCipher>();

    /// <inheritdoc/>
    public XElement Decrypt(XElement encryptedElement) => _cipher.Open(encryptedElement);
}
