using System.Text.Json;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Alerts;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Registration;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Notices;
using OrleansEntry.Grains.Mail;
using OrleansEntry.Grains.Tests.Duty;
using Xunit;

namespace OrleansEntry.Grains.Tests.Alerts;

public sealed class AlertAddressTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_proven_address_gets_every_alert_and_closes_the_account_by_its_own_link()
    {
        var (person, proof, alerts) = await Inside(cluster);
        var further = await Add(cluster, proof, alerts);
        var account = await person.Account();
        await person.Enrol();

        await Until(cluster, () => Subjects(cluster, further).Contains("Your authenticator is set up"));
        Assert.Equal(["An alert address was added", "Your authenticator is set up"], Subjects(cluster, further).Skip(1));
        var (mine, theirs) = (Mail(cluster, person.Identifier, "set up"), Mail(cluster, further, "set up"));
        Assert.NotEqual(mine.MessageId, theirs.MessageId);
        Assert.NotEqual(Link(mine), Link(theirs));
        Assert.Contains("This address gets the alerts of the account", theirs.Text, StringComparison.Ordinal);

        Assert.True(MailLink.TryRead(Link(theirs), LinkPurpose.NotMe, cluster.Keys, out var link));
        var shown = new LinkProof { Number = link.Number, ExpiresAt = link.ExpiresAt };
        Assert.Equal(LinkReply.Frozen, await account.ReportByLink(shown, person.Visit));
        await account.AskForRecovery(person.Visit, ["browser"]);
        await Until(cluster, () => Subjects(cluster, person.Identifier).Contains("The way back into your account"));
        await Until(cluster, () => Subjects(cluster, further).Contains("Your account is frozen"));
        Assert.DoesNotContain("The way back into your account", Subjects(cluster, further));
    }

    [Fact]
    public async Task An_alert_address_proves_nothing_neither_at_the_door_nor_inside_nor_on_the_way_back()
    {
        var (person, proof, alerts) = await Inside(cluster);
        var further = await Add(cluster, proof, alerts);
        var code = await Code(cluster, further);
        var (account, reader) = (await person.Account(), new Person(cluster, further) { Visit = person.Visit });
        proof = await person.Enrol();

        Assert.NotEqual(account.GetPrimaryKeyString(), (await reader.Account()).GetPrimaryKeyString());
        Assert.IsType<EntryReply.NotAdmitted>((await reader.Arrive()).Reply);
        foreach (var method in new[] { "totp", "recovery-code" })
            Assert.IsType<SessionAnswer.Refused>(await account.ConfirmPresence(
                new PresenceAttempt { Proof = proof, Passcode = Person.Passcode, Method = method, Code = code }));

        await account.Freeze(proof);
        await cluster.Grains.GetGrain<IIdentifierGrain>(reader.IdentifierKey).BeginRecovery(reader.Visit, ["browser"]);
        await account.AskForRecovery(person.Visit, ["browser"]);
        await Until(cluster, () => Subjects(cluster, person.Identifier).Contains("The way back into your account"));
        await Until(cluster, () => Subjects(cluster, further).Contains("Your account is frozen"));
        Assert.DoesNotContain(cluster.Mail.To(further), mail => mail.Text.Contains("/recover#", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_removed_address_hears_of_it_and_of_nothing_more()
    {
        var (person, proof, alerts) = await Inside(cluster);
        var further = await Add(cluster, proof, alerts);
        var id = Person.Value<AlertAddressesView>(await alerts.ListAlertAddresses(proof)).Addresses.Single().Id;

        Assert.IsType<SessionAnswer.Done>(await alerts.RemoveAlertAddress(proof, id));
        await alerts.SetSafetyPhrase(proof, new NewSafetyPhrase { Phrase = "blue kettle" });
        await Until(cluster, () => Subjects(cluster, person.Identifier).Contains("Your safety phrase is set"));

        Assert.Equal("An alert address was removed", Subjects(cluster, further).Last());
        Assert.Empty(Person.Value<AlertAddressesView>(await alerts.ListAlertAddresses(proof)).Addresses);
        Assert.Equal(
            [ActivityKind.AlertAddressAsked, ActivityKind.AlertAddressAdded, ActivityKind.AlertAddressRemoved],
            (await person.Log(proof)).Select(e => e.Kind).Where(k => k.StartsWith("alert-", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_address_that_takes_no_mail_holds_up_no_other_and_gets_its_own_when_it_does(bool identifierRefuses)
    {
        var (person, proof, alerts) = await Inside(cluster);
        var further = await Add(cluster, proof, alerts);
        await Until(cluster, () => Subjects(cluster, further).Contains("An alert address was added"));
        var (deaf, other) = identifierRefuses ? (person.Identifier, further) : (further, person.Identifier);
        cluster.Mail.Refuse(deaf);

        await alerts.SetSafetyPhrase(proof, new NewSafetyPhrase { Phrase = "blue kettle" });
        await alerts.RemoveSafetyPhrase(proof);

        await Until(cluster, () => Subjects(cluster, other).Contains("Your safety phrase was removed"));
        Assert.DoesNotContain("Your safety phrase is set", Subjects(cluster, deaf));
        cluster.Mail.Refuse(deaf, refuse: false);
        await Until(cluster, () => Subjects(cluster, deaf).Contains("Your safety phrase was removed"));
        Assert.Equal(["Your safety phrase is set", "Your safety phrase was removed"], Subjects(cluster, deaf).TakeLast(2));
        Assert.Equal(1, cluster.Mail.Times(Mail(cluster, other, "phrase is set").MessageId));
    }

    [Fact]
    public async Task While_no_mail_leaves_the_store_keeps_the_newest_for_each_address()
    {
        var (person, proof, alerts) = await Inside(cluster);
        var further = await Add(cluster, proof, alerts);
        await Until(cluster, () => Subjects(cluster, further).Contains("An alert address was added"));
        foreach (var address in new[] { person.Identifier, further }) cluster.Mail.Refuse(address);

        for (var i = 0; i < 35; i++)
        {
            await alerts.SetSafetyPhrase(proof, new NewSafetyPhrase { Phrase = "blue kettle" });
            await alerts.RemoveSafetyPhrase(proof);
        }

        var stored = (await person.StoredAccount())!;
        Assert.Equal([64, 16], stored.Notices.GroupBy(n => n.ProtectedTo is null).OrderByDescending(g => g.Key).Select(g => g.Count()));
        Assert.Equal([stored.NoticeNumber - 1, stored.NoticeNumber], stored.Notices.TakeLast(2).Select(n => n.Number));
    }

    [Fact]
    public async Task Nobody_reads_an_address_or_a_code_in_the_store_and_the_own_address_is_known_already()
    {
        var (person, proof, alerts) = await Inside(cluster);
        var further = await Add(cluster, proof, alerts);
        var asked = $"{HexName.New()[..12]}@example.test";
        await Ask(alerts, proof, asked);
        var code = await Code(cluster, asked);

        var stored = JsonSerializer.Serialize(await person.StoredAccount());
        foreach (var secret in new[] { further, asked, code }) Assert.DoesNotContain(secret, stored, StringComparison.Ordinal);
        foreach (var known in new[] { person.Identifier, further })
            Assert.Equal("known-alert-address", Assert.IsType<SessionAnswer.Conflict>(
                await alerts.BeginAlertAddress(proof, new NewAlertAddress { Address = known })).Code);
    }

    [Fact]
    public async Task Of_fifty_guesses_at_once_five_are_looked_at_and_the_right_code_comes_too_late()
    {
        var (_, proof, alerts) = await Inside(cluster);
        var address = $"{HexName.New()[..12]}@example.test";
        var id = (await Ask(alerts, proof, address)).Id;
        var right = await Code(cluster, address);
        var wrong = right == "00000000" ? "11111111" : "00000000";

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Show(alerts, proof, id, wrong)));

        Assert.Equal(5, answers.OfType<SessionAnswer.Refused>().Count());
        Assert.Equal(45, answers.OfType<SessionAnswer.Conflict>().Count(c => c.Code == "alert-code-over"));
        Assert.IsType<SessionAnswer.Conflict>(await Show(alerts, proof, id, right));
    }

    [Fact]
    public async Task A_right_code_fifty_times_at_once_adds_the_address_once()
    {
        var (_, proof, alerts) = await Inside(cluster);
        var address = $"{HexName.New()[..12]}@example.test";
        var id = (await Ask(alerts, proof, address)).Id;
        var code = await Code(cluster, address);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Show(alerts, proof, id, code)));

        Assert.Single(answers.OfType<SessionAnswer.Done>());
        Assert.Single(Person.Value<AlertAddressesView>(await alerts.ListAlertAddresses(proof)).Addresses);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_decided_reaches_every_address_once_by_its_message_id_though_its_activation_or_silo_ended_before(bool killed)
    {
        await using var own = new EntryCluster();
        await own.InitializeAsync();
        var (person, proof, alerts) = await Inside(own);
        string[] addresses = [person.Identifier, await Add(own, proof, alerts), await Add(own, proof, alerts)];
        await Until(own, () => addresses.Sum(a => Subjects(own, a).Count(s => s == "An alert address was added")) == 5);
        var account = await person.Account();
        await account.SettleActivity(proof);
        var host = await own.HostOf(account.GetGrainId());
        own.CutOff(host);

        Assert.IsType<SessionAnswer.Done<SessionGrant>>(await account.ChangePasscode(
            new PasscodeChange { Proof = proof, Current = Person.Passcode, New = "another horse battery staple" }));
        if (killed) await own.Cluster.KillSiloAsync(host);
        else await own.Cluster.DeactivateAsync(account.GetGrainId());
        Assert.DoesNotContain(addresses, a => Subjects(own, a).Contains("Your passcode was changed"));
        if (!killed) own.Reconnect(host);

        await own.Until(own.Clock.GetUtcNow() + Bound, () => Task.FromResult(
            addresses.All(a => Subjects(own, a).Contains("Your passcode was changed"))));
        await own.Until(own.Clock.GetUtcNow() + Bound, async () => (await person.StoredAccount())!.Notices.Count == 0);
        var mails = addresses.Select(a => Mail(own, a, "passcode was changed")).ToArray();
        Assert.Equal(3, mails.Select(m => m.MessageId).Distinct().Count());
        Assert.All(mails, m => Assert.Equal(1, own.Mail.Times(m.MessageId)));
    }

    private static async Task<(Person Person, SessionProof Proof, IAccountAlertsGrain Alerts)> Inside(EntryCluster cluster)
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enter();
        return (person, proof, cluster.Grains.GetGrain<IAccountAlertsGrain>((await person.Account()).GetPrimaryKeyString()));
    }

    private static async Task<string> Add(EntryCluster cluster, SessionProof proof, IAccountAlertsGrain alerts)
    {
        var address = $"{HexName.New()[..12]}@example.test";
        var asked = await Ask(alerts, proof, address);
        Assert.IsType<SessionAnswer.Done>(await Show(alerts, proof, asked.Id, await Code(cluster, address)));
        return address;
    }

    private static async Task<AlertAddressAsked> Ask(IAccountAlertsGrain alerts, SessionProof proof, string address) =>
        Person.Value<AlertAddressAsked>(await alerts.BeginAlertAddress(proof, new NewAlertAddress { Address = address }));

    private static Task<SessionAnswer> Show(IAccountAlertsGrain alerts, SessionProof proof, string id, string code) =>
        alerts.ConfirmAlertAddress(proof, new AlertAddressCode { Id = id, Code = code });

    private static async Task<string> Code(EntryCluster cluster, string address)
    {
        await Until(cluster, () => Subjects(cluster, address).Any(s => s.StartsWith("Your code", StringComparison.Ordinal)));
        return new([.. Mail(cluster, address, "Your code").Text.Split("Your code: ")[1][..9].Where(char.IsAsciiDigit)]);
    }

    private static Task Until(EntryCluster cluster, Func<bool> reached) =>
        cluster.Until(cluster.Clock.GetUtcNow() + Bound, () => Task.FromResult(reached()));

    // Without the service's name, in the order of their numbers.
    private static IEnumerable<string> Subjects(EntryCluster cluster, string address) =>
        cluster.Mail.To(address).OrderBy(m => long.TryParse(m.MessageId.Split('-')[^1], out var number) ? number : 0)
            .Select(m => m.Subject.Replace(" (Example Exchange)", "", StringComparison.Ordinal));

    private static MailMessage Mail(EntryCluster cluster, string address, string part) =>
        cluster.Mail.To(address).Single(m => m.Subject.Contains(part, StringComparison.Ordinal));

    private static string Link(MailMessage mail) => mail.Text.Split("/not-me#")[1].Split('\n')[0];
}
