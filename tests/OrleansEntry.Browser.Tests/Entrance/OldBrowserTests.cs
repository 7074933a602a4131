namespace OrleansEntry.Browser.Tests;

public sealed class OldBrowserTests(Stage stage) : BrowserTest(stage)
{
    private protected override Task<ServerHere> StartServer() => ServerHere.Start(
        "--Clients:Advised:chrome=9999", "--Clients:Minimum:chrome=100", "--Clients:UpdateAt:chrome=https://example.test/browsers");

    [Fact]
    public async Task An_old_browser_is_told_so_and_works_and_one_below_the_minimum_is_kept_out_with_a_reason()
    {
        var (page, eye) = (await NewDevice(reducedMotion: true), new Eye(Watch));
        await page.GotoAsync("/");
        await page.Says("Your browser is of an old version.");
        await eye.LookAt(page, "entrance old browser");
        await Owner.Inside(page);
        await page.GotoAsync("/security");
        await page.Reads("Overview");
        await page.Says("a newer one guards you better.");
        await eye.LookAt(page, "overview old browser");

        await page.Context.SetExtraHTTPHeadersAsync(new Dictionary<string, string>
        {
            ["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0.0.0 Safari/537.36",
        });
        await page.GotoAsync("/security");
        await page.Says("Update to 100 or a newer one");
        await page.GotoAsync("/");
        await page.Says("Your browser is too old to enter with.");
        await page.Field("E-mail address").FillAsync("ada@example.test");
        await page.Button("Continue").ClickAsync();
        await page.Says("This version no longer works here. Update to 100 or a newer one");
        await eye.LookAt(page, "entrance too old browser");
        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }
}
