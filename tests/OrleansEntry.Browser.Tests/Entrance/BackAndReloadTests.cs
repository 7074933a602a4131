namespace OrleansEntry.Browser.Tests;

public sealed class BackAndReloadTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task Back_forward_and_reload_do_not_break_an_entry()
    {
        var page = await NewDevice();
        var owner = await Owner.InsideWithAuthenticator(page);
        await page.GiveAddress(owner);

        await page.ReloadAsync();
        await page.Reads("Enter your passcode");
        await page.GoBackAsync();
        await Expect(page.Field("E-mail address")).ToHaveValueAsync(owner.Address);
        await page.GoForwardAsync();
        await page.Reads("Enter your passcode");
        await page.Button("Change the address").ClickAsync();
        await page.Reads("Enter");
        await page.Button("Continue").ClickAsync();

        await page.GivePasscode(owner.Passcode);
        await page.Reads("Enter the code from your app");
        await page.ReloadAsync();
        await page.Reads("Enter the code from your app");
        await page.Field("Authenticator code").FillAsync(owner.App!.NextCode(page));
        await page.Reads("Overview");
    }

    [Fact]
    public async Task A_reload_during_the_check_begins_a_fresh_one()
    {
        var page = await NewDevice();
        await page.HoldAutomaticCheck();
        await page.GotoAsync("/");
        await page.Field("E-mail address").FillAsync(Owner.New().Address);
        await page.Button("Continue").ClickAsync();
        await page.Reads("Security check");

        await page.ReloadAsync();
        await page.Reads("Enter your passcode");
    }

    [Fact]
    public async Task A_registration_outlives_a_reload()
    {
        var (page, owner) = (await NewDevice(), Owner.New());
        await page.GotoAsync("/register");
        await page.Field("E-mail address").FillAsync(owner.Address);
        await page.Field("New passcode").FillAsync(owner.Passcode);
        await page.Button("Continue").ClickAsync();
        await page.Reads("Check your mail");

        await page.ReloadAsync();
        await page.Reads("Check your mail");
        await page.Field("Code from the mail").FillAsync("0000 0000");
        await page.Button("Confirm address").ClickAsync();
        await Expect(page.Locator("#code-error")).ToContainTextAsync("did not match");

        await page.Field("Code from the mail").FillAsync(await Outbox.CodeFor(page.Context, owner.Address));
        await page.Button("Confirm address").ClickAsync();
        await page.Says("Your address is confirmed.");
    }

    [Fact]
    public async Task An_entry_that_another_browser_began_is_over_here()
    {
        var page = await NewDevice();
        var owner = await Owner.Inside(page);
        await page.GiveAddress(owner);
        await page.Context.ClearCookiesAsync(new() { Name = "entry-device" });
        await page.ReloadAsync();

        await page.GivePasscode(owner.Passcode);
        await page.Reads("This entry is no longer open");
        await page.Button("Start again").ClickAsync();
        await page.Reads("Enter your passcode");
    }

    // Nobody waits ten minutes here: the service's word is put in its place.
    [Fact]
    public async Task An_entry_that_took_too_long_says_so_and_starts_again__with_the_services_word_stubbed()
    {
        var page = await NewDevice();
        var owner = await Owner.Inside(page);
        await page.GiveAddress(owner);
        await page.RouteAsync("**/v1/entries/*/passcode", route => route.FulfillAsync(new()
        {
            Status = 410, ContentType = "application/problem+json",
            Body = """{"type":"urn:problem-type:entry:entry-expired","status":410}""",
        }));

        await page.GivePasscode(owner.Passcode);
        await page.Reads("That took longer than ten minutes");
        await page.UnrouteAllAsync();
        await page.Button("Start again").ClickAsync();
        await page.GivePasscode(owner.Passcode);
        await page.Reads("Overview");
    }
}
