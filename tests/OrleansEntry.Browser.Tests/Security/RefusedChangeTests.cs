namespace OrleansEntry.Browser.Tests;

/// <summary>Changes that wait: while the settings are locked, and while a factor is new.</summary>
public sealed class RefusedChangeTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task Every_page_that_changes_something_says_until_when_the_settings_are_locked()
    {
        var (page, eye) = (await NewDevice(reducedMotion: true), new Eye(Watch));
        await Owner.InsideWithAuthenticator(page);
        await page.GotoAsync("/security/freeze");
        await page.GetByLabel("For how long").SelectOptionAsync("72");
        await page.Button("Lock the settings").ClickAsync();
        await page.Button("Lock them").ClickAsync();
        await page.Says("Your security settings are locked.");
        await eye.LookAt(page, "settings locked");

        await page.GotoAsync("/security/trading");
        await page.Field("New trading passcode").FillAsync("nine purple umbrellas");
        await page.Button("Set trading passcode").ClickAsync();
        await Refused();
        await eye.LookAt(page, "trading while locked");

        await page.GotoAsync("/security/sessions");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Trust ") }).ClickAsync();
        await Refused();
        await page.GotoAsync("/security/alerts");
        await page.Field("Another e-mail address").FillAsync("further@example.test");
        await page.Button("Send the code").ClickAsync();
        await Refused();
        await page.GotoAsync("/security/second-factor");
        await page.Button("Remove authenticator").ClickAsync();
        await page.Button("Remove").ClickAsync();
        await Refused();
        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));

        // In the person's own time, not the service's.
        async Task Refused()
        {
            await page.Says("Your security settings are locked until");
            await Expect(page.GetByText("UTC").Locator("visible=true")).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task New_recovery_codes_do_not_remove_the_authenticator_before_a_day_is_over()
    {
        var page = await NewDevice();
        var owner = await Owner.InsideWithAuthenticator(page);
        Server.Clock.ForwardTo(Server.Clock.GetUtcNow().AddMinutes(1));
        await page.GotoAsync("/security/second-factor");
        await page.Button("Renew recovery codes").ClickAsync();
        await page.Button("Renew").ClickAsync();
        await page.Reads("Keep your recovery codes");
        var code = await page.Locator("li").Filter(new() { HasTextRegex = new("^([0-9A-Z]{4}-?){6}$") }).First.InnerTextAsync();
        await page.GetByLabel("I have kept them").CheckAsync();
        await page.Button("Done").ClickAsync();

        Server.Clock.ForwardTo(Server.Clock.GetUtcNow().AddMinutes(11));
        await page.Button("Remove authenticator").ClickAsync();
        await page.Button("Remove").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Confirm that it is you" });
        await dialog.GetByLabel("Passcode", new() { Exact = true }).FillAsync(owner.Passcode);
        await dialog.GetByLabel("Authenticator code or recovery code").FillAsync(code);
        await page.Button("Confirm").ClickAsync();

        await page.Says("You confirmed with a factor that is new.");
    }
}
