using OrleansEntry.Browser.Tests;

[assembly: AssemblyFixture(typeof(Stage))]

namespace OrleansEntry.Browser.Tests;

/// <summary>One real browser for all tests.</summary>
public sealed class Stage : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new(
            ) { ExecutablePath = await ChromiumFinder.Find(), Headless = true, Args = ChromiumFinder.Arguments });
    }

    /// <summary>A browser that nobody has used yet.</summary>
    /// <param name="server">Whose pages it shows.</param>
    /// <param name="reducedMotion">Whether it asks for no motion.</param>
    /// <param name="phone">Whether it is a phone, which is touched.</param>
    internal async Task<IBrowserContext> NewBrowser(ServerHere server, bool reducedMotion = false, bool phone = false)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = server.Address.AbsoluteUri,
            Locale = "en-GB",
            TimezoneId = "Europe/Berlin",
            ColorScheme = ColorScheme.Light,
            ReducedMotion = reducedMotion ? ReducedMotion.Reduce : ReducedMotion.NoPreference,
            ViewportSize = phone ? new() { Width = 360, Height = 740 } : new() { Width = 1280, Height = 900 },
            HasTouch = phone,
            IsMobile = phone,
        });
        context.SetDefaultTimeout(20_000);
        server.Clock.Over(context);
        return context;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
