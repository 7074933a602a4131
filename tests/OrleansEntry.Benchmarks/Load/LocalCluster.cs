using System.Diagnostics;
using OrleansEntry.Tests;

namespace OrleansEntry.Benchmarks.Load;

/// <summary>Three silos and two gateways on loopback, each a process of its own.</summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    /// <summary>A plain-text storage service is for development alone.</summary>
    public const string Environment = "Development";

    private const int Silos = 3;
    private const int GatewayCount = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(200);

    private readonly List<ServerProcess> _processes = [];
    private readonly string _folder;

    private LocalCluster(string folder) => _folder = folder;

    /// <summary>Where people ask.</summary>
    public Uri[] Gateways { get; private set; } = [];

    /// <summary>What every member is told.</summary>
    public static string[] Settings(string folder, Azurite storage) =>
    [
        .. InnerServer.Settings(folder), "--Storage:Kind", "AzureTables",
        "--Storage:AzureTables:ConnectionString", storage.ConnectionString,
    ];

    /// <summary>Starts all of it.</summary>
    /// <returns>Everybody is ready.</returns>
    public static async Task<LocalCluster> Start(string folder, string[] settings)
    {
        var cluster = new LocalCluster(folder);
        for (var i = 0; i < Silos; i++) await cluster.Add("Silo", settings);
        cluster.Gateways = await Task.WhenAll(Enumerable.Range(0, GatewayCount).Select(_ => cluster.Add("Gateway", settings)));
        return cluster;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes) await process.DisposeAsync();
    }

    private async Task<Uri> Add(string role, string[] settings)
    {
        var process = ServerProcess.Start(_folder, Environment, HttpLoad.Undone, ["--role", role, .. settings]);
        lock (_processes) _processes.Add(process);
        var address = await process.Listening();
        using var http = new HttpClient { BaseAddress = address };
        var began = Stopwatch.GetTimestamp();
        for (; Stopwatch.GetElapsedTime(began) < Patience; await Task.Delay(AskAgainAfter, TimeProvider.System))
        {
            using var answer = await http.GetAsync(new Uri("health/ready", UriKind.Relative));
            if (answer.IsSuccessStatusCode) return address;
        }

        throw new TimeoutException($"A {role} is not ready: {process.Output}\n{process.Errors}");
    }
}
