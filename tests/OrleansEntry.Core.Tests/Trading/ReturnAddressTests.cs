using CsCheck;
using OrleansEntry.Core.Trading;
using Xunit;

namespace OrleansEntry.Core.Tests.Trading;

public sealed class ReturnAddressTests
{
    private static readonly string[] Origins = ["https://trade.example.test", "https://desk.example.test:8443"];

    private static readonly string[] Between = ["/", "", "@", ":", ".", "?", "\\"];

    [Theory]
    [InlineData("https://trade.example.test/")]
    [InlineData("https://trade.example.test/orders/17?side=buy&to=a%2Fb")]
    [InlineData("https://desk.example.test:8443/x")]
    public void An_address_of_a_named_origin_is_allowed(string text) => Assert.True(ReturnAddress.IsAllowed(text, Origins));

    [Theory]
    [InlineData("https://trade.example.test")]
    [InlineData("https://trade.example.test.evil.test/")]
    [InlineData("https://trade.example.test@evil.test/")]
    [InlineData("https://trade.example.test:8443/")]
    [InlineData("https://desk.example.test/")]
    [InlineData("http://trade.example.test/")]
    [InlineData("https://trade.example.test/#x")]
    [InlineData("https://trade.example.test/\\\\evil.test")]
    [InlineData("https://trade.example.test/ x")]
    [InlineData("https://trade.example.test/\u00e4")]
    [InlineData("javascript:alert(1)//https://trade.example.test/")]
    [InlineData("//trade.example.test/")]
    [InlineData("/")]
    [InlineData("")]
    public void Anything_else_is_not(string text) => Assert.False(ReturnAddress.IsAllowed(text, Origins));

    [Fact]
    public void There_is_a_longest() =>
        Assert.False(ReturnAddress.IsAllowed(Origins[0] + "/" + new string('a', ReturnAddress.MaxLength), Origins));

    [Fact]
    public void Whatever_is_allowed_reads_as_an_address_of_that_very_origin() =>
        Gen.Select(
                Gen.Int[0, 1], Gen.Char.AlphaNumeric.Array[0, 3], Gen.Int[0, Between.Length - 1], Gen.Char[' ', '~'].Array[0, 20])
            .Sample((origin, more, between, rest) =>
            {
                var text = Origins[origin] + new string(more) + Between[between] + new string(rest);
                if (ReturnAddress.IsAllowed(text, Origins))
                    Assert.Equal(Origins[origin], new Uri(text).GetLeftPart(UriPartial.Authority));
            });
}
