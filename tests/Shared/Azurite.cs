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

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orleans-entry-azurite-");
    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
    private readonly ConcurrentDictionary<string, string> _endpoints = new();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private Azurite(string home)
    {
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = home,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments = [
            "--require", "./end-with-stdin.cjs", AzuriteInstallation.Program, "--location", _folder.FullName,
            "--disableTelemetry", "--skipApiVersionCheck", "--silent",
            .. ((string[])["blob", "queue", "table"]).SelectMany(s => (string[])[$"--{s}Host", "127.0.0.1", $"--{s}Port", "0"])];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["AZURITE_ACCOUNTS"] = $"{Account}:{_key}";

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Hear(e.Data);
        _process.ErrorDataReceived += (_, e) => Hear(e.Data);
        AzuriteInstallation.Start(_process);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The account's connection string, for blobs, queues and tables.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={_key};"
        + string.Concat(_endpoints.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}Endpoint={e.Value}/{Account};"));

    /// <summary>Installs Azurite where it is missing and starts it.</summary>
    /// <returns>Listening on all its ports.</returns>
    public static async Task<Azurite> Start()
    {
        var azurite = new Azurite(await AzuriteInstallation.Ready());
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

/// <summary>The pinned Azurite under <c>infra/azurite</c>.</summary>
internal static class AzuriteInstallation
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(200);

    /// <summary>What <c>node</c> runs, seen from the folder.</summary>
    public static string Program { get; } = Path.Combine("node_modules", "azurite", "dist", "src", "azurite.js");

    /// <summary>Installs what the lock file says unless it is there; several processes may ask at once.</summary>
    /// <returns>The folder.</returns>
    public static async Task<string> Ready()
    {
        var home = Path.Combine(Repository.Root, "infra", "azurite");
        if (IsInstalled(home)) return home;

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(8));
        await using var turn = await Turn(Path.Combine(home, ".installing"), patience.Token);
        if (!IsInstalled(home)) await Install(home, patience.Token);
        return home;
    }

    /// <summary>Starts <c>node</c> or <c>npm</c>.</summary>
    /// <exception cref="InvalidOperationException">It is not there.</exception>
    public static void Start(Process process)
    {
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException("These tests run on Azurite and need Node.js 20 or newer with npm: install them.", e);
        }
    }

    // npm writes its own copy of the lock file last: an installation that broke off has none.
    private static bool IsInstalled(string home)
    {
        var done = new FileInfo(Path.Combine(home, "node_modules", ".package-lock.json"));
        return done.Exists && done.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(home, "package-lock.json"));
    }

    private static async Task Install(string home, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm")
        {
            WorkingDirectory = home,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var npm = new Process { StartInfo = start };
        Start(npm);
        var output = npm.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = npm.StandardError.ReadToEndAsync(cancellationToken);
        await npm.WaitForExitAsync(cancellationToken);
        if (npm.ExitCode != 0) throw new InvalidOperationException($"'npm ci' in {home} failed: {await errors}{await output}");
    }

    // The system's lock on an open file ends with its process, however that ends.
    private static async Task<FileStream> Turn(string file, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(LookAgainAfter, TimeProvider.System, cancellationToken);
            }
        }
    }
}
