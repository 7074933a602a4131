namespace OrleansEntry.Browser.Tests;

/// <summary>What a browser keeps of somebody, and how it is made to forget.</summary>
public sealed class LeavingTests(Stage stage) : BrowserTest(stage)
{
    private static readonly string[] Inside =
        ["/security", "/security/activity", "/security/sessions", "/security/second-factor", "/security/passcode"];

    [Fact]
    public async Task Every_page_inside_has_the_way_out_in_sight_and_it_clears_what_was_kept()
    {
        var page = await NewDevice();
        var owner = await Owner.Inside(page);
        await page.GiveAddress(owner);
        foreach (var path in Inside)
        {
            await page.GotoAsync(path);
            await Expect(page.Button("Leave")).ToBeInViewportAsync();
        }

        await page.Button("Leave").ClickAsync();
        await page.Says("You have left.");
        Assert.Equal("", await Kept(page));
        Assert.DoesNotContain(await page.Context.CookiesAsync(), cookie => cookie.Name == "entry-session");
        await page.GoBackAsync();
        await Expect(page.Heading("Enter")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_a_page_still_waits_for_leads_nobody_elsewhere_who_leaves()
    {
        var page = await NewDevice();
        await Owner.Inside(page);
        var (ended, refused) = (new TaskCompletionSource(), new TaskCompletionSource());
        page.Response += (_, response) => _ = response.Status == 401 && refused.TrySetResult();
        await page.RouteAsync("**/v1/activity**", async route =>
        {
            await ended.Task;
            await route.ContinueAsync();
        });
        await page.RouteAsync("**/v1/session", async route =>
        {
            if (route.Request.Method != "DELETE")
            {
                await route.ContinueAsync();
                return;
            }

            var answer = await route.FetchAsync();
            ended.SetResult();
            await refused.Task;
            await route.FulfillAsync(new() { Response = answer });
        });

        await page.GotoAsync("/security");
        await page.Button("Leave").ClickAsync();

        await page.Says("You have left.");
        Assert.DoesNotContain("return", await Kept(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_secret_is_in_what_the_browser_keeps_or_in_an_address_it_asks_for()
    {
        var page = await NewDevice();
        var owner = await Owner.InsideWithAuthenticator(page);
        var (kept, asked) = (new List<string>(), new List<string>());
        page.Request += (_, request) => asked.Add(Uri.UnescapeDataString(request.Url));

        await page.GiveAddress(owner);
        kept.Add(await Kept(page));
        await page.GivePasscode(owner.Passcode);
        await page.Reads("Enter the code from your app");
        kept.Add(await Kept(page));
        var code = owner.App!.NextCode(page);
        await page.Field("Authenticator code").FillAsync(code);
        await page.Reads("Overview");
        kept.Add(await Kept(page));

        Assert.Contains(owner.Address, kept[0], StringComparison.Ordinal);
        var cookies = await page.Context.CookiesAsync();
        Assert.Equal(
            ["entry-device", "entry-passes", "entry-session"], cookies.Select(cookie => cookie.Name).Order(StringComparer.Ordinal));
        Assert.All(cookies, cookie => Assert.True(cookie.HttpOnly));
        string[] secrets = [owner.Passcode, code, .. owner.RecoveryCodes, .. cookies.Select(cookie => cookie.Value)];
        Assert.DoesNotContain(kept, text => secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal)));
        Assert.True(asked.Count > 10, $"{asked.Count} requests");
        Assert.DoesNotContain(asked, address =>
            secrets.Append(owner.Address).Any(secret => address.Contains(secret, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("//elsewhere.test")]
    [InlineData("https://elsewhere.test/security")]
    [InlineData("/\\elsewhere.test")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/security/../../elsewhere")]
    public async Task Nobody_is_sent_elsewhere_after_an_entry(string back)
    {
        var page = await NewDevice();
        var owner = await Owner.Inside(page);

        await page.GotoAsync("/?return=" + Uri.EscapeDataString(back));
        await page.Field("E-mail address").FillAsync(owner.Address);
        await page.Button("Continue").ClickAsync();
        await page.GivePasscode(owner.Passcode);

        await page.Reads("Overview");
        Assert.Equal(new Uri(Server.Address, "security"), new Uri(page.Url));
    }

    // All that scripts of ours, or of somebody who got one in, could read.
    private static Task<string> Kept(IPage page) => page.EvaluateAsync<string>(
        """
        async () => [
          ...Object.entries(localStorage).flat(), ...Object.entries(sessionStorage).flat(), document.cookie,
          ...(await indexedDB.databases()).map(database => database.name), ...await caches.keys(),
        ].join("\n")
        """);
}
