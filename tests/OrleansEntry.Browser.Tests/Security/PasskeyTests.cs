using System.Text.Json.Nodes;
using OrleansEntry.Browser.Tests.Trading;

namespace OrleansEntry.Browser.Tests;

public sealed class PasskeyTests(Stage stage) : BrowserTest(stage)
{
    private const string TradingPasscode = "nine purple umbrellas";

    [Fact]
    public async Task A_passkey_is_added_enters_alone_confirms_presence_and_goes()
    {
        var (page, eye) = (await NewDevice(reducedMotion: true), new Eye(Watch));
        await Virtual(page);
        var owner = await Owner.Inside(page);

        await AddPasskey(page);
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

    [Fact]
    public async Task A_passkey_is_the_second_factor_at_the_entrance_and_of_a_withdrawal_and_the_trading_passcode_is_typed()
    {
        var (page, eye) = (await NewDevice(reducedMotion: true), new Eye(Watch));
        await Virtual(page);
        var owner = await Owner.Inside(page);
        await AddPasskey(page);
        await page.GotoAsync("/security/trading");
        await page.Field("New trading passcode").FillAsync(TradingPasscode);
        await page.Button("Set trading passcode").ClickAsync();
        await page.Says("Your trading passcode is set.");

        Server.Clock.ForwardTo(Server.Clock.GetUtcNow().AddHours(25));
        await page.GotoAsync("/");
        await page.GiveAddress(owner);
        // Whoever presses both buttons of a screen is answered as if they had pressed the first.
        var answer = new TaskCompletionSource();
        await page.RouteAsync("**/v1/entries/*/passcode", async route =>
        {
            await answer.Task;
            await route.ContinueAsync();
        });
        await page.GivePasscode(owner.Passcode);
        await page.Button("Use a passkey").ClickAsync();
        answer.SetResult();
        await page.Reads("Use your passkey");
        await page.Button("Use a passkey").ClickAsync();
        await page.Reads("Your account is well guarded");

        var details = new JsonObject { ["amount"] = "0.50", ["asset"] = "BTC", ["address"] = "bc1qexample" };
        await page.GotoAsync(TradingService.ApprovalPage("withdraw", details));
        await page.Says("Withdraw 0.50 BTC to bc1qexample");
        await page.Button("Use a passkey").ClickAsync();
        await page.Says("Enter your trading passcode.");
        await page.Field("Trading passcode").FillAsync("another quiet guess");
        await page.Button("Use a passkey").ClickAsync();
        await page.Says("That did not match. Check the trading passcode.");
        await page.Field("Trading passcode").FillAsync(TradingPasscode);
        await eye.LookAt(page, "approval with a passkey");
        await page.Button("Use a passkey").ClickAsync();
        await page.Reads("Approved");

        // An unlock takes the trading passcode alone: nothing that it opens asks for a second factor.
        await page.GotoAsync("/security/trading");
        await page.Field("Trading passcode").FillAsync(TradingPasscode);
        await page.Button("Unlock trading").ClickAsync();
        await page.Says("Trading is unlocked in this session.");
        await page.GotoAsync("/security/activity");
        await page.Says("Approved: Withdraw 0.50 BTC to bc1qexample");
        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }

    [Fact]
    public async Task A_passkey_opens_a_frozen_account_whose_passcode_is_forgotten()
    {
        var (page, eye) = (await NewDevice(reducedMotion: true), new Eye(Watch));
        await Virtual(page);
        var owner = await Owner.Inside(page);
        await AddPasskey(page);
        Server.Clock.ForwardTo(Server.Clock.GetUtcNow().AddHours(25));
        await page.GotoAsync("/");
        await page.GiveAddress(owner);
        await page.Button("Use a passkey").ClickAsync();
        await page.Reads("Your account is well guarded");
        await page.GotoAsync("/security/freeze");
        await page.Button("Freeze my account").ClickAsync();
        await page.Button("Freeze it").ClickAsync();
        await page.Says("Your account is frozen.");

        await page.GotoAsync("/recover");
        await page.Field("E-mail address").FillAsync(owner.Address);
        await page.Button("Mail me the link").ClickAsync();
        await page.Reads("Check your mail");
        await page.GotoAsync(await Outbox.LinkFor(page.Context, owner.Address, "/recover"));
        await page.Button("I have forgotten it").ClickAsync();
        await page.Button("Use a passkey").ClickAsync();
        await page.Says("Choose a new passcode.");
        await page.Field("New passcode").FillAsync("a freshly polished tuning fork");
        await eye.LookAt(page, "way back with a passkey");
        await page.Button("Use a passkey").ClickAsync();
        await page.Reads("Your account is open again");

        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }

    private protected override Task<ServerHere> StartServer() => ServerHere.StartNamed();

    private static async Task AddPasskey(IPage page)
    {
        await page.GotoAsync("/security/second-factor");
        await page.Button("Add a passkey").ClickAsync();
        await page.Field("Name").FillAsync("Desk");
        await page.Button("Save").ClickAsync();
        await page.Reads("Keep your recovery codes");
        await page.Field("I have kept them").CheckAsync();
        await page.Button("Done").ClickAsync();
        await page.Says("Your passkey is added.");
    }

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
