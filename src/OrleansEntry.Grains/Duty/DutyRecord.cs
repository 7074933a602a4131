using System.Collections.Immutable;
using OrleansEntry.Core.Duty;

namespace OrleansEntry.Grains.Duty;

/// <summary>The stored shape of an account on a ledger.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Enlistment")]
public sealed record EnlistmentRecord
{
    /// <summary>The account.</summary>
    [Id(0)] public required string AccountId { get; init; }

    /// <summary>Since when.</summary>
    [Id(1)] public DateTimeOffset At { get; init; }
}

/// <summary>The stored shape of a ledger of accounts that may owe something.</summary>
[GenerateSerializer, Alias("entry.stored.Duty")]
public sealed class DutyRecord
{
    /// <summary>The newest instant given.</summary>
    [Id(0)] public DateTimeOffset LastAt { get; set; }

    /// <summary>The accounts.</summary>
    [Id(1)] public List<EnlistmentRecord> Enlisted { get; set; } = [];

    internal DutyLedger ToCore() =>
        new(LastAt, DutyLedger.Empty.Enlisted.AddRange(Enlisted.Select(e => KeyValuePair.Create(e.AccountId, e.At))));

    internal static DutyRecord From(DutyLedger ledger) => new()
    {
        LastAt = ledger.LastAt,
        Enlisted = [.. ledger.Enlisted.Select(e => new EnlistmentRecord { AccountId = e.Key, At = e.Value })],
    };
}
