using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace OrleansEntry.Tests;

/// <summary>The built server as a process of its own, on a free port and in a folder of its own. Disposing kills it.</summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _outputEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _errorsEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Hear(e.Data, _output, _outputEnd);
        _process.ErrorDataReceived += (_, e) => Hear(e.Data, _errors, _errorsEnd);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>Standard output so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Standard error so far.</summary>
    public string Errors => string.Join('\n', _errors);

    /// <summary>Starts the server that was built next to this test.</summary>
    /// <param name="workingDirectory">Where it runs; its data goes to <c>data</c> below it unless an argument says otherwise.</param>
    /// <param name="environment">Development or Production.</param>
    /// <param name="arguments">Further arguments; without <c>--urls</c> it listens on a free loopback port.</param>
    public static ServerProcess Start(string workingDirectory, string environment = "Development", params string[] arguments) =>
        Start(workingDirectory, environment, new Dictionary<string, string>(), arguments);

    /// <inheritdoc cref="Start(string, string, string[])"/>
    public static ServerProcess Start(
        string workingDirectory, string environment, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "OrleansEntry.Server.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);

        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return new ServerProcess(start);
    }

    /// <summary>Waits until the server says where it listens.</summary>
    /// <returns>Its address, with a slash at the end.</returns>
    public async Task<Uri> Listening()
    {
        await ListeningOrEnded();
        return _address.Task.IsCompletedSuccessfully
            ? await _address.Task
            : throw new InvalidOperationException($"The server did not start: {Errors}\n{Output}");
    }

    /// <summary>Waits until the server says where it listens, or has ended.</summary>
    public Task ListeningOrEnded() => Task.WhenAny(_address.Task, _process.WaitForExitAsync()).WaitAsync(Patience);

    /// <summary>Waits until the server says where it listens and answers that it is ready.</summary>
    /// <returns>Its address, with a slash at the end.</returns>
    public async Task<Uri> Ready()
    {
        using var client = new HttpClient { BaseAddress = await Listening() };
        using var answer = await client.GetAsync(new Uri("health/ready", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        return client.BaseAddress;
    }

    /// <summary>Waits until the process has ended by itself and all that it said is heard.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> Ended()
    {
        await Task.WhenAll(_process.WaitForExitAsync(), _outputEnd.Task, _errorsEnd.Task).WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Asks it to stop, as a terminal (SIGINT, 2) or a service manager (SIGTERM, 15) does; or holds it (SIGSTOP, 19) and lets it
    /// go on (SIGCONT, 18).</summary>
    public void Signal(int signal)
    {
        if (SendSignal(_process.Id, signal) != 0) throw new InvalidOperationException("The signal was not sent.");
    }

    /// <summary>Ends it without a warning, as a power cut does.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Kill();
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }

        _process.Dispose();
    }

    private void Hear(string? line, ConcurrentQueue<string> heard, TaskCompletionSource end)
    {
        if (line is null)
        {
            end.TrySetResult();
            return;
        }

        heard.Enqueue(line);
        if (Address().Match(line) is { Success: true } address && ReferenceEquals(heard, _output))
            _address.TrySetResult(new Uri(address.Value + "/"));
    }

    [GeneratedRegex(@"http://(127\.0\.0\.1|localhost):\d+")]
    private static partial Regex Address();

    [DllImport("libc", EntryPoint = "kill", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
