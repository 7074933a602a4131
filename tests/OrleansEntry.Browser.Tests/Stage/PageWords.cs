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

        /// <summary>The entrance up to the passcode, through the check where one is due.</summary>
        public async Task GiveAddress(Owner owner)
        {
            await page.GotoAsync("/");
            await page.Field("E-mail address").FillAsync(owner.Address);
            await page.Button("Continue").ClickAsync();
            await page.Reads("Enter your passcode");
        }

        /// <summary>Gives a passcode where it is asked for.</summary>
        public async Task GivePasscode(string passcode)
        {
            await page.Field("Passcode").FillAsync(passcode);
            await page.Button("Continue").ClickAsync();
        }

        /// <summary>Keeps the automatic check from coming to its end, until it is asked for once more.</summary>
        public async Task HoldAutomaticCheck()
        {
            // The first worker never gets its script; those that follow do.
            var held = false;
            await page.RouteAsync("**/assets/check/worker.js", route =>
            {
                if (held) return route.ContinueAsync();
                held = true;
                return Task.CompletedTask;
            });
        }
    }
}
