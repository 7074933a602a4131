using System.Text.Json.Nodes;
using OrleansEntry.Core.Trading;

namespace OrleansEntry.Browser.Tests.Trading;

/// <summary>A withdrawal as a person plays it, with a trading service behind.</summary>
public sealed class WithdrawalTests(Stage stage) : BrowserTest(stage)
{
    private const string TradingPasscode = "nine purple umbrellas";

    private readonly ServiceSecret _secret = ServiceSecret.New("exchange");

    private protected override Task<ServerHere> StartServer() => ServerHere.Start(
        "--Gateway:Services:exchange:Scopes:0=approvals:redeem",
        $"--Gateway:Services:exchange:Secrets:0={Convert.ToHexStringLower(_secret.Hash())}");

    [Fact]
    public async Task A_withdrawal_is_shown_whole_approved_with_both_and_paid_once()
    {
        var (page, service) = (await NewDevice(), new TradingService(Server.Address, _secret));
        var owner = await Owner.InsideWithAuthenticator(page);
        await SetTradingPasscode(page, owner);
        // Nobody withdraws on the day on which an account's proofs are new.
        Server.Clock.ForwardTo(Server.Clock.GetUtcNow().AddHours(25));
        await page.GiveAddress(owner);
        await page.GivePasscode(owner.Passcode);
        await page.Field("Authenticator code").FillAsync(owner.App!.NextCode(page));
        await page.Reads("Your account is well guarded");

        var details = new JsonObject { ["amount"] = "0.50", ["asset"] = "BTC", ["address"] = "bc1qexample", ["memo"] = "rent" };
        await page.GotoAsync(TradingService.ApprovalPage("withdraw", details));
        await page.Says("Withdraw 0.50 BTC to bc1qexample");
        await page.Says("rent");
        await page.Field("Trading passcode").FillAsync("another quiet guess");
        await page.Field("Authenticator code or recovery code").FillAsync(owner.App!.NextCode(page));
        await page.Button("Approve").ClickAsync();
        await page.Says("That did not match. Check the trading passcode.");

        await page.Field("Trading passcode").FillAsync(TradingPasscode);
        await page.Button("Approve").ClickAsync();
        await page.Reads("Approved");
        var approval = await page.Locator("#approval").InnerTextAsync();

        var other = new JsonObject { ["amount"] = "0.51", ["asset"] = "BTC", ["address"] = "bc1qexample", ["memo"] = "rent" };
        Assert.False(await service.Withdraw("order-1", other, approval));
        Assert.True(await service.Withdraw("order-2", details, approval));
        Assert.False(await service.Withdraw("order-3", details, approval));
        Assert.True(await service.Withdraw("order-2", details, approval));
        Assert.Equal(["order-2"], service.Paid);

        await page.GotoAsync("security/activity");
        await page.Says("Approved: Withdraw 0.50 BTC to bc1qexample");
        await page.Says("Approval used by exchange: withdraw");
    }

    [Fact]
    public async Task Who_must_enter_first_comes_back_to_what_is_to_be_approved()
    {
        var page = await NewDevice();
        var owner = await Owner.Inside(page);
        await page.GotoAsync("security");
        await page.Button("Leave").ClickAsync();
        await page.Says("You have left.");

        var trade = new JsonObject { ["side"] = "Buy", ["amount"] = "2", ["asset"] = "ETH", ["price"] = "1,900 EUR" };
        await page.GotoAsync(TradingService.ApprovalPage("trade", trade));
        await page.Says("Your session has ended.");
        Assert.DoesNotContain("ETH", page.Url, StringComparison.Ordinal);
        await page.Field("E-mail address").FillAsync(owner.Address);
        await page.Button("Continue").ClickAsync();
        await page.GivePasscode(owner.Passcode);

        await page.Says("Buy 2 ETH at 1,900 EUR");
    }

    [Fact]
    public async Task Trading_and_approvals_look_right()
    {
        var (page, eye) = (await NewDevice(reducedMotion: true), new Eye(Watch));
        var owner = await Owner.Inside(page);
        await page.GotoAsync("security/trading");
        await page.Reads("A second factor comes first");
        await eye.LookAt(page, "trading without authenticator");

        await owner.Enrol(page);
        await SetTradingPasscode(page, owner, eye);
        await page.GotoAsync("security");
        await page.Reads("Withdrawals wait");
        await page.Says("You can withdraw in 24 hours.");
        await eye.LookAt(page, "overview with holds");

        var withdrawal = new JsonObject { ["amount"] = "0.50", ["asset"] = "BTC", ["address"] = "bc1q" + new string('x', 58) };
        await page.GotoAsync(TradingService.ApprovalPage("withdraw", withdrawal));
        await page.Says("Nobody can shorten it.");
        await eye.LookAt(page, "approval that waits");

        var trade = new JsonObject { ["side"] = "Buy", ["amount"] = "2", ["asset"] = "ETH", ["price"] = "1,900 EUR", ["limit"] = true };
        await page.GotoAsync("security");
        await page.GotoAsync(TradingService.ApprovalPage("trade", trade));
        await page.Says("Buy 2 ETH at 1,900 EUR");
        await eye.LookAt(page, "approval");
        await page.Button("Approve").ClickAsync();
        await page.Says("Enter your trading passcode.");
        await page.Field("Trading passcode").FillAsync(TradingPasscode);
        await page.Button("Approve").ClickAsync();
        await page.Reads("Approved");
        await eye.LookAt(page, "approved");

        await page.GotoAsync("security");
        await page.GotoAsync("security/approve");
        await page.Reads("There is nothing to approve here");
        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }

    private static async Task SetTradingPasscode(IPage page, Owner owner, Eye? eye = null)
    {
        await page.GotoAsync("security/trading");
        await page.Reads("No trading passcode yet");
        await page.Field("New trading passcode").FillAsync(owner.Passcode);
        await page.Button("Set trading passcode").ClickAsync();
        await page.Says("The trading passcode must differ from the passcode.");
        if (eye is not null) await eye.LookAt(page, "trading passcode refused");

        await page.Field("New trading passcode").FillAsync(TradingPasscode);
        await page.Button("Set trading passcode").ClickAsync();
        await page.Says("Your trading passcode is set.");
        if (eye is not null) await eye.LookAt(page, "trading passcode set");
    }
}
