namespace OrleansEntry.Browser.Tests;

/// <summary>Solves the pictures of a check on its page, with what somebody has: a mouse, a finger, or keys.</summary>
internal abstract class Solver(Overheard overheard, IPage page)
{
    private const int StepsOfADrag = 24;

    // No faster machine makes a drag shorter than a hand's: 24 times this is more than the least the rules ask for.
    private const int StepMs = 14;

    private int _looks;

    protected IPage Page => page;

    /// <summary>A solver with this way of doing things: mouse, touch or keys.</summary>
    public static async Task<Solver> With(string input, Overheard overheard, IPage page) => input switch
    {
        "mouse" => new Mouse(overheard, page),
        "touch" => new Finger(overheard, page, await page.Context.NewCDPSessionAsync(page)),
        _ => new Keys(overheard, page),
    };

    /// <summary>Solves the picture that the page shows, and goes on.</summary>
    public async Task Solve(string kind)
    {
        var judge = overheard.Behind((await page.Locator("entry-check img").First.GetAttributeAsync("src"))!);
        if (kind == "slide") await Slide(judge.Places());
        if (kind == "puzzle") foreach (var (one, other) in judge.Swaps()) await Swap(one, other);
        if (kind == "equation") await page.Field("What does it come to?").FillAsync(judge.Sum());
        await GoOn();
    }

    /// <summary>Solves pictures until the page goes on to this: once in a while a movement is taken for a program's, and a fresh picture
    /// comes, as it may to a person.</summary>
    public async Task SolveUntil(string heading, string kind)
    {
        await Solve(kind);
        var (done, fresh) = (page.Heading(heading), page.GetByText("Here is another picture.").First);
        await Expect(done.Or(fresh).First).ToBeVisibleAsync();
        if (await done.CountAsync() == 0) await Solve(kind);
        await page.Reads(heading);
    }

    protected abstract Task GoOn();

    protected abstract Task SlidePiece(string name, int place);

    protected abstract Task Swap(int one, int other);

    protected ILocator Tile(int place) => page.Locator(".tile").Nth(place);

    protected ILocator Handle(string name) => page.GetByRole(AriaRole.Slider, new() { Name = name });

    /// <summary>Waits as long as a person takes to look or to move a finger.</summary>
    protected Task Pause(int milliseconds) => page.EvaluateAsync("ms => new Promise(done => setTimeout(done, ms))", milliseconds);

    /// <summary>Looks for the next two tiles, never twice for as long: no hand keeps time to some milliseconds.</summary>
    protected Task Look() => Pause(400 + (40 * (_looks++ % 3)));

    // A hand starts slowly, ends slowly, and does not keep its height.
    protected static async Task Along((float X, float Y) from, (float X, float Y) to, Func<float, float, Task> step)
    {
        for (var i = 1; i <= StepsOfADrag; i++)
        {
            var share = (float)Seer.Ease(i / (double)StepsOfADrag);
            await step(from.X + ((to.X - from.X) * share), from.Y + ((to.Y - from.Y) * share) + (i % 5));
        }
    }

    protected static async Task<(float X, float Y)> Middle(ILocator what)
    {
        var box = (await what.BoundingBoxAsync())!;
        return (box.X + (box.Width / 2), box.Y + (box.Height / 2));
    }

    private async Task Slide((int Upper, int Lower) places)
    {
        await SlidePiece("Upper piece", places.Upper);
        await SlidePiece("Lower piece", places.Lower);
    }

    /// <summary>Pixels on the screen for each of the picture.</summary>
    private async Task<float> Scale() => (await page.Locator(".scene").BoundingBoxAsync())!.Width
        / float.Parse((await page.Locator(".scene img").First.GetAttributeAsync("width"))!,
            System.Globalization.CultureInfo.InvariantCulture);

    private sealed class Mouse(Overheard overheard, IPage at) : Solver(overheard, at)
    {
        protected override Task GoOn() => Page.Button("Continue").ClickAsync();

        protected override async Task SlidePiece(string name, int place)
        {
            var from = await Middle(Handle(name));
            await Drag(from, (from.X + (place * await Scale()), from.Y + 3));
        }

        protected override async Task Swap(int one, int other)
        {
            await Look();
            await Drag(await Middle(Tile(one)), await Middle(Tile(other)));
        }

        private async Task Drag((float X, float Y) from, (float X, float Y) to)
        {
            await Page.Mouse.MoveAsync(from.X, from.Y);
            await Page.Mouse.DownAsync();
            await Along(from, to, async (x, y) =>
            {
                await Page.Mouse.MoveAsync(x, y);
                await Pause(StepMs);
            });
            await Page.Mouse.UpAsync();
        }
    }

    private sealed class Finger(Overheard overheard, IPage at, ICDPSession session) : Solver(overheard, at)
    {
        protected override Task GoOn() => Page.Button("Continue").TapAsync();

        protected override async Task SlidePiece(string name, int place)
        {
            // By the piece itself: the second picture inside the scene, or the third.
            var from = await Middle(Page.Locator(".scene .piece").Nth(name == "Upper piece" ? 0 : 1));
            await Touch("touchStart", from.X, from.Y);
            await Along(from, (from.X + (place * await Scale()), from.Y + 3), async (x, y) =>
            {
                await Touch("touchMove", x, y);
                await Pause(StepMs);
            });
            await session.SendAsync("Input.dispatchTouchEvent", new() { ["type"] = "touchEnd", ["touchPoints"] = Array.Empty<object>() });
        }

        protected override async Task Swap(int one, int other)
        {
            await Look();
            await Tile(one).TapAsync();
            await Tile(other).TapAsync();
        }

        private async Task Touch(string type, float x, float y) =>
            await session.SendAsync("Input.dispatchTouchEvent", new() { ["type"] = type, ["touchPoints"] = new[] { new { x, y } } });
    }

    private sealed class Keys(Overheard overheard, IPage at) : Solver(overheard, at)
    {
        private readonly Hands _hands = new(at);
        private int _at;

        protected override async Task GoOn()
        {
            if (await Tile(0).CountAsync() > 0) await _hands.TabTo("Continue");
            await _hands.Press("Enter");
        }

        protected override async Task SlidePiece(string name, int place)
        {
            if (await _hands.Holding() != name) await _hands.TabTo(name);
            string[] presses = [.. Enumerable.Repeat("PageUp", place / 32), .. Enumerable.Repeat("ArrowRight", (place % 32 / 4) + 1)];
            foreach (var key in presses)
            {
                await _hands.Press(key);
                await Pause(30);
            }
            // Nobody is sure at once.
            await Pause(100);
            await _hands.Press("ArrowLeft");
        }

        protected override async Task Swap(int one, int other)
        {
            await Go(one);
            await Look();
            await _hands.Press("Enter");
            await Go(other);
            await _hands.Press("Enter");
        }

        private async Task Go(int place)
        {
            for (; _at / 3 < place / 3; _at += 3) await _hands.Press("ArrowDown");
            for (; _at / 3 > place / 3; _at -= 3) await _hands.Press("ArrowUp");
            for (; _at < place; _at++) await _hands.Press("ArrowRight");
            for (; _at > place; _at--) await _hands.Press("ArrowLeft");
        }
    }
}
