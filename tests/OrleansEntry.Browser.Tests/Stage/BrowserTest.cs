namespace OrleansEntry.Browser.Tests;

/// <summary>A test with browsers of its own. Whatever it does, no page may do what <see cref="Watch"/> forbids.</summary>
public abstract class BrowserTest(Stage stage) : IAsyncLifetime
{
    private readonly List<IBrowserContext> _browsers = [];
    private readonly Watch _watch = new(stage.Address);

    /// <summary>The server and the browser.</summary>
    protected Stage Stage => stage;

    private protected Watch Watch => _watch;

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A page in a browser that nobody has used yet: to the service, an unknown device.</summary>
    protected async Task<IPage> NewDevice(bool reducedMotion = false, bool phone = false)
    {
        var browser = await stage.NewBrowser(reducedMotion, phone);
        _browsers.Add(browser);
        _watch.Over(browser);
        return await browser.NewPageAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var browser in _browsers) await browser.CloseAsync();
        Assert.True(_watch.Complaints.Count == 0, string.Join('\n', _watch.Complaints));
    }
}
