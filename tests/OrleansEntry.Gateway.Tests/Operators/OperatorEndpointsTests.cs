using System.Text.Json.Nodes;
using OrleansEntry.Contracts.Operators;
using OrleansEntry.Core.Operators;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Operators;

public sealed class OperatorEndpointsTests
{
    private const string Why = "\"why\":\"ticket 4711\"";
    private static readonly OperatorToken Token = OperatorToken.Create(GatewayHost.SessionId, Enumerable.Repeat((byte)3, 32).ToArray());

    private static readonly (string, string)[] Inside =
    [
        ("Test-Remote", "127.0.0.1"), ("Cookie", "__Host-entry-operator=" + Token.Reveal()), ("X-Anti-Forgery", Token.AntiForgery()),
    ];

    [Theory]
    [InlineData("203.0.113.7", null, false)]
    [InlineData("127.0.0.1", null, true)]
    [InlineData("::1", null, true)]
    [InlineData("::ffff:127.0.0.1", null, true)]
    [InlineData("", null, false)]
    [InlineData("10.1.2.3", "10.0.0.0/8", true)]
    [InlineData("11.1.2.3", "10.0.0.0/8", false)]
    [InlineData("127.0.0.1", "10.0.0.0/8", false)]
    public async Task From_a_network_that_is_not_the_operators_there_is_nothing_here(string remote, string? networks, bool found)
    {
        await using var host = await GatewayHost.Start(
            "Production", networks is null ? [] : [("Operators:Networks:0", networks)]);
        host.Grains.Operators.Self = FakeOperators.Ann;

        foreach (var route in host.Routes.Where(r => r.RoutePattern.RawText!.StartsWith("/v1/operators", StringComparison.Ordinal)))
        {
            var method = route.Metadata.OfType<Microsoft.AspNetCore.Routing.HttpMethodMetadata>().Single().HttpMethods[0];
            var path = route.RoutePattern.RawText!.Replace("{id}", GatewayHost.AccountId, StringComparison.Ordinal);
            (string, string)[] headers = [.. Inside.Where(h => h.Item1 != "Test-Remote"), ("Test-Remote", remote)];

            var answer = await host.Send(method, path, method is "GET" or "DELETE" ? null : "{}", false, headers);

            if (found) Assert.NotEqual(404, answer.Status);
            else Assert.Equal((404, "not-found"), (answer.Status, answer.Code));
        }

        Assert.Equal(found ? 2 : 0, host.Grains.Operators.Told.Count(told => told is "begin" or "leave"));
    }

    [Theory]
    [InlineData("/operators", 200)]
    [InlineData("/V1/Operators/session", 401)]
    [InlineData("/v1/operators/overview", 401)]
    public async Task Nothing_of_theirs_is_found_from_elsewhere_however_it_is_spelled(string path, int fromThere)
    {
        await using var host = await GatewayHost.Start();

        var there = await host.Send("GET", path, null, false, ("Test-Remote", "127.0.0.1"));
        var elsewhere = await host.Send("GET", path, null, false, ("Test-Remote", "203.0.113.7"));

        Assert.Equal((fromThere, 404, "not-found"), (there.Status, elsewhere.Status, elsewhere.Code));
    }

    [Fact]
    public async Task Operators_keep_sixteen_services_and_no_more()
    {
        await using var host = await Started();
        for (var n = 0; n < 16; n++)
            Assert.Equal(200, (await Post(host, "service/credentials", NewService(n))).Status);

        Assert.Equal((409, "service-taken"), Of(await Post(host, "service/credentials", NewService(16))));

        static string NewService(int n) => $$"""{"known":{{n}},"name":"s{{n}}","change":"new","scopes":["holds:read"],{{Why}}}""";
    }

    [Fact]
    public async Task A_level_that_is_over_is_shown_as_calm_and_who_leaves_keeps_no_cookie()
    {
        await using var host = await Started();
        foreach (var (until, level) in new[] { (GatewayHost.Noon.AddMinutes(1), "attack"), (GatewayHost.Noon, "calm") })
        {
            host.Grains.Operators.Service = new() { Version = 1, Attack = 2, AttackUntil = until };
            var overview = await host.Send("GET", "/v1/operators/overview", null, false, Inside);
            Assert.Equal(level, (string?)overview.Json["service"]!["attackLevel"]);
        }

        var left = await host.Send("DELETE", "/v1/operators/session", null, false, Inside);
        Assert.Equal((204, ""), (left.Status, left.Cookie("__Host-entry-operator")));
    }

