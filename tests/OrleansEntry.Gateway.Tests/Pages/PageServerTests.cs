using OrleansEntry.Gateway.Tests.Hosting;
using OrleansEntry.Gateway.Tests.Http;

namespace OrleansEntry.Gateway.Tests.Pages;

public sealed class PageServerTests
{
    [Theory]
    [InlineData("/", 200, "text/html; charset=utf-8")]
    [InlineData("/security", 200, "text/html; charset=utf-8")]
    [InlineData("/security/", 200, "text/html; charset=utf-8")]
    [InlineData("/assets/entrance.js", 200, "text/javascript; charset=utf-8")]
    [InlineData("/nothing", 404, "text/html; charset=utf-8")]
    [InlineData("/assets/../../secrets", 404, "text/html; charset=utf-8")]
    [InlineData("/assets/%2e%2e%2findex.html", 404, "text/html; charset=utf-8")]
    [InlineData("/v1/nothing", 404, "application/problem+json")]
    public async Task Exactly_the_files_that_exist_are_served(string path, int status, string type)
    {
        await using var host = await GatewayHost.Start();

        var answer = await host.Send("GET", path, null, false, ("Accept", "text/html"));

        Assert.Equal((status, type), (answer.Status, answer.Header("Content-Type")));
        EdgeTests.AssertHeaders(answer);
    }

    [Fact]
    public async Task A_page_is_asked_for_each_time_and_sent_once()
    {
        await using var host = await GatewayHost.Start();
        var page = await host.Send("GET", "/");

        var again = await host.Send("GET", "/", null, false, ("If-None-Match", page.Header("ETag")!));

        Assert.Equal("no-cache", page.Header("Cache-Control"));
        Assert.Equal((304, ""), (again.Status, again.Text));
        Assert.NotNull(page.Cookie("__Host-entry-device"));
        Assert.Null((await host.Send("GET", "/assets/entrance.js")).Cookie("__Host-entry-device"));
    }
}
