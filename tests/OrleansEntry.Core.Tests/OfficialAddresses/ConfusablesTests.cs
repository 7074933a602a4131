using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using OrleansEntry.Core.OfficialAddresses;
using Xunit;

namespace OrleansEntry.Core.Tests.OfficialAddresses;

public sealed class ConfusablesTests
{
    [Fact]
    public void The_data_is_Unicodes_own_file_byte_for_byte()
    {
        using var packed = typeof(Confusables).Assembly.GetManifestResourceStream(Confusables.Resource);
        using var file = new BrotliStream(packed!, CompressionMode.Decompress);

        Assert.Equal("2b10130885c3370b101c52d7baedc452ab7f0e257b86c1e52ee657ecfc29ce64", Convert.ToHexStringLower(SHA256.HashData(file)));
        Assert.Equal(6_311, Confusables.All.Count());
    }

    [Theory]
    [InlineData("example", "\u0435\u0445\u0430mpl\u0435")]
    [InlineData("example", "EXAMPLE")]
    [InlineData("example", "examp1e")]
    [InlineData("modern", "rnodern")]
    [InlineData("google", "g00gle")]
    [InlineData("b\u00fccher", "bu\u0308cher")]
    public void Texts_that_look_alike_have_one_skeleton(string one, string other) =>
        Assert.Equal(Confusables.Skeleton(one), Confusables.Skeleton(other));

    [Fact]
    public void A_skeleton_looks_like_itself() => Assert.All(Confusables.All, character =>
    {
        var skeleton = Confusables.Skeleton(char.ConvertFromUtf32(character));
        Assert.Equal(skeleton, Confusables.Skeleton(skeleton));
    });

    [Fact]
    public void A_character_that_looks_like_another_is_called_by_its_name()
    {
        Assert.Equal("Cyrillic small letter a", Confusables.NameOf(new Rune('\u0430')));
        Assert.Null(Confusables.NameOf(new Rune('x')));
    }
}
