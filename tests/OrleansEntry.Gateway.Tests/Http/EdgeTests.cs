using System.Text;
using Microsoft.AspNetCore.Routing;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Http;

public sealed class EdgeTests
{
    private const string Nested = """{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}""";

    [Fact]
    public async Task Every_change_refuses_every_body_that_is_not_exactly_right()
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        var changes = Changes(host).ToList();
        string[] bodies =
        [
            "", "null", "[]", "\"\"", "17", "{", "{]", "{\"a\":1,}", "{/**/}", "{\"unknown\":1}", Nested, "{\"\\ud800\":1}", "{} {}",
            "nul\0l",
            """{"identifier":1,"passcode":1,"code":1,"kind":1,"method":1,"answer":1,"current":1,"new":1,"stepSeconds":"30"}""",
            "{\"identifier\":\"\\ud800\",\"identifier\":\"b\"}", "{\"code\":\"1\",\"code\":\"2\"}", "{\"passcode\":null}",
            new string('[', 5000),
        ];

        Assert.True(changes.Count >= 15, $"{changes.Count} changes found");
        foreach (var (method, path) in changes)
        {
            foreach (var body in bodies.Where(body => method != "DELETE" || body.Length > 0))
            {
                var answer = await host.Send(method, path, body, bearer: true);
                Assert.True(answer.Status is >= 400 and < 500, $"{method} {path} {body}: {answer.Status}");
                Assert.Equal("application/problem+json", answer.Header("Content-Type"));
                AssertHeaders(answer);
            }
        }

