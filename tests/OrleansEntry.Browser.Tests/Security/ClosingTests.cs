namespace OrleansEntry.Browser.Tests;

public sealed class ClosingTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task An_account_is_closed_after_a_wait_that_a_button_and_the_link_of_a_mail_stop()
    {
        var (page, eye) = (await NewDevice(reducedMotion: true), new Eye(Watch));
        var owner = await Owner.Inside(page);

        await page.GotoAsync("/security");
        await page.Link("Close account").ClickAsync();
        await page.Reads("Close account");
        await page.Says("after a wait of 14 days");
        await eye.LookAt(page, "close account");
        await Close(page);
        await page.Says("Your account will be closed");
        await eye.LookAt(page, "close account waits");
        await page.Link("Overview").ClickAsync();
        await page.Says("Until then trades and withdrawals are on hold.");
        await eye.LookAt(page, "overview of an account that will be closed");

        await page.GotoAsync(await Outbox.LinkFor(page.Context, owner.Address, "/keep-account"));
        await page.Reads("Keep your account");
        await eye.LookAt(page, "keep account");
        await page.Button("Keep my account").ClickAsync();
        await page.Reads("Your account stays");
        await eye.LookAt(page, "keep account done");

        await page.GotoAsync("/security/close");
        await Close(page);
        await page.Link("Overview").ClickAsync();
        await page.Link("Keep it, or read more").ClickAsync();
        await page.Button("Keep my account").ClickAsync();
        await page.Says("Your account stays.");
        await page.GotoAsync("/security/activity");
        await page.Says("The account stays: it was stopped by a mail");
        await page.Says("The account stays: somebody inside stopped it");

        await page.GotoAsync("/keep-account#broken");
        await page.Button("Keep my account").ClickAsync();
        await page.Reads("This link does not work");
        await eye.LookAt(page, "keep account broken");
        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }

    [Fact]
    public async Task When_the_wait_is_over_nobody_enters_and_the_links_of_its_mails_are_over()
    {
        var (page, clock) = (await NewDevice(reducedMotion: true), Server.Clock);
        var owner = await Owner.Inside(page);
        await page.GotoAsync("/security/close");
        await Close(page);
        var link = await Outbox.LinkFor(page.Context, owner.Address, "/keep-account");

        // A week, then what is left until the last warning, then the rest.
        await Outbox.HoursUntil(page.Context, clock, owner.Address, "Your account will still be closed");
        clock.ForwardTo(clock.GetUtcNow().AddDays(4));
        var last = await Outbox.HoursUntil(page.Context, clock, owner.Address, "Your account is closed");
        Assert.Contains("what we stored of you is erased", last, StringComparison.Ordinal);

        await page.GotoAsync(link);
        await page.Button("Keep my account").ClickAsync();
        await page.Reads("This link does not work");
        await page.GiveAddress(owner);
        await page.GivePasscode(owner.Passcode);
        await page.Says("That did not match. Check the address and the passcode.");
    }

    private static async Task Close(Microsoft.Playwright.IPage page)
    {
        await page.Button("Close my account").ClickAsync();
        await page.Button("Close it").ClickAsync();
        await page.Says("The wait has begun.");
    }
}
