namespace OrleansEntry.Browser.Tests;

/// <summary>Every page and every main state passes the accessibility check, fits a phone and is large enough to tap.</summary>
public sealed class EntranceLooksTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task The_entrance_looks_right_in_every_state()
    {
        var (page, eye) = (await NewDevice(reducedMotion: true), new Eye(Watch));
        var owner = await Owner.InsideWithAuthenticator(page);
        await page.GotoAsync("/?notice=ended");
        await page.Reads("Enter");
        await eye.LookAt(page, "entrance with notice");
        await page.Button("Continue").ClickAsync();
        await page.Says("Enter your e-mail address.");
        await eye.LookAt(page, "entrance with error");

        await page.GiveAddress(owner);
        await eye.LookAt(page, "passcode");
        await page.GivePasscode(owner.Passcode);
        await page.Reads("Enter the code from your app");
        await eye.LookAt(page, "code");
        await page.Field("Authenticator code").FillAsync(owner.App!.WrongCode());
        await Expect(page.Locator("#code-error")).Not.ToBeEmptyAsync();
        await eye.LookAt(page, "code with error");
        await page.Button("Use a recovery code instead").ClickAsync();
        await eye.LookAt(page, "recovery code");

        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }

    [Fact]
    public async Task The_check_the_wait_and_the_end_of_an_entry_look_right()
    {
        var (page, eye) = (await NewDevice(reducedMotion: true), new Eye(Watch));
        await page.HoldAutomaticCheck();
        var owner = Owner.New();
        await page.GotoAsync("/");
        await page.Field("E-mail address").FillAsync(owner.Address);
        await page.Button("Continue").ClickAsync();
        await page.Reads("Security check");
        await eye.LookAt(page, "check");
        await page.Button("Use a picture instead").ClickAsync();
        await page.Button("Use the automatic check instead").ClickAsync();
        await page.GivePasscode(owner.Passcode);
        await page.Says("That did not match.");
        // After a failure on a device that the account does not know, a picture comes first.
        await page.Button("Use the automatic check instead").ClickAsync();
        await page.Reads("Enter your passcode");
        await eye.LookAt(page, "passcode with error");
        await owner.Mistype(page, times: 4);
        await page.GivePasscode(owner.Passcode);
        await page.Says("Too many tries");
        await eye.LookAt(page, "wait");

        await page.Context.ClearCookiesAsync();
        await page.ReloadAsync();
        await page.GivePasscode(owner.Passcode);
        await page.Reads("This entry is no longer open");
        await eye.LookAt(page, "entry over");

        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }

    [Fact]
    public async Task Each_picture_looks_right_at_first_under_way_after_a_wrong_answer_and_when_it_is_too_old()
    {
        var (page, eye) = (await NewDevice(reducedMotion: true), new Eye(Watch));
        await page.HoldAutomaticCheck();
        await page.GotoAsync("/");
        await page.Field("E-mail address").FillAsync(Owner.New().Address);
        await page.Button("Continue").ClickAsync();
        await page.Button("Use a picture instead").ClickAsync();
        await page.Says("Slide both pieces");
        await eye.LookAt(page, "slide");
        await SlideFar(page, "Upper piece");
        await eye.LookAt(page, "slide under way");
        await page.GetByRole(AriaRole.Slider, new() { Name = "Upper piece" }).HoverAsync();
        await page.Mouse.DownAsync();
        await eye.LookAt(page, "slide held");
        await page.Mouse.UpAsync();
        await page.Button("Continue").ClickAsync();
        await page.Says("Slide the lower piece into its gap.");
        await eye.LookAt(page, "slide with error");

        await page.Button("Use another kind").ClickAsync();
        await page.Says("Swap tiles");
        await eye.LookAt(page, "puzzle");
        await page.GetByLabel("Tile in row 1, column 2").ClickAsync();
        await eye.LookAt(page, "puzzle under way");
        await page.GetByLabel("Tile in row 2, column 2").ClickAsync();
        await page.Button("Continue").ClickAsync();
        await Expect(page.Locator("#tile-error")).Not.ToBeEmptyAsync();
        await eye.LookAt(page, "puzzle with error");

        await page.Button("Use another kind").ClickAsync();
        await page.Says("What does it come to?");
        await eye.LookAt(page, "equation");
        await page.Field("What does it come to?").FillAsync("9999");
        await page.Button("Continue").ClickAsync();
        await page.Says("That was not the answer.");
        await eye.LookAt(page, "equation with error");

        TwoMinutesLater();
        await page.Button("Continue").ClickAsync();
        await page.Says("That sum was too old. Here is another one.");
        await eye.LookAt(page, "equation too old");
        await page.Button("Use another kind").ClickAsync();
        await page.Says("Slide both pieces");
        await SlideFar(page, "Upper piece");
        await SlideFar(page, "Lower piece");
        TwoMinutesLater();
        await page.Button("Continue").ClickAsync();
        await page.Says("That picture was too old. Here is another one.");
        await eye.LookAt(page, "slide too old");
        await page.Button("Use another kind").ClickAsync();
        await page.Says("Swap tiles");
        await page.GetByLabel("Tile in row 1, column 2").HoverAsync();
        await page.Mouse.DownAsync();
        await page.GetByLabel("Tile in row 2, column 2").HoverAsync();
        await eye.LookAt(page, "puzzle held");
        await page.Mouse.UpAsync();
        await page.GetByLabel("Tile in row 1, column 1").ClickAsync();
        await page.GetByLabel("Tile in row 2, column 1").ClickAsync();
        TwoMinutesLater();
        await page.Button("Continue").ClickAsync();
        await page.Says("That picture was too old. Here is another one.");
        await eye.LookAt(page, "puzzle too old");

        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }

    private static async Task SlideFar(IPage page, string piece)
    {
        await page.GetByRole(AriaRole.Slider, new() { Name = piece }).FocusAsync();
        foreach (var key in Enumerable.Repeat("PageUp", 4)) await page.Keyboard.PressAsync(key);
    }

    private void TwoMinutesLater() => Server.Clock.ForwardTo(Server.Clock.GetUtcNow().AddMinutes(2.1));

    [Fact]
    public async Task Registration_and_the_help_look_right()
    {
        var (page, eye) = (await NewDevice(reducedMotion: true), new Eye(Watch));
        await page.GotoAsync("/trouble#clock");
        await page.Button("Compare this device’s clock").ClickAsync();
        await page.Says("This device’s clock is right.");
        await eye.LookAt(page, "trouble");
        await page.GotoAsync("/register");
        await eye.LookAt(page, "register");
        await page.Field("E-mail address").FillAsync(Owner.New().Address);
        await page.Field("New passcode").FillAsync("too short");
        await page.Button("Continue").ClickAsync();
        await Expect(page.Locator("#passcode-error")).Not.ToBeEmptyAsync();
        await eye.LookAt(page, "register with error");

        await page.Field("New passcode").FillAsync(Owner.New().Passcode);
        await page.Button("Continue").ClickAsync();
        await page.Reads("Check your mail");
        await page.GetByText("No mail?").ClickAsync();
        await eye.LookAt(page, "code from the mail");

        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }

    [Fact]
    public async Task Nothing_moves_for_who_asked_for_no_motion()
    {
        var page = await NewDevice(reducedMotion: true);
        await page.HoldAutomaticCheck();
        await page.GotoAsync("/");
        await page.Field("E-mail address").FillAsync(Owner.New().Address);
        await page.Button("Continue").ClickAsync();
        await page.Reads("Security check");

        var moving = await page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll("*")].filter(e => {
              const style = getComputedStyle(e);
              return style.animationName !== "none" || style.transitionDuration.split(", ").some(t => parseFloat(t) > 0);
            }).map(e => e.outerHTML)
            """);

        Assert.Empty(moving);
    }
}

/// <summary>The same for the security centre.</summary>
public sealed class SecurityLooksTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task The_security_centre_looks_right_without_an_authenticator_and_while_one_is_added()
    {
        var (page, eye) = (await NewDevice(reducedMotion: true), new Eye(Watch));
        await Owner.Inside(page);
        await page.GotoAsync("/security");
        await page.Reads("One thing is missing");
        await eye.LookAt(page, "overview without authenticator");
        await page.GotoAsync("/security/second-factor");
        await page.GetByText("More options").ClickAsync();
        await eye.LookAt(page, "no authenticator");

        await page.Button("Add an authenticator").ClickAsync();
        await page.Reads("Add your authenticator");
        await eye.LookAt(page, "add authenticator");
        var app = Authenticator.From(await page.Locator(".secret").InnerTextAsync());
        await page.Field("Authenticator code").FillAsync(app.NextCode(page));
        await page.Reads("Keep your recovery codes");
        await eye.LookAt(page, "recovery codes");
        await page.GetByLabel("I have kept them").CheckAsync();
        await page.Button("Done").ClickAsync();
        await page.Reads("Recovery codes");
        await eye.LookAt(page, "authenticator on");

        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }

    [Fact]
    public async Task The_security_centre_looks_right_when_something_happened()
    {
        var (page, other, eye) = (await NewDevice(reducedMotion: true), await NewDevice(reducedMotion: true), new Eye(Watch));
        var owner = await Owner.Inside(page);
        await owner.Enter(other);
        await owner.Mistype(other, times: 5);
        await owner.Enrol(page);
        foreach (var (path, heading, state) in new[] { ("", "Your account is well guarded", "overview"), ("/activity", "Today", "activity"),
            ("/sessions", "Sessions and devices", "sessions"), ("/passcode", "Passcode", "change passcode") })
        {
            await page.GotoAsync("/security" + path);
            await page.Reads(heading);
            if (state == "activity") await page.GetByText("Details of entry").First.ClickAsync();
            if (state == "sessions") await Expect(page.Button("End all other sessions")).ToBeVisibleAsync();
            await Expect(page.Locator("#content")).ToBeVisibleAsync();
            await eye.LookAt(page, state);
        }

        await page.GotoAsync("/security/sessions");
        await page.Button("End all other sessions").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await eye.LookAt(page, "question");

        // The other session has shown no code yet.
        await other.GotoAsync("/security/second-factor");
        await other.Button("Remove authenticator").ClickAsync();
        await other.Button("Remove").ClickAsync();
        await Expect(other.GetByRole(AriaRole.Dialog, new() { Name = "Confirm that it is you" })).ToBeVisibleAsync();
        await eye.LookAt(other, "presence");

        await page.GotoAsync("/nothing-here");
        await eye.LookAt(page, "not found");
        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }
}
