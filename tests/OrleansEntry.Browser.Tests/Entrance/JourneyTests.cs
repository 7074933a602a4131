namespace OrleansEntry.Browser.Tests;

public sealed class JourneyTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task A_person_registers_enrols_leaves_and_enters_again_from_here_and_from_elsewhere()
    {
        var (here, owner) = (await NewDevice(), Owner.New());
        await Register(here, owner);
        await EnterWithPasscode(here, owner);
        var (app, recoveryCodes) = await AddAuthenticator(here);

        await here.Button("Leave").ClickAsync();
        await here.Says("You have left.");
        await here.GiveAddress(owner);
        await here.GivePasscode(owner.Passcode);
        await here.Reads("Enter the code from your app");
        await here.Field("Authenticator code").FillAsync(app.NextCode(here));
        await here.Reads("Your account is well guarded");

        var elsewhere = await NewDevice();
        await EnterWithRecoveryCode(elsewhere, owner, recoveryCodes[0]);
        await Expect(elsewhere.GetByText("9 of 10 left")).ToBeVisibleAsync();

        await ReadActivity(here);
        await EndOtherSession(here, elsewhere);
    }

    [Fact]
    public async Task A_taken_address_looks_the_same_and_its_owner_hears_of_it()
    {
        var (page, stranger) = (await NewDevice(), await NewDevice());
        var owner = await Owner.Inside(page);

        await stranger.GotoAsync("/register");
        await stranger.Field("E-mail address").FillAsync(owner.Address);
        await stranger.Field("New passcode").FillAsync("quite another long passcode");
        await stranger.Button("Continue").ClickAsync();
        await stranger.Reads("Check your mail");

        await page.GotoAsync("/security/activity");
        await page.Says("Somebody tried to open an account with your address");
    }

    private static async Task Register(IPage page, Owner owner)
    {
        await page.GotoAsync("/");
        await page.Link("Open an account").ClickAsync();
        await page.Field("E-mail address").FillAsync(owner.Address);
        await page.Field("New passcode").FillAsync(owner.Passcode);
        await page.Button("Continue").ClickAsync();

        await page.Reads("Check your mail");
        await page.Field("Code from the mail").FillAsync(await Outbox.CodeFor(page.Context, owner.Address));
        await page.Button("Confirm address").ClickAsync();

        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("notice=registered"));
        await page.Says("Your address is confirmed.");
        await Expect(page.Field("E-mail address")).ToHaveValueAsync(owner.Address);
    }

    private static async Task EnterWithPasscode(IPage page, Owner owner)
    {
        await page.Button("Continue").ClickAsync();
        await page.Reads("Enter your passcode");
        await Expect(page.Field("Passcode")).ToBeFocusedAsync();

        await page.Field("Passcode").FillAsync(owner.Passcode);
        await page.Button("Show passcode").ClickAsync();
        await Expect(page.Field("Passcode")).ToHaveAttributeAsync("type", "text");
        await page.Button("Continue").ClickAsync();
        await page.Reads("One thing is missing");
    }

    private static async Task<(Authenticator App, IReadOnlyList<string> RecoveryCodes)> AddAuthenticator(IPage page)
    {
        await page.Link("Add an authenticator").First.ClickAsync();
        await page.Button("Add an authenticator").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "QR code for your authenticator app" })).ToBeVisibleAsync();
        Assert.True(await page.Locator("img.qr").EvaluateAsync<bool>("async img => { await img.decode(); return img.naturalWidth > 0; }"));

        var key = await page.Locator(".secret").InnerTextAsync();
        var uri = await page.Link("open the app on this device").GetAttributeAsync("href");
        Assert.Contains($"secret={key.Replace(" ", "", StringComparison.Ordinal)}", uri, StringComparison.Ordinal);

        var app = Authenticator.From(key);
        await page.Field("Authenticator code").FillAsync(app.NextCode(page));
        await page.Reads("Keep your recovery codes");
        var recoveryCodes = await page.Locator(".codes li").AllInnerTextsAsync();
        Assert.Equal(10, recoveryCodes.Distinct().Count());

        await page.Button("Done").ClickAsync();
        await page.Says("Keep the codes first, then tick the box.");
        await page.GetByLabel("I have kept them").CheckAsync();
        await page.Button("Done").ClickAsync();
        await page.Says("Your authenticator is on.");

        await page.ReloadAsync();
        await page.Reads("Recovery codes");
        await Expect(page.GetByText(recoveryCodes[0])).ToHaveCountAsync(0);
        return (app, recoveryCodes);
    }

    private static async Task EnterWithRecoveryCode(IPage page, Owner owner, string recoveryCode)
    {
        await page.GiveAddress(owner);
        await page.GivePasscode(owner.Passcode);
        await page.Button("Use a recovery code instead").ClickAsync();
        await page.Reads("Enter a recovery code");
        await page.Field("Recovery code").FillAsync(recoveryCode);
        await page.Button("Continue").ClickAsync();
        await page.Reads("You entered with a recovery code");
    }

    private static async Task ReadActivity(IPage page)
    {
        await page.Link("Activity").ClickAsync();
        string[] sentences =
        [
            "Account opened", "First entry on a new device", "Authenticator added", "Entered with passcode",
            "Entered with passcode and authenticator code", "Entered with passcode and recovery code", "Left",
        ];
        foreach (var sentence in sentences) await Expect(page.GetByText(sentence, new() { Exact = true }).First).ToBeVisibleAsync();
        await Expect(page.GetByText("From a new device, Chrom").First).ToBeVisibleAsync();

        await page.GetByLabel("Show", new() { Exact = true }).SelectOptionAsync("Changes");
        await Expect(page.GetByText("Entered with passcode")).ToHaveCountAsync(0);
        await page.GetByText("Details of entry").First.ClickAsync();
        await Expect(page.GetByText("Exact time").First).ToBeVisibleAsync();

        var download = await page.RunAndWaitForDownloadAsync(() => page.Link("Download all").ClickAsync());
        Assert.Equal("activity.jsonl", download.SuggestedFilename);
        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        Assert.StartsWith("""{"head":""", lines[^1], StringComparison.Ordinal);
    }

    private static async Task EndOtherSession(IPage here, IPage elsewhere)
    {
        await here.Link("Sessions and devices").ClickAsync();
        await here.GetByRole(AriaRole.Button, new() { Name = "End the session of" }).ClickAsync();
        var dialog = here.GetByRole(AriaRole.Dialog, new() { Name = "End this session?" });
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Keep as it is" }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);

        await here.GetByRole(AriaRole.Button, new() { Name = "End the session of" }).ClickAsync();
        await here.Button("End session").ClickAsync();
        await here.GetByText("has ended.").First.WaitForAsync();

        await elsewhere.Link("Activity").ClickAsync();
        await elsewhere.Says("Your session has ended.");
        await Expect(elsewhere.Heading("Enter")).ToBeVisibleAsync();
    }
}
