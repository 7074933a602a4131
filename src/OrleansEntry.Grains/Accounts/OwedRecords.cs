namespace OrleansEntry.Grains.Accounts;

/// <summary>The stored shape of a log entry on its way.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Activity")]
public sealed record ActivityRecord
{
    /// <summary>Its place.</summary>
    [Id(0)] public long Sequence { get; init; }

    /// <summary>When.</summary>
    [Id(1)] public DateTimeOffset At { get; init; }

    /// <summary>What.</summary>
    [Id(2)] public required string Kind { get; init; }

    /// <summary>Why.</summary>
    [Id(3)] public string? Reason { get; init; }

    /// <summary>From where.</summary>
    [Id(4)] public required string Network { get; init; }

    /// <summary>By what.</summary>
    [Id(5)] public required string Agent { get; init; }

    /// <summary>Whether the device was known.</summary>
    [Id(6)] public bool KnownDevice { get; init; }

    /// <summary>In which session.</summary>
    [Id(7)] public string? SessionId { get; init; }

    /// <summary>A fact of its kind.</summary>
    [Id(8)] public string? Detail { get; init; }

    /// <summary>Its hash.</summary>
    [Id(9)] public required string Hash { get; init; }
}

/// <summary>The stored shape of a mail on its way.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Notice")]
public sealed record NoticeRecord
{
    /// <summary>Its number.</summary>
    [Id(0)] public long Number { get; init; }

    /// <summary>When.</summary>
    [Id(1)] public DateTimeOffset At { get; init; }

    /// <summary>The number of its kind.</summary>
    [Id(2)] public int Kind { get; init; }

    /// <summary>From where.</summary>
    [Id(3)] public required string Network { get; init; }

    /// <summary>By what.</summary>
    [Id(4)] public required string Agent { get; init; }

    /// <summary>A fact of its kind.</summary>
    [Id(70)] public string? Detail { get; init; }

    /// <summary>The safety phrase of then, sealed.</summary>
    [Id(71)] public string? ProtectedPhrase { get; init; }

    /// <summary>The further address it goes to, sealed.</summary>
    [Id(72)] public string? ProtectedTo { get; init; }

    /// <summary>A code, sealed.</summary>
    [Id(73)] public string? ProtectedCode { get; init; }
}
