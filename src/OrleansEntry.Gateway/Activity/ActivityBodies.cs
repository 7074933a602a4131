using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OrleansEntry.Contracts.Activity;

namespace OrleansEntry.Gateway.Activity;

/// <summary>One entry of the activity log. In an export each line is one.</summary>
internal sealed record ActivityEntry
{
    /// <summary>Its place in the log: 1, 2, 3, … without a gap.</summary>
    public required long Sequence { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What.</summary>
    public required string Kind { get; init; }

    /// <summary>Why, where the kind alone does not say it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Reason { get; init; }

    /// <summary>The network it came from.</summary>
    public required string Network { get; init; }

    /// <summary>What the client said it is.</summary>
    public required string Device { get; init; }

    /// <summary>Whether the device was known to the account.</summary>
    public required bool KnownDevice { get; init; }

    /// <summary>The session it belongs to, where there is one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? SessionId { get; init; }

    /// <summary>A fact that belongs to the kind.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Detail { get; init; }

    /// <summary>SHA-256 over this entry and the hash before it, hex.</summary>
    public required string Hash { get; init; }

    /// <summary>Translates an item.</summary>
    public static ActivityEntry From(ActivityItem item) => new()
    {
        Sequence = item.Sequence,
        At = item.At,
        Kind = item.Kind,
        Reason = item.Reason,
        Network = item.Network,
        Device = item.Agent,
        KnownDevice = item.KnownDevice,
        SessionId = item.SessionId,
        Detail = item.Detail,
        Hash = item.Hash,
    };
}

/// <summary>A page of the activity log, newest first.</summary>
internal sealed record ActivityBody
{
    /// <summary>The entries.</summary>
    public required ImmutableArray<ActivityEntry> Entries { get; init; }

    /// <summary>What to pass as before for the next page; null at the end.</summary>
    public required long? Next { get; init; }
}

/// <summary>The newest entry's place and hash.</summary>
internal sealed record ActivityHeadBody
{
    /// <summary>The newest sequence; 0 when the log is empty.</summary>
    public required long Sequence { get; init; }

    /// <summary>Its hash.</summary>
    public required string Hash { get; init; }
}

/// <summary>The last line of an export.</summary>
internal sealed record ExportEnd
{
    /// <summary>The newest entry that the export holds. An export without this line is not whole.</summary>
    public required ActivityHeadBody Head { get; init; }
}
