using System.Text.RegularExpressions;

namespace OrleansEntry.Browser.Tests;

public sealed partial class RefusalTests(Stage stage) : BrowserTest(stage)
{
    private const string Wrong = "That did not match. Check the address and the passcode.";

    [Fact]
    public async Task A_wrong_passcode_and_an_unknown_address_read_the_same()
    {
        var page = await NewDevice();
        var owner = await Owner.Inside(page);

        await page.GiveAddress(owner);
        await page.GivePasscode("otter lantern mistyped marble");
        await page.Says(Wrong);
        await page.Reads("Enter your passcode");
        await page.GivePasscode(owner.Passcode);
        await page.Reads("Overview");

        var stranger = await NewDevice();
        await stranger.GiveAddress(Owner.New());
        await stranger.GivePasscode(owner.Passcode);
        await stranger.Says(Wrong);
    }

    [Fact]
    public async Task A_wrong_code_is_refused_and_a_used_one_is_called_so()
    {
        var page = await NewDevice();
        var owner = await Owner.InsideWithAuthenticator(page);
        await page.GiveAddress(owner);
        await page.GivePasscode(owner.Passcode);

        await page.Field("Authenticator code").FillAsync(owner.App!.WrongCode());
        await Expect(page.Locator("#code-error")).Not.ToBeEmptyAsync();
        await Expect(page.Field("Authenticator code")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.Field("Authenticator code")).ToBeFocusedAsync();

        var code = owner.App.NextCode(page);
        await page.Field("Authenticator code").FillAsync(code);
        await page.Reads("Overview");

        await page.GiveAddress(owner);
        await page.GivePasscode(owner.Passcode);
        await page.Field("Authenticator code").FillAsync(code);
        await Expect(page.Locator("#code-error")).ToContainTextAsync("already used");
    }

    [Fact]
    public async Task Five_wrong_passcodes_begin_a_wait_that_counts_down_and_the_owner_still_enters_on_a_known_device()
    {
        var (known, stranger) = (await NewDevice(), await NewDevice());
        var owner = await Owner.Inside(known);
        await owner.Mistype(stranger, times: 4);

        await stranger.GiveAddress(owner);
        await stranger.GivePasscode("otter lantern mistyped marble");
        await stranger.Says(Wrong);
        await stranger.Button("Use the automatic check instead").ClickAsync();
        await stranger.Reads("Enter your passcode");
        await stranger.GivePasscode(owner.Passcode);
        await stranger.Says("Too many tries");
        var wait = stranger.Locator(".wait");
        await Expect(wait).ToHaveTextAsync(CountDown());
        await Expect(stranger.Locator("#live")).ToContainTextAsync("You can try again in");
        var first = await wait.InnerTextAsync();
        await Expect(wait).Not.ToHaveTextAsync(first);

        await known.GiveAddress(owner);
        await known.GivePasscode(owner.Passcode);
        await known.Reads("Overview");
        await known.Link("Activity").ClickAsync();
        await known.Says("A wait of 30 seconds began after wrong tries of the passcode");
    }

    [Fact]
    public async Task A_passcode_that_is_too_easy_is_refused_with_the_reason()
    {
        var page = await NewDevice();
        await page.GotoAsync("/register");
        await page.Field("E-mail address").FillAsync(Owner.New().Address);

        await page.Field("New passcode").FillAsync("short");
        await page.Button("Continue").ClickAsync();
        await Expect(page.Locator("#passcode-error")).ToContainTextAsync("15");

        await page.Field("New passcode").FillAsync("passwordpassword");
        await page.Button("Continue").ClickAsync();
        await Expect(page.Locator("#passcode-error")).Not.ToContainTextAsync("15");
        await Expect(page.Locator("#passcode-error")).Not.ToBeEmptyAsync();
        await Expect(page.Field("New passcode")).ToBeFocusedAsync();
    }

    [GeneratedRegex(@"^You can try again in \d:\d\d\.$")]
    private static partial Regex CountDown();
}
