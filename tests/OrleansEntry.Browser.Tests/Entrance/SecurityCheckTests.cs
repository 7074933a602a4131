using System.Globalization;

namespace OrleansEntry.Browser.Tests;

public sealed class SecurityCheckTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage)
{
    private const int Measured = 5;

    // No sum has an answer of six digits.
    private const string NoAnswer = "999999";

    private protected override Task<ServerHere> StartServer() => ServerHere.Start(ServerHere.WholeWork);

    [Fact]
    public async Task Wrong_answers_bring_another_picture_and_the_automatic_check_stays_a_way_out()
    {
        var page = await NewDevice();
        await AtTheEquation(page);
        var answer = page.Field("What does it come to?");
        await Expect(answer).ToBeFocusedAsync();
        var first = await Picture(page);

        await Answer(page, "twelve");
        await page.Says("Enter a number.");
        for (var i = 0; i < 2; i++)
        {
            await Answer(page, NoAnswer);
            await Expect(page.Locator("#equation-error")).ToHaveTextAsync("That was not the answer. Try once more.");
        }
        Assert.Equal(first, await Picture(page));

        await Answer(page, NoAnswer);
        await page.Says("That is not the answer. Here is another one.");
        var second = await Picture(page);
        Assert.NotEqual(first, second);

        await page.Button("Show a fresh one").ClickAsync();
        await Expect(page.Locator("img.equation")).Not.ToHaveAttributeAsync("src", second);
        await page.Button("Use the automatic check instead").ClickAsync();
        await page.Reads("Enter your passcode");
    }

    [Fact]
    public async Task A_check_that_does_not_start_says_so_and_can_be_tried_again()
    {
        var page = await NewDevice();
        await page.RouteAsync("**/assets/check/worker.js", route => route.FulfillAsync(new()
        {
            ContentType = "text/javascript",
            Body = "self.addEventListener('message', () => self.postMessage({ problem: 'none' }));",
        }));
        await Begin(page);
        await page.Says("The automatic check did not finish on this device.");
        await Expect(page.Button("Use a picture instead")).ToBeVisibleAsync();

        await page.UnrouteAllAsync();
        await page.Button("Check again").ClickAsync();
        await page.Reads("Enter your passcode");
    }

    [Fact]
    public async Task The_automatic_check_takes_about_a_second()
    {
        var page = await NewDevice();
        await page.GotoAsync("/");
        var seconds = new List<double>();
        for (var i = 0; i < Measured; i++)
        {
            var answer = await page.RunAndWaitForRequestAsync(() => BeginHere(page), request =>
                request.Url.EndsWith("/check", StringComparison.Ordinal));
            seconds.Add(SecondsIn(answer.PostData!));
            await page.Reads("Enter your passcode");
            await page.Button("Change the address").ClickAsync();
        }

        seconds.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Proof of work in this browser, {Measured} times: median {seconds[Measured / 2]:0.00} s, "
                + $"{seconds[0]:0.00} to {seconds[^1]:0.00} s."));
        Assert.InRange(seconds[Measured / 2], 0, 5);
    }

    private static async Task Begin(IPage page)
    {
        await page.GotoAsync("/");
        await BeginHere(page);
    }

    private static async Task BeginHere(IPage page)
    {
        await page.Field("E-mail address").FillAsync(Owner.New().Address);
        await page.Button("Continue").ClickAsync();
    }

    private static async Task AtTheEquation(IPage page)
    {
        await page.HoldAutomaticCheck();
        await Begin(page);
        await page.ShowPicture("equation");
        await Expect(page.GetByAltText("A sum to solve, drawn as a picture")).ToBeVisibleAsync();
    }

    private static async Task Answer(IPage page, string text)
    {
        await page.Field("What does it come to?").FillAsync(text);
        await page.Button("Continue").ClickAsync();
        await Expect(page.Button("Continue")).Not.ToHaveAttributeAsync("aria-disabled", "true");
    }

    private static async Task<string> Picture(IPage page) => (await page.Locator("img.equation").GetAttributeAsync("src"))!;

    // The solution tells how long the search took, in milliseconds.
    private static double SecondsIn(string body)
    {
        using var answer = System.Text.Json.JsonDocument.Parse(body);
        using var payload =
            System.Text.Json.JsonDocument.Parse(Convert.FromBase64String(answer.RootElement.GetProperty("answer").GetString()!));
        return payload.RootElement.GetProperty("solution").GetProperty("time").GetDouble() / 1000;
    }
}
