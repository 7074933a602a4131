namespace OrleansEntry.Browser.Tests;

/// <summary>Somebody with a keyboard and nothing else. Wherever the focus goes it must be seen.</summary>
internal sealed class Hands(IPage page)
{
    private const int MostStops = 40;

    /// <summary>What has the focus, by the name a screen reader would say.</summary>
    public Task<string> Holding() => page.EvaluateAsync<string>("""
        () => {
          const e = document.activeElement;
          const text = node => node.textContent.replace(/\s+/g, " ").trim();
          return e.ariaLabel ?? (e.labels?.length ? text(e.labels[0]) : e === document.body ? "" : text(e));
        }
        """);

    /// <summary>Waits until the focus is on what bears this name, without moving it.</summary>
    public async Task Hold(string name)
    {
        await Expect(page.Locator(":focus").Or(page.Locator("body")).Last).ToBeVisibleAsync();
        await page.WaitForFunctionAsync("""
            name => {
              const e = document.activeElement;
              return (e.ariaLabel ?? (e.labels?.length ? e.labels[0].textContent : e.textContent)).replace(/\s+/g, " ").trim() === name;
            }
            """, name);
        await AssertSeen();
    }

    /// <summary>Goes on by Tab until the focus is on what bears this name.</summary>
    /// <returns>The stops on the way, this one included.</returns>
    public async Task<IReadOnlyList<string>> TabTo(string name)
    {
        var stops = new List<string>();
        while (stops.Count < MostStops)
        {
            await page.Keyboard.PressAsync("Tab");
            stops.Add(await Holding());
            if (stops[^1].Length > 0) await AssertSeen();
            if (stops[^1] == name) return stops;
        }

        throw new InvalidOperationException($"'{name}' can not be reached by Tab from here; the stops were: {string.Join(", ", stops)}.");
    }

    /// <summary>Types where the focus is.</summary>
    public Task Type(string text) => page.Keyboard.TypeAsync(text);

    /// <summary>Presses a key.</summary>
    public Task Press(string key) => page.Keyboard.PressAsync(key);

    // An outline of at least two pixels, on something that is in sight.
    private async Task AssertSeen() => Assert.Equal("seen", await page.EvaluateAsync<string>("""
        () => {
          const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
          const inSight = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
          const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
          return inSight && outlined ? "seen" : `not seen: ${e.outerHTML.slice(0, 120)} (${inSight ? "no outline" : "out of sight"})`;
        }
        """));
}
