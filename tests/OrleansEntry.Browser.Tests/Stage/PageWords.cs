namespace OrleansEntry.Browser.Tests;

/// <summary>Pages as a person, or a screen reader, names their parts.</summary>
internal static class PageWords
{
    extension(IPage page)
    {
        /// <summary>The button of this name.</summary>
        public ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

        /// <summary>The link of this name.</summary>
        public ILocator Link(string name) => page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

        /// <summary>The field with this label.</summary>
        public ILocator Field(string label) => page.GetByLabel(label, new() { Exact = true });

        /// <summary>The heading of this text.</summary>
        public ILocator Heading(string text) => page.GetByRole(AriaRole.Heading, new() { Name = text, Exact = true });

        /// <summary>Waits until the heading stands there.</summary>
        public Task Reads(string heading) => Expect(page.Heading(heading)).ToBeVisibleAsync(new() { Timeout = 20_000 });

        /// <summary>Waits until the text stands there. A message may stand at the top and beside its field.</summary>
        public Task Says(string text) => Expect(page.GetByText(text).Locator("visible=true").First).ToBeVisibleAsync();

        /// <summary>The entrance up to the passcode, through the check where one is due; where a picture comes first, by the automatic
        /// check beside it.</summary>
        public async Task GiveAddress(Owner owner)
        {
            await page.GotoAsync("/");
            await page.Field("E-mail address").FillAsync(owner.Address);
            await page.Button("Continue").ClickAsync();
            var automatic = page.Button("Use the automatic check instead");
            await Expect(page.Heading("Enter your passcode").Or(automatic)).ToBeVisibleAsync(new() { Timeout = 20_000 });
            if (await automatic.IsVisibleAsync()) await automatic.ClickAsync();
            await page.Reads("Enter your passcode");
        }

        /// <summary>Gives a passcode where it is asked for.</summary>
        public async Task GivePasscode(string passcode)
        {
            await page.Field("Passcode").FillAsync(passcode);
            await page.Button("Continue").ClickAsync();
        }

        /// <summary>Keeps the automatic check from coming to its end: the first time, or always.</summary>
        public async Task HoldAutomaticCheck(bool always = false)
        {
            // A worker that is held never gets its script.
            var held = false;
            await page.RouteAsync("**/assets/check/worker.js", route =>
            {
                if (held && !always) return route.ContinueAsync();
                held = true;
                return Task.CompletedTask;
            });
        }

        /// <summary>Goes from the automatic check on to a picture of this kind: slide, puzzle or equation.</summary>
        public async Task ShowPicture(string kind)
        {
            await page.Button("Use a picture instead").ClickAsync();
            var asks = new[] { ("slide", "Slide both pieces"), ("puzzle", "Swap tiles"), ("equation", "What does it come to?") };
            foreach (var (name, words) in asks)
            {
                await page.Says(words);
                if (name == kind) return;
                await page.Button("Use another kind").ClickAsync();
            }
        }
    }
}
