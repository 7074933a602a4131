namespace OrleansEntry.Grains.Accounts;

/// <summary>The stored shape of a session.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Session")]
public sealed record SessionRecord
{
    /// <summary>Its name.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>SHA-256 of its secret.</summary>
    [Id(1)] public required byte[] SecretHash { get; init; }

    /// <summary>What was proved.</summary>
    [Id(2)] public required List<string> Methods { get; init; }

    /// <summary>Its beginning.</summary>
    [Id(3)] public DateTimeOffset StartedAt { get; init; }

    /// <summary>Its last use.</summary>
    [Id(4)] public DateTimeOffset LastSeenAt { get; init; }

    /// <summary>Its network.</summary>
    [Id(5)] public required string Network { get; init; }

    /// <summary>Its client.</summary>
    [Id(6)] public required string Agent { get; init; }

    /// <summary>Its device.</summary>
    [Id(7)] public required string DeviceId { get; init; }

    /// <summary>When presence was proved.</summary>
    [Id(8)] public DateTimeOffset ConfirmedAt { get; init; }

    /// <summary>Whether that took a second factor.</summary>
    [Id(9)] public bool ConfirmedWithSecondFactor { get; init; }

    /// <summary>With that: which.</summary>
    [Id(80)] public string? ConfirmedBy { get; init; }

    /// <summary>With that: since when the account had it.</summary>
    [Id(95)] public DateTimeOffset? ConfirmedFactorSince { get; init; }
}

/// <summary>The stored shape of an entry past its passcode.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.OpenEntry")]
public sealed record OpenEntryRecord
{
    /// <summary>Its name.</summary>
    [Id(0)] public required string Nonce { get; init; }

    /// <summary>Its end.</summary>
    [Id(1)] public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Whether it is done.</summary>
    [Id(2)] public bool Finished { get; init; }

    /// <summary>Whether the owner was told.</summary>
    [Id(3)] public bool OwnerTold { get; init; }

    /// <summary>Whether it began on a known device.</summary>
    [Id(4)] public bool OnKnownDevice { get; init; }

    /// <summary>Whether it waits for a listed device.</summary>
    [Id(40)] public bool AwaitsDevice { get; init; }

    /// <summary>With that: what was shown.</summary>
    [Id(41)] public List<string> Methods { get; init; } = [];

    /// <summary>With that: whether it was let in.</summary>
    [Id(42)] public bool Admitted { get; init; }
}
