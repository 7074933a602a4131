namespace OrleansEntry.Browser.Tests;

/// <summary>Every kind with a picture, solved for real: the service judges what the page sends.</summary>
public sealed class PicturesTests(Stage stage) : BrowserTest(stage)
{
    [Theory]
    [InlineData("mouse")]
    [InlineData("touch")]
    [InlineData("keys")]
    public async Task Each_picture_solved_opens_the_way_to_the_passcode(string input)
    {
        var page = await NewDevice(phone: input == "touch");
        var solver = await Solver.With(input, Server.Overheard, page);
        await page.HoldAutomaticCheck(always: true);
        await page.GotoAsync("/");

        foreach (var kind in Kinds)
        {
            await page.Field("E-mail address").FillAsync(Owner.New().Address);
            await page.Button("Continue").ClickAsync();
            await page.ShowPicture(kind);
            await solver.SolveUntil("Enter your passcode", kind);
            await page.Button("Change the address").ClickAsync();
        }
    }

    // The check is the same one, so one way of solving it is enough here.
    [Fact]
    public async Task Each_picture_solved_sends_the_code_to_who_registers()
    {
        var page = await NewDevice();
        var solver = await Solver.With("mouse", Server.Overheard, page);
        await page.HoldAutomaticCheck(always: true);

        foreach (var kind in Kinds)
        {
            var owner = Owner.New();
            await page.GotoAsync("/register");
            await page.Field("E-mail address").FillAsync(owner.Address);
            await page.Field("New passcode").FillAsync(owner.Passcode);
            await page.Button("Continue").ClickAsync();
            await page.ShowPicture(kind);
            await solver.SolveUntil("Check your mail", kind);
            await page.EvaluateAsync("() => sessionStorage.clear()");
        }
    }

    private static readonly string[] Kinds = ["slide", "puzzle", "equation"];
}
