using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OrleansEntry.Gateway.Tests.Hosting;

/// <summary>What a gateway tells operators: lines and counts.</summary>
internal sealed class Telemetry : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(int Id, string Line)> _lines = [];
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private MeterListener? _listener;

    /// <summary>A gateway that is listened to.</summary>
    public static async Task<(GatewayHost Host, Telemetry Telemetry)> Start()
    {
        var telemetry = new Telemetry();
        var host = await GatewayHost.Start(services => services.AddSingleton<ILoggerProvider>(telemetry));
        telemetry.ListenTo(host.Services.GetRequiredService<IMeterFactory>());
        return (host, telemetry);
    }

    /// <summary>The lines of an event.</summary>
    public string[] Lines(int id) => [.. _lines.Where(line => line.Id == id).Select(line => line.Line)];

    /// <summary>Everything that was said.</summary>
    public string All => string.Join('\n', _lines.Select(line => line.Line));

    /// <summary>The count of an instrument and tag, as <c>entry.refusals/malformed</c>.</summary>
    public long Count(string name) => _counts.GetValueOrDefault(name);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((eventId.Id, formatter(state, exception)));

    public void Dispose() => _listener?.Dispose();

    // Other tests' gateways have meters of the same name.
    private void ListenTo(IMeterFactory meters)
    {
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meters)) listener.EnableMeasurementEvents(instrument);
            },
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            _counts.AddOrUpdate($"{instrument.Name}/{(tags.Length > 0 ? tags[0].Value : "")}", value, (_, sum) => sum + value));
        _listener.Start();
    }
}
