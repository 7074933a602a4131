namespace OrleansEntry.Browser.Tests;

/// <summary>A real browser sends its reports where the policy says, and the server takes them.</summary>
public sealed class CspReportTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task What_a_page_was_kept_from_loading_is_told_to_the_server()
    {
        // A browser that nobody watches: here something foreign is asked for on purpose.
        var page = await NewUnwatchedDevice();
        await page.GotoAsync("/register?who=ada");

        await page.EvaluateAsync("() => { document.body.append(Object.assign(new Image(), { src: 'https://foreign.test/pixel.png' })); }");

        const string Told = "A browser kept a page from breaking img-src: https://foreign.test:443 on /register;";
        for (var i = 0; i < 100 && !Server.Output.Contains(Told, StringComparison.Ordinal); i++) await page.WaitForTimeoutAsync(100);
        Assert.Contains(Told, Server.Output, StringComparison.Ordinal);
    }
}
