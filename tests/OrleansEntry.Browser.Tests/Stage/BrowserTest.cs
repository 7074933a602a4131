namespace OrleansEntry.Browser.Tests;

/// <summary>A test with a server and browsers of its own. Whatever it does, no page may do what <see cref="Watch"/> forbids.</summary>
public abstract class BrowserTest(Stage stage) : IAsyncLifetime
{
    private readonly List<IBrowserContext> _browsers = [];

    private protected ServerHere Server { get; private set; } = null!;

    private protected Watch Watch { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Server = await StartServer();
        Watch = new Watch(Server.Address);
    }

    private protected virtual Task<ServerHere> StartServer() => ServerHere.Start();

    /// <summary>A page in a browser that nobody has used yet: to the service, an unknown device.</summary>
    protected async Task<IPage> NewDevice(bool reducedMotion = false, bool phone = false)
    {
        var browser = await stage.NewBrowser(Server, reducedMotion, phone);
        _browsers.Add(browser);
        Watch.Over(browser);
        return await browser.NewPageAsync();
    }

    /// <summary>The same where nobody watches, and without motion: something is done on purpose that no page may do.</summary>
    private protected async Task<IPage> NewUnwatchedDevice(Watch? watch = null)
    {
        var browser = await stage.NewBrowser(Server, reducedMotion: true);
        _browsers.Add(browser);
        watch?.Over(browser);
        return await browser.NewPageAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var browser in _browsers) await browser.CloseAsync();
        await Server.DisposeAsync();
        Assert.True(Watch.Complaints.Count == 0, string.Join('\n', Watch.Complaints));
    }
}
