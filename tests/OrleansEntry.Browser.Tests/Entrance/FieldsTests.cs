namespace OrleansEntry.Browser.Tests;

/// <summary>Fields of secrets: hidden until the person asks, open to password managers and to what is pasted.</summary>
public sealed class FieldsTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task Passcodes_are_masked_until_shown_and_can_be_filled_and_pasted()
    {
        var page = await NewDevice();
        var owner = await Owner.Inside(page);

        await page.GotoAsync("/register");
        await Hold(page, "New passcode", "Show new passcode", "new-password");
        await page.GiveAddress(owner);
        await Hold(page, "Passcode", "Show passcode", "current-password");
        await page.GotoAsync("/security/passcode");
        await Hold(page, "Current passcode", "Show current passcode", "current-password");
        await Hold(page, "New passcode", "Show new passcode", "new-password");
    }

    [Fact]
    public async Task A_pasted_passcode_and_a_pasted_code_with_its_gap_open_the_door()
    {
        var page = await NewDevice();
        var owner = await Owner.InsideWithAuthenticator(page);
        await page.GiveAddress(owner);

        await Paste(page, "Passcode", owner.Passcode);
        await page.Button("Continue").ClickAsync();
        await page.Reads("Enter the code from your app");
        await Expect(page.Field("Authenticator code")).ToHaveAttributeAsync("autocomplete", "one-time-code");
        await Expect(page.Locator("input:visible")).ToHaveCountAsync(1);
        await Paste(page, "Authenticator code", owner.App!.NextCode(page).Insert(3, " "));
        await page.Reads("Overview");
    }

    [Fact]
    public async Task A_pasted_recovery_code_opens_the_door_as_it_was_shown()
    {
        var page = await NewDevice();
        var owner = await Owner.InsideWithAuthenticator(page);
        await page.GiveAddress(owner);
        await page.GivePasscode(owner.Passcode);
        await page.Button("Use a recovery code instead").ClickAsync();

        Assert.Contains('-', owner.RecoveryCodes[0]);
        await Paste(page, "Recovery code", owner.RecoveryCodes[0]);
        await page.Button("Continue").ClickAsync();
        await page.Reads("Overview");
    }

    private static async Task Hold(IPage page, string label, string show, string autocomplete)
    {
        var field = page.Field(label);
        await Expect(field).ToHaveAttributeAsync("type", "password");
        await Expect(field).ToHaveAttributeAsync("autocomplete", autocomplete);
        await Paste(page, label, "a passcode from elsewhere");
        await Expect(field).ToHaveValueAsync("a passcode from elsewhere");

        await page.Button(show).ClickAsync();
        await Expect(field).ToHaveAttributeAsync("type", "text");
        await Expect(field).ToHaveValueAsync("a passcode from elsewhere");
    }

    private static async Task Paste(IPage page, string label, string text)
    {
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.EvaluateAsync("text => navigator.clipboard.writeText(text)", text);
        await page.Field(label).FocusAsync();
        await page.Keyboard.PressAsync("Control+V");
    }
}
