using Deque.AxeCore.Commons;

namespace OrleansEntry.Browser.Tests;

/// <summary>Looks at a page as it stands, in light and dark, on a phone and on a wide screen: what axe finds, what runs over the edge,
/// what is too small to tap. The browser should ask for no motion, or a colour is judged on its way from light to dark. Where the variable
/// <c>SCREENSHOTS</c> names a folder it also leaves a picture of each.</summary>
internal sealed class Eye(Watch watch)
{
    private const int LeastTarget = 44;

    private static readonly string? Album = Environment.GetEnvironmentVariable("SCREENSHOTS");

    // Axe takes its time: it judges each scheme once and each width once.
    private static readonly (ColorScheme Scheme, int Width, int Height, bool WithAxe)[] Variants =
    [
        (ColorScheme.Light, 1280, 900, true), (ColorScheme.Dark, 1280, 900, false),
        (ColorScheme.Dark, 360, 740, true), (ColorScheme.Light, 360, 740, false),
    ];

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private readonly List<string> _complaints = [];

    /// <summary>What was found, all states together.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>Looks at one state.</summary>
    public async Task LookAt(IPage page, string state)
    {
        foreach (var (scheme, width, height, withAxe) in Variants)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, height);
            var where = $"{state}, {width} px, {scheme}";

            if (withAxe)
            {
                if (!await page.EvaluateAsync<bool>("() => 'axe' in window")) await watch.Tolerate(() => page.EvaluateAsync(Axe));
                var violations = await watch.Tolerate(() => page.EvaluateAsync<string[]>(Violations));
                _complaints.AddRange(violations.Select(violation => $"{where}: {violation}"));
            }

            _complaints.AddRange((await page.EvaluateAsync<string[]>(TooSmallOrTooWide, LeastTarget)).Select(found => $"{where}: {found}"));
            if (Album is not null) await Keep(page, $"{state}-{width}-{scheme}".ToLowerInvariant().Replace(' ', '-'));
        }
    }

    private Task<byte[]> Keep(IPage page, string name) =>
        watch.Tolerate(() => page.ScreenshotAsync(new(
            ) { Path = Path.Combine(Album!, name + ".png"), FullPage = true, Animations = ScreenshotAnimations.Disabled }));

    // Our pages have no frames, so axe need not open a page of its own to put frames together, which takes it longer than to look. What
    // passes is not told in detail for the same reason.
    private const string Violations = """
        async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
          .map(v => `${v.id}: ${v.help} ${v.nodes.map(n => n.html).join(" | ")}`)
        """;

    // Links inside a sentence and controls that only a screen reader sees are excepted (WCAG 2.5.5, inline);
    // a ticked box counts with its label.
    private const string TooSmallOrTooWide = """
        least => {
          const found = [];
          const root = document.documentElement;
          if (root.scrollWidth > root.clientWidth) found.push(`runs over the edge by ${root.scrollWidth - root.clientWidth} px`);
          const inSentence = e => e.tagName === "A" && getComputedStyle(e).display === "inline";
          for (const e of document.querySelectorAll("a[href], button, select, summary, input:not([hidden])")) {
            const box = (e.closest("label.tick") ?? e).getBoundingClientRect();
            if (box.width === 0 || inSentence(e) || e.matches(".skip") || !e.checkVisibility()) continue;
            if (box.height < least - 0.5 || box.width < least - 0.5)
              found.push(`${e.outerHTML.slice(0, 90)} is ${Math.round(box.width)} by ${Math.round(box.height)} px`);
          }
          return found;
        }
        """;
}
