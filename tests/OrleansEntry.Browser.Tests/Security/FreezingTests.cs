namespace OrleansEntry.Browser.Tests;

public sealed class FreezingTests(Stage stage) : BrowserTest(stage)
{
    private const string Fresh = "a freshly polished tuning fork";

    [Fact]
    public async Task A_person_freezes_the_account_is_turned_away_and_comes_the_way_back()
    {
        var (page, eye) = (await NewDevice(reducedMotion: true), new Eye(Watch));
        var owner = await Owner.InsideWithAuthenticator(page);
        await page.GotoAsync("/security/freeze");
        await page.Says("While they are locked");
        await eye.LookAt(page, "lock and freeze");
        await page.Button("Freeze my account").ClickAsync();
        await page.Button("Freeze it").ClickAsync();
        await page.Says("Your account is frozen.");

        await page.GiveAddress(owner);
        await page.GivePasscode(owner.Passcode);
        await page.Reads("Your account is frozen");
        await eye.LookAt(page, "entrance frozen");

        await page.Link("Start the way back").ClickAsync();
        await page.Field("E-mail address").FillAsync(owner.Address);
        await eye.LookAt(page, "way back");
        await page.Button("Mail me the link").ClickAsync();
        await page.Reads("Check your mail");
        await eye.LookAt(page, "way back mailed");
        await page.GotoAsync(await Outbox.LinkFor(page.Context, owner.Address, "/recover"));
        await page.Reads("Open your account again");
        await page.Button("I have forgotten it").ClickAsync();
        await page.Field("Authenticator code or recovery code").FillAsync(owner.App!.NextCode(page));
        await page.Field("New passcode").FillAsync(Fresh);
        await eye.LookAt(page, "way back without passcode");
        await page.Button("Open my account").ClickAsync();

        // The authenticator is too new to stand in for the passcode.
        await page.Says("You can try again in");
        await page.ReloadAsync();
        await page.Field("Current passcode").FillAsync(owner.Passcode);
        await page.Field("New passcode").FillAsync(Fresh);
        await page.Button("Open my account").ClickAsync();
        await page.Says("Your account has a second factor. Enter a code as well.");
        await eye.LookAt(page, "way back with code");
        await page.Field("Authenticator code or recovery code").FillAsync(owner.App!.NextCode(page));
        await page.Button("Open my account").ClickAsync();
        await page.Reads("Your account is open again");
        await eye.LookAt(page, "way back done");

        await page.GiveAddress(owner);
        await page.GivePasscode(Fresh);
        await page.Reads("Enter the code from your app");
        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }

    [Fact]
    public async Task The_link_of_a_mail_freezes_by_its_button_and_not_by_being_opened()
    {
        var (page, other, eye) = (await NewDevice(reducedMotion: true), await NewDevice(), new Eye(Watch));
        var owner = await Owner.Inside(page);
        await owner.Enter(other);
        var link = await Outbox.LinkFor(page.Context, owner.Address, "/not-me");

        await page.GotoAsync(link);
        await page.Reads("This was not me");
        await eye.LookAt(page, "not me");
        await other.GotoAsync("/security");
        await other.Reads("Last entries");

        await page.Button("Freeze my account").ClickAsync();
        await page.Reads("Your account is frozen");
        await eye.LookAt(page, "not me done");
        await other.ReloadAsync();
        await other.Says("Your session has ended.");

        await page.GotoAsync("/");
        await page.GotoAsync(link);
        await page.Button("Freeze my account").ClickAsync();
        await page.Says("It was used already, or is too old.");
        await eye.LookAt(page, "not me over");
        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }

    [Fact]
    public async Task An_entry_of_the_log_is_reported_and_freezes_the_account()
    {
        var (page, other) = (await NewDevice(), await NewDevice());
        var owner = await Owner.Inside(page);
        await owner.Mistype(other, times: 1);
        await page.GotoAsync("/security/activity");

        await page.Locator("li", new() { HasText = "Wrong passcode" }).First.GetByText("Details").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^This was not me") }).Locator("visible=true").First.ClickAsync();
        await page.Button("Freeze it").ClickAsync();

        await page.Says("Your account is frozen.");
    }
}
