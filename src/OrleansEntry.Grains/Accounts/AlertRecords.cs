using OrleansEntry.Core.Alerts;
using OrleansEntry.Core.Notices;

namespace OrleansEntry.Grains.Accounts;

/// <summary>The stored shape of a further address that alerts go to.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.AlertAddress")]
public sealed record AlertAddressRecord
{
    /// <summary>Its public name.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>A keyed hash of it.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>The address, sealed.</summary>
    [Id(2)] public required string Protected { get; init; }

    /// <summary>What may be shown of it.</summary>
    [Id(3)] public required string Masked { get; init; }

    /// <summary>Since when.</summary>
    [Id(4)] public DateTimeOffset Since { get; init; }

    internal AlertAddress ToCore() => new(Id, Name, Protected, Masked, Since);

    internal static AlertAddressRecord From(AlertAddress a) =>
        new() { Id = a.Id, Name = a.Name, Protected = a.Protected, Masked = a.Masked, Since = a.Since };
}

/// <summary>The stored shape of a further address that waits for its code.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.PendingAlertAddress")]
public sealed record PendingAlertAddressRecord
{
    /// <summary>The address.</summary>
    [Id(0)] public required AlertAddressRecord Address { get; init; }

    /// <summary>The session that asked.</summary>
    [Id(1)] public required string SessionId { get; init; }

    /// <summary>The keyed hash of its code.</summary>
    [Id(2)] public required byte[] CodeHash { get; init; }

    /// <summary>Tries left.</summary>
    [Id(3)] public int TriesLeft { get; init; }

    /// <summary>Its end.</summary>
    [Id(4)] public DateTimeOffset ExpiresAt { get; init; }

    internal PendingAlertAddress ToCore() => new(Address.ToCore(), SessionId, CodeHash, TriesLeft, ExpiresAt);

    internal static PendingAlertAddressRecord? From(PendingAlertAddress? p) => p is null ? null : new()
    {
        Address = AlertAddressRecord.From(p.Address), SessionId = p.SessionId, CodeHash = p.CodeHash, TriesLeft = p.TriesLeft,
        ExpiresAt = p.ExpiresAt,
    };
}

/// <summary>The stored shape of a safety phrase.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.SafetyPhrase")]
public sealed record SafetyPhraseRecord
{
    /// <summary>The phrase, sealed.</summary>
    [Id(0)] public required string Protected { get; init; }

    /// <summary>Since when.</summary>
    [Id(1)] public DateTimeOffset Since { get; init; }
}

/// <summary>The stored shape of a wait or stop that the owner was told of.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.ToldLock")]
public sealed record ToldLockRecord
{
    /// <summary>Of what.</summary>
    [Id(0)] public required string Authenticator { get; init; }

    /// <summary>Whether it was a stop.</summary>
    [Id(1)] public bool IsStop { get; init; }

    /// <summary>When.</summary>
    [Id(2)] public DateTimeOffset At { get; init; }
}

/// <summary>Between the stored shape and the rules' shape of a mail on its way.</summary>
internal static class NoticeTranslation
{
    public static Notice ToCore(this NoticeRecord n) => new(n.Number, n.At, (NoticeKind)n.Kind, n.Network, n.Agent)
    {
        Detail = n.Detail, ProtectedPhrase = n.ProtectedPhrase, ProtectedTo = n.ProtectedTo, ProtectedCode = n.ProtectedCode,
    };

    public static NoticeRecord ToRecord(this Notice n) => new()
    {
        Number = n.Number, At = n.At, Kind = (int)n.Kind, Network = n.Network, Agent = n.Agent, Detail = n.Detail,
        ProtectedPhrase = n.ProtectedPhrase, ProtectedTo = n.ProtectedTo, ProtectedCode = n.ProtectedCode,
    };
}
