namespace OrleansEntry.Browser.Tests;

/// <summary>Why a security check was asked for is told to the owner, and to nobody at the door.</summary>
public sealed class CheckAskedTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task The_activity_page_says_in_words_why_a_check_was_asked_for()
    {
        var (page, elsewhere) = (await NewDevice(phone: true), await NewDevice());
        var owner = await Owner.WithAccount(page);
        await page.GiveAddress(owner);
        await page.GivePasscode(owner.Passcode);
        await page.Reads("Overview");
        await owner.Mistype(elsewhere, 2);

        await page.GotoAsync("/security/activity");

        var rows = page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Passed a security check" });
        await Expect(rows).ToHaveCountAsync(3);
        await Expect(rows.Nth(0)).ToContainTextAsync(
            "Passed a security check, asked for because of a device new to your account, wrong tries shortly before, "
                + "and an unusual browser or app");
        await Expect(rows.Nth(2)).ToContainTextAsync("Passed a security check, asked for because of a device new to your account");
        await Expect(rows.Nth(2)).Not.ToContainTextAsync("unusual");
    }
}
