using OrleansEntry.Contracts.Entry;
using OrleansEntry.Core;
using OrleansEntry.Grains.Tests.Duty;
using Xunit;

namespace OrleansEntry.Grains.Tests.Entry;

/// <summary>Mails of what looks like somebody else, through silos and store.</summary>
public sealed class WarningTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Fact]
    public async Task The_owner_hears_of_many_failures_and_of_an_entry_after_a_long_absence()
    {
        var owner = await Person.Registered(cluster);
        await owner.Enter();
        var stranger = new Person(cluster, owner.Identifier);

        for (var i = 0; i < 10; i++)
        {
            // What was counted lives in the store, not in the activation.
            if (i == 5) await cluster.Cluster.DeactivateAsync((await owner.Account()).GetGrainId());
            stranger.Visit = stranger.Visit with { Network = HexName.New() };
            Assert.IsType<EntryReply.NotAdmitted>((await stranger.Arrive("not the right passcode")).Reply);
            cluster.Clock.Advance(TimeSpan.FromHours(1));
        }

        await Mailed(owner, "Many tries at your account failed");
        cluster.Clock.Advance(TimeSpan.FromDays(90));
        await owner.Enter();
        await Mailed(owner, "Your account was entered after a long time");
        Assert.Single(cluster.Mail.To(owner.Identifier), m => m.Subject.StartsWith("Many tries", StringComparison.Ordinal));
    }

    private Task Mailed(Person owner, string subject) => cluster.Until(
        cluster.Clock.GetUtcNow().AddMinutes(5),
        () => Task.FromResult(cluster.Mail.To(owner.Identifier).Any(m => m.Subject.StartsWith(subject, StringComparison.Ordinal))));
}
