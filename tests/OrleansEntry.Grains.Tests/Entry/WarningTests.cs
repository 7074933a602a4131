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
            var who = i == 9 ? owner : stranger;
            Assert.IsType<EntryReply.NotAdmitted>((await who.Arrive("not the right passcode")).Reply);
            cluster.Clock.Advance(TimeSpan.FromHours(1));
        }

        await Mailed(owner, "Many tries at your account failed");
        cluster.Clock.Advance(TimeSpan.FromDays(90));
        await owner.Enter();
        await Mailed(owner, "Your account was entered after a long time");
        Assert.Single(cluster.Mail.To(owner.Identifier), m => m.Subject.StartsWith("Many tries", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_owner_hears_once_of_a_long_wait_and_of_the_stop_after_it()
    {
        var owner = await Person.Registered(cluster);
        await owner.Enter();

        for (var i = 0; i < 20; i++)
        {
            if (i == 15) await cluster.Cluster.DeactivateAsync((await owner.Account()).GetGrainId());
            Assert.IsType<EntryReply.NotAdmitted>((await owner.Arrive("not the right passcode")).Reply);
            cluster.Clock.Advance(TimeSpan.FromHours(1));
        }

        await Mailed(owner, "Your passcode is stopped on your devices");
        var waits = cluster.Mail.To(owner.Identifier).Where(m => m.Subject.StartsWith("Tries at your account", StringComparison.Ordinal));
        var mail = Assert.Single(waits);
        Assert.Contains("have to wait now: 20 minutes.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("/not-me#", mail.Text, StringComparison.Ordinal);
    }

    private Task Mailed(Person owner, string subject) => cluster.Until(
        cluster.Clock.GetUtcNow().AddMinutes(5),
        () => Task.FromResult(cluster.Mail.To(owner.Identifier).Any(m => m.Subject.StartsWith(subject, StringComparison.Ordinal))));
}
