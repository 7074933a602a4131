using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrleansEntry.Reliability.Tests.Edge;

/// <summary>Where a request comes from, and what is no request at all.</summary>
[Collection(Entrance.Collection)]
public sealed class NetworkTests(Entrance entrance)
{
    [Fact]
    public async Task Without_a_trusted_proxy_nobody_talks_themselves_into_another_network()
    {
        await using var door = new Entrance(behindProxy: false, "--NetworkPace:Begins", "10");
        await door.InitializeAsync();
        var (_, client) = await door.RegisterAndEnter();
        Assert.Equal("127.0.0.1", (await client.Get("v1/session")).Get("session").GetProperty("network").GetString());

        var answers = new List<Answer>();
        for (var i = 0; i < 40; i++)
        {
            var spoofer = door.NewClient();
            answers.Add(await spoofer.Send(
                HttpMethod.Post, "v1/entries", """{"identifier":"a@example.test"}""",
                headers: [("Forwarded", $"for=203.0.113.{i}"), ("X-Real-IP", $"203.0.113.{i}")]));
        }

        Assert.Contains(answers, answer => answer.Verdict == "429 wait");
        Assert.True(answers.Count(answer => answer.Status == 201) < 30);
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_only_its_own_word_counts()
    {
        var client = entrance.NewClient();
        client.Network = "203.0.113.7, 10.250.0.9";
        var person = await entrance.Register(client);
        (await client.Enter(person.Identifier, person.Passcode)).Last.Is("200 done");

        Assert.Equal("10.250.0.9", (await client.Get("v1/session")).Get("session").GetProperty("network").GetString());
    }

    [Theory]
    [InlineData("v1/entries", 413)]
    [InlineData("v1/nothing", 404)]
    [InlineData("register", 405)]
    public async Task A_body_that_is_not_read_to_its_end_ends_the_connection_and_the_answer_says_so(string path, int status)
    {
        var answer = await entrance.NewClient().Send(HttpMethod.Post, path, new string(' ', 20_000));

        Assert.Equal(status, answer.Status);
        Assert.True(answer.Headers.ConnectionClose);
    }

    [Theory]
    [InlineData("GET /v1/time HTTP/1.1\r\n\r\n")]
    [InlineData("GET /v1/time HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET v1/time HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")]
    [InlineData("GET /%00 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /v1/..%2f..%2fdata/entry.db HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")]
    [InlineData("POST /v1/entries HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\nTransfer-Encoding: "
        + "chunked\r\nConnection: close\r\n\r\n2\r\n{}\r\n0\r\n\r\n")]
    [InlineData("POST /v1/entries HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\nConnection: "
        + "close\r\n\r\n{}")]
    [InlineData("POST /v1/entries HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: -1\r\n\r\n{}")]
    [InlineData("GET /v1/time HTTP/1.1\r\nHost: elsewhere.test\r\nConnection: close\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001 hello over TLS\r\n\r\n")]
    public async Task What_no_client_sends_is_refused_in_few_words(string request)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, entrance.Address.Port);
        await socket.SendAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(new NetworkStream(socket), Encoding.Latin1);
        var answer = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Matches("^HTTP/1\\.1 (4[0-9][0-9]) ", answer);
        Assert.DoesNotContain("Server:", answer, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Exception", answer, StringComparison.OrdinalIgnoreCase);
    }
}
