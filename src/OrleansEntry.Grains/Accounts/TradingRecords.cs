using OrleansEntry.Core.Trading;
using OrleansEntry.Grains.Registration;

namespace OrleansEntry.Grains.Accounts;

/// <summary>The stored shape of a trading passcode.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.TradingPasscode")]
public sealed record TradingPasscodeRecord
{
    /// <summary>Its hash with the name of its pepper.</summary>
    [Id(0)] public required string Hash { get; init; }

    /// <summary>Since when.</summary>
    [Id(1)] public DateTimeOffset Since { get; init; }

    /// <summary>What was wrong since it was last right.</summary>
    [Id(2)] public MeterRecord? Failures { get; init; }

    /// <summary>Never prints the hash.</summary>
    public override string ToString() => nameof(TradingPasscodeRecord);
}

/// <summary>The stored shape of an approval.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Approval")]
public sealed record ApprovalRecord
{
    /// <summary>SHA-256 of its secret.</summary>
    [Id(0)] public required byte[] TokenHash { get; init; }

    /// <summary>Its session.</summary>
    [Id(1)] public required string SessionId { get; init; }

    /// <summary>What kind of operation.</summary>
    [Id(2)] public required string Operation { get; init; }

    /// <summary>SHA-256 of the canonical details.</summary>
    [Id(3)] public required byte[] DetailsHash { get; init; }

    /// <summary>What was proved.</summary>
    [Id(4)] public required List<string> Methods { get; init; }

    /// <summary>When it was given.</summary>
    [Id(5)] public DateTimeOffset ApprovedAt { get; init; }

    /// <summary>Its end.</summary>
    [Id(6)] public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was redeemed.</summary>
    [Id(7)] public DateTimeOffset? RedeemedAt { get; init; }

    /// <summary>Hash of the service and key under which.</summary>
    [Id(8)] public byte[]? RedeemedUnder { get; init; }

    /// <summary>Whether the log was told of a refusal.</summary>
    [Id(9)] public bool RefusalTold { get; init; }

    /// <summary>Never prints the hashes.</summary>
    public override string ToString() => nameof(ApprovalRecord);
}

/// <summary>The stored shape of an unlock.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.TradingUnlock")]
public sealed record TradingUnlockRecord
{
    /// <summary>Its session.</summary>
    [Id(0)] public required string SessionId { get; init; }

    /// <summary>Since when.</summary>
    [Id(1)] public DateTimeOffset Since { get; init; }

    /// <summary>Until when.</summary>
    [Id(2)] public DateTimeOffset Until { get; init; }
}

/// <summary>Between the stored shape and the rules' shape of what has to do with trading.</summary>
internal static class TradingTranslation
{
    public static TradingState ToCore(AccountRecord r) => r is { TradingPasscode: null, Approvals: [], TradingUnlocks: [] }
        ? TradingState.None
        : new TradingState
        {
            Passcode = r.TradingPasscode is { } p ? new TradingPasscode(p.Hash, p.Since, p.Failures?.ToCore() ?? default) : null,
            Approvals = [.. r.Approvals.Select(ToCore)],
            Unlocks = [.. r.TradingUnlocks.Select(u => new TradingUnlock(u.SessionId, u.Since, u.Until))],
        };

    public static TradingPasscodeRecord ToRecord(this TradingPasscode p) =>
        new() { Hash = p.Hash, Since = p.Since, Failures = MeterRecord.From(p.Failures) };

    public static TradingUnlockRecord ToRecord(TradingUnlock u) => new() { SessionId = u.SessionId, Since = u.Since, Until = u.Until };

    public static ApprovalRecord ToRecord(Approval a) => new()
    {
        TokenHash = a.TokenHash, SessionId = a.SessionId, Operation = a.Operation, DetailsHash = a.DetailsHash, Methods = [.. a.Methods],
        ApprovedAt = a.ApprovedAt, ExpiresAt = a.ExpiresAt, RedeemedAt = a.RedeemedAt, RedeemedUnder = a.RedeemedUnder,
        RefusalTold = a.RefusalTold,
    };

    private static Approval ToCore(ApprovalRecord a) => new()
    {
        TokenHash = a.TokenHash, SessionId = a.SessionId, Operation = a.Operation, DetailsHash = a.DetailsHash, Methods = [.. a.Methods],
        ApprovedAt = a.ApprovedAt, ExpiresAt = a.ExpiresAt, RedeemedAt = a.RedeemedAt, RedeemedUnder = a.RedeemedUnder,
        RefusalTold = a.RefusalTold,
    };
}
