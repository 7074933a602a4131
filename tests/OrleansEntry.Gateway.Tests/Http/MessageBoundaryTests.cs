using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Http;

/// <summary>Where one message ends and the next begins (RFC 9112 §6.3):
/// what a proxy before us may read otherwise is not read at all.</summary>
public sealed class MessageBoundaryTests
{
    // Whoever reads it answers it and ends the connection.
    private const string Hidden = "GET /v1/time HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    [Theory]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n")]
    [InlineData("Content-Length: 47\r\nTransfer-Encoding: chunked", "0\r\n\r\n")]
    [InlineData("Content-Length: 2\r\nContent-Length: 44", "{}")]
    [InlineData("Content-Length: 2, 2", "{}")]
    [InlineData("Content-Length: 2_", "{}")]
    [InlineData("Transfer-Encoding: chunked, identity", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: gzip", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: xchunked", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding : chunked", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked", "-1\r\n{}\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked", "0x2\r\n{}\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked", "ffffffffffffffff2\r\n{}\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked", "2\r\n{}x\r\n0\r\n\r\n")]
    public async Task A_message_whose_end_is_in_doubt_is_refused_and_nothing_behind_it_is_read(string framing, string body)
    {
        await using var host = await GatewayHost.StartOverWire();

        var answers = await Send(
            host, $"POST /v1/entries HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{framing}\r\n\r\n{body}{Hidden}");

        Assert.Matches("^HTTP/1.1 4[0-9][0-9] ", answers);
        Assert.Single(Regex.Matches(answers, "HTTP/1.1 [0-9]{3} "));
        Assert.Empty(host.Grains.Account.Told);
    }

    [Fact]
    public async Task A_message_whose_end_is_clear_is_followed_by_the_next()
    {
        await using var host = await GatewayHost.StartOverWire();

        var answers = await Send(host, "GET /v1/time HTTP/1.1\r\nHost: localhost\r\n\r\n" + Hidden);

        Assert.Equal(2, Regex.Count(answers, "HTTP/1.1 200 "));
    }

    private static async Task<string> Send(GatewayHost host, string text)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host.Client.BaseAddress!.Host, host.Client.BaseAddress.Port, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }
}
