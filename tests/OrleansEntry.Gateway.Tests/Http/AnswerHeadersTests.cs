using System.Collections.Immutable;
using OrleansEntry.Contracts.SecondFactor;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Gateway.Tests.Hosting;
using OrleansEntry.Gateway.Tests.Sessions;

namespace OrleansEntry.Gateway.Tests.Http;

/// <summary>The headers that guard an answer, looked at on every kind of answer.</summary>
public sealed class AnswerHeadersTests
{
    private static readonly string[] Others =
        ["/", "/security", "/assets/entrance.js", "/nothing", "/v1/nothing", "/health/live", "/openapi/v1.json"];

    [Fact]
    public async Task Every_answer_asks_for_https_for_a_year_on_all_subdomains()
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        await foreach (var (asked, answer) in EveryKind(host))
            Assert.True(answer.Header("Strict-Transport-Security") == "max-age=31536000; includeSubDomains", asked);
    }

    [Fact]
    public async Task No_answer_lets_another_origin_read_it()
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        await foreach (var (asked, answer) in EveryKind(host, ("Origin", "https://evil.test")))
            Assert.False(answer.Headers.Keys.Any(IsCors), asked);
        await foreach (var (asked, answer) in EveryKind(host, ("Origin", "https://entry.example.test")))
            Assert.False(answer.Headers.Keys.Any(IsCors), asked);

        foreach (var (pattern, methods) in RoutesTests.Table(host))
        {
            var preflight = await host.Send("OPTIONS", RoutesTests.PathOf(pattern), null, false, ("Origin", "https://evil.test"),
                ("Access-Control-Request-Method", methods[0]), ("Access-Control-Request-Headers", "content-type"));
            Assert.False(preflight.Headers.Keys.Any(IsCors), pattern);
        }
    }

    [Fact]
    public async Task Every_answer_has_a_policy_that_lets_nothing_foreign_and_nothing_inline_run()
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        await foreach (var (asked, answer) in EveryKind(host))
        {
            var policy = Directives(answer);
            Assert.Equal("'none'", policy["default-src"]);
            Assert.Equal("'none'", policy["base-uri"]);
            Assert.Equal("'none'", policy["frame-ancestors"]);
            Assert.Equal("'none'", policy.GetValueOrDefault("object-src", policy["default-src"]));
            Assert.True(
                policy.All(directive => IsOurs(directive.Key, directive.Value)), $"{asked}: {answer.Header("Content-Security-Policy")}");
        }
    }

    [Fact]
    public async Task Shown_by_itself_an_answer_of_the_API_can_load_nothing_and_is_no_page()
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        await foreach (var (asked, answer) in EveryKind(
            host, ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"), ("Accept", "text/html")))
        {
            if (!asked.Contains(" /v1", StringComparison.Ordinal)) continue;
            Assert.All(Directives(answer), directive => Assert.Equal("'none'", directive.Value));
            Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
            Assert.DoesNotContain("html", answer.Header("Content-Type") ?? "", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_answer_of_the_API_is_kept_by_anybody()
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        var good = new HashSet<string>();

        foreach (var outcome in Outcomes)
        {
            host.Grains.Account.Answer = outcome;
            await foreach (var (asked, answer) in EveryKind(host))
            {
                if (!asked.Contains(" /v1", StringComparison.Ordinal)) continue;
                if (answer.Status < 300) good.Add(asked);
                Assert.True(answer.Header("Cache-Control") == "no-store", $"{asked}: {answer.Header("Cache-Control")}");
                Assert.Null(answer.Header("ETag"));
            }
        }

        // Every route inside a session has answered well at least once.
        Assert.Equal(SessionEndpointsTests.Routes.Select(row => $"{row.Data.Item1} {row.Data.Item2}").Except(good), []);
        Assert.Superset(
            new HashSet<string> { "GET /v1/session", "GET /v1/activity", "GET /v1/activity/head", "GET /v1/activity/export" }, good);
    }

    private static SessionAnswer[] Outcomes =>
    [
        new SessionAnswer.NoSession(),
        new SessionAnswer.Done(),
        new SessionAnswer.Done<SessionGrant> { Value = GatewayHost.Grant() },
        new SessionAnswer.Done<ImmutableArray<SessionView>> { Value = [GatewayHost.View()] },
        new SessionAnswer.Done<SecondFactorsView> { Value = new SecondFactorsView { RecoveryCodesLeft = 0 } },
        new SessionAnswer.Done<TotpEnrolment>
        {
            Value = new TotpEnrolment { Secret = "A", Uri = "otpauth:", QrSvg = "<svg/>", StepSeconds = 60, ExpiresAt = GatewayHost.Noon },
        },
        new SessionAnswer.Done<RecoveryCodesIssued> {
            Value = new RecoveryCodesIssued { Codes = ["a", "b"], Session = GatewayHost.Grant() } },
    ];

    // Right requests and wrong ones, inside a session and outside, of the API, the pages and what stands beside them.
    private static async IAsyncEnumerable<(string Asked, Answer Answer)> EveryKind(GatewayHost host, params (string, string)[] headers)
    {
        foreach (var (pattern, methods) in RoutesTests.Table(host))
        {
            foreach (var method in methods.Append("PATCH"))
            {
                var (path, body) = (RoutesTests.PathOf(pattern), method is "POST" or "PUT" ? "{}" : null);
                yield return ($"{method} {path}", await host.Send(method, path, body, true, headers));
                yield return ($"{method} {path}", await host.Send(method, path, body, false, headers));
            }
        }

        foreach (var (method, path, body) in SessionEndpointsTests.Routes.Select(row => row.Data))
            yield return ($"{method} {path}", await host.Send(method, path, body, true, headers));
        foreach (var path in Others) yield return ($"GET {path}", await host.Send("GET", path, null, false, headers));
    }

    private static Dictionary<string, string> Directives(Answer answer) => answer.Header("Content-Security-Policy")!
        .Split(';', StringSplitOptions.TrimEntries).Select(text => text.Split(' ', 2)).ToDictionary(parts => parts[0], parts => parts[1]);

    private static bool IsOurs(string directive, string sources) => directive switch
    {
        "report-uri" => sources == "/csp-reports",
        "report-to" => sources == "csp",
        _ => sources.Split(' ').All(source => source is "'none'" or "'self'" || (directive == "img-src" && source == "data:")),
    };

    private static bool IsCors(string header) => header.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase);
}
