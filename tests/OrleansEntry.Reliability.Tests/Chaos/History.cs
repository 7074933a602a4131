using System.Diagnostics;

namespace OrleansEntry.Reliability.Tests.Chaos;

/// <summary>What somebody tried to do.</summary>
internal enum Act
{
    Register,
    Enter,
    Guess,
    Check,
    Leave,
    ChangePasscode,
    Enrol,
    Renew,
    Flood,
}

/// <summary>What came of it.</summary>
internal enum Outcome
{
    /// <summary>It was done, and said so.</summary>
    Ok,

    /// <summary>It was not done, and that was said.</summary>
    Refused,

    /// <summary>No answer, or "later": it may have been done.</summary>
    Unknown,
}

/// <summary>One operation as its client saw it. What the client does not know is <see langword="null"/>.</summary>
internal sealed record Operation
{
    /// <summary>The person's address.</summary>
    public required string Who { get; init; }

    public required Act Act { get; init; }

    public Outcome Outcome { get; init; }

    /// <summary>When it was asked, by the clients' one monotonic clock.</summary>
    public DateTimeOffset From { get; init; }

    /// <summary>When it was answered or given up.</summary>
    public DateTimeOffset To { get; init; }

    /// <summary>The last answer: status and code.</summary>
    public string Verdict { get; init; } = "";

    /// <summary>1, and one more for each time that a request was sent again.</summary>
    public int Attempts { get; init; } = 1;

    public required string Network { get; init; }

    /// <summary>The account that the answer named.</summary>
    public string? Account { get; init; }

    /// <summary>The session that began, was ended or was shown.</summary>
    public string? Session { get; init; }

    /// <summary>The passcode that was shown, or set by a registration or a change.</summary>
    public string? Passcode { get; init; }

    /// <summary>The passcode that was shown as the present one to a change.</summary>
    public string? Before { get; init; }

    /// <summary>Whether the passcode that was shown was right; not known when nothing looked at it.</summary>
    public bool? PasscodeWasRight { get; init; }

    /// <summary>The factor that was shown and looked at: its method, and the code (of an authenticator: seed and step).</summary>
    public string? Method { get; init; }

    public string? Code { get; init; }

    public string? Seed { get; init; }

    public long? Step { get; init; }

    /// <summary>The sessions (or former tokens of one) that end with it, if it is done.</summary>
    public string[] Ends { get; init; } = [];

    public override string ToString() =>
        $"{From:HH:mm:ss.fff}–{To:HH:mm:ss.fff} {Who} {Act} {Outcome} {Verdict} ×{Attempts} {Session} {Method}";
}

/// <summary>All operations, in the order of their ends.</summary>
internal sealed class History
{
    private readonly DateTimeOffset _start = TimeProvider.System.GetUtcNow();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<Operation> _operations = [];
    private readonly List<(int At, TaskCompletionSource Reached)> _waiting = [];

    /// <summary>Monotonic, and as far from the servers' clock as it was at the start: not at all.</summary>
    public DateTimeOffset Now => _start + _clock.Elapsed;

    public int Count
    {
        get
        {
            lock (_operations) return _operations.Count;
        }
    }

    public Operation[] All
    {
        get
        {
            lock (_operations) return [.. _operations];
        }
    }

    public void Add(Operation operation)
    {
        lock (_operations)
        {
            _operations.Add(operation);
            foreach (var (_, reached) in _waiting.Where(one => one.At <= _operations.Count)) reached.TrySetResult();
            _waiting.RemoveAll(one => one.At <= _operations.Count);
        }
    }

    /// <summary>Ends when there are so many.</summary>
    public Task Reached(int count)
    {
        lock (_operations)
        {
            if (_operations.Count >= count) return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task;
        }
    }
}
