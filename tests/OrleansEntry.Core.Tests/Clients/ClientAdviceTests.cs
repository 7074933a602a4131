using System.Collections.Immutable;
using OrleansEntry.Core.Clients;
using Xunit;

namespace OrleansEntry.Core.Tests.Clients;

public sealed class ClientAdviceTests
{
    private static readonly ClientAdvice Advice =
        new(ImmutableDictionary<string, ClientVersion>.Empty.Add("trader", new ClientVersion(3, 1)).Add("shelved", default));

    [Theory]
    [InlineData("3", 3, 0, 0, 0)]
    [InlineData("3.1", 3, 1, 0, 0)]
    [InlineData("0.0.0.1", 0, 0, 0, 1)]
    [InlineData("65535.65535.65535.65535", 65535, 65535, 65535, 65535)]
    [InlineData("007.010", 7, 10, 0, 0)]
    public void A_version_has_one_to_four_numbers(string text, int major, int minor, int patch, int build)
    {
        Assert.True(ClientVersion.TryParse(text, out var version));
        Assert.Equal(new ClientVersion((ushort)major, (ushort)minor, (ushort)patch, (ushort)build), version);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("3.")]
    [InlineData(".3")]
    [InlineData("3..1")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1.2.3.4.5")]
    [InlineData("3.1-beta")]
    [InlineData("\u0663")]
    public void What_is_no_version_is_not_read(string text) => Assert.False(ClientVersion.TryParse(text, out _));

    [Theory]
    [InlineData("trader", "3.0.65535", true)]
    [InlineData("trader", "3.1", false)]
    [InlineData("trader", "3.1.0.1", false)]
    [InlineData("trader", "3.10", false)]
    [InlineData("trader", "2.9", true)]
    [InlineData("shelved", "0", false)]
    [InlineData("stranger", "0", false)]
    public void A_client_is_old_below_its_advised_version_and_no_other_is(string name, string version, bool isOld)
    {
        Assert.True(ClientVersion.TryParse(version, out var read));
        Assert.Equal(isOld, Advice.IsOld(new ClientRelease(name, read)));
    }

    [Theory]
    [InlineData("2.9", ClientStanding.TooOld)]
    [InlineData("3.0", ClientStanding.Old)]
    [InlineData("3.0.9", ClientStanding.Old)]
    [InlineData("3.1", ClientStanding.Current)]
    public void A_client_below_its_minimum_is_too_old_and_between_minimum_and_advice_it_is_old(string version, ClientStanding standing)
    {
        var advice = Advice with { Minimum = Advice.Minimum.Add("trader", new ClientVersion(3)).Add("unadvised", new ClientVersion(2)) };
        Assert.True(ClientVersion.TryParse(version, out var read));

        Assert.Equal(standing, advice.Judge(new ClientRelease("trader", read)));
        Assert.Equal(standing is not ClientStanding.Current, advice.IsOld(new ClientRelease("trader", read)));
        Assert.Equal(ClientStanding.TooOld, advice.Judge(new ClientRelease("unadvised", new ClientVersion(1, 9))));
        Assert.Equal(ClientStanding.Current, advice.Judge(new ClientRelease("unadvised", new ClientVersion(2))));
        Assert.Equal(ClientStanding.Current, advice.Judge(new ClientRelease("stranger", default)));
        Assert.Equal(ClientStanding.Current, advice.Judge(null));
    }

    [Theory]
    [InlineData("3", "3")]
    [InlineData("3.0.0.0", "3")]
    [InlineData("3.10", "3.10")]
    [InlineData("0.0.1", "0.0.1")]
    [InlineData("1.0.0.2", "1.0.0.2")]
    public void A_version_is_written_without_the_zeros_at_its_end(string text, string written)
    {
        Assert.True(ClientVersion.TryParse(text, out var version));
        Assert.Equal(written, version.ToString());
    }

    [Fact]
    public void What_the_users_of_a_client_are_told_is_told_to_them_alone()
    {
        var words = new ClientWords("Version 2 ends soon.", new Uri("https://example.test/app"));
        var advice = Advice with { Words = Advice.Words.Add("trader", words) };

        Assert.Equal(words, advice.WordsFor("trader"));
        Assert.Equal(new ClientWords(), advice.WordsFor("stranger"));
    }

    [Fact]
    public void Who_says_nothing_is_not_old() => Assert.False(Advice.IsOld(null));

    [Theory]
    [InlineData("trader-2", true)]
    [InlineData("", false)]
    [InlineData("Trader", false)]
    [InlineData("a b", false)]
    [InlineData("123456789012345678901234567890123", false)]
    public void A_name_is_short_and_plain(string name, bool isName) => Assert.Equal(isName, ClientRelease.IsName(name));
}
