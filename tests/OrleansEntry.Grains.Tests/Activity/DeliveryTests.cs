using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Activity;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Core.Activity;
using Xunit;

namespace OrleansEntry.Grains.Tests.Activity;

/// <summary>What an account owes to the log: nothing is lost, nothing happens unlogged,
/// and a log that was down does not lock anybody out.</summary>
public sealed class DeliveryTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Fact]
    public async Task While_the_log_is_down_the_account_goes_on_to_a_limit_then_refuses_and_recovers_whole()
    {
        var person = await Person.Registered(cluster);
        await person.Enter();

        cluster.Journal.IsDown = true;
        var entered = await EnterUntilRefused(person);
        cluster.Journal.IsDown = false;
        await person.Log(person.Proof(entered[^1].Session));

        var after = Assert.IsType<EntryReply.Done>(await person.SubmitPasscode(person.NewTicket()));
        var log = await person.Log(person.Proof(after.Session));
        Assert.InRange(log.Length, 200, 300);
        Assert.Equal(entered.Count + 2, log.Count(e => e.Kind == ActivityKind.Admitted));
        Assert.IsType<ActivityVerdict.Intact>(ActivityVerifier.Verify(Person.Lines(log)));
    }

    [Fact]
    public async Task A_page_is_newest_first_goes_on_where_it_ended_and_can_be_filtered()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enter();
        for (var i = 0; i < 6; i++) proof = await person.Enter();
        await person.Log(proof);
        var log = cluster.Grains.GetGrain<IActivityGrain>((await person.Account()).GetPrimaryKeyString());

        var first = await log.Read(long.MaxValue, 4, []);
        var second = await log.Read(first.Next!.Value, 100, []);
        var admitted = await log.Read(long.MaxValue, 100, [ActivityKind.Admitted]);

        Assert.Equal([10, 9, 8, 7], first.Items.Select(i => i.Sequence));
        Assert.Equal([6, 5, 4, 3, 2, 1], second.Items.Select(i => i.Sequence));
        Assert.Null(second.Next);
        Assert.Equal(7, admitted.Items.Length);
    }

    [Fact]
    public async Task Attempts_held_off_during_a_wait_are_told_as_one_number()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enter();
        var stranger = new Person(
            cluster, person.Identifier) { Visit = person.Visit with { DeviceSecret = null, Network = "198.51.100.9" } };
        for (var i = 0; i < 5; i++) await stranger.Arrive("not the right passcode");
        for (var i = 0; i < 7; i++) Assert.IsType<EntryReply.Waiting>(await stranger.SubmitPasscode(stranger.NewTicket()));

        await person.Enter();

        Assert.Equal("7", Assert.Single(await person.Log(proof), e => e.Kind == ActivityKind.HeldOff).Detail);
    }

    private async Task<List<EntryReply.Done>> EnterUntilRefused(Person person)
    {
        var entered = new List<EntryReply.Done>();
        try
        {
            while (entered.Count < 400)
            {
                entered.Add(Assert.IsType<EntryReply.Done>(await person.SubmitPasscode(person.NewTicket())));
                cluster.Clock.Advance(TimeSpan.FromMilliseconds(1));
            }
        }
        catch (BusyException)
        {
            return entered;
        }

        throw new InvalidOperationException("Nothing was ever refused.");
    }
}
