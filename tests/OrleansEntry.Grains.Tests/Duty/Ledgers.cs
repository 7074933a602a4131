using System.Diagnostics;
using Orleans;
using OrleansEntry.Core.Duty;
using OrleansEntry.Grains.Duty;
using Xunit;

namespace OrleansEntry.Grains.Tests.Duty;

/// <summary>The ledgers as the store has them, and time that passes.</summary>
internal static class Ledgers
{
    /// <summary>Whether the store has the account on its ledger. No grain is touched.</summary>
    public static async Task<bool> IsEnlisted(this EntryCluster cluster, string account) =>
        (await cluster.StoredLedger(account)).Enlisted.Any(e => e.AccountId == account);

    /// <summary>What the store has of an account's ledger.</summary>
    public static async Task<DutyRecord> StoredLedger(this EntryCluster cluster, string account)
    {
        var state = new GrainState<DutyRecord>();
        var ledger = cluster.Grains.GetGrain<IDutyGrain>(DutyLedger.LedgerOf(account)).GetGrainId();
        await cluster.Storage.ReadStateAsync("duty", ledger, state);
        return state.State!;
    }

    /// <summary>The kinds in an account's log, from the store itself.</summary>
    public static async Task<string[]> Logged(this EntryCluster cluster, string account) =>
        [.. (await cluster.Journal.ReadForwardsAsync(account, 1, 1000)).Select(e => e.Tag)];

    /// <summary>Moves the grains' clock on, by a minute and then second by second, never past the bound, until something is so.</summary>
    /// <remarks>What a second sets off has real work to do in real time: each second leaves it some, in which the store is asked.</remarks>
    public static async Task Until(this EntryCluster cluster, DateTimeOffset bound, Func<Task<bool>> reached)
    {
        if (await reached()) return;

        cluster.Clock.Advance(TimeSpan.FromMinutes(1));
        while (cluster.Clock.GetUtcNow() < bound)
        {
            for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromMilliseconds(50);)
                if (await reached()) return;
            cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Fail("It did not come to be.");
    }
}
