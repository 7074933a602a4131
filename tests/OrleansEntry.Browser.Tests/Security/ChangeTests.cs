namespace OrleansEntry.Browser.Tests;

public sealed class ChangeTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task Changing_the_passcode_ends_every_other_session()
    {
        var (here, elsewhere) = (await NewDevice(), await NewDevice());
        var owner = await Owner.Inside(here);
        await owner.Enter(elsewhere);
        await elsewhere.GotoAsync("/security/sessions");
        await here.GotoAsync("/security/passcode");

        await here.Field("Current passcode").FillAsync("otter lantern mistyped marble");
        await here.Field("New passcode").FillAsync("a freshly polished tuning fork");
        await here.Button("Change passcode").ClickAsync();
        await Expect(here.Locator("#current-error")).ToHaveTextAsync("That is not your current passcode.");

        await here.Field("Current passcode").FillAsync(owner.Passcode);
        await here.Button("Change passcode").ClickAsync();
        await here.Says("Your passcode is changed, and every other session has ended.");

        await elsewhere.Link("Second factor").ClickAsync();
        await elsewhere.Says("Your session has ended.");
        await elsewhere.Field("E-mail address").FillAsync(owner.Address);
        await elsewhere.Button("Continue").ClickAsync();
        await elsewhere.GivePasscode("a freshly polished tuning fork");
        await elsewhere.Reads("Second factor");
    }

    [Fact]
    public async Task An_authenticator_is_removed_after_a_question_and_its_codes_are_renewed_the_same_way()
    {
        var page = await NewDevice();
        var owner = await Owner.InsideWithAuthenticator(page);
        await page.GotoAsync("/security/second-factor");

        await page.Button("Renew recovery codes").ClickAsync();
        await page.Button("Renew").ClickAsync();
        await page.Reads("Keep your recovery codes");
        await Expect(page.GetByText(owner.RecoveryCodes[0])).ToHaveCountAsync(0);
        await page.GetByLabel("I have kept them").CheckAsync();
        await page.Button("Done").ClickAsync();
        await page.Says("You have ten new recovery codes.");

        await page.Button("Remove authenticator").ClickAsync();
        await page.Button("Remove").ClickAsync();
        await page.Says("Your authenticator is removed.");
        await page.Reads("No authenticator yet");
    }

    [Fact]
    public async Task A_session_that_has_shown_no_code_is_asked_for_one_before_a_sensitive_change()
    {
        var (page, other) = (await NewDevice(), await NewDevice());
        var owner = await Owner.Inside(page);
        await owner.Enter(other);
        await owner.Enrol(page);
        await other.GotoAsync("/security/second-factor");

        await other.Button("Remove authenticator").ClickAsync();
        await other.Button("Remove").ClickAsync();
        var dialog = other.GetByRole(AriaRole.Dialog, new() { Name = "Confirm that it is you" });
        await dialog.GetByLabel("Passcode", new() { Exact = true }).FillAsync("otter lantern mistyped marble");
        await dialog.GetByLabel("Authenticator code or recovery code").FillAsync(owner.App!.WrongCode());
        await other.Button("Confirm").ClickAsync();
        await other.Says("That is not your passcode.");

        await dialog.GetByLabel("Passcode", new() { Exact = true }).FillAsync(owner.Passcode);
        await dialog.GetByLabel("Authenticator code or recovery code").FillAsync(owner.App.NextCode(other));
        await other.Button("Confirm").ClickAsync();
        await other.Says("Your authenticator is removed.");
    }

    [Fact]
    public async Task A_step_of_60_seconds_can_be_chosen()
    {
        var page = await NewDevice();
        await Owner.Inside(page);
        await page.GotoAsync("/security/second-factor");
        await page.GetByText("More options").ClickAsync();
        await page.GetByLabel("60 seconds").CheckAsync();
        await page.Button("Add an authenticator").ClickAsync();

        Assert.Contains("period=60", await page.Link("open the app on this device").GetAttributeAsync("href"), StringComparison.Ordinal);
        var app = Authenticator.From(await page.Locator(".secret").InnerTextAsync(), stepSeconds: 60);
        await page.Field("Authenticator code").FillAsync(app.NextCode(page));
        await page.GetByLabel("I have kept them").CheckAsync();
        await page.Button("Done").ClickAsync();
        await page.Says("A new code every 60 seconds.");
    }

    [Fact]
    public async Task All_other_sessions_end_together()
    {
        var (here, elsewhere) = (await NewDevice(), await NewDevice());
        var owner = await Owner.Inside(here);
        await owner.Enter(elsewhere);
        await elsewhere.GotoAsync("/security");
        await here.GotoAsync("/security/sessions");

        await here.Button("End all other sessions").ClickAsync();
        await here.Button("End all others").ClickAsync();
        await here.Says("All other sessions have ended.");
        await Expect(here.Button("End all other sessions")).ToBeHiddenAsync();

        await elsewhere.ReloadAsync();
        await elsewhere.Says("Your session has ended.");
    }
}
