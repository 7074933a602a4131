namespace OrleansEntry.Browser.Tests;

public sealed class ForgottenPasscodeTests(Stage stage) : BrowserTest(stage)
{
    private const string Fresh = "a freshly polished tuning fork";

    [Fact]
    public async Task A_forgotten_passcode_is_replaced_in_the_browser_that_asked_and_nowhere_else()
    {
        var (page, other, eye) = (await NewDevice(reducedMotion: true), await NewDevice(), new Eye(Watch));
        var owner = await Owner.InsideWithAuthenticator(page);
        await page.GiveAddress(owner);
        await page.Reads("Enter your passcode");
        await page.Link("Forgotten your passcode?").ClickAsync();
        await page.Reads("Choose a new passcode");
        await Expect(page.Field("E-mail address")).ToHaveValueAsync(owner.Address);
        await eye.LookAt(page, "forgotten");
        await page.Button("Mail me the link").ClickAsync();
        await page.Reads("Check your mail");
        await eye.LookAt(page, "forgotten mailed");
        var link = await Outbox.LinkFor(page.Context, owner.Address, "/recover?forgotten");

        await other.GotoAsync(link);
        await other.Field("New passcode").FillAsync(Fresh);
        await other.Button("Set passcode").ClickAsync();
        await other.Says("This link was asked for in another browser or app.");

        await page.GotoAsync(link);
        await page.Field("New passcode").FillAsync("short");
        await page.Button("Set passcode").ClickAsync();
        await Expect(page.Locator("#new-error")).Not.ToBeEmptyAsync();
        await eye.LookAt(page, "forgotten replaced with error");
        await page.Field("New passcode").FillAsync(Fresh);
        await page.Button("Set passcode").ClickAsync();
        await page.Reads("Your passcode is set");
        await eye.LookAt(page, "forgotten done");
        Assert.DoesNotContain("#", page.Url, StringComparison.Ordinal);

        await page.Link("Enter").ClickAsync();
        await page.Field("E-mail address").FillAsync(owner.Address);
        await page.Button("Continue").ClickAsync();
        await page.GivePasscode(Fresh);
        await page.Field("Authenticator code").FillAsync(owner.App!.NextCode(page));
        await page.Reads("Withdrawals wait");
        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }
}
