using Orleans.Runtime;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Duty;
using OrleansEntry.Grains.Duty;
using Xunit;

namespace OrleansEntry.Grains.Tests.Duty;

/// <summary>Who is on a ledger, and when it is struck out.</summary>
public sealed class DutyTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    // Twice the longest time between two tries: one may be under way when the store comes back, and fail when the clock has gone on.
    private static readonly TimeSpan AfterRecovery = TimeSpan.FromSeconds(130);

    [Fact]
    public async Task Who_owes_nothing_leaves_the_ledger_and_is_on_it_again_before_the_next_debt()
    {
        var person = await Person.Registered(cluster);
        await person.Enter();
        var key = (await person.Account()).GetPrimaryKeyString();
        Assert.True(await cluster.IsEnlisted(key));
        await cluster.Until(cluster.Clock.GetUtcNow() + Bound, async () => !await cluster.IsEnlisted(key));

        await person.Enter();

        Assert.True(await cluster.IsEnlisted(key));
        Assert.NotEmpty((await person.StoredAccount())!.Undelivered);
    }

    [Fact]
    public async Task Who_can_not_pay_stays_on_the_ledger()
    {
        var person = await Person.Registered(cluster);
        var key = (await person.Account()).GetPrimaryKeyString();
        cluster.Journal.IsDown = true;
        await person.Enter();

        for (var i = 0; i < 12; i++) await Minute();

        Assert.True(await cluster.IsEnlisted(key));
        cluster.Journal.IsDown = false;
        await Delivered(key, cluster.Clock.GetUtcNow() + AfterRecovery);
        await cluster.Until(cluster.Clock.GetUtcNow() + Bound + Bound, async () => !await cluster.IsEnlisted(key));
    }

    [Fact]
    public async Task Who_enlists_again_is_stored_under_a_newer_instant()
    {
        var key = Core.HexName.New();
        var ledger = cluster.Grains.GetGrain<IDutyGrain>(DutyLedger.LedgerOf(key));

        var (first, second) = (await ledger.Enlist(key), await ledger.Enlist(key));

        Assert.True(second > first);
        Assert.Equal(second, (await cluster.StoredLedger(key)).Enlisted.Single(e => e.AccountId == key).At);
    }

    [Fact]
    public async Task Asked_under_another_activation_s_enlistment_an_account_agrees_only_by_a_write_that_would_stop_that_activation()
    {
        var person = await Person.Registered(cluster);
        await person.Enter();
        var key = (await person.Account()).GetPrimaryKeyString();
        await cluster.Until(cluster.Clock.GetUtcNow() + Bound, async () => !await cluster.IsEnlisted(key));
        var debtor = cluster.Grains.GetGrain<IDebtor>(key);
        var before = (await person.ReadStored()).ETag;

        Assert.False(await debtor.StillOwes(cluster.Clock.GetUtcNow()));

        var after = await person.ReadStored();
        Assert.NotEqual(before, after.ETag);
        await cluster.Storage.WriteStateAsync("account", debtor.GetGrainId(), after);
        await Assert.ThrowsAnyAsync<Exception>(() => debtor.StillOwes(cluster.Clock.GetUtcNow()));
    }

    // The grains' clock stops at the bound; the work of a busy machine may go on for a while.
    private async Task Delivered(string key, DateTimeOffset bound)
    {
        cluster.Clock.Advance(TimeSpan.FromMinutes(1));
        for (var watch = System.Diagnostics.Stopwatch.StartNew(); !(await cluster.Logged(key)).Contains(ActivityKind.Admitted);)
        {
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
            if (cluster.Clock.GetUtcNow() < bound) cluster.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    private async Task Minute()
    {
        cluster.Clock.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 20; i++) await cluster.Grains.GetGrain<IManagementGrain>(0).GetHosts();
    }
}
