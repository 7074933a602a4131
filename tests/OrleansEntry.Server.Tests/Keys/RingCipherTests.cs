using System.Security.Cryptography;
using System.Xml.Linq;
using OrleansEntry.Server.Keys;

namespace OrleansEntry.Server.Tests.Keys;

public sealed class RingCipherTests
{
    private static readonly XElement Secret = XElement.Parse("<descriptor><masterKey>ü 123</masterKey></descriptor>");

    [Fact]
    public void What_was_sealed_opens_and_shows_nothing_before()
    {
        var cipher = new RingCipher(new byte[32]);

        var box = cipher.Seal(Secret);

        Assert.DoesNotContain("masterKey", box.ToString(), StringComparison.Ordinal);
        Assert.True(XNode.DeepEquals(Secret, cipher.Open(box)));
    }

    [Fact]
    public void The_same_secret_never_looks_the_same() =>
        Assert.NotEqual(new RingCipher(new byte[32]).Seal(Secret).Value, new RingCipher(new byte[32]).Seal(Secret).Value);

    [Fact]
    public void Another_key_opens_nothing()
    {
        var box = new RingCipher(new byte[32]).Seal(Secret);

        Assert.ThrowsAny<CryptographicException>(() => new RingCipher([.. Enumerable.Repeat((byte)1, 32)]).Open(box));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(-1)]
    public void A_changed_byte_opens_nothing(int place)
    {
        var cipher = new RingCipher(new byte[32]);
        var bytes = Convert.FromBase64String(cipher.Seal(Secret).Value);
        bytes[place < 0 ? ^1 : place] ^= 1;

        Assert.ThrowsAny<CryptographicException>(() => cipher.Open(new XElement(RingCipher.ElementName, Convert.ToBase64String(bytes))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("?")]
    public void What_is_no_box_is_a_format_fault(string text) =>
        Assert.Throws<FormatException>(() => new RingCipher(new byte[32]).Open(new XElement(RingCipher.ElementName, text)));
}
