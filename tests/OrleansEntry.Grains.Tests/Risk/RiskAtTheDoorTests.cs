using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Contracts.Throttling;
using OrleansEntry.Core;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Risk;
using Xunit;

namespace OrleansEntry.Grains.Tests.Risk;

/// <summary>What an account asks for at its door, what it remembers, and what its log says about it.</summary>
public sealed class RiskAtTheDoorTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Fact]
    public async Task A_known_device_is_asked_for_nothing_until_it_fails_and_the_log_says_why_it_was_asked()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enter();

        Assert.IsType<EntryReply.PasscodeDue>(await cluster.Begin(person));
        Assert.True(Assert.IsType<EntryReply.NotAdmitted>(await person.SubmitPasscode(person.NewTicket(), "not the right passcode"))
            .NeedsCheck);
        Assert.IsType<EntryReply.CheckDue>(await cluster.Begin(person));
        Assert.IsType<EntryReply.CheckDue>(await person.SubmitPasscode(person.NewTicket()));
        Assert.IsType<EntryReply.Done>((await person.Arrive()).Reply);

        // The passcode made the failure good.
        Assert.IsType<EntryReply.PasscodeDue>(await cluster.Begin(person));
        var told = (await person.Log(proof)).Where(e => e.Kind.StartsWith("check.", StringComparison.Ordinal))
            .Select(e => $"{e.Reason} {e.Detail}");
        Assert.Equal(["work new-device", "work failures"], told);
    }

    [Fact]
    public async Task A_beginning_writes_nothing_and_the_reasons_ride_in_the_attempts_own_write()
    {
        var person = await Person.Registered(cluster);
        await person.Enter();
        var stranger = new Person(cluster, person.Identifier);
        await (await person.Account()).SettleActivity(await person.Enter());

        var before = await person.ReadStored();
        for (var i = 0; i < 20; i++) Assert.IsType<EntryReply.CheckDue>(await cluster.Begin(stranger));
        Assert.Equal(before.ETag, (await person.ReadStored()).ETag);

        var sequence = before.State!.ActivitySequence;
        await stranger.Arrive("not the right passcode");
        Assert.Equal(sequence + 2, (await person.StoredAccount())!.ActivitySequence);
    }

    [Fact]
    public async Task A_network_is_remembered_by_a_short_keyed_name_when_somebody_enters_from_it()
    {
        var person = await Person.Registered(cluster);
        await person.Enter();
        person.Visit = person.Visit with { Network = "2001:db8:1:2::/64" };
        await person.SubmitPasscode(person.NewTicket());
        await person.SubmitPasscode(person.NewTicket(), "not the right passcode");

        var stored = (await person.StoredAccount())!.Networks;

        Assert.Equal([NetworkMemory.NameOf("203.0.113.7", cluster.Keys), NetworkMemory.NameOf("2001:db8:1:2::/64", cluster.Keys)], stored);
    }

    // Guessing from elsewhere alone bothers nobody at home; away from home it asks for a little work.
    [Fact]
    public async Task A_known_device_on_a_new_network_of_an_account_that_is_guessed_at_is_asked_for_work()
    {
        var person = await Person.Registered(cluster);
        await person.Enter();
        var guesser = new Person(cluster, person.Identifier);
        for (var i = 0; i < 4; i++) await guesser.Arrive("not the right passcode");
        Assert.IsType<EntryReply.PasscodeDue>(await cluster.Begin(person));

        person.Visit = person.Visit with { Network = "198.51.100.44" };
        var asked = Assert.IsType<EntryReply.CheckDue>(await cluster.Begin(person));
        Assert.Null(asked.Demand.VisibleKind);
        Assert.IsType<EntryReply.CheckDue>(await person.SubmitPasscode(person.NewTicket()));

        var ticket = person.NewTicket();
        await person.PassCheck(ticket);
        var proof = person.Proof(Assert.IsType<EntryReply.Done>(await person.SubmitPasscode(ticket)).Session);
        Assert.Contains(await person.Log(proof), e => e.Kind == ActivityKind.CheckAsked && e.Detail == "failures-elsewhere,new-network");
        Assert.IsType<EntryReply.PasscodeDue>(await cluster.Begin(person));
    }

    [Fact]
    public async Task An_unknown_identifier_is_asked_for_the_same_guess_by_guess()
    {
        var (known, unknown) = (await Person.Registered(cluster), new Person(cluster, $"{HexName.New()[..12]}@example.test"));
        await known.Enter();
        await known.SubmitPasscode(known.NewTicket(), "the owner slips");
        var guesser = new Person(cluster, known.Identifier);

        for (var i = 0; i < 5; i++)
        {
            var (there, nowhere) = (await cluster.Asked(guesser, 20 * i), await cluster.Asked(unknown, 20 * i));
            Assert.Equal(there, nowhere);
            guesser.Visit = unknown.Visit = guesser.Visit with { Network = HexName.New() };
            var (refusedThere, refusedNowhere) = ((await guesser.Arrive("a guess")).Reply, (await unknown.Arrive("a guess")).Reply);
            Assert.Equal(
                Assert.IsType<EntryReply.NotAdmitted>(refusedThere).Demand, Assert.IsType<EntryReply.NotAdmitted>(refusedNowhere).Demand);
        }
    }

    [Fact]
    public async Task A_network_that_guesses_is_busy_for_whoever_begins_there()
    {
        var network = cluster.Grains.GetGrain<IAddressThrottleGrain>(HexName.New());
        Assert.Equal(0, (await network.TakeBeginning(CheckPurpose.Entry)).UsedPercent);

        for (var i = 0; i < 45; i++) await network.Take(NetworkBudgets.Attempt);

        var reply = await network.TakeBeginning(CheckPurpose.Entry);
        Assert.Equal((75, (DateTimeOffset?)null, 0), (reply.UsedPercent, reply.Until, reply.AttackLevel));
    }
}
