using Orleans;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Grains.Duty;
using Xunit;

namespace OrleansEntry.Grains.Tests.Duty;

/// <summary>What a ledger costs. Nothing else writes to this store.</summary>
public sealed class DutyWritesTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Fact]
    public async Task An_unknown_identifier_is_on_no_ledger()
    {
        var nobody = new Person(cluster, $"{Core.HexName.New()[..12]}@example.test");
        var before = cluster.Counters.GrainWrites;

        Assert.IsType<EntryReply.NotAdmitted>((await nobody.Arrive()).Reply);

        Assert.False(await cluster.IsEnlisted((await nobody.Account()).GetPrimaryKeyString()));
        Assert.Equal(2, cluster.Counters.GrainWrites - before);
    }

    [Fact]
    public async Task An_entry_with_second_factor_writes_the_account_twice_and_a_ledger_once()
    {
        var person = await Person.Registered(cluster);
        await person.Enrol();
        var key = (await person.Account()).GetPrimaryKeyString();
        await cluster.Until(cluster.Clock.GetUtcNow().AddMinutes(5), async () => !await cluster.IsEnlisted(key));
        await WhatIsStoredIsCounted();
        var before = cluster.Counters.GrainWrites;

        var (ticket, reply) = await person.Arrive();
        Assert.IsType<EntryReply.SecondFactorDue>(reply);
        Assert.IsType<EntryReply.Done>(await person.SubmitCode(ticket, person.Code()));
        Assert.Equal(3, cluster.Counters.GrainWrites - before);

        Assert.IsType<EntryReply.Done>(await person.SubmitCode((await person.Arrive()).Ticket, person.RecoveryCodes[0], "recovery-code"));
        Assert.Equal(5, cluster.Counters.GrainWrites - before);
    }

    // A write can be read a moment before it is counted, and is counted before the next one is.
    private Task WhatIsStoredIsCounted() => cluster.Storage.WriteStateAsync(
        "probe", cluster.Grains.GetGrain<IDutyGrain>(0).GetGrainId(), new GrainState<DutyRecord>(new DutyRecord()));
}

/// <summary>A crowd on one ledger, in a cluster of its own: its ledger goes on writing while it lets them go.</summary>
public sealed class DutyCrowdTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Fact]
    public async Task Many_who_enlist_at_once_are_stored_together()
    {
        var keys = Enumerable.Range(0, 200).Select(_ => "00000003" + Core.HexName.New()[8..]).ToArray();
        var ledger = cluster.Grains.GetGrain<IDutyGrain>(3);
        var before = cluster.Counters.GrainWrites;

        await Task.WhenAll(keys.Select(ledger.Enlist));

        var stored = (await cluster.StoredLedger(keys[0])).Enlisted.Select(e => e.AccountId).ToHashSet();
        Assert.All(keys, key => Assert.Contains(key, stored));
        Assert.InRange(cluster.Counters.GrainWrites - before, 1, 100);
    }
}