        Assert.Equal(0, host.Grains.Account.Commands);
    }

    [Theory]
    [InlineData("/v1/time")]
    [InlineData("/")]
    public async Task Another_host_is_refused_like_everything_else(string path)
    {
        await using var host = await GatewayHost.Start(settings: [("AllowedHosts", "entry.example.test")]);
        using var request = host.Request("GET", path, headers: ("Host", "evil.example"));

        var answer = await host.Send(request);

        Assert.Equal((400, "malformed"), (answer.Status, answer.Code));
        Assert.Equal("application/problem+json", answer.Header("Content-Type"));
        AssertHeaders(answer);
    }

    [Fact]
    public async Task Every_change_refuses_other_media_types_and_large_bodies()
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        foreach (var (method, path) in Changes(host).Where(change => change.Method != "DELETE"))
        {
            using var form = host.Request(method, path, bearer: true);
            form.Content = new StringContent("{}", Encoding.UTF8, "text/plain");
            Assert.Equal("unsupported-media-type", (await host.Send(form)).Code);

            var large = await host.Send(method, path, $"{{\"code\":\"{new string('a', 17_000)}\"}}", bearer: true);
            Assert.Equal((413, "too-large"), (large.Status, large.Code));
        }
    }

    [Theory]
    [InlineData("""{"identifier":"a@example.test","identifier":"a@example.test"}""")]
    [InlineData("""{"identifier":"a@example.test","more":1}""")]
    [InlineData("""{"Identifier":"a@example.test"}""")]
    [InlineData("""{"identifier":"a@example.test",}""")]
    [InlineData("""{"identifier":"a@example.test"/**/}""")]
    [InlineData("""{"identifier":"a@example.test"}{}""")]
    [InlineData("""{"identifier":null}""")]
    [InlineData("""{"identifier":["a@example.test"]}""")]
    [InlineData("""{"identifier":"a@example.test","check":{"id":"x","kind":"equation","answer":"17"}}""")]
    [InlineData("""{"identifier":"a@example.test","check":{"kind":"equation","answer":"17"}}""")]
    [InlineData("""{"identifier":"a@example.test","check":{"kind":"equation","answer":17}}""")]
    public async Task What_is_almost_right_is_malformed(string body)
    {
        await using var host = await GatewayHost.Start();

        var answer = await host.Send("POST", "/v1/entries", body);

        Assert.Equal((400, "malformed"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_refused_member_is_named_and_its_value_is_not_repeated()
    {
        await using var host = await GatewayHost.Start();

        var answer = await host.Send("POST", "/v1/entries", """{"identifier":"a@example.test","passcode":{"secret":"hunter2"}}""");

        Assert.Equal(400, answer.Status);
        Assert.Contains("passcode", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "https://evil.test")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://entry.example.test")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Changes_that_another_site_asks_for_are_refused(string header, string value)
    {
        await using var host = await GatewayHost.Start();

        foreach (var (method, path) in Changes(host))
        {
            var answer = await host.Send(method, path, method == "DELETE" ? null : "{}", bearer: true, (header, value));
            Assert.Equal((403, "cross-site"), (answer.Status, answer.Code));
        }
    }

    [Fact]
    public async Task Our_own_origin_may_change_things()
    {
        await using var host = await GatewayHost.Start();
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.PasscodeDue());

        var answer = await host.Send("POST", "/v1/entries", """{"identifier":"a@example.test"}""", false,
            ("Origin", "https://entry.example.test"), ("Sec-Fetch-Site", "same-origin"));

        Assert.Equal(201, answer.Status);
    }

    [Theory]
    [InlineData("GET", "/v1/nothing", 404)]
    [InlineData("GET", "/v1/entries", 405)]
    [InlineData("PATCH", "/v1/session", 405)]
    [InlineData("TRACE", "/v1/session", 405)]
    [InlineData("TRACE", "/", 405)]
    [InlineData("POST", "/", 405)]
    [InlineData("GET", "/v1/session", 401)]
    [InlineData("GET", "/v1/time?a=1&a=2", 400)]
    public async Task Wrong_addresses_and_methods_are_problems_too(string method, string path, int status)
    {
        await using var host = await GatewayHost.Start();

        var answer = await host.Send(method, path);

        Assert.Equal(status, answer.Status);
        Assert.Equal("application/problem+json", answer.Header("Content-Type"));
        if (status == 405) Assert.NotNull(answer.Header("Allow"));
        AssertHeaders(answer);
    }

    [Fact]
    public async Task A_header_can_not_override_the_method()
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        var answer = await host.Send("GET", "/v1/sessions?_method=DELETE", null, true, ("X-HTTP-Method-Override", "DELETE"));

        Assert.IsType<OrleansEntry.Contracts.Sessions.SessionProof>(host.Grains.Account.Told[^1]);
        Assert.NotEqual(204, answer.Status);
    }

    [Fact]
    public async Task Head_answers_where_get_does()
    {
        await using var host = await GatewayHost.Start();

        Assert.Equal(200, (await host.Send("HEAD", "/v1/time")).Status);
        Assert.Equal(200, (await host.Send("HEAD", "/")).Status);
        Assert.Equal(200, (await host.Send("HEAD", "/health/live")).Status);
    }

    public static TheoryData<Exception, int, string> Thrown => new()
    {
        { new BusyException(TimeSpan.FromSeconds(3)), 503, "busy" },
        { new Orleans.Runtime.LimitExceededException("inside"), 503, "busy" },
        { new Orleans.Runtime.SiloUnavailableException("silo at 10.1.2.3"), 503, "unavailable" },
        { new Orleans.Runtime.OrleansException("Trying to register inside on invalid silo"), 503, "unavailable" },
        { new TimeoutException("inside"), 503, "unavailable" },
        { new Orleans.Storage.InconsistentStateException("inside"), 503, "unavailable" },
        { new InvalidOperationException("inside"), 500, "fault" },
    };

    [Theory, MemberData(nameof(Thrown))]
    public async Task Faults_tell_nothing_of_our_inside(Exception thrown, int status, string code)
    {
        await using var host = await GatewayHost.Start("Development");
        host.Grains.Account.Fault = thrown;

        var answer = await host.Send("POST", "/v1/entries", """{"identifier":"a@example.test"}""");

        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Equal(status == 503, answer.Header("Retry-After") is not null);
        Assert.DoesNotContain("inside", answer.Text, StringComparison.Ordinal);
        Assert.NotNull(answer.Json["traceId"]);
        AssertHeaders(answer);
    }

    [Theory]
    [InlineData(null, "198.51.100.9")]
    [InlineData("198.51.100.0/24", "203.0.113.7")]
    [InlineData("10.0.0.1", "198.51.100.9")]
    public async Task Only_a_trusted_proxy_is_believed_about_where_a_request_comes_from(string? trusted, string network)
    {
        var settings = trusted is null ? [] : new[] { ("Network:TrustedProxies:0", trusted) };
        await using var host = await GatewayHost.Start("Production", settings);
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.PasscodeDue());

        await host.Send("POST", "/v1/entries", """{"identifier":"a@example.test"}""", false,
            ("Test-Remote", "198.51.100.9"), ("X-Forwarded-For", "203.0.113.7"), ("X-Real-IP", "203.0.113.9"),
            ("Forwarded", "for=203.0.113.9"));

        Assert.Equal(network, Assert.IsType<EntryBegin>(host.Grains.Account.Told[0]).Visit.Network);
    }

    internal static IEnumerable<(string Method, string Path)> Changes(GatewayHost host) =>
        from route in host.Routes
        from method in route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
        where route.RoutePattern.RawText!.StartsWith("/v1", StringComparison.Ordinal) && method is not ("GET" or "HEAD")

        // Nothing of the operators' is found from here: their own tests have it.
        where !route.RoutePattern.RawText!.StartsWith("/v1/operators", StringComparison.Ordinal)
        select (method, route.RoutePattern.RawText!.Replace("{id}", GatewayHost.SessionId, StringComparison.Ordinal));

    internal static void AssertHeaders(Answer answer)
    {
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
        Assert.Contains("frame-ancestors 'none'", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("max-age=31536000", answer.Header("Strict-Transport-Security"), StringComparison.Ordinal);
        Assert.Equal("same-origin", answer.Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", answer.Header("Cross-Origin-Resource-Policy"));
        Assert.Null(answer.Header("Server"));
    }
}
