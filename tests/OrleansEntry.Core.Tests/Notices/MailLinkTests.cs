using System.Buffers.Text;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Notices;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Notices;

public sealed class MailLinkTests
{
    private static readonly DeploymentKeys Keys = new(new byte[32]);
    private static readonly MailLink Link = new(LinkPurpose.NotMe, Id(), 7, Noon);

    [Fact]
    public void A_link_is_read_back_and_prints_nothing_of_its_secret()
    {
        var text = Link.Reveal(Keys);

        Assert.Equal(MailLink.TextLength, text.Length);
        Assert.True(MailLink.TryRead(text, LinkPurpose.NotMe, Keys, out var read));
        Assert.Equal(Link, read);
        Assert.DoesNotContain(text, $"{Link}", StringComparison.Ordinal);
        Assert.Equal(text, Link.Reveal(Keys));
    }

    [Fact]
    public void A_link_is_good_for_its_purpose_and_deployment_alone()
    {
        Assert.False(MailLink.TryRead(Link.Reveal(Keys), LinkPurpose.Recovery, Keys, out _));
        Assert.False(MailLink.TryRead(Link.Reveal(new DeploymentKeys(Hash(1))), LinkPurpose.NotMe, Keys, out _));
    }

    [Fact]
    public void No_changed_byte_makes_a_link()
    {
        var bytes = Base64Url.DecodeFromChars(Link.Reveal(Keys));
        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = bytes.ToArray();
            changed[i] ^= 1;
            Assert.False(MailLink.TryRead(Base64Url.EncodeToString(changed), LinkPurpose.NotMe, Keys, out _), $"byte {i}");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%")]
    public void What_has_not_the_form_is_none(string? text) => Assert.False(MailLink.TryRead(text, LinkPurpose.NotMe, Keys, out _));
}
