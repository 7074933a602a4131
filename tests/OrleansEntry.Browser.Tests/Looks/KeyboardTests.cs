namespace OrleansEntry.Browser.Tests;

public sealed class KeyboardTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task A_person_registers_enters_and_enrols_by_keyboard_alone()
    {
        var (page, owner) = (await NewDevice(), Owner.New());
        var hands = new Hands(page);
        await page.GotoAsync("/");
        await hands.Hold("E-mail address");
        Assert.Equal(["Continue", "Trouble getting in?", "Open an account"], await hands.TabTo("Open an account"));
        await hands.Press("Enter");
        await Register(page, hands, owner);
        await Enter(page, hands, owner);
        await Enrol(page, hands);
    }

    [Fact]
    public async Task A_picture_is_reached_refused_and_left_for_the_automatic_check_by_keyboard_alone()
    {
        var page = await NewDevice();
        await page.HoldAutomaticCheck();
        var hands = new Hands(page);
        await page.GotoAsync("/");
        await hands.Hold("E-mail address");
        await hands.Type(Owner.New().Address);
        await hands.Press("Enter");
        await page.Reads("Security check");
        await hands.TabTo("Use a picture instead");
        await hands.Press("Enter");
        await hands.Hold("Upper piece");
        await Expect(page.Locator("#live")).ToHaveTextAsync("There is a picture to solve. You can use the automatic check instead.");
        Assert.Equal(["Lower piece", "Continue", "Use the automatic check instead", "Show a fresh one", "Use another kind"],
            await hands.TabTo("Use another kind"));
        await hands.Press("Enter");

        await hands.Hold("Tile in row 1, column 1");
        await hands.Press("Enter");
        await Expect(page.Locator("#live")).ToHaveTextAsync("Picked up the tile in row 1, column 1. Choose the one to swap it with.");
        await hands.Press("Escape");
        await Expect(page.Locator("#live")).ToHaveTextAsync("Put back.");
        await hands.Press("ArrowDown");
        await hands.Hold("Tile in row 2, column 1");
        await hands.TabTo("Continue");
        await hands.Press("Enter");
        await hands.Hold("Tile in row 1, column 1");
        await hands.TabTo("Use the automatic check instead");
        await hands.Press("Enter");
        await page.Reads("Enter your passcode");
        await hands.Hold("Passcode");
    }

    [Fact]
    public async Task A_question_keeps_the_focus_and_gives_it_back()
    {
        var (page, other) = (await NewDevice(), await NewDevice());
        var owner = await Owner.Inside(page);
        await owner.Enter(other);
        var hands = new Hands(page);
        await page.GotoAsync("/security/sessions");
        await Expect(page.Button("End all other sessions")).ToBeVisibleAsync();

        await hands.TabTo("End all other sessions");
        await hands.Press("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await hands.Press("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await hands.Hold("End all other sessions");

        await hands.Press("Enter");
        await hands.TabTo("End all others");
        await hands.Press("Enter");
        await page.Says("All other sessions have ended.");
    }

    [Fact]
    public async Task The_first_stop_of_a_page_skips_to_its_content()
    {
        var page = await NewDevice();
        await Owner.Inside(page);
        var hands = new Hands(page);
        await page.GotoAsync("/security");
        await page.Reads("One thing is missing");

        await hands.TabTo("Skip to the content");
        await hands.Press("Enter");
        Assert.Equal(["Add a second factor"], await hands.TabTo("Add a second factor"));
    }

    private static async Task Register(IPage page, Hands hands, Owner owner)
    {
        await page.Reads("Open an account");
        await hands.Hold("E-mail address");
        await hands.Type(owner.Address);
        Assert.Equal(["New passcode"], await hands.TabTo("New passcode"));
        await hands.Type(owner.Passcode);
        Assert.Equal(["Show new passcode", "Continue"], await hands.TabTo("Continue"));
        await hands.Press("Enter");

        await page.Reads("Check your mail");
        await hands.Hold("Code from the mail");
        await hands.Type(await Outbox.CodeFor(page.Context, owner.Address));
        await page.BringToFrontAsync();
        await hands.Press("Enter");
        await page.Says("Your address is confirmed.");
    }

    private static async Task Enter(IPage page, Hands hands, Owner owner)
    {
        await hands.Hold("E-mail address");
        await hands.Press("Enter");
        await page.Reads("Enter your passcode");
        await hands.Hold("Passcode");
        await hands.Type(owner.Passcode);
        Assert.Equal(["Show passcode", "Continue"], await hands.TabTo("Continue"));
        await hands.Press("Space");
        await page.Reads("One thing is missing");
    }

    private static async Task Enrol(IPage page, Hands hands)
    {
        await hands.TabTo("Add an authenticator");
        await hands.Press("Enter");
        await page.Reads("No authenticator yet");
        await hands.TabTo("Add an authenticator");
        await hands.Press("Enter");

        await page.Reads("Add your authenticator");
        var app = Authenticator.From(await page.Locator(".secret").InnerTextAsync());
        Assert.Equal(["open the app on this device", "Copy key", "Authenticator code"], await hands.TabTo("Authenticator code"));
        await hands.Type(app.NextCode(page));

        await page.Reads("Keep your recovery codes");
        await hands.TabTo("I have kept them");
        await hands.Press("Space");
        await hands.TabTo("Done");
        await hands.Press("Enter");
        await page.Says("Your authenticator is on.");
    }
}
