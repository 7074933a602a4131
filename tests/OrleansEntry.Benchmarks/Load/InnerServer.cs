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

    // Of a data folder that lives for minutes.
    private static readonly string Key = Convert.ToBase64String(new byte[32]);

    /// <summary>Where the servers run: as production does.</summary>
    public const string Environment = "Production";

    /// <summary>What production must be told, where the data is, and the one setting that is not at its default:
    /// the trusted proxy.</summary>
    public static string[] Settings(string folder) =>
    [
        "--Storage:Path", folder, "--Network:TrustedProxies:0", "127.0.0.1", "--AllowedHosts", "127.0.0.1;localhost",
        "--Keys:Deployment", Key, "--Keys:Peppers:load", Key, "--Keys:CurrentPepper", "load",
        "--Mail:Smtp:Host", "mail.example.test", "--Mail:Smtp:From", "entry@example.test",
    ];

    public IServiceProvider Services => _app.Services;

    public Uri Address => new(_app.Urls.First());

    public StoreCounters Counters => _app.Services.GetRequiredService<EmbeddedStore>().Counters;

    public static Task<InnerServer> Start(string folder) => Start(Environment, Settings(folder));

    public static async Task<InnerServer> Start(string environment, string[] settings)
    {
        // Its log would stand in the table.
        var app = Service.Build([
            .. settings, "--environment", environment, "--urls", "http://127.0.0.1:0",
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
