using System.Diagnostics;

namespace OrleansEntry.Reliability.Tests.Chaos;

/// <summary>One place in the cluster, and the process that fills it now. A process that was started again has other ports,
/// as in a new container.</summary>
internal sealed class Member(string name, Func<ServerProcess> start) : IAsyncDisposable
{
    private const int MaxStarts = 3;
    private const int Terminate = 15;
    private const int Continue = 18;
    private const int Hold = 19;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(50);

    private readonly List<string> _logs = [];
    private ServerProcess? _process;

    public string Name => name;

    /// <summary>Where it answers; a silo answers for its health alone.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Whether a process fills the place.</summary>
    public bool IsUp => _process is { HasEnded: false };

    /// <summary>What its processes said.</summary>
    public string Log => string.Join('\n', [.. _logs, _process?.Output + '\n' + _process?.Errors]);

    /// <summary>Starts a process; another one, as a service manager would, when storage fails so that the first can not start.</summary>
    /// <returns>When it says that it is ready.</returns>
    public async Task Start()
    {
        await Launch();
        for (var again = 1; _process!.HasEnded && again < MaxStarts; again++) await Launch();
        Address = await _process.Listening();
        using var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        for (var asked = Stopwatch.StartNew(); asked.Elapsed < Patience; await Task.Delay(AskAgainAfter, TimeProvider.System))
        {
            if (await IsReady(client)) return;
        }

        throw new TimeoutException($"{name} is not ready: {Log}");
    }

    /// <summary>SIGKILL, as a power cut.</summary>
    public async Task Kill()
    {
        if (IsUp) _process!.Kill();
        await Clear();
    }

    /// <summary>SIGTERM, as a service manager.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> Stop()
    {
        _process!.Signal(Terminate);
        var code = await _process.Ended();
        await Clear();
        return code;
    }

    /// <summary>Holds it, as a machine that is out of memory or moved.</summary>
    public void Pause() => _process!.Signal(Hold);

    /// <summary>Lets it go on.</summary>
    public void Resume() => _process!.Signal(Continue);

    /// <summary>Whether it ends by itself in a while.</summary>
    public async Task<bool> EndsWithin(TimeSpan time)
    {
        try
        {
            await _process!.Ended().WaitAsync(time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(Kill());

    private async Task Launch()
    {
        await Clear();
        _process = start();
        await _process.ListeningOrEnded();
    }

    private async Task Clear()
    {
        if (_process is null) return;
        await _process.Ended();
        _logs.Add(_process.Output + '\n' + _process.Errors);
        await _process.DisposeAsync();
        _process = null;
    }

    private static async Task<bool> IsReady(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
