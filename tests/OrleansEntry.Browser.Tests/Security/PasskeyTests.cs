namespace OrleansEntry.Browser.Tests;

public sealed class PasskeyTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task A_passkey_is_added_enters_alone_confirms_presence_and_goes()
    {
        var (page, eye) = (await NewDevice(reducedMotion: true), new Eye(Watch));
        await Virtual(page);
        var owner = await Owner.Inside(page);

        await page.GotoAsync("/security/second-factor");
        await page.Button("Add a passkey").ClickAsync();
        await page.Field("Name").FillAsync("Desk");
        await page.Button("Save").ClickAsync();
        await page.Reads("Keep your recovery codes");
        await page.Field("I have kept them").CheckAsync();
        await page.Button("Done").ClickAsync();
        await page.Says("Your passkey is added.");
        await eye.LookAt(page, "passkey added");

        await page.Button("Leave").ClickAsync();
        await page.Says("You have left.");
        await page.GiveAddress(owner);
        await page.Reads("Enter your passcode");
        await eye.LookAt(page, "passkey at the entrance");
        await page.Button("Use a passkey").ClickAsync();
        await page.Reads("Your account is well guarded");

        // Presence ran out; the passkey confirms it, and may be taken away by itself.
        Server.Clock.ForwardTo(Server.Clock.GetUtcNow().AddMinutes(11));
        await page.GotoAsync("/security/second-factor");
        await page.Button("Remove Desk").ClickAsync();
        await page.Button("Remove").Last.ClickAsync();
        await page.Reads("Confirm that it is you");
        await eye.LookAt(page, "passkey confirms");
        await page.Button("Use a passkey").ClickAsync();
        await page.Says("The passkey is removed.");

        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }

    private protected override Task<ServerHere> StartServer() => ServerHere.StartNamed();

    // An authenticator of the browser's own, which has its user's finger always (WebAuthn §11).
    private static async Task Virtual(IPage page)
    {
        var devtools = await page.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true,
                ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
    }
}
