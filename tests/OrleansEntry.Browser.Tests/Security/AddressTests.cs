namespace OrleansEntry.Browser.Tests;

public sealed class AddressTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task The_address_is_changed_by_both_codes_and_the_old_one_takes_it_back_by_the_button_of_its_mail()
    {
        var (page, eye) = (await NewDevice(reducedMotion: true), new Eye(Watch));
        var (owner, next) = (await Owner.Inside(page), Owner.New().Address);

        await page.GotoAsync("/security");
        await page.Link("E-mail address").ClickAsync();
        await page.Reads("E-mail address");
        await eye.LookAt(page, "address");
        await page.Field("New e-mail address").FillAsync(next);
        await page.Button("Send both codes").ClickAsync();
        await page.Says("We sent one to");
        await page.Field("Code sent to the new address").FillAsync("0000 0000");
        await page.Field("Code sent to your present address").FillAsync("0000 0000");
        await page.Button("Change my address").ClickAsync();
        await page.Says("These codes did not match.");
        await eye.LookAt(page, "address codes with error");
        await page.Field("Code sent to the new address").FillAsync(await Outbox.CodeFor(page.Context, next));
        await page.Field("Code sent to your present address").FillAsync(
            await Outbox.CodeFor(page.Context, owner.Address, "code to leave this address"));
        await page.Button("Change my address").ClickAsync();
        await page.Says("Your address is changed.");
        await page.Says("It can take the change back until");
        await eye.LookAt(page, "address changed");

        await page.GotoAsync(await Outbox.LinkFor(page.Context, owner.Address, "/undo-address"));
        await page.Reads("Take the change of address back");
        await eye.LookAt(page, "undo address");
        await page.Button("Take it back").ClickAsync();
        await page.Reads("Your account has this address again");
        await eye.LookAt(page, "undo address done");
        await page.GiveAddress(owner);
        await page.GivePasscode(owner.Passcode);
        await page.Reads("Your account is frozen");
        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }
}
