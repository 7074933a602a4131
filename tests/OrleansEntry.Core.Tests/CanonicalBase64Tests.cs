using System.Buffers.Text;
using CsCheck;
using Xunit;

namespace OrleansEntry.Core.Tests;

public sealed class CanonicalBase64Tests
{
    [Fact]
    public void What_was_encoded_reads_back() => Gen.Byte.Array[0, 80].Sample(bytes =>
    {
        var read = new byte[bytes.Length];

        Assert.True(CanonicalBase64.TryDecode(Base64Url.EncodeToString(bytes), read));
        Assert.Equal(bytes, read);
    });

    [Fact]
    public void No_text_whatever_throws_and_only_the_canonical_one_is_read() => Gen.String[Gen.Char, 0, 90].Sample(text =>
    {
        var read = new byte[32];

        if (CanonicalBase64.TryDecode(text, read)) Assert.Equal(text, Base64Url.EncodeToString(read));
    });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData(" AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Anything_else_is_refused(string? text) => Assert.False(CanonicalBase64.TryDecode(text, new byte[32]));
}
