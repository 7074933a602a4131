using OrleansEntry.Grains.Accounts;

namespace OrleansEntry.Grains.Operators;

/// <summary>The stored shape of the operators. It changes only by adding members.</summary>
[GenerateSerializer, Alias("entry.stored.Operators")]
public sealed class OperatorsRecord
{
    /// <summary>The operators.</summary>
    [Id(0)] public List<OperatorRecord> Operators { get; set; } = [];

    /// <summary>Their sessions.</summary>
    [Id(1)] public List<OperatorSessionRecord> Sessions { get; set; } = [];

    /// <summary>What was used up.</summary>
    [Id(2)] public List<SpentRecord> Spent { get; set; } = [];

    /// <summary>What waits for a second operator.</summary>
    [Id(3)] public List<ProposalRecord> Proposals { get; set; } = [];

    /// <summary>What is decided for the service.</summary>
    [Id(4)] public ServiceRecord Service { get; set; } = new();

    /// <summary>The newest sequence of the log.</summary>
    [Id(5)] public long LogSequence { get; set; }

    /// <summary>The newest hash of the log; <see langword="null"/> before the first entry.</summary>
    [Id(6)] public string? LogHash { get; set; }

    /// <summary>Entries the log is not known to have.</summary>
    [Id(7)] public List<ActivityRecord> Undelivered { get; set; } = [];
}

/// <summary>The stored shape of an operator.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Operator")]
public sealed record OperatorRecord
{
    /// <summary>The public name.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>What they are called.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>Their roles.</summary>
    [Id(2)] public required List<string> Roles { get; init; }

    /// <summary>Since when.</summary>
    [Id(3)] public DateTimeOffset Since { get; init; }

    /// <summary>The passkey's id.</summary>
    [Id(4)] public required byte[] KeyId { get; init; }

    /// <summary>The passkey's public key.</summary>
    [Id(5)] public required byte[] PublicKey { get; init; }

    /// <summary>The passkey's counter.</summary>
    [Id(6)] public uint Counter { get; init; }

    /// <summary>How its authenticator is reached.</summary>
    [Id(7)] public List<string> Transports { get; init; } = [];

    /// <summary>The MAC, 32 bytes; empty for one who was enrolled before there was any, and who can not come in any more.</summary>
    [Id(8)] public byte[] Mac { get; init; } = [];
}

/// <summary>The stored shape of an operator's session.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.OperatorSession")]
public sealed record OperatorSessionRecord
{
    /// <summary>The public name.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Whose.</summary>
    [Id(1)] public required string OperatorId { get; init; }

    /// <summary>SHA-256 of the secret.</summary>
    [Id(2)] public required byte[] SecretHash { get; init; }

    /// <summary>When it began.</summary>
    [Id(3)] public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was last used.</summary>
    [Id(4)] public DateTimeOffset LastSeenAt { get; init; }

    /// <summary>From where.</summary>
    [Id(5)] public required string Network { get; init; }

    /// <summary>By what.</summary>
    [Id(6)] public required string Agent { get; init; }

    /// <summary>Never prints the hash.</summary>
    public override string ToString() => $"operator session {Id}";
}

/// <summary>The stored shape of something that was used up.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Spent")]
public sealed record SpentRecord
{
    /// <summary>What.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>Until when that must be known.</summary>
    [Id(1)] public DateTimeOffset Until { get; init; }
}

/// <summary>The stored shape of a proposal.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Proposal")]
public sealed record ProposalRecord
{
    /// <summary>The public name.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The word of the act.</summary>
    [Id(1)] public required string Act { get; init; }

    /// <summary>The account.</summary>
    [Id(2)] public required string Target { get; init; }

    /// <summary>Who wants it.</summary>
    [Id(3)] public required string By { get; init; }

    /// <summary>Why.</summary>
    [Id(4)] public required string Why { get; init; }

    /// <summary>Since when.</summary>
    [Id(5)] public DateTimeOffset At { get; init; }
}

/// <summary>The stored shape of what is decided for the service.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Service")]
public sealed record ServiceRecord
{
    /// <summary>Counts the changes.</summary>
    [Id(0)] public long Version { get; init; }

    /// <summary>Sessions that began then or before are over.</summary>
    [Id(1)] public DateTimeOffset? SessionsEndedThrough { get; init; }

    /// <summary>The number of the level of attack that is set; 0 for none.</summary>
    [Id(2)] public int Attack { get; init; }

    /// <summary>Until when.</summary>
    [Id(3)] public DateTimeOffset AttackUntil { get; init; }

    /// <summary>The official addresses.</summary>
    [Id(4)] public string? OfficialAddresses { get; init; }

    /// <summary>The versions of clients.</summary>
    [Id(5)] public string? ClientVersions { get; init; }

    /// <summary>The services.</summary>
    [Id(6)] public string? Services { get; init; }
}
