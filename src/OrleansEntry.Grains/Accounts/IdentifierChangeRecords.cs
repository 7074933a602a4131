using OrleansEntry.Core.IdentifierChange;

namespace OrleansEntry.Grains.Accounts;

/// <summary>The stored shape of a change of identifier.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.IdentifierChange")]
public sealed record IdentifierChangeRecord
{
    /// <summary>A change that waits for its codes.</summary>
    [Id(0)] public AskedChangeRecord? Asked { get; init; }

    /// <summary>A change whose codes were given.</summary>
    [Id(1)] public ClaimedChangeRecord? Claim { get; init; }

    /// <summary>The identifier before.</summary>
    [Id(2)] public FormerIdentifierRecord? Former { get; init; }

    /// <summary>What identifiers are still to be told.</summary>
    [Id(3)] public List<IdentifierOrderRecord> Orders { get; init; } = [];

    /// <summary>The number of the newest order.</summary>
    [Id(4)] public long LastOrder { get; init; }

    /// <summary>When codes were mailed lately.</summary>
    [Id(5)] public List<DateTimeOffset> CodesMailedAt { get; init; } = [];

    internal IdentifierChangeState ToCore() => new()
    {
        Asked = Asked is { } a
            ? new AskedChange(a.Id, a.To.ToCore(), a.SessionId, a.NewCodeHash, a.OldCodeHash, a.TriesLeft, a.ExpiresAt)
            : null,
        Claim = Claim is { } c ? new ClaimedChange(c.To.ToCore(), c.Order, c.SessionId, c.Network, c.Agent) : null,
        Former = Former is { } f ? new FormerIdentifier(f.Identifier.ToCore(), f.ChangedAt, f.Until, f.FirstNotice) : null,
        Orders = [.. Orders.Select(o => new IdentifierOrder(o.Key, (Standing)o.Standing, o.Number))],
        LastOrder = LastOrder, CodesMailedAt = [.. CodesMailedAt],
    };

    internal static IdentifierChangeRecord? From(IdentifierChangeState s) => s == IdentifierChangeState.None ? null : new()
    {
        Asked = s.Asked is { } a
            ? new AskedChangeRecord
            {
                Id = a.Id, To = SealedIdentifierRecord.From(a.To), SessionId = a.SessionId, NewCodeHash = a.NewCodeHash,
                OldCodeHash = a.OldCodeHash, TriesLeft = a.TriesLeft, ExpiresAt = a.ExpiresAt,
            }
            : null,
        Claim = s.Claim is { } c
            ? new ClaimedChangeRecord
            {
                To = SealedIdentifierRecord.From(c.To), Order = c.Order, SessionId = c.SessionId, Network = c.Network, Agent = c.Agent,
            }
            : null,
        Former = s.Former is { } f
            ? new FormerIdentifierRecord
            {
                Identifier = SealedIdentifierRecord.From(f.Identifier), ChangedAt = f.ChangedAt, Until = f.Until,
                FirstNotice = f.FirstNotice,
            }
            : null,
        Orders = [.. s.Orders.Select(o => new IdentifierOrderRecord { Key = o.Key, Standing = (int)o.Standing, Number = o.Number })],
        LastOrder = s.LastOrder, CodesMailedAt = [.. s.CodesMailedAt],
    };
}

/// <summary>The stored shape of an identifier as an account keeps it.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.SealedIdentifier")]
public sealed record SealedIdentifierRecord
{
    /// <summary>Its key.</summary>
    [Id(0)] public required string Key { get; init; }

    /// <summary>The address, sealed.</summary>
    [Id(1)] public required string Protected { get; init; }

    /// <summary>What may be shown of it.</summary>
    [Id(2)] public required string Masked { get; init; }

    internal SealedIdentifier ToCore() => new(Key, Protected, Masked);

    internal static SealedIdentifierRecord From(SealedIdentifier i) => new() { Key = i.Key, Protected = i.Protected, Masked = i.Masked };
}

/// <summary>The stored shape of a change that waits for its codes.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.AskedChange")]
public sealed record AskedChangeRecord
{
    /// <summary>Its name.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The new identifier.</summary>
    [Id(1)] public required SealedIdentifierRecord To { get; init; }

    /// <summary>The session that asked.</summary>
    [Id(2)] public required string SessionId { get; init; }

    /// <summary>The keyed hash of the code to the new address.</summary>
    [Id(3)] public required byte[] NewCodeHash { get; init; }

    /// <summary>The keyed hash of the code to the present address.</summary>
    [Id(4)] public required byte[] OldCodeHash { get; init; }

    /// <summary>Tries left.</summary>
    [Id(5)] public int TriesLeft { get; init; }

    /// <summary>Its end.</summary>
    [Id(6)] public DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>The stored shape of a change whose codes were given.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.ClaimedChange")]
public sealed record ClaimedChangeRecord
{
    /// <summary>The new identifier.</summary>
    [Id(0)] public required SealedIdentifierRecord To { get; init; }

    /// <summary>The number of the order that claims it.</summary>
    [Id(1)] public long Order { get; init; }

    /// <summary>The session that asked.</summary>
    [Id(2)] public required string SessionId { get; init; }

    /// <summary>From where.</summary>
    [Id(3)] public required string Network { get; init; }

    /// <summary>By what.</summary>
    [Id(4)] public required string Agent { get; init; }
}

/// <summary>The stored shape of the identifier before the present one.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.FormerIdentifier")]
public sealed record FormerIdentifierRecord
{
    /// <summary>What it is.</summary>
    [Id(0)] public required SealedIdentifierRecord Identifier { get; init; }

    /// <summary>When it was replaced.</summary>
    [Id(1)] public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Until when it takes the change back.</summary>
    [Id(2)] public DateTimeOffset Until { get; init; }

    /// <summary>The first mail whose link does that.</summary>
    [Id(3)] public long FirstNotice { get; init; }
}

/// <summary>The stored shape of what an identifier is still to be told.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.IdentifierOrder")]
public sealed record IdentifierOrderRecord
{
    /// <summary>The identifier.</summary>
    [Id(0)] public required string Key { get; init; }

    /// <summary>The number of what it shall be.</summary>
    [Id(1)] public int Standing { get; init; }

    /// <summary>The order's number.</summary>
    [Id(2)] public long Number { get; init; }
}
