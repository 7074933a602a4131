using System.Collections.Immutable;

namespace OrleansEntry.Core.Closing;

/// <summary>One of a fixed number of ledgers of closed accounts: what is left of each is deleted when its time is over. There are as many
/// as of <see cref="Duty.DutyLedger"/>, and an account has the same number on both. Pure.</summary>
/// <param name="KeptUntil">The accounts, and until when their logs are kept.</param>
public sealed record PurgeLedger(ImmutableDictionary<string, DateTimeOffset> KeptUntil)
{
    /// <summary>Most accounts on one ledger: four million in a deployment. Stored they take less than 400 KiB.</summary>
    public const int MaxAccounts = 4096;

    /// <summary>An empty ledger.</summary>
    public static PurgeLedger Empty { get; } = new(ImmutableDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal));

    /// <summary>Puts an account on the ledger. Safe to repeat.</summary>
    /// <returns>The ledger; <see langword="null"/> when it is full.</returns>
    public PurgeLedger? Add(string accountId, DateTimeOffset keptUntil) =>
        KeptUntil.Count >= MaxAccounts && !KeptUntil.ContainsKey(accountId)
            ? null
            : this with { KeptUntil = KeptUntil.SetItem(accountId, keptUntil) };

    /// <summary>Whose time is over, the longest first.</summary>
    public ImmutableArray<string> Over(DateTimeOffset now) =>
        [.. KeptUntil.Where(e => now >= e.Value).OrderBy(e => e.Value).Select(e => e.Key)];

    /// <summary>Without those of which nothing is left.</summary>
    public PurgeLedger Without(IEnumerable<string> purged) => this with { KeptUntil = KeptUntil.RemoveRange(purged) };
}
