namespace OrleansEntry.Browser.Tests;

public sealed class AlertsTests(Stage stage) : BrowserTest(stage)
{
    private const string Phrase = "blue kettle & moon";

    [Fact]
    public async Task A_safety_phrase_is_chosen_and_shown_at_the_entrance_of_this_device_alone_and_in_mails()
    {
        var (page, other, eye) = (await NewDevice(reducedMotion: true), await NewDevice(), new Eye(Watch));
        var owner = await Owner.Inside(page);
        await page.GotoAsync("/security/alerts");
        await page.Says("You have none yet.");
        await page.Field("New safety phrase").FillAsync("abc");
        await page.Button("Set safety phrase").ClickAsync();
        await page.Says("A safety phrase has 4 to 40 characters");
        await page.Field("New safety phrase").FillAsync(Phrase);
        await page.Button("Set safety phrase").ClickAsync();
        await page.Says("Your safety phrase is set.");
        await page.Says(Phrase);

        await page.Button("Leave").ClickAsync();
        await page.Says("You have left.");
        await Expect(page.Locator("#phrase")).ToBeHiddenAsync();
        await page.GiveAddress(owner);
        await Expect(page.Locator("#phrase")).ToHaveTextAsync($"Your safety phrase: {Phrase}");
        await eye.LookAt(page, "passcode with safety phrase");
        await page.ReloadAsync();
        await Expect(page.Locator("#phrase")).ToContainTextAsync(Phrase);
        await other.GiveAddress(owner);
        await Expect(other.Locator("#phrase")).ToBeHiddenAsync();
        await other.GivePasscode(owner.Passcode);
        await other.Reads("Overview");
        Assert.Contains(
            $"Your safety phrase: {Phrase}", await Outbox.MailTo(page.Context, owner.Address, "from a device it did not know"),
            StringComparison.Ordinal);

        await other.GotoAsync("/security/alerts");
        await other.Button("Remove safety phrase").ClickAsync();
        await other.Button("Remove it").ClickAsync();
        await other.Says("Your safety phrase is removed.");
        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }

    [Fact]
    public async Task An_address_is_added_by_its_code_gets_the_alerts_and_is_removed()
    {
        var (page, eye) = (await NewDevice(reducedMotion: true), new Eye(Watch));
        await Owner.InsideWithAuthenticator(page);
        var further = Owner.New().Address;
        await page.GotoAsync("/security/alerts");
        await page.Says("Your account’s own address");
        await page.Field("Another e-mail address").FillAsync(further);
        await page.Button("Send the code").ClickAsync();
        await Expect(page.Field("Code from the mail")).ToBeFocusedAsync();
        await page.Field("Code from the mail").FillAsync("0000 0000");
        await page.Says("That code did not match.");
        await eye.LookAt(page, "alerts code with error");
        await page.Field("Code from the mail").FillAsync(await Outbox.CodeFor(page.Context, further));
        await page.Says("The address is added.");
        await eye.LookAt(page, "alerts with address");
        await page.GotoAsync("/security");
        await page.Says("1 beside your own");
        await page.GotoAsync("/security/alerts");
        Assert.Contains("An alert address was added", await Outbox.MailTo(page.Context, further, "go to"), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Remove a") }).ClickAsync();
        await page.Button("Remove it").ClickAsync();
        await page.Says("The address is removed.");
        await Outbox.MailTo(page.Context, further, "This is the last mail there.");
        await page.GotoAsync("/security/activity");
        await page.Says($"Alert address a***{further[further.IndexOf('@', StringComparison.Ordinal) - 1]}@e***.test removed");

        var stored = await page.RunAndWaitForDownloadAsync(() => page.Button("Download what is stored").ClickAsync());
        await page.Says("The file is on its way.");
        Assert.Contains("\"alertAddresses\": []", await File.ReadAllTextAsync(await stored.PathAsync()), StringComparison.Ordinal);
        await eye.LookAt(page, "activity after export");
        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }
}
