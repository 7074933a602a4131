using OrleansEntry.Browser.Tests;

[assembly: AssemblyFixture(typeof(Stage))]

namespace OrleansEntry.Browser.Tests;

/// <summary>One real server and one real browser for all tests.</summary>
public sealed class Stage : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("entry-browser-").FullName;
    private readonly Overheard _overheard = new();

    private ServerHere? _server;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where the server is, with a slash at the end.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What the server has said so far.</summary>
    internal string Said => _server!.Output;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        // All visitors of these tests come from one address, which would soon be asked to wait, and their crowd is no attack.
        var ready = ServerHere.Start(_folder, _overheard.Listen,
            "--NetworkPace:Begins=100000", "--NetworkPace:Attempts=100000", "--NetworkPace:Registrations=100000",
            "--AttackMode:RefusalsForAlert=100000", "--AttackMode:RefusalsForAttack=100000",
            "--AttackMode:BeginningsForAlert=100000", "--AttackMode:BeginningsForAttack=100000");

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new(
            ) { ExecutablePath = await ChromiumFinder.Find(), Headless = true, Args = ChromiumFinder.Arguments });
        _server = await ready;
        Address = _server.Address;
    }

    /// <summary>What the pictures ask for that the server has drawn.</summary>
    internal Overheard Overheard => _overheard;

    /// <summary>A browser that nobody has used yet.</summary>
    /// <param name="reducedMotion">Whether it asks for no motion.</param>
    /// <param name="phone">Whether it is a phone, which is touched.</param>
    /// <param name="at">Another server than this stage's.</param>
    internal async Task<IBrowserContext> NewBrowser(bool reducedMotion = false, bool phone = false, Uri? at = null)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = (at ?? Address).AbsoluteUri,
            Locale = "en-GB",
            TimezoneId = "Europe/Berlin",
            ColorScheme = ColorScheme.Light,
            ReducedMotion = reducedMotion ? ReducedMotion.Reduce : ReducedMotion.NoPreference,
            ViewportSize = phone ? new() { Width = 360, Height = 740 } : new() { Width = 1280, Height = 900 },
            HasTouch = phone,
            IsMobile = phone,
        });
        context.SetDefaultTimeout(20_000);
        return context;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