    [Fact]
    public async Task Inside_nothing_works_without_an_operator_and_no_change_without_their_page()
    {
        await using var host = await GatewayHost.Start();
        string[] open = ["/v1/operators/enrolments", "/v1/operators/entries"];
        foreach (var route in host.Routes.Where(r => r.RoutePattern.RawText!.StartsWith("/v1/operators", StringComparison.Ordinal)
            && !open.Any(o => r.RoutePattern.RawText!.StartsWith(o, StringComparison.Ordinal))))
        {
            var method = route.Metadata.OfType<Microsoft.AspNetCore.Routing.HttpMethodMetadata>().Single().HttpMethods[0];
            var path = route.RoutePattern.RawText!.Replace("{id}", GatewayHost.AccountId, StringComparison.Ordinal);
            var body = method is "GET" or "DELETE" ? null : "{}";

            host.Grains.Operators.Self = null;
            Assert.Equal((401, "no-operator"), Of(await host.Send(method, path, body, false, Inside)));
            Assert.Equal((401, "no-operator"), Of(await host.Send(method, path, body, false, Inside[0])));

            host.Grains.Operators.Self = FakeOperators.Ann;
            if (method == "GET") continue;
            Assert.Equal((403, "anti-forgery"), Of(await host.Send(method, path, body, false, Inside[0], Inside[1])));
        }

        Assert.Empty(host.Grains.Operators.Told);
    }

