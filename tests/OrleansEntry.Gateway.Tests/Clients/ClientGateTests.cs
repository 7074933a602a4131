using OrleansEntry.Contracts.Entry;
using OrleansEntry.Gateway.Tests.Hosting;
using OrleansEntry.Gateway.Tests.Http;

namespace OrleansEntry.Gateway.Tests.Clients;

public sealed class ClientGateTests
{
    private const string Who = """{"identifier":"a@example.test"}""";

    private static readonly (string, string)[] Settings =
    [
        ("Clients:Advised:example-trader", "3.1"), ("Clients:Minimum:example-trader", "2.5"),
        ("Clients:Message:example-trader", "Version 3 knows passkeys."), ("Clients:UpdateAt:example-trader", "https://example.test/app"),
    ];

    // All that answers a client of whatever age. Whoever adds a line says why in Core's Clients README.
    private static readonly string[] Open =
    [
        "DELETE /v1/account/closing", "DELETE /v1/identifier-changes", "DELETE /v1/lost-factor", "DELETE /v1/session",
        "GET /v1/official", "GET /v1/official/key", "GET /v1/official/list",
        "GET /v1/policy", "GET /v1/session",
        "GET /v1/time", "HEAD /v1/official", "HEAD /v1/official/key", "HEAD /v1/official/list", "HEAD /v1/policy", "HEAD /v1/session",
        "HEAD /v1/time", "POST /v1/account/closing/cancellation",
        "POST /v1/activity/{sequence}/report", "POST /v1/freeze", "POST /v1/identifier-changes/undo",
        "POST /v1/lost-factor/cancellation", "POST /v1/not-me",
    ];

    [Fact]
    public async Task Below_the_minimum_a_client_is_refused_with_where_to_update_before_anything_is_asked()
    {
        await using var host = await GatewayHost.Start("Production", Settings);

        var answer = await Begin(host, "example-trader/2.4.9");

        Assert.Equal((426, "client-too-old"), (answer.Status, answer.Code));
        Assert.Equal(("2.5", "https://example.test/app", "Version 3 knows passkeys."),
            ((string?)answer.Json["minimum"], (string?)answer.Json["updateAt"], (string?)answer.Json["detail"]));
        Assert.Equal(("example-trader/2.5", "Upgrade"), (answer.Header("Upgrade"), answer.Header("Connection")));
        Assert.Equal("advised=\"3.1\", update-at=\"https://example.test/app\"", answer.Header("Entry-Client-Advice"));
        Assert.Empty(host.Grains.Throttle.Begun);
    }

    [Fact]
    public async Task A_client_that_is_too_old_reaches_what_protects_its_owner_and_nothing_else()
    {
        await using var host = (await GatewayHost.Start("Production", Settings)).WithSession();
        var open = new List<string>();

        foreach (var (pattern, own) in RoutesTests.Table(host))
        {
            foreach (var method in own)
            {
                var answer = await host.Send(method, RoutesTests.PathOf(pattern), method is "POST" or "PUT" or "PATCH" ? "{}" : null,
                    bearer: true, ("User-Agent", "example-trader/1.0"));
                if (answer.Status != 426) open.Add($"{method} {pattern}");
            }
        }

        Assert.Equal(Open, open.Order(StringComparer.Ordinal));
        Assert.Equal(200, (await host.Send("GET", "/health/live", null, false, ("User-Agent", "example-trader/1.0"))).Status);
        Assert.Equal(200, (await host.Send("GET", "/", null, false, ("User-Agent", "example-trader/1.0"))).Status);
    }

    [Theory]
    [InlineData("example-trader/2.5", "advised=\"3.1\", update-at=\"https://example.test/app\"")]
    [InlineData("example-trader/3.0.9 (iOS 19)", "advised=\"3.1\", update-at=\"https://example.test/app\"")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0) Chrome/99.0.0.0 Safari/537.36", "advised=\"131\"")]
    [InlineData("example-trader/3.1", null)]
    [InlineData("other-trader/0.1", null)]
    public async Task Between_minimum_and_advice_a_client_is_answered_and_told(string agent, string? advice)
    {
        await using var host = await GatewayHost.Start("Production", Settings);

        var answer = await Begin(host, agent);

        Assert.Equal((201, advice), (answer.Status, answer.Header("Entry-Client-Advice")));
    }

    [Theory]
    [InlineData("example-trader")]
    [InlineData("example-trader/")]
    [InlineData("example-trader/x")]
    [InlineData("example-trader/1.2.3.4.5")]
    [InlineData("example-trader/99999")]
    [InlineData("example-trader/-1")]
    [InlineData("example trader/1.0")]
    [InlineData("/1.0")]
    [InlineData("\"")]
    public async Task Who_does_not_say_a_version_is_not_old(string agent)
    {
        await using var host = await GatewayHost.Start("Production", Settings);

        var answer = await Begin(host, agent);

        Assert.Equal((201, null), (answer.Status, answer.Header("Entry-Client-Advice")));
    }

    [Theory]
    [InlineData("example-trader/2.4", "example-trader too-old 3.1 2.5 Version 3 knows passkeys. https://example.test/app")]
    [InlineData("example-trader/2.5", "example-trader old 3.1 2.5 Version 3 knows passkeys. https://example.test/app")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0) Firefox/128.0", "firefox current 128")]
    [InlineData("other-trader/0.1", "")]
    [InlineData("nothing", "")]
    public async Task The_policy_tells_a_client_how_it_stands(string agent, string facts)
    {
        await using var host = await GatewayHost.Start("Production", Settings);

        var answer = await host.Send("GET", "/v1/policy", null, false, ("User-Agent", agent));

        var members = answer.Json["client"]?.AsObject().Select(member => (string?)member.Value) ?? [];
        Assert.Equal(facts, string.Join(' ', members.Where(value => value is not null)));
    }

    private static Task<Answer> Begin(GatewayHost host, string agent)
    {
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.PasscodeDue());
        return host.Send("POST", "/v1/entries", Who, false, ("User-Agent", agent));
    }
}
