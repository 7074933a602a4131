using System.Text.Json;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Operators;

namespace OrleansEntry.Browser.Tests;

public sealed class OperatorsTests(Stage stage) : BrowserTest(stage)
{
    private protected override Task<ServerHere> StartServer() => ServerHere.StartNamed("--Operators:Dashboard=true");

    [Fact]
    public async Task Two_operators_come_in_with_their_keys_and_open_a_frozen_account_together()
    {
        var (page, eye) = (await NewDevice(reducedMotion: true), new Eye(Watch));
        var owner = await Owner.Inside(await NewDevice());
        await Join(page, "ann", "admin", "security", "support");
        await eye.LookAt(page, "operators joined");
        await Enter(page);

        await page.Field("Address or account id").FillAsync(owner.Address);
        await page.Button("Find").ClickAsync();
        await page.Says("Say why: it stands in the account’s log.");
        await page.Field("Why").FillAsync("ticket 4711");
        await page.Button("Find").ClickAsync();
        await page.Says("Recovery codes left");
        await eye.LookAt(page, "operators account");
        await page.Button("Freeze").ClickAsync();
        await Because(page, "Freeze", "reported by phone");
        await page.Says("Done. Find the account again");
        await page.Button("Unfreeze").ClickAsync();
        await eye.LookAt(page, "operators reason");
        await Because(page, "Unfreeze", "owner has shown papers");
        await page.Says("It waits for a second operator");

        await page.Link("Waiting").ClickAsync();
        await page.GetByText("Agree").ClickAsync();
        await Because(page, "Agree", "I agree with myself");
        await page.Says("somebody else must agree");
        await page.Button("Cancel").ClickAsync();

        await page.Link("Operators").ClickAsync();
        await page.Field("Name").Locator("visible=true").FillAsync("bob");
        await page.GetByText("security: answers attacks").ClickAsync();
        await page.Button("Invite").ClickAsync();
        await Because(page, "Invite", "second person");
        var link = await page.Locator("#invitation code").InnerTextAsync();
        await eye.LookAt(page, "operators invited");

        var second = await NewDevice(reducedMotion: true);
        await AddKey(second);
        await second.GotoAsync(link);
        await second.Button("Register my security key").ClickAsync();
        await second.Link("Enter").ClickAsync();
        await Enter(second);
        await second.Link("Waiting").ClickAsync();
        await eye.LookAt(second, "operators waiting");
        await second.GetByText("Agree").ClickAsync();
        await Because(second, "Agree", "papers seen");
        await second.Says("Agreed, and done.");
        await second.Link("Log").ClickAsync();
        await second.Says("Agreed to: unfreeze");
        await eye.LookAt(second, "operators log");
        await second.Button("Leave").ClickAsync();
        await second.Reads("Operators");

        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }

    [Fact]
    public async Task An_admin_sets_what_holds_for_the_whole_service()
    {
        var (page, eye) = (await NewDevice(reducedMotion: true), new Eye(Watch));
        await Join(page, "cid", "admin", "security");
        await page.Link("Enter").ClickAsync();
        await page.Reads("Operators");
        await eye.LookAt(page, "operators entrance");
        await Enter(page);

        await page.Link("Service").ClickAsync();
        await page.Field("Version").FillAsync("7");
        await page.Field("Domains, one a line").FillAsync("example.test\n*.example.test");
        await page.Field("Handles, one a line: name on Network").FillAsync("@ours on Example Social");
        await page.Button("Publish the list").ClickAsync();
        await Because(page, "Publish", "first list");
        await page.Says("Version 7 holds.");
        await page.Button("Make a credential").ClickAsync();
        await page.Says("Name the service");
        await page.Field("Name").Locator("visible=true").First.FillAsync("desk");
        await page.GetByText("read holds").ClickAsync();
        await page.Button("Make a credential").ClickAsync();
        await Because(page, "Make", "for the desk");
        await page.Says("It is shown only now.");
        await eye.LookAt(page, "operators service");
        await page.Button("End all sessions of all accounts").ClickAsync();
        await Because(page, "End all sessions", "leak of tokens");
        await page.Says("All were ended");

        var answer = await page.Context.APIRequest.GetAsync("/v1/official?value=example.test");
        Assert.Equal("official", (await answer.JsonAsync<JsonElement>()).GetProperty("verdict").GetString());
        var refused = await (await NewDevice()).Context.APIRequest.GetAsync("/operators/dashboard");
        Assert.Equal(401, refused.Status);
        var dashboard = await page.Context.APIRequest.GetAsync("/operators/dashboard");
        Assert.Contains("<title>", await dashboard.TextAsync(), StringComparison.Ordinal);
        Assert.True(dashboard.Ok);
        await page.GotoAsync("/operators/join");
        await page.Reads("This invitation does not work");
        await eye.LookAt(page, "operators broken invitation");
        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }

    private async Task Join(IPage page, string name, params string[] roles)
    {
        Assert.True(OperatorInvitation.TryMake(name, roles, TimeProvider.System.GetUtcNow(), out var invitation));
        await AddKey(page);
        await page.GotoAsync("/operators/join#" + invitation.Reveal(Server.Part<DeploymentKeys>()));
        await page.Button("Register my security key").ClickAsync();
        await page.Reads("You are an operator");
    }

    private static async Task Enter(IPage page)
    {
        if (await page.Link("Enter").IsVisibleAsync()) await page.Link("Enter").ClickAsync();
        await page.Button("Enter with my security key").ClickAsync();
        await page.Reads("Account");
    }

    private static async Task Because(IPage page, string action, string why)
    {
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Why").FillAsync(why);
        await dialog.GetByRole(AriaRole.Button, new() { Name = action, Exact = true }).ClickAsync();
    }

    // A key that stays where it is, and is touched at once.
    private static async Task AddKey(IPage page)
    {
        var tools = await page.Context.NewCDPSessionAsync(page);
        await tools.SendAsync("WebAuthn.enable");
        await tools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "usb", ["hasResidentKey"] = true, ["hasUserVerification"] = true,
                ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
    }
}
