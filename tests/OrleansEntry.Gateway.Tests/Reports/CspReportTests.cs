using System.Text;
using CsCheck;
using OrleansEntry.Gateway.Reports;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Reports;

/// <summary>Browsers tell what the content policy kept from happening, and operators hear of it.</summary>
public sealed class CspReportTests
{
    private const int Violated = 2007;
    private const string Old = "application/csp-report";
    private const string New = "application/reports+json";

    private const string OldReport = """
        {"csp-report":{"document-uri":"https://entry.example.test/security?code=12345678#token","referrer":"",
        "violated-directive":"script-src-elem",
        "effective-directive":"script-src-elem","original-policy":"default-src 'none'","disposition":"enforce",
        "blocked-uri":"https://Evil.test:8443/steal.js?who=ada","line-number":7,
        "source-file":"https://entry.example.test/","status-code":200}}
        """;

    private const string NewReports = """
        [{"type":"deprecation","age":1,"url":"https://entry.example.test/","body":{"id":"x"}},
        {"type":"csp-violation","age":10,"url":"https://entry.example.test/","user_agent":"Firefox of Ada",
        "body":{"documentURL":"https://entry.example.test/?ada","effectiveDirective":"img-src","blockedURL":"inline","sample":"ada's"}}]
        """;

    [Theory]
    [InlineData("https", "; report-uri /csp-reports; report-to csp", "csp=\"/csp-reports\"")]
    [InlineData("http", "; report-uri /csp-reports", null)]
    public async Task Every_page_says_where_reports_go(string scheme, string ending, string? endpoints)
    {
        await using var host = await GatewayHost.Start("Development");
        host.Client.BaseAddress = new Uri($"{scheme}://entry.example.test");

        foreach (var path in new[] { "/", "/security", "/nothing-here", "/docs/" })
        {
            var page = await host.Send("GET", path, null, false, ("Accept", "text/html"));
            Assert.EndsWith(ending, page.Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Equal(endpoints, page.Header("Reporting-Endpoints"));
        }
    }

    [Theory]
    [InlineData(Old, OldReport, "script-src-elem: https://evil.test:8443 on /security; 0")]
    [InlineData(New, NewReports, "img-src: inline on /; 0")]
    public async Task A_report_is_counted_and_told_without_anything_of_the_visitor(string mediaType, string report, string told)
    {
        var (host, telemetry) = await Telemetry.Start();
        await using var _ = host;

        Assert.Equal((204, ""), await Report(host, report, mediaType));

        Assert.Contains(told, Assert.Single(telemetry.Lines(Violated)), StringComparison.Ordinal);
        Assert.Equal(1, telemetry.Count($"entry.csp_violations/{told.Split(':')[0]}"));
        foreach (var personal in new[] { "12345678", "token", "ada", "steal", "Firefox" })
            Assert.DoesNotContain(personal, telemetry.All, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("application/json", OldReport, 415)]
    [InlineData("text/plain", OldReport, 415)]
    [InlineData(Old, "", 400)]
    [InlineData(Old, "{", 400)]
    [InlineData(Old, "17", 400)]
    [InlineData(Old, "{\"csp-report\":7}", 400)]
    [InlineData(Old, "{\"csp-report\":{}}", 204)]
    [InlineData(Old, "{\"csp-report\":{\"blocked-uri\":\"\\ud800\"}}", 400)]
    [InlineData(New, "[]", 204)]
    [InlineData(New, "[1,null,\"a\",{\"type\":7},{\"type\":\"csp-violation\"}]", 204)]
    [InlineData(New, "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]", 400)]
    public async Task What_is_no_report_is_refused_and_what_is_odd_is_taken(string mediaType, string body, int status)
    {
        await using var host = await GatewayHost.Start();

        Assert.Equal(status, (await Report(host, body, mediaType)).Status);
    }

    [Fact]
    public async Task Reports_are_bounded_in_size_and_number_and_come_from_our_own_pages()
    {
        var (host, telemetry) = await Telemetry.Start();
        await using var _ = host;
        var many = $"[{string.Join(',', Enumerable.Repeat(NewReports.Trim('[', ']', '\n', ' '), 30))}]";

        Assert.Equal(413, (await Report(host, $"[\"{new string('a', 17_000)}\"]", New)).Status);
        Assert.Equal(403, (await Report(host, OldReport, Old, ("Origin", "https://evil.test"))).Status);
        Assert.Equal(0, telemetry.Count("entry.csp_violations/script-src-elem"));
        for (var i = 0; i < 3; i++) Assert.Equal(204, (await Report(host, many, New)).Status);

        Assert.Equal(3 * CspViolation.MaxPerBody, telemetry.Count("entry.csp_violations/img-src"));
        Assert.Equal(20, telemetry.Lines(Violated).Length);
        host.Clock.Advance(TimeSpan.FromSeconds(10));
        await Report(host, OldReport, Old);
        Assert.EndsWith($"{(3 * CspViolation.MaxPerBody) - 20} more were only counted", telemetry.Lines(Violated)[^1],
            StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_a_report_says_is_told_in_words_of_ours() =>
        Gen.Select(Gen.String, Gen.String, Gen.String).Sample((directive, blocked, page) =>
        {
            var report = new Dictionary<string, object>
            {
                ["csp-report"] = new Dictionary<string, string>
                {
                    ["effective-directive"] = directive, ["blocked-uri"] = "https://" + blocked, ["document-uri"] = page,
                },
            };
            if (!CspViolation.TryRead(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(report), out var violations)) return;

            var violation = Assert.Single(violations);
            Assert.Matches("^[a-z-]+$", violation.Directive);
            Assert.Matches("^[A-Za-z0-9:/.-]{1,100}$", violation.Blocked);
        });

    private static async Task<(int Status, string Text)> Report(
        GatewayHost host, string body, string mediaType, params (string, string)[] headers)
    {
        using var request = host.Request("POST", "/csp-reports", null, false, headers);
        request.Content = new StringContent(body, Encoding.UTF8);
        request.Content.Headers.ContentType = new(mediaType);
        var answer = await host.Send(request);
        return (answer.Status, answer.Status == 204 ? answer.Text : "");
    }
}
