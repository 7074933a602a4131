using System.Text.Json.Nodes;

namespace OrleansEntry.Browser.Tests.Trading;

/// <summary>A person whom a trading service on another origin sends to approve something, and who goes back there.</summary>
public sealed class ReturnTests(Stage stage) : BrowserTest(stage)
{
    private const string TradingPasscode = "nine purple umbrellas";
    private const string Orders = "https://trade.example.test/orders/17";

    private static readonly JsonObject Trade = new()
    {
        ["side"] = "Buy", ["amount"] = "2", ["asset"] = "ETH", ["price"] = "1,900 EUR",
    };

    private protected override Task<ServerHere> StartServer() =>
        ServerHere.Start("--Gateway:ReturnOrigins:0=https://trade.example.test");

    [Fact]
    public async Task The_page_says_where_it_leads_before_and_the_service_gets_the_approval_behind_its_own_address()
    {
        // Here a page leads elsewhere on purpose; the elsewhere is played.
        var (page, eye) = (await NewUnwatchedDevice(), new Eye(Watch));
        await page.Context.RouteAsync("https://trade.example.test/**", route => route.FulfillAsync(new()
        {
            ContentType = "text/html", Body = "<!doctype html><title>Trade</title><h1>Order 17</h1>",
        }));
        await Owner.InsideWithAuthenticator(page);
        await page.GotoAsync("security/trading");
        await page.Field("New trading passcode").FillAsync(TradingPasscode);
        await page.Button("Set trading passcode").ClickAsync();
        await page.Says("Your trading passcode is set.");

        await page.GotoAsync(TradingService.ApprovalPage("trade", Trade, Orders));
        await page.Says("From here you go back to");
        await page.Says("trade.example.test");
        await eye.LookAt(page, "approval with a way back");
        await page.Link("Do not approve").ClickAsync();
        await page.Reads("Order 17");
        Assert.Equal(Orders, page.Url);

        await page.GotoAsync(TradingService.ApprovalPage("trade", Trade, Orders));
        await page.Field("Trading passcode").FillAsync(TradingPasscode);
        await page.Button("Approve").ClickAsync();
        await page.Reads("Approved");
        await eye.LookAt(page, "approved with a way back");
        await page.Link("Go back to trade.example.test").ClickAsync();
        await page.Reads("Order 17");
        Assert.Matches($"^{Orders}#approval=[A-Za-z0-9_-]{{64}}$", page.Url);
        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }

    [Theory]
    [InlineData("https://trade.example.test.evil.test/")]
    [InlineData("javascript:alert(1)")]
    public async Task A_way_back_to_somebody_else_is_named_and_nothing_can_be_approved(string elsewhere)
    {
        var page = await NewDevice();
        await Owner.Inside(page);

        await page.GotoAsync(TradingService.ApprovalPage("trade", Trade, elsewhere));

        await page.Says("with a way back to an address that we do not know. Approve nothing");
        await Expect(page.Button("Approve")).ToHaveCountAsync(0);
        await Expect(page.Locator("main a[href^='http'], main a[href^='javascript']")).ToHaveCountAsync(0);
    }
}
