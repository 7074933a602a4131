using OrleansEntry.Grains.Registration;

namespace OrleansEntry.Grains.Accounts;

/// <summary>The stored shape of a known device.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Device")]
public sealed record DeviceRecord
{
    /// <summary>Its name.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>What is stored of its secret.</summary>
    [Id(1)] public required byte[] SecretHash { get; init; }

    /// <summary>What it said it is.</summary>
    [Id(2)] public required string Agent { get; init; }

    /// <summary>First seen.</summary>
    [Id(3)] public DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>Last seen.</summary>
    [Id(4)] public DateTimeOffset LastSeenAt { get; init; }

    /// <summary>Its budgets.</summary>
    [Id(5)] public MetersRecord Meters { get; init; } = new();

    /// <summary>What its owner calls it.</summary>
    [Id(40)] public string? Name { get; init; }

    /// <summary>Until when it is trusted.</summary>
    [Id(41)] public DateTimeOffset? TrustedUntil { get; init; }

    /// <summary>The generation of its pass.</summary>
    [Id(42)] public int Generation { get; init; }

    /// <summary>When that was made.</summary>
    [Id(43)] public DateTimeOffset RotatedAt { get; init; }
}

/// <summary>The stored shape of a device that waits to be let in.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Admission")]
public sealed record AdmissionRecord
{
    /// <summary>The entry that waits.</summary>
    [Id(0)] public required string Nonce { get; init; }

    /// <summary>What it shows.</summary>
    [Id(1)] public int Number { get; init; }

    /// <summary>Its end.</summary>
    [Id(2)] public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Tries left.</summary>
    [Id(3)] public int TriesLeft { get; init; }

    /// <summary>From where.</summary>
    [Id(4)] public required string Network { get; init; }

    /// <summary>By what.</summary>
    [Id(5)] public required string Agent { get; init; }
}
