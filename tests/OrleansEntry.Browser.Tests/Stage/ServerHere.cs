using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansEntry.Core.Passkeys;
using OrleansEntry.Server;

namespace OrleansEntry.Browser.Tests;

/// <summary>The server, put together by its own registration and listening on a real port, in this process: so that a test may listen to
/// what is not said outside.</summary>
internal sealed class ServerHere : IAsyncDisposable
{
    /// <summary>The work as it is shipped, for the tests that are about it.</summary>
    public static readonly string[] WholeWork = ["--SecurityCheck:WorkCounterMin=800", "--SecurityCheck:WorkCounterMax=2800"];

    // A server that lives for one test needs no stock of pictures; and what most tests are about comes after the work.
    private static readonly string[] Light =
        ["--SecurityCheck:PicturesAhead=0", "--SecurityCheck:WorkCounterMin=20", "--SecurityCheck:WorkCounterMax=80"];

    // The runtime itself goes by the machine's clock: a leap is no silence of its peers.
    private static readonly string[] RuntimeClocks =
    [
        TimeProviderNames.Messaging, TimeProviderNames.Membership, TimeProviderNames.SystemTimers,
        TimeProviderNames.ActivationManagement, TimeProviderNames.GrainDirectory,
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("entry-browser-").FullName;
    private readonly Notebook _notebook = new();
    private readonly WebApplication _app;
    private string _name = "127.0.0.1";

    private ServerHere(Action<IServiceCollection> arrange, string[] settings)
    {
        var builder = Service.Compose([
            .. Light, .. settings, "--environment=Development", "--urls=http://127.0.0.1:0", $"--Storage:Path={_folder}"]);
        builder.Logging.ClearProviders().AddProvider(_notebook);
        builder.Services.AddSingleton<TimeProvider>(Clock);
        foreach (var name in RuntimeClocks) builder.Services.AddKeyedSingleton(name, TimeProvider.System);
        Overheard.Listen(builder.Services);
        arrange(builder.Services);

        _app = builder.Build();
        _app.MapServer();
    }

    /// <summary>Where it is, with a slash at the end.</summary>
    public Uri Address => new UriBuilder(_app.Urls.First()) { Host = _name }.Uri;

    /// <summary>What it goes by.</summary>
    public ServerClock Clock { get; } = new();

    /// <summary>What the pictures ask for that it has drawn.</summary>
    public Overheard Overheard { get; } = new();

    /// <summary>Something that it goes by.</summary>
    public T Part<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Its log so far.</summary>
    public string Output => _notebook.Text;

    /// <summary>Starts it in a new folder.</summary>
    /// <param name="settings">Settings that are not as most tests want them.</param>
    public static Task<ServerHere> Start(params string[] settings) => Start(_ => { }, settings);

    /// <summary>Starts it in a new folder.</summary>
    /// <param name="arrange">What a test puts in the place of the usual.</param>
    /// <param name="settings">Settings that are not as most tests want them.</param>
    public static async Task<ServerHere> Start(Action<IServiceCollection> arrange, params string[] settings)
    {
        var server = new ServerHere(arrange, settings);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Starts it under a name: browsers bind no passkey to an address in numbers.</summary>
    public static async Task<ServerHere> StartNamed(params string[] settings)
    {
        ServerHere? server = null;
        server = await Start(services => services.AddSingleton(
            _ => new RelyingParty("localhost", [server!.Address.GetLeftPart(UriPartial.Authority)])), settings);
        server._name = "localhost";
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class Notebook : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public string Text => string.Join('\n', _lines);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
