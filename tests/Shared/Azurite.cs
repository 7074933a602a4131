using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace OrleansEntry.Tests;

/// <summary>Azurite as a process of its own: free ports, an account with a new key, a fresh folder. Disposing stops it and deletes the
/// folder. It is not durable when it is killed, so it never is.</summary>
public sealed partial class Azurite : IAsyncDisposable
{
    private const string Account = "entrytests";

    // What node runs, seen from the folder of the installation.
    private static readonly string Program = Path.Combine("node_modules", "azurite", "dist", "src", "azurite.js");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orleans-entry-azurite-");
    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
    private readonly ConcurrentDictionary<string, string> _endpoints = new();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private Azurite(string home, bool inMemory, bool tells)
    {
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = home,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments = [
            "--require", "./end-with-stdin.cjs", .. inMemory ? (string[])["--require", "./in-memory.cjs"] : [],
            Program, "--disableTelemetry", "--skipApiVersionCheck",
            .. inMemory ? (string[])["--inMemoryPersistence"] : ["--location", _folder.FullName],
            .. tells ? (string[])[] : ["--silent"],
            .. ((string[])["blob", "queue", "table"]).SelectMany(s => (string[])[$"--{s}Host", "127.0.0.1", $"--{s}Port", "0"])];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["AZURITE_ACCOUNTS"] = $"{Account}:{_key}";

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Hear(e.Data);
        _process.ErrorDataReceived += (_, e) => Hear(e.Data);
        NpmInstallation.Start(_process);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The account's connection string, for blobs, queues and tables.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={_key};"
        + string.Concat(_endpoints.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}Endpoint={e.Value}/{Account};"));

    /// <summary>What it said, line by line: with <c>tells</c>, each request.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>Installs Azurite where it is missing and starts it.</summary>
    /// <param name="inMemory">Whether it keeps nothing on disk. It writes all it has every five seconds otherwise, and stands still
    /// meanwhile.</param>
    /// <param name="tells">Whether it tells of each request.</param>
    /// <returns>Listening on all its ports.</returns>
    public static async Task<Azurite> Start(bool inMemory = false, bool tells = false)
    {
        var azurite = new Azurite(await NpmInstallation.Ready("azurite"), inMemory, tells);
        try
        {
            await Task.WhenAny(azurite._listening.Task, azurite._process.WaitForExitAsync()).WaitAsync(Patience);
            return azurite._listening.Task.IsCompleted ? azurite
                : throw new InvalidOperationException($"Azurite did not start: {string.Join('\n', azurite._output)}");
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        _output.Enqueue(line);
        if (Listening().Match(line) is not { Success: true } said) return;
        _endpoints[said.Groups["service"].Value] = said.Groups["address"].Value;
        if (_endpoints.Count == 3) _listening.TrySetResult();
    }

    [GeneratedRegex(@"^Azurite (?<service>Blob|Queue|Table) service is successfully listening at (?<address>http://127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();
}
