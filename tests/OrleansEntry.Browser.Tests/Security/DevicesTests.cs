namespace OrleansEntry.Browser.Tests;

public sealed class DevicesTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task A_device_is_named_and_trusted_and_a_new_one_is_let_in_by_its_number()
    {
        var (page, fresh, eye) = (await NewDevice(reducedMotion: true), await NewDevice(reducedMotion: true), new Eye(Watch));
        var owner = await Owner.InsideWithAuthenticator(page);
        await page.GotoAsync("/security/sessions");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Rename ") }).ClickAsync();
        await page.Locator("#report input").FillAsync("Desk at home");
        await page.Button("Save").ClickAsync();
        await page.Says("The name is saved.");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Trust ") }).ClickAsync();
        await page.Says("Desk at home is trusted now.");
        await page.Button("Only these devices").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Only these" }).ClickAsync();
        await page.Says("Only the devices in this list may enter now.");

        await fresh.GiveAddress(owner);
        await fresh.GivePasscode(owner.Passcode);
        await fresh.Field("Authenticator code").FillAsync(owner.App!.NextCode(fresh));
        await fresh.Reads("Let this device in");
        await Expect(fresh.Locator("[data-number]")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[1-9][0-9]$"));
        await eye.LookAt(fresh, "device waits");

        await page.ReloadAsync();
        await page.Reads("A new device wants to enter");
        await eye.LookAt(page, "sessions and devices");
        await page.Field("Number on the new device").FillAsync(await fresh.Locator("[data-number]").InnerTextAsync());
        await page.Button("Let it in").ClickAsync();
        await page.Says("The new device is let in.");
        await Expect(fresh).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/security$"), new() { Timeout = 20_000 });
        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }

    [Fact]
    public async Task Locked_settings_are_refused_with_the_end_of_the_lock()
    {
        var page = await NewDevice();
        var owner = await Owner.Inside(page);
        await page.GotoAsync("/security/freeze");
        await page.Button("Lock the settings").ClickAsync();
        await page.Button("Lock them").ClickAsync();
        await page.Says("Your security settings are locked.");

        await page.GotoAsync("/security/passcode");
        await page.Field("Current passcode").FillAsync(owner.Passcode);
        await page.Field("New passcode").FillAsync("a freshly polished tuning fork");
        await page.Button("Change passcode").ClickAsync();

        await page.Says("Your security settings are locked until");
    }
}
