using System.Text;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Http;

public sealed class OverWireTests
{
    [Theory]
    [InlineData("GET", "/v1/time", 200)]
    [InlineData("HEAD", "/v1/time", 200)]
    [InlineData("HEAD", "/", 200)]
    [InlineData("HEAD", "/v1/session", 401)]
    [InlineData("HEAD", "/v1/nothing", 404)]
    [InlineData("TRACE", "/", 405)]
    [InlineData("GET", "/openapi/v1.json", 200)]
    [InlineData("GET", "/docs/scalar.js", 200)]
    public async Task A_real_server_answers_as_the_one_in_process(string method, string path, int status)
    {
        await using var host = await GatewayHost.StartOverWire();

        var answer = await host.Send(method, path);

        Assert.Equal(status, answer.Status);
        Assert.Equal(method == "HEAD", answer.Text.Length == 0);
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Null(answer.Header("Server"));
        Assert.Null(answer.Header("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_large_body_is_refused_whether_or_not_it_says_its_length(bool chunked)
    {
        await using var host = await GatewayHost.StartOverWire();
        using var request = host.Request("POST", "/v1/entries");
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes($"{{\"identifier\":\"{new string('a', 20_000)}\"}}"));
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = chunked;

        var answer = await host.Send(request);

        Assert.Equal((413, "too-large"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_repeat_gets_the_first_answer_over_the_wire_too()
    {
        await using var host = (await GatewayHost.StartOverWire()).WithSession();
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.PasscodeDue());

        var first = await host.Send("POST", "/v1/entries", """{"identifier":"a@example.test"}""", false, ("Idempotency-Key", "k"));
        var again = await host.Send("POST", "/v1/entries", """{"identifier":"a@example.test"}""", false, ("Idempotency-Key", "k"));
        var left = await host.Send("DELETE", "/v1/session", null, true, ("Idempotency-Key", "k"));
        var leftAgain = await host.Send("DELETE", "/v1/session", null, true, ("Idempotency-Key", "k"));

        Assert.Equal((201, 201, first.Text), (first.Status, again.Status, again.Text));
        Assert.NotNull(again.Cookie("entry-device"));
        Assert.Equal((204, 204, "true"), (left.Status, leftAgain.Status, leftAgain.Header("Idempotent-Replay")));
    }
}
