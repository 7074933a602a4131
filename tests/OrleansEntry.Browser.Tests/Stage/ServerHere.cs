using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansEntry.Gateway;
using OrleansEntry.Server;
using OrleansEntry.Server.Mail;

namespace OrleansEntry.Browser.Tests;

/// <summary>The server, put together by its own registration and listening on a real port, in this process: so that a test may listen to
/// what is not said outside.</summary>
internal sealed class ServerHere : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Notebook _notebook;

    private ServerHere(WebApplication app, Notebook notebook) => (_app, _notebook) = (app, notebook);

    /// <summary>Where it is, with a slash at the end.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>Its log so far.</summary>
    public string Output => _notebook.Text;

    /// <summary>Starts it in a folder.</summary>
    /// <param name="folder">Where it keeps everything.</param>
    /// <param name="listen">What a test adds, to listen.</param>
    /// <param name="settings">Settings that are not at their default.</param>
    public static async Task<ServerHere> Start(string folder, Action<IServiceCollection> listen, params string[] settings)
    {
        var builder = Service.Compose([
            .. settings, "--environment=Development", "--urls=http://127.0.0.1:0", $"--Storage:Path={folder}"]);
        var notebook = new Notebook();
        builder.Logging.ClearProviders().AddProvider(notebook);
        listen(builder.Services);

        var app = builder.Build();
        app.MapGateway();
        app.MapOutbox();
        await app.StartAsync();
        return new ServerHere(app, notebook);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
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
