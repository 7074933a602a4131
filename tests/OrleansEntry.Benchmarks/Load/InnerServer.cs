using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OrleansEntry.Gateway;
using OrleansEntry.Server;
using OrleansEntry.Storage.Embedded;

namespace OrleansEntry.Benchmarks.Load;

/// <summary>The server in this process, put together by its own registration: for what can not be seen from outside.</summary>
internal sealed class InnerServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private InnerServer(WebApplication app) => _app = app;

    /// <summary>The one setting that is not at its default, and where the data is.</summary>
    public static string[] Settings(string folder) => ["--Storage:Path", folder, "--Network:TrustedProxies:0", "127.0.0.1"];

    public IServiceProvider Services => _app.Services;

    public Uri Address => new(_app.Urls.First());

    public StoreCounters Counters => _app.Services.GetRequiredService<EmbeddedStore>().Counters;

    public static async Task<InnerServer> Start(string folder)
    {
        // Its log would stand in the table.
        var app = Service.Build([
            .. Settings(folder), "--environment", "Development", "--urls", "http://127.0.0.1:0",
            "--Logging:LogLevel:Default", "Error", "--Logging:LogLevel:Microsoft", "Error", "--Logging:LogLevel:Orleans", "Error"]);
        app.MapGateway();
        await app.StartAsync();
        return new InnerServer(app);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
