using System.Net;
using OrleansEntry.Gateway.Http;

namespace OrleansEntry.Gateway.Tests.Http;

public sealed class ClientNetworkTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64")]
    [InlineData("fe80::1%3", "fe80::/64")]
    public void A_network_is_what_one_subscriber_holds(string address, string network) =>
        Assert.Equal(network, ClientNetwork.Of(IPAddress.Parse(address)));

    [Fact]
    public void A_connection_without_an_address_has_an_unknown_network() => Assert.Equal("unknown", ClientNetwork.Of(null));
}

public sealed class ClientAgentTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox on Windows")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0",
        "Edge on Windows")]
    [InlineData("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36",
        "Chrome on Android")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Version/17.0 Mobile/15E Safari/604.1",
        "Safari on iPhone")]
    [InlineData("curl/8.5.0", "curl")]
    [InlineData("", "Unknown client")]
    [InlineData("Mozilla/5.0", "Unknown client")]
    [InlineData("evil\u0007\u001b[31m/1", "Unknown client")]
    [InlineData("<script>alert(1)</script>", "Unknown client")]
    public void An_agent_is_told_in_words_that_a_person_knows(string userAgent, string words) =>
        Assert.Equal(words, ClientAgent.Of(userAgent));

    [Fact]
    public void An_agent_is_never_long() => Assert.True(ClientAgent.Of(new string('a', 100_000)).Length <= 64);
}