    [Fact]
    public async Task A_passkey_gives_a_session_that_no_script_and_no_other_site_sees()
    {
        await using var host = await GatewayHost.Start();

        var begun = await host.Send("POST", "/v1/operators/entries", "{}", false, Inside[0]);
        var entered = await host.Send(
            "POST", "/v1/operators/entries/confirmation", """{"ceremony":"sealed","answer":{"id":"AA","response":{}}}""", false, Inside[0]);

        Assert.Equal(("AAAA", "sealed"), ((string?)begun.Json["options"]!["challenge"], (string?)begun.Json["ceremony"]));
        Assert.Equal(("ann", Token.AntiForgery()), ((string?)entered.Json["operator"]!["name"], (string?)entered.Json["antiForgery"]));
        Assert.Equal(Token.Reveal(), entered.Cookie("__Host-entry-operator"));
        Assert.DoesNotContain(Token.Reveal(), entered.Text, StringComparison.Ordinal);
        var cookie = entered.Headers["Set-Cookie"].Single(c => c.Contains("entry-operator", StringComparison.Ordinal));
        foreach (var flag in new[] { "secure", "httponly", "samesite=strict", "path=/" })
            Assert.Contains(flag, cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(("sealed", """{"id":"AA","response":{}}"""), host.Grains.Operators.Told);
    }

    [Fact]
    public async Task An_account_is_found_by_its_exact_address_or_id_and_the_reason_goes_along()
    {
        await using var host = await Started();

        var byAddress = await Post(host, "accounts/search", $$"""{"identifier":" Ann@EXAMPLE.test ",{{Why}}}""");
        var byId = await Post(host, "accounts/search", $$"""{"accountId":"{{GatewayHost.AccountId}}",{{Why}}}""");

        Assert.Equal((200, "a***@e***.test", true),
            (byAddress.Status, (string?)byAddress.Json["identifier"], (bool?)byAddress.Json["hasTradingPasscode"]));
        Assert.Equal(200, byId.Status);
        Assert.Equal(2, host.Grains.Operators.Told.Count(told => told is ("look", string, "ticket 4711")));
        Assert.Equal((400, "malformed-identifier"), Of(await Post(host, "accounts/search", $$"""{"identifier":"ann",{{Why}}}""")));
        Assert.Equal((400, "malformed"), Of(await Post(host, "accounts/search", $$"""{{{Why}}}""")));
        Assert.Equal((400, "malformed"), Of(
            await Post(host, "accounts/search", $$"""{"accountId":"{{new string('x', 32)}}",{{Why}}}""")));
        Assert.Equal((400, "malformed"), Of(await Post(
            host, "accounts/search", $$"""{"identifier":"a@b.test","accountId":"{{GatewayHost.AccountId}}",{{Why}}}""")));
    }

    [Theory]
    [InlineData("accounts/search", """{"identifier":"a@example.test"$}""")]
    [InlineData("accounts/0123456789abcdef0123456789abcdef/acts", """{"act":"unlock"$}""")]
    [InlineData("proposals/0123456789abcdef0123456789abcdef/review", """{"agrees":true$}""")]
    [InlineData("service/sessions-end", """{$}""")]
    [InlineData("service/credentials", """{"known":0,"name":"desk","change":"new","scopes":["holds:read"]$}""")]
    [InlineData("people", """{"name":"bob","roles":["support"]$}""")]
    [InlineData("people/0123456789abcdef0123456789abcdef/removal", """{$}""")]
    public async Task Nothing_is_done_without_a_readable_reason(string path, string body)
    {
        await using var host = await Started();
        foreach (var why in new[] { "", ",\"why\":\"ab\"", ",\"why\":\"   a   \"", ",\"why\":\"two\\nlines\"", ",\"why\":null" })
        {
            var json = body.Replace("$", why, StringComparison.Ordinal).Replace("{,", "{", StringComparison.Ordinal);
            Assert.Equal((400, "malformed"), Of(await Post(host, path, json)));
        }

        Assert.Empty(host.Grains.Operators.Told);
    }

    [Fact]
    public async Task Acts_are_done_or_proposed_and_a_look_is_no_act()
    {
        await using var host = await Started();

        var unlocked = await Post(host, $"accounts/{GatewayHost.AccountId}/acts", $$"""{"act":"unlock",{{Why}}}""");
        var proposed = await Post(host, $"accounts/{GatewayHost.AccountId}/acts", $$"""{"act":"unfreeze",{{Why}}}""");

        Assert.Equal((true, null), ((bool?)unlocked.Json["done"], unlocked.Json["proposal"]));
        Assert.Equal((false, "ann"), ((bool?)proposed.Json["done"], (string?)proposed.Json["proposal"]!["by"]));
        foreach (var act in new[] { "look", "end-all-sessions", "invite", "", "UNLOCK" })
            Assert.Equal((400, "malformed"), Of(
                await Post(host, $"accounts/{GatewayHost.AccountId}/acts", $$"""{"act":"{{act}}",{{Why}}}""")));
        Assert.Equal((404, "no-account"), Of(await Post(host, "accounts/nobody/acts", $$"""{"act":"unlock",{{Why}}}""")));
        Assert.Equal((404, "not-found"), Of(await Post(host, "proposals/nothing/review", $$"""{"agrees":true,{{Why}}}""")));
    }

    [Theory]
    [InlineData("not-your-role", 403)]
    [InlineData("another-operator", 409)]
    [InlineData("not-found", 404)]
    [InlineData("nothing-to-do", 409)]
    [InlineData("no-account", 404)]
    [InlineData("last-admin", 409)]
    [InlineData("operators-full", 409)]
    [InlineData("operator-taken", 409)]
    [InlineData("passkey-copyable", 422)]
    [InlineData("operator-not-admitted", 401)]
    [InlineData("changed-meanwhile", 409)]
    public async Task Each_refusal_has_its_status_and_code(string code, int status)
    {
        await using var host = await Started();
        host.Grains.Operators.Reply = new OperatorReply.Refused { Code = code, Role = code == "not-your-role" ? "admin" : null };

        var answer = await Post(host, $"accounts/{GatewayHost.AccountId}/acts", $$"""{"act":"unlock",{{Why}}}""");

        Assert.Equal((status, code), Of(answer));
        if (code == "not-your-role") Assert.Equal("admin", (string?)answer.Json["role"]);
    }

    [Fact]
    public async Task What_operators_list_holds_at_once_on_the_gateway_that_carried_it_out()
    {
        await using var host = await Started(
            ("Official:Version", "3"), ("Official:IssuedOn", "2026-01-01"), ("Official:Domains:0", "old.test"));
        Assert.Equal("official", await Verdict(host, "old.test"));
        const string list =
            """{"version":4,"issuedOn":"2026-01-31","domains":["example.test"],"senders":[],"handles":[{"name":"ours","on":"Social"}]}""";

        Assert.Equal((400, "malformed"), Of(
            await Put(host, "service/official-addresses", Wish(list.Replace("4,", "3,", StringComparison.Ordinal), 0))));
        Assert.Equal((400, "malformed"), Of(
            await Put(host, "service/official-addresses", Wish(list.Replace("example.test", "no host", StringComparison.Ordinal), 0))));
        Assert.Equal(204, (await Put(host, "service/official-addresses", Wish(list, 0))).Status);
        Assert.Equal(("official", "unknown"), (await Verdict(host, "example.test"), await Verdict(host, "old.test")));
        Assert.Equal((409, "changed-meanwhile"), Of(
            await Put(host, "service/official-addresses", Wish(list.Replace("4,", "5,", StringComparison.Ordinal), 0))));

        var overview = await host.Send("GET", "/v1/operators/overview", null, false, Inside);
        Assert.Equal(("example.test", 1),
            ((string?)overview.Json["service"]!["officialAddresses"]!["domains"]![0], (int?)overview.Json["service"]!["version"]));
        Assert.Equal(204, (await Put(host, "service/official-addresses", Wish("null", 1))).Status);
        Assert.Equal("official", await Verdict(host, "old.test"));
    }

    [Fact]
    public async Task Client_versions_that_operators_set_are_gone_by()
    {
        await using var host = await Started();
        const string list =
            """{"advised":{"example-app":"3.1"},"minimum":{"example-app":"2.0"},"message":{},"updateAt":{}}""";

        Assert.Equal((400, "malformed"), Of(
            await Put(host, "service/client-versions", Wish(list.Replace("2.0", "4.0", StringComparison.Ordinal), 0))));
        Assert.Equal(204, (await Put(host, "service/client-versions", Wish(list, 0))).Status);

        var old = host.Request("GET", "/v1/sessions");
        old.Headers.UserAgent.Clear();
        old.Headers.TryAddWithoutValidation("User-Agent", "example-app/1.9");
        Assert.Equal((426, "client-too-old"), Of(await host.Send(old)));
    }

    [Fact]
    public async Task A_services_secret_is_told_once_works_and_ends_with_its_removal()
    {
        await using var host = await Started();

        var made = await Post(host,
            "service/credentials", $$"""{"known":0,"name":"desk","change":"new","scopes":["holds:read"],{{Why}}}""");
        var secret = (string)made.Json["secret"]!;
        Assert.StartsWith("desk.", secret, StringComparison.Ordinal);
        Assert.DoesNotContain(secret.Split('.')[1], host.Grains.Operators.Service.Services, StringComparison.Ordinal);
        Assert.Equal(200, await Holds(host, secret));
        Assert.Equal((409, "service-taken"), Of(
            await Post(host, "service/credentials", $$"""{"known":1,"name":"desk","change":"new","scopes":["holds:read"],{{Why}}}""")));
        Assert.Equal((400, "malformed"), Of(
            await Post(host, "service/credentials", $$"""{"known":1,"name":"till","change":"new","scopes":["all"],{{Why}}}""")));

        var rotated = await Post(host, "service/credentials", $$"""{"known":1,"name":"desk","change":"rotate","overlapDays":3,{{Why}}}""");
        Assert.Equal((200, 200), (await Holds(host, secret), await Holds(host, (string)rotated.Json["secret"]!)));
        Assert.Equal((409, "rotation-runs"), Of(
            await Post(host, "service/credentials", $$"""{"known":2,"name":"desk","change":"rotate",{{Why}}}""")));
        host.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal((401, 200), (await Holds(host, secret), await Holds(host, (string)rotated.Json["secret"]!)));

        Assert.Equal((404, "not-found"), Of(
            await Post(host, "service/credentials", $$"""{"known":2,"name":"till","change":"remove",{{Why}}}""")));
        Assert.Null((string?)(await Post(host,
            "service/credentials", $$"""{"known":2,"name":"desk","change":"remove",{{Why}}}""")).Json["secret"]);
        Assert.Equal(401, await Holds(host, (string)rotated.Json["secret"]!));
    }

    [Fact]
    public async Task A_repeat_has_its_answer_while_the_operator_is_in_and_not_after()
    {
        await using var host = await Started();
        (string, string)[] headers = [.. Inside, ("Idempotency-Key", "once")];
        const string body = $$"""{"name":"bob","roles":["support"],{{Why}}}""";

        var first = await host.Send("POST", "/v1/operators/people", body, false, headers);
        var again = await host.Send("POST", "/v1/operators/people", body, false, headers);
        host.Grains.Operators.Self = null;
        var after = await host.Send("POST", "/v1/operators/people", body, false, headers);

        Assert.Equal((201, first.Text, "true"), (again.Status, again.Text, again.Header("Idempotent-Replay")));
        Assert.Single(host.Grains.Operators.Told);
        Assert.Equal((401, "no-operator"), Of(after));
    }

    [Fact]
    public async Task Levels_sessions_people_and_the_log()
    {
        await using var host = await Started();

        Assert.Equal(204, (await Put(host, "service/attack", $$"""{"level":"attack","minutes":60,{{Why}}}""")).Status);
        Assert.Equal(204, (await Post(host, "service/sessions-end", $$"""{{{Why}}}""")).Status);
        var invited = await Post(host, "people", $$"""{"name":"bob","roles":["support"],{{Why}}}""");
        Assert.Equal(204, (await Post(host, $"people/{FakeOperators.Ann.Operator.Id}/removal", $$"""{{{Why}}}""")).Status);
        Assert.Equal(204, (await host.Send("DELETE", "/v1/operators/session", null, false, Inside)).Status);

        Assert.Equal((201, "invitation"), (invited.Status, (string?)invited.Json["invitation"]));
        Assert.Equal(
            [(2, TimeSpan.FromHours(1), "ticket 4711"), ("end", "ticket 4711"), ("bob", "ticket 4711"),
                (FakeOperators.Ann.Operator.Id, "ticket 4711"), "leave"],
            host.Grains.Operators.Told);
        foreach (var (path, body) in new[]
        {
            ("service/attack", $$"""{"level":"attack","minutes":0,{{Why}}}"""),
            ("service/attack", $$"""{"level":"attack","minutes":10081,{{Why}}}"""),
            ("service/attack", $$"""{"level":"war","minutes":60,{{Why}}}"""),
        })
            Assert.Equal((400, "malformed"), Of(await Put(host, path, body)));
        Assert.Equal((400, "malformed"), Of(await Post(host, "people", $$"""{"name":"bob","roles":["root"],{{Why}}}""")));
        Assert.Equal((400, "malformed"), Of(await Post(host, "people", $$"""{"name":"bob","roles":[],{{Why}}}""")));

        var page = await host.Send("GET", "/v1/operators/activity", null, false, Inside);
        var export = await host.Send("GET", "/v1/operators/activity/export", null, false, Inside);
        Assert.Equal(2, page.Json["entries"]!.AsArray().Count);
        Assert.Equal(4, export.Text.TrimEnd().Split('\n').Length);
        Assert.Equal(3, (int?)JsonNode.Parse(export.Text.TrimEnd().Split('\n')[^1])!["head"]!["sequence"]);
    }

    private static async Task<GatewayHost> Started(params (string, string)[] settings)
    {
        var host = await GatewayHost.Start("Production", settings);
        host.Grains.Operators.Self = FakeOperators.Ann;
        return host;
    }

    private static string Wish(string list, long known) => $$"""{"known":{{known}},"list":{{list}},{{Why}}}""";

    private static Task<Answer> Post(GatewayHost host, string path, string json) =>
        host.Send("POST", "/v1/operators/" + path, json, false, Inside);

    private static Task<Answer> Put(GatewayHost host, string path, string json) =>
        host.Send("PUT", "/v1/operators/" + path, json, false, Inside);

    private static async Task<string?> Verdict(GatewayHost host, string value) =>
        (string?)(await host.Send("GET", "/v1/official?value=" + value)).Json["verdict"];

    private static async Task<int> Holds(GatewayHost host, string secret) =>
        (await host.Send("GET", $"/v1/accounts/{GatewayHost.AccountId}/holds", null, false, ("Authorization", "Bearer " + secret))).Status;

    private static (int, string?) Of(Answer answer) => (answer.Status, answer.Code);
}
