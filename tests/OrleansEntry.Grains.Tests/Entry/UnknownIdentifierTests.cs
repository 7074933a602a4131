using OrleansEntry.Contracts.Entry;
using OrleansEntry.Core;
using Xunit;

namespace OrleansEntry.Grains.Tests.Entry;

/// <summary>An identifier that nobody registered behaves like one that somebody did.</summary>
public sealed class UnknownIdentifierTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Fact]
    public async Task Wrong_guesses_are_answered_alike_step_by_step_and_wait_by_wait()
    {
        var known = await Person.Registered(cluster);
        var unknown = new Person(cluster, $"{HexName.New()[..12]}@example.test");
        var (toKnown, toUnknown) = (new List<string>(), new List<string>());

        for (var i = 0; i < 12; i++)
        {
            toKnown.Add(await Guess(known));
            toUnknown.Add(await Guess(unknown));
            cluster.Clock.Advance(TimeSpan.FromSeconds(20 * i));
        }

        Assert.Equal(toKnown, toUnknown);
        Assert.Contains(toKnown, r => r.StartsWith("Waiting", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wait_at_an_unknown_identifier_survives_the_activation()
    {
        var unknown = new Person(cluster, $"{HexName.New()[..12]}@example.test");
        for (var i = 0; i < 5; i++) await Guess(unknown);

        await cluster.Cluster.DeactivateAsync((await unknown.Account()).GetGrainId());

        Assert.StartsWith("Waiting", await Guess(unknown), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_enters_a_stand_in_and_it_stores_no_account()
    {
        var unknown = new Person(cluster, $"{HexName.New()[..12]}@example.test");

        var (_, reply) = await unknown.Arrive();

        Assert.IsType<EntryReply.NotAdmitted>(reply);
        Assert.Null(await unknown.StoredAccount());
    }

    private async Task<string> Guess(Person person)
    {
        // A network of its own for each guess: the account's budget is what is looked at.
        person.Visit = person.Visit with { Network = HexName.New() };
        var (_, reply) = await person.Arrive("not the right passcode");
        return reply switch
        {
            EntryReply.Waiting waiting => $"Waiting {(waiting.Until - cluster.Clock.GetUtcNow()).TotalSeconds}",
            EntryReply.NotAdmitted refused => $"NotAdmitted {refused.NeedsCheck}",
            _ => reply.GetType().Name,
        };
    }
}
