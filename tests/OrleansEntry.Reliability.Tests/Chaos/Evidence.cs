using System.Text.Json;

namespace OrleansEntry.Reliability.Tests.Chaos;

/// <summary>One entry of an exported activity log.</summary>
internal sealed record LogEntry
{
    public required long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Kind { get; init; }

    public string? Reason { get; init; }

    public required string Network { get; init; }

    public bool KnownDevice { get; init; }

    public string? Session { get; init; }

    public string? Detail { get; init; }

    public static LogEntry Read(JsonElement entry) => new()
    {
        Sequence = entry.GetProperty("sequence").GetInt64(),
        At = entry.GetProperty("at").GetDateTimeOffset(),
        Kind = entry.GetProperty("kind").GetString()!,
        Reason = Text(entry, "reason"),
        Network = entry.GetProperty("network").GetString()!,
        KnownDevice = entry.GetProperty("knownDevice").GetBoolean(),
        Session = Text(entry, "sessionId"),
        Detail = Text(entry, "detail"),
    };

    public override string ToString() => $"#{Sequence} {At:HH:mm:ss.fff} {Kind} {Reason} {Detail} {Session} from {Network}";

    private static string? Text(JsonElement entry, string member) => entry.TryGetProperty(member, out var value) ? value.GetString() : null;
}

/// <summary>What is there of one person when all is over: the exported log and what the API shows.</summary>
internal sealed record Evidence
{
    public required string Who { get; init; }

    public string Account { get; init; } = "";

    /// <summary>The verdict of <c>activity verify</c>, and its words.</summary>
    public bool Intact { get; init; } = true;

    public string Said { get; init; } = "";

    /// <summary>The sequence that the export's last line names.</summary>
    public long Head { get; init; }

    public LogEntry[] Log { get; init; } = [];

    /// <summary>The sessions that live.</summary>
    public string[] Listed { get; init; } = [];

    /// <summary>The networks from which anybody asked for this account.</summary>
    public string[] Networks { get; init; } = [];

    /// <summary>The subjects of the mails that came.</summary>
    public string[] Mails { get; init; } = [];

    public int Count(string kind) => Log.Count(entry => entry.Kind == kind);
}
