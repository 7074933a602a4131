using System.Text.Json.Nodes;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Activity;

public sealed class ActivityEndpointsTests
{
    [Fact]
    public async Task A_page_is_asked_for_as_the_query_says()
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        var page = await host.Send(
            "GET", "/v1/activity?limit=2&before=9&kind=entry.admitted&kind=entry.locked,totp.enrolled", bearer: true);

        var (before, limit, kinds) = Assert.Single(host.Grains.Activity.Reads);
        Assert.Equal((9, 2), (before, limit));
        Assert.Equal(["entry.admitted", "entry.locked", "totp.enrolled"], kinds);
        Assert.Equal(2, (int?)page.Json["next"]);
        Assert.Equal("curl", (string?)page.Json["entries"]![0]!["device"]);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=-1")]
    [InlineData("limit=99999999999999999999")]
    [InlineData("limit=")]
    [InlineData("limit=1&limit=2")]
    [InlineData("limit=1&LIMIT=2")]
    [InlineData("before=0")]
    [InlineData("before=x")]
    [InlineData("before=1e3")]
    [InlineData("kind=")]
    [InlineData("kind=%00")]
    [InlineData("kind=a,,b")]
    [InlineData("kind=a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a")]
    public async Task An_absurd_query_is_malformed(string query)
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        var answer = await host.Send("GET", "/v1/activity?" + query, bearer: true);

        Assert.Equal((400, "malformed"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task An_export_ends_with_the_head_it_began_with()
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        var export = await host.Send("GET", "/v1/activity/export", bearer: true);

        var lines = export.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal("application/jsonl", export.Header("Content-Type"));
        Assert.Equal([1, 2, 3], lines[..3].Select(line => (int)line["sequence"]!));
        Assert.Equal(("h3", 4), ((string?)lines[3]["head"]!["hash"], lines.Count));
    }

    [Fact]
    public async Task What_a_stranger_wrote_stays_inside_its_line_of_an_export()
    {
        const string hostile = "a\r\n{\"head\":{\"sequence\":1,\"hash\":\"h\"}}\n\u001b[2J\u0085\u2028\",\"kind\":\"account.opened";
        await using var host = (await GatewayHost.Start()).WithSession();
        host.Grains.Activity.Agent = hostile;

        var export = await host.Send("GET", "/v1/activity/export", bearer: true);

        Assert.DoesNotContain(export.Text, c => char.IsControl(c) && c != '\n');
        var lines = export.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(4, lines.Count);
        Assert.All(lines[..3], line => Assert.Equal((hostile, "entry.admitted"), ((string?)line["device"], (string?)line["kind"])));
    }
}
