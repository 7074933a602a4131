namespace OrleansEntry.Browser.Tests;

public sealed class LostFactorTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task Who_has_neither_begins_a_wait_that_the_owner_sees_everywhere_and_stops_by_the_button_of_a_mail()
    {
        var (page, stranger, eye) = (await NewDevice(reducedMotion: true), await NewDevice(reducedMotion: true), new Eye(Watch));
        var owner = await Owner.InsideWithAuthenticator(page);

        await stranger.GotoAsync("/trouble#lost");
        await stranger.Link("Enter my passcode").ClickAsync();
        await stranger.GiveAddress(owner);
        await stranger.GivePasscode(owner.Passcode);
        await stranger.Button("I have neither").ClickAsync();
        await stranger.Reads("Authenticator and recovery codes are lost");
        await eye.LookAt(stranger, "lost claim");
        await stranger.Button("Mail me the code").ClickAsync();
        await stranger.Reads("Enter the code from our mail");
        await stranger.Field("Mailed code").FillAsync("0000");
        await stranger.Button("Begin the wait").ClickAsync();
        await stranger.Says("The code has eight digits.");
        await stranger.Field("Mailed code").FillAsync(await Outbox.CodeFor(page.Context, owner.Address, "lost authenticator"));
        await stranger.Reads("The wait runs");
        await eye.LookAt(stranger, "lost wait");

        // The owner's own device says so at the entrance, and the security centre shows it.
        await page.GiveAddress(owner);
        await page.Reads("Enter your passcode");
        await page.Says("Somebody said that your authenticator is lost.");
        await eye.LookAt(page, "lost at the entrance");
        await page.GotoAsync("/security");
        await page.Says("Your authenticator will be removed");
        await eye.LookAt(page, "lost in the overview");

        var link = await Outbox.LinkFor(page.Context, owner.Address, "/keep-factor");
        await stranger.GotoAsync(link);
        await stranger.Reads("Keep your authenticator");
        await page.GotoAsync("/security/second-factor");
        await page.Says("Your authenticator will be removed");
        await stranger.Button("Keep my authenticator").ClickAsync();
        await stranger.Reads("Your authenticator stays");
        await eye.LookAt(stranger, "keep done");
        await page.ReloadAsync();
        await page.Reads("Authenticator");
        await Expect(page.GetByText("Your authenticator will be removed")).Not.ToBeVisibleAsync();
        await stranger.GotoAsync("/");
        await stranger.GotoAsync(link);
        await stranger.Button("Keep my authenticator").ClickAsync();
        await stranger.Says("It was used already, is too old, or the removal was stopped.");
        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }

    [Fact]
    public async Task When_the_wait_is_over_the_person_enters_with_the_passcode_and_first_adds_a_new_authenticator()
    {
        var (page, eye) = (await NewDevice(reducedMotion: true), new Eye(Watch));
        var owner = await Owner.InsideWithAuthenticator(page);
        await page.GiveAddress(owner);
        await page.GivePasscode(owner.Passcode);
        await page.Button("I have neither").ClickAsync();
        await page.Button("Mail me the code").ClickAsync();
        await page.Field("Mailed code").FillAsync(await Outbox.CodeFor(page.Context, owner.Address, "lost authenticator"));
        await page.Reads("The wait runs");

        await Outbox.HoursUntil(page.Context, Server.Clock, owner.Address, "Your lost authenticator was removed");
        await page.Link("To the entrance").ClickAsync();
        await page.GiveAddress(owner);
        await page.GivePasscode(owner.Passcode);
        await page.Says("Your account needs a second factor before anything else.");
        await eye.LookAt(page, "lost and a new one comes first");
        await page.Button("Add an authenticator").ClickAsync();
        await page.Reads("Add your authenticator");
        var app = Authenticator.From(await page.Locator(".secret").InnerTextAsync());
        await page.Field("Authenticator code").FillAsync(app.NextCode(page));
        await page.Reads("Keep your recovery codes");
        await page.GetByLabel("I have kept them").CheckAsync();
        await page.Button("Done").ClickAsync();
        await page.GotoAsync("/security");
        await page.Reads("Overview");
        await page.Says("Withdrawals wait");
        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }

    [Fact]
    public async Task Who_has_a_recovery_code_replaces_the_lost_authenticator_at_once_and_each_trouble_has_its_way()
    {
        var (page, eye) = (await NewDevice(reducedMotion: true), new Eye(Watch));
        var owner = await Owner.InsideWithAuthenticator(page);
        await page.GotoAsync("/trouble");
        await eye.LookAt(page, "troubles");
        foreach (var trouble in new[] { "“Too many tries”", "My e-mail address changed", "The trading passcode is stopped" })
        {
            await page.Link(trouble).ClickAsync();
            await Expect(page.Locator("main > section:visible")).ToHaveCountAsync(1);
            await page.Link("All troubles").ClickAsync();
        }

        await page.Link("“Too many tries”").ClickAsync();
        await page.Field("E-mail address").FillAsync(owner.Address);
        await page.Button("How long must this device wait?").ClickAsync();
        await page.Says("This device need not wait");
        await owner.Mistype(page, 5);
        await page.Button("How long must this device wait?").ClickAsync();
        await page.Says("You can try again in");
        await eye.LookAt(page, "trouble wait runs");

        ServerClock.Of(page).ForwardTo(ServerClock.Of(page).GetUtcNow().AddMinutes(2));
        await page.GiveAddress(owner);
        await page.GivePasscode(owner.Passcode);
        await page.Button("Use a recovery code instead").ClickAsync();
        await page.Field("Recovery code").FillAsync(owner.RecoveryCodes[0]);
        await page.Button("Continue").ClickAsync();
        await page.Says("You entered with a recovery code");
        await page.Says("Withdrawals wait");
        await eye.LookAt(page, "entered with a recovery code");
        await page.Link("Replace authenticator").ClickAsync();
        await page.Button("Replace authenticator").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Replace", Exact = true }).ClickAsync();
        await page.Says("Add your authenticator");
        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }
}
