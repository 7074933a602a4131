using System.Text.Json;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Alerts;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Grains.Tests.Duty;
using Xunit;

namespace OrleansEntry.Grains.Tests.Alerts;

public sealed class SafetyPhraseTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    private const string Phrase = "blue kettle on the moon";

    [Fact]
    public async Task The_mail_of_a_change_shows_the_phrase_before_it_and_the_next_one_the_new_one()
    {
        var (person, proof, alerts) = await Inside();
        Assert.IsType<SessionAnswer.Done>(await Set(alerts, proof, Phrase));
        Assert.IsType<SessionAnswer.Done>(await Set(alerts, proof, "green kettle"));
        Assert.IsType<SessionAnswer.Done>(await Set(alerts, proof, "green kettle"));
        Assert.IsType<SessionAnswer.Done>(await alerts.RemoveSafetyPhrase(proof));

        await cluster.Until(cluster.Clock.GetUtcNow().AddMinutes(5), () => Task.FromResult(cluster.Mail.To(person.Identifier)
            .Any(m => m.Subject.StartsWith("Your safety phrase was removed", StringComparison.Ordinal))));

        Assert.Equal(
            [null, $"Your safety phrase: {Phrase}", "Your safety phrase: green kettle"],
            cluster.Mail.To(person.Identifier).Where(m => m.Subject.Contains("safety phrase", StringComparison.Ordinal))
                .OrderBy(m => m.MessageId).Select(m => m.Text.Split('\n')[0] is var line
                    && line.StartsWith("Your safety phrase:", StringComparison.Ordinal) ? line : null));
    }

    [Fact]
    public async Task It_is_sealed_in_the_store_bound_to_its_account_and_read_back_after_a_move()
    {
        var (person, proof, alerts) = await Inside();
        await Set(alerts, proof, Phrase);

        Assert.DoesNotContain(Phrase, JsonSerializer.Serialize(await person.StoredAccount()), StringComparison.Ordinal);
        await cluster.Cluster.DeactivateAsync(alerts.GetGrainId());
        var view = Person.Value<SafetyPhraseView>(await alerts.ReadSafetyPhrase(proof));
        Assert.Equal((Phrase, cluster.Clock.GetUtcNow()), (view.Phrase, view.Since));
        var log = await person.Log(proof);
        Assert.DoesNotContain(Phrase, string.Concat(Person.Lines(log)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_a_device_of_this_account_is_shown_it_at_the_door()
    {
        var (person, proof, alerts) = await Inside();
        var (other, _, _) = await Inside();
        await Set(alerts, proof, Phrase);
        var nobody = new Person(cluster, $"{person.Identifier[..11]}x@example.test");

        Assert.Equal(Phrase, (await Begin(person)).SafetyPhrase);
        foreach (var device in new[] { null, other.Visit.DeviceSecret, new byte[32] })
        {
            person.Visit = person.Visit with { DeviceSecret = device };
            nobody.Visit = person.Visit;
            Assert.Equivalent(await Begin(nobody), await Begin(person), strict: true);
            Assert.Null((await Begin(person)).SafetyPhrase);
        }

        Assert.Null((await Begin(other)).SafetyPhrase);
    }

    private async Task<(Person Person, SessionProof Proof, IAccountAlertsGrain Alerts)> Inside()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enter();
        var account = await person.Account();
        return (person, proof, cluster.Grains.GetGrain<IAccountAlertsGrain>(account.GetPrimaryKeyString()));
    }

    private static Task<SessionAnswer> Set(IAccountAlertsGrain alerts, SessionProof proof, string phrase) =>
        alerts.SetSafetyPhrase(proof, new NewSafetyPhrase { Phrase = phrase });

    private static async Task<EntryReply> Begin(Person person) =>
        await (await person.Account()).BeginEntry(new EntryBegin { Ticket = person.NewTicket(), Visit = person.Visit });
}
