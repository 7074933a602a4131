using System.Text.RegularExpressions;

namespace OrleansEntry.Reliability.Tests.Edge;

/// <summary>What the client of these tests demands of every answer is asked for here wherever something answers.</summary>
[Collection(Entrance.Collection)]
public sealed partial class HeadersTests(Entrance entrance)
{
    [Fact]
    public async Task Every_page_and_all_that_it_loads_carries_the_headers()
    {
        var client = entrance.NewClient(browser: true);
        var (due, seen) = (new Queue<string>(["", "register", "docs", "dev/outbox", "openapi/v1.json", "robots.txt",
            ".well-known/security.txt"]), new HashSet<string>());

        while (due.TryDequeue(out var path))
        {
            if (!seen.Add(path)) continue;
            var answer = await client.Send(HttpMethod.Get, path, headers: ("Accept", "text/html, */*"));
            Assert.True(answer.Status is 200 or 302 or 401 or 404, answer.ToString());
            if (answer.MediaType is not ("text/html" or "text/javascript" or "text/css")) continue;

            foreach (Match link in Link().Matches(answer.Text))
            {
                var target = new Uri(new Uri(entrance.Address, path), link.Groups[1].Value);
                if (target.Authority == entrance.Address.Authority) due.Enqueue(target.AbsolutePath[1..]);
            }
        }

        Assert.True(seen.Count > 15, string.Join(' ', seen));
    }

    [Fact]
    public async Task Every_method_on_every_route_carries_the_headers_and_is_answered()
    {
        var client = entrance.NewClient();
        var paths = (await client.Get("openapi/v1.json")).Get("paths").EnumerateObject()
            .Select(path => path.Name[1..].Replace("{id}", "x", StringComparison.Ordinal));
        foreach (var path in paths.Concat(
            ["v1", "v1/nothing", "health/live", "health/ready", "health/nothing", "nothing/at/all", "v1/entries/"]))
        {
            foreach (var method in new[] { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND" })
            {
                var answer = await client.Send(new HttpMethod(method), path);
                Assert.True(answer.Status is >= 200 and < 500, answer.ToString());
                if (method == "TRACE") Assert.Equal(405, answer.Status);
                if (answer.Status == 405) Assert.NotEmpty(answer.Allow);
            }
        }
    }

    [Fact]
    public async Task Changes_from_another_site_are_refused()
    {
        var (_, client) = await entrance.RegisterAndEnter(browser: true);
        foreach (var (name, value) in new[] { ("Origin", "https://evil.test"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Site", "same-site") })
            (await client.Send(HttpMethod.Delete, "v1/session", headers: (name, value))).Is("403 cross-site");

        var antiForgery = client.AntiForgery;
        foreach (var forged in new[] { null, "", "AAAA", antiForgery![..^1] })
        {
            client.AntiForgery = forged;
            (await client.Delete("v1/session")).Is("403 anti-forgery");
        }

        client.AntiForgery = antiForgery;
        (await client.Get("v1/session")).Is("200");
        (await client.Delete("v1/session")).Is("204");
        (await client.Get("v1/session")).Is("401 no-session");
    }

    [GeneratedRegex("""(?:href|src|from|import)\s*=?\s*\(?"([^"#]+)["#]""")]
    private static partial Regex Link();
}
