using System.Globalization;

namespace OrleansEntry.Browser.Tests;

public sealed class SmoothnessTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage)
{
    // What is below the check moves as it grows; 0.1 still counts as good (web.dev, Cumulative Layout Shift).
    private const double MostShift = 0.03;

    // What moves on the page without anybody having touched it within half a second: what the browser itself calls a shift.
    private const string WatchShifts = """
        window.shift = 0;
        new PerformanceObserver(list => list.getEntries().filter(e => !e.hadRecentInput).forEach(e => window.shift += e.value))
          .observe({ type: "layout-shift", buffered: true });
        """;

    private const string WatchFrames = """
        () => {
          window.gaps = [];
          let last;
          const tick = now => {
            if (last) window.gaps.push(now - last);
            last = now;
            requestAnimationFrame(tick);
          };
          requestAnimationFrame(tick);
        }
        """;

    private const string SeenFrames = "async () => { while (window.gaps.length < 30) await new Promise(requestAnimationFrame); "
        + "return window.gaps.splice(0); }";

    [Fact]
    public async Task Hardly_anything_shifts_while_the_check_opens_changes_kind_and_refuses()
    {
        var page = await NewDevice();
        await page.AddInitScriptAsync(WatchShifts);
        await page.HoldAutomaticCheck();
        await page.GotoAsync("/");
        await page.Field("E-mail address").FillAsync(Owner.New().Address);
        await page.Button("Continue").ClickAsync();
        await page.ShowPicture("equation");
        await page.Field("What does it come to?").FillAsync("999999");
        await page.Button("Continue").ClickAsync();
        await page.Says("That was not the answer.");
        await page.Button("Use the automatic check instead").ClickAsync();
        await page.Reads("Enter your passcode");

        var shift = await page.EvaluateAsync<double>("() => window.shift");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Layout shift over five views of the check: {shift:0.0000}."));
        Assert.InRange(shift, 0, MostShift);
    }

    // How fast frames come depends on what else the machine does; dragging may not make them slower than they were a moment before.
    [Fact]
    public async Task The_frames_come_as_fast_while_pieces_are_dragged_as_while_nothing_moves()
    {
        var page = await NewDevice();
        var solver = await Solver.With("mouse", Server.Overheard, page);
        await page.HoldAutomaticCheck(always: true);
        await page.GotoAsync("/");
        await page.Field("E-mail address").FillAsync(Owner.New().Address);
        await page.Button("Continue").ClickAsync();
        await page.ShowPicture("slide");
        await page.EvaluateAsync(WatchFrames);
        var still = await Gaps(page);

        await solver.SolveUntil("Enter your passcode", "slide");
        var dragging = await Gaps(page);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{dragging.Count} frames while two pieces were dragged, {Spread(dragging)} apart; while nothing moved, {Spread(still)}."));
        Assert.InRange(Median(dragging), 0, 1.5 * Median(still) + 8);
    }

    private static async Task<List<double>> Gaps(IPage page) => [.. (await page.EvaluateAsync<double[]>(SeenFrames)).Order()];

    private static double Median(List<double> gaps) => gaps[gaps.Count / 2];

    private static string Spread(List<double> gaps) => string.Create(CultureInfo.InvariantCulture,
        $"p50 {Median(gaps):0.0} ms, p95 {gaps[gaps.Count * 95 / 100]:0.0} ms, longest {gaps[^1]:0.0} ms");
}
