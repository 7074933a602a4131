using Microsoft.AspNetCore.Routing;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Http;

/// <summary>What holds for every route, asked of the table of routes: a new one is not forgotten.</summary>
public sealed class RoutesTests
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"];

    // All that is open to strangers. Whoever adds a line opens a door.
    private static readonly string[] OpenToStrangers =
    [
        "GET /v1/official", "GET /v1/official/key", "GET /v1/official/list", "GET /v1/policy", "GET /v1/time", "HEAD /v1/official",
        "HEAD /v1/official/key", "HEAD /v1/official/list", "HEAD /v1/policy", "HEAD /v1/time",
        "POST /v1/account/closing/cancellation", "POST /v1/entries",
        "POST /v1/entries/{id}/check",
        "POST /v1/entries/{id}/check/renewal", "POST /v1/entries/{id}/device", "POST /v1/entries/{id}/lost-factor",
        "POST /v1/entries/{id}/lost-factor/confirmation", "POST /v1/entries/{id}/passcode",
        "POST /v1/entries/{id}/passkey", "POST /v1/entries/{id}/passkey/options", "POST /v1/entries/{id}/second-factor",
        "POST /v1/identifier-changes/undo", "POST /v1/lost-factor/cancellation",
        "POST /v1/not-me", "POST /v1/recoveries", "POST /v1/recoveries/completion", "POST /v1/recoveries/passkey/options",
        "POST /v1/registrations",
        "POST /v1/registrations/{id}/verification",
    ];

    // All that safe methods reach. Each of them reads and changes nothing.
    private static readonly string[] Reads =
    [
        "/v1/account/closing", "/v1/accounts/{id}/holds", "/v1/activity", "/v1/activity/export", "/v1/activity/head", "/v1/alert-addresses",
        "/v1/devices", "/v1/holds", "/v1/identifier-changes", "/v1/lost-factor",
        "/v1/official", "/v1/official/key", "/v1/official/list", "/v1/policy",
        "/v1/safety-phrase", "/v1/second-factors",
        "/v1/session", "/v1/sessions", "/v1/settings-lock", "/v1/time", "/v1/trading-passcode",
    ];

    [Fact]
    public async Task Every_address_takes_its_own_methods_and_no_others()
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        foreach (var (pattern, own) in Table(host))
        {
            foreach (var method in Methods.Except(own))
            {
                var answer = await host.Send(method, PathOf(pattern), method is "POST" or "PUT" or "PATCH" ? "{}" : null, bearer: true);
                Assert.True(answer.Status == 405, $"{method} {pattern}: {answer.Status}");
                var allowed = answer.Header("Allow")!.Split(", ").Order();
                if (method != "TRACE") Assert.Equal(own.Order(), allowed);
            }
        }

        Assert.Empty(host.Grains.Account.Told);
    }

    [Fact]
    public async Task Safe_methods_reach_what_reads_and_nothing_else()
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        var table = Table(host);

        Assert.Equal(Reads, table.Where(route => route.Methods.Contains("GET")).Select(route => route.Pattern)
            .Order(StringComparer.Ordinal));
        foreach (var (pattern, _) in table)
        {
            foreach (var method in new[] { "GET", "HEAD" })
            {
                var status = (await host.Send(method, PathOf(pattern), bearer: true)).Status;
                Assert.True(Reads.Contains(pattern) == (status != 405), $"{method} {pattern}: {status}");
            }
        }

        Assert.All(host.Grains.Account.Told, told => Assert.IsType<SessionProof>(told));
    }

    [Fact]
    public async Task Strangers_reach_what_is_open_to_them_and_nothing_else()
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        var open = new List<string>();

        foreach (var (pattern, own) in Table(host))
        {
            foreach (var method in own)
            {
                var answers = new[]
                {
                    await Ask(host, method, pattern),
                    await Ask(host, method, pattern, ("Authorization", "Bearer AAAA")),
                    await Ask(host, method, pattern, ("Cookie", "__Host-entry-session=AAAA")),
                };
                if (answers.Any(answer => answer.Status != 401 || answer.Header("WWW-Authenticate") != "Bearer" || IsUnknownFlow(answer)))
                    open.Add($"{method} {pattern}");
            }
        }

        Assert.Equal(OpenToStrangers, open.Order(StringComparer.Ordinal));
        Assert.Equal(0, host.Grains.Account.Commands);
    }

    [Fact]
    public async Task No_answer_is_a_script_of_the_callers_naming()
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        foreach (var path in Reads)
        {
            var answer = await host.Send("GET", path + "?callback=stolen&jsonp=stolen&cb=stolen", bearer: true);
            Assert.DoesNotContain("stolen", answer.Text, StringComparison.Ordinal);
            Assert.Matches("^application/(json; charset=utf-8|problem[+]json|jsonl)$", answer.Header("Content-Type"));
        }
    }

    [Fact]
    public async Task No_answer_of_an_account_is_had_under_another_name()
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        foreach (var path in Reads)
        {
            foreach (var ending in new[] { "/x.css", ".css", "/x.js", ".json", "%2fx.css", "/%2e%2e/x.css", ";x.css", "/index.html" })
            {
                var answer = await host.Send("GET", path + ending, null, bearer: true, ("Accept", "text/html,text/css,*/*"));
                Assert.True(answer.Status is 404 or 405, $"{path}{ending}: {answer.Status}");
                Assert.Equal(("no-store", "application/problem+json"), (answer.Header("Cache-Control"), answer.Header("Content-Type")));
            }
        }
    }

    [Theory]
    [InlineData("/.git/config")]
    [InlineData("/.git/HEAD")]
    [InlineData("/.gitignore")]
    [InlineData("/.svn/entries")]
    [InlineData("/.hg/store")]
    [InlineData("/.env")]
    [InlineData("/security/.git/config")]
    [InlineData("/assets/.git/config")]
    [InlineData("/appsettings.json")]
    [InlineData("/v1/.git/config")]
    public async Task Nothing_of_the_workshop_is_served(string path)
    {
        await using var host = await GatewayHost.Start();

        Assert.Equal(404, (await host.Send("GET", path)).Status);
        Assert.Null(new Gateway.Pages.PageFiles().Find(path));
    }

    [Theory]
    [InlineData("//evil.test")]
    [InlineData("//evil.test/%2e%2e")]
    [InlineData("/\\evil.test")]
    [InlineData("/%5cevil.test")]
    [InlineData("/%2f%2fevil.test")]
    [InlineData("/.//evil.test/security")]
    [InlineData("/security//evil.test/")]
    [InlineData("/security/..//evil.test/")]
    [InlineData("/docs//evil.test")]
    [InlineData("/docs?redirect=https://evil.test")]
    [InlineData("/security?return=https://evil.test&next=//evil.test&url=evil.test")]
    [InlineData("/?return=https://evil.test")]
    public async Task Nobody_is_sent_elsewhere(string path)
    {
        await using var host = await GatewayHost.Start("Development");

        using var request = host.Request(
            "GET", "https://entry.example.test" + path, null, false, ("X-Forwarded-Host", "evil.test"), ("Accept", "text/html"));
        var answer = await host.Send(request);

        if (answer.Header("Location") is { } target)
        {
            var resolved = new Uri(new Uri("https://entry.example.test" + path), target);
            Assert.Equal("https://entry.example.test", resolved.GetLeftPart(UriPartial.Authority));
            Assert.Matches("^(/[a-z]|[a-z])", target);
        }
        else
        {
            Assert.True(answer.Status is 200 or 404, $"{path}: {answer.Status}");
        }

        Assert.Null(answer.Header("Refresh"));
    }

    [Fact]
    public async Task Plain_http_is_never_quietly_led_to_https()
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        host.Client.BaseAddress = new Uri("http://entry.example.test");

        foreach (var (pattern, own) in Table(host))
        {
            foreach (var method in own)
            {
                var answer = await Ask(host, method, pattern);
                Assert.True(answer.Status is < 300 or >= 400, $"{method} {pattern}: {answer.Status}");
                Assert.Null(answer.Header("Location"));
            }
        }
    }

    internal static IReadOnlyList<(string Pattern, string[] Methods)> Table(GatewayHost host)
    {
        var routes = from route in host.Routes
                     let pattern = route.RoutePattern.RawText!.TrimEnd('/')
                     where pattern.StartsWith("/v1", StringComparison.Ordinal)

                     // Nothing of the operators' is found from here: their own tests have it.
                     where !pattern.StartsWith("/v1/operators", StringComparison.Ordinal)
                     from method in route.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
                     group method by pattern into one
                     select (one.Key, one.ToArray());
        var table = routes.ToList();
        Assert.True(table.Count >= 18, $"{table.Count} addresses found");
        return table;
    }

    internal static string PathOf(string pattern) => pattern
        .Replace("{id}", GatewayHost.SessionId, StringComparison.Ordinal).Replace("{sequence}", "3", StringComparison.Ordinal);

    private static Task<Answer> Ask(GatewayHost host, string method, string pattern, params (string, string)[] headers) =>
        host.Send(method, PathOf(pattern), method is "POST" or "PUT" or "PATCH" ? "{}" : null, false, headers);

    // These are open: what they do not know is the flow, not the caller.
    private static bool IsUnknownFlow(Answer answer) => answer.Text.Length > 0 && answer.Code is "unknown-entry" or "unknown-registration";
}
