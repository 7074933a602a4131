namespace OrleansEntry.Grains.Accounts;

/// <summary>The stored shape of an authenticator.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Totp")]
public sealed record TotpRecord
{
    /// <summary>The secret, sealed.</summary>
    [Id(0)] public required string ProtectedSecret { get; init; }

    /// <summary>Seconds in a step.</summary>
    [Id(1)] public int StepSeconds { get; init; }

    /// <summary>Since when.</summary>
    [Id(2)] public DateTimeOffset Since { get; init; }

    /// <summary>The newest accepted step.</summary>
    [Id(3)] public long LastStep { get; init; }

    /// <summary>Steps that were shown too early.</summary>
    [Id(4)] public List<long> BurntSteps { get; init; } = [];
}

/// <summary>The stored shape of an enrolment under way.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.PendingTotp")]
public sealed record PendingTotpRecord
{
    /// <summary>The secret, sealed.</summary>
    [Id(0)] public required string ProtectedSecret { get; init; }

    /// <summary>Seconds in a step.</summary>
    [Id(1)] public int StepSeconds { get; init; }

    /// <summary>Its end.</summary>
    [Id(2)] public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Tries left.</summary>
    [Id(3)] public int TriesLeft { get; init; }

    /// <summary>The session that began it.</summary>
    [Id(4)] public required string SessionId { get; init; }
}

/// <summary>The stored shape of the recovery codes.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.RecoveryCodes")]
public sealed record RecoveryCodesRecord
{
    /// <summary>The keyed hashes of those not used.</summary>
    [Id(0)] public required List<byte[]> Hashes { get; init; }

    /// <summary>Since when.</summary>
    [Id(1)] public DateTimeOffset Since { get; init; }
}
