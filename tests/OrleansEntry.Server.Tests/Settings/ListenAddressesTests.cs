using System.Net;
using OrleansEntry.Server.Settings;
using Xunit;

namespace OrleansEntry.Server.Tests.Settings;

public sealed class ListenAddressesTests
{
    [Theory]
    [InlineData("http://localhost:5080", "127.0.0.1")]
    [InlineData("HTTP://LocalHost:5080", "127.0.0.1")]
    [InlineData("http://entry.localhost:5080", "127.0.0.1")]
    [InlineData("http://127.0.0.1:5080", "127.0.0.1")]
    [InlineData("http://192.0.2.7:5080", "192.0.2.7")]
    [InlineData("http://0.0.0.0:5080", "0.0.0.0")]
    [InlineData("http://[::1]:5080", "::1")]
    [InlineData("http://*:5080", null)]
    [InlineData("http://+:5080", null)]
    public void This_machine_an_address_of_it_and_all_of_them_are_taken(string url, string? host)
    {
        var address = Assert.Single(ListenAddresses.Read(url));

        Assert.Equal((url, 5080, host), (address.Url, address.Port, address.Host?.ToString()));
    }

    [Theory]
    [InlineData("http://lcoalhost:5080")]
    [InlineData("http://localhost.example.test:5080")]
    [InlineData("http://notlocalhost:5080")]
    [InlineData("http://entry.example.test:5080")]
    [InlineData("http://127.0.0.1.1:5080")]
    [InlineData("http://**:5080")]
    [InlineData("http://localhost:5081;http://lcoalhost:5080")]
    public void A_name_for_which_it_would_listen_everywhere_is_a_sentence(string urls) =>
        Assert.Contains("would listen at all of them", Assert.Throws<StartException>(() => ListenAddresses.Read(urls)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("https://localhost:5080")]
    [InlineData("localhost:5080")]
    [InlineData("http://localhost:80000")]
    [InlineData("http://localhost:5080/below")]
    [InlineData("http://")]
    public void What_is_no_http_address_is_a_sentence(string urls) =>
        Assert.Contains($"'{urls}' is none", Assert.Throws<StartException>(() => ListenAddresses.Read(urls)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Several_are_read_in_order_and_none_is_none()
    {
        Assert.Equal([5081, 5080], ListenAddresses.Read(" http://localhost:5081 ; http://[::1]:5080;").Select(a => a.Port));
        Assert.Empty(ListenAddresses.Read(null));
    }
}
