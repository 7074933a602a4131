using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Passkeys;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Notices;
using OrleansEntry.Grains.Mail;
using OrleansEntry.Tests;
using Xunit;

namespace OrleansEntry.Grains.Tests.Freezing;

public sealed class FreezeTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    private const string NewPasscode = "eleven slow boats at dawn";

    [Fact]
    public async Task A_frozen_account_has_no_session_and_takes_no_entry_until_its_owner_came_the_way_back()
    {
        var person = await Person.Registered(cluster);
        var (proof, other) = (await person.Enrol(), await person.Enter());
        var account = await person.Account();

        Assert.IsType<SessionAnswer.Done>(await account.Freeze(proof));

        Assert.Null(await account.CheckSession(proof));
        Assert.Null(await account.CheckSession(other));
        Assert.IsType<SessionAnswer.NoSession>(await account.Freeze(proof));
        Assert.IsType<EntryReply.NotAdmitted>((await person.Arrive("not the passcode at all")).Reply);
        Assert.IsType<EntryReply.Frozen>((await person.Arrive()).Reply);

        var link = await AskForLink(person);
        Assert.IsType<RecoveryReply.SecondFactorDue>(await account.Recover(Attempt(person, link)));
        cluster.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.IsType<RecoveryReply.Unfrozen>(await account.Recover(Attempt(person, link) with { Method = "totp", Code = person.Code() }));

        Assert.IsType<EntryReply.NotAdmitted>((await person.Arrive()).Reply);
        Assert.IsType<EntryReply.SecondFactorDue>((await person.Arrive(NewPasscode)).Reply);
        Assert.IsType<RecoveryReply.Gone>(await account.Recover(Attempt(person, link)));
    }

    [Fact]
    public async Task Entries_that_race_a_freeze_leave_no_session_behind()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enter();
        var account = await person.Account();
        // Together with the freezing one, fewer than the 20 sessions an account keeps: the freeze may come in last, and its own
        // session, the oldest, must not have made room for the others by then.
        var tickets = Enumerable.Range(0, 8).Select(_ => person.NewTicket()).ToArray();

        var entries = tickets.Select(ticket => person.SubmitPasscode(ticket)).ToList();
        var freeze = account.Freeze(proof);
        entries.AddRange(Enumerable.Range(0, 10).Select(_ => person.SubmitPasscode(person.NewTicket())));
        Assert.IsType<SessionAnswer.Done>(await freeze);

        foreach (var reply in await Task.WhenAll(entries))
            if (reply is EntryReply.Done { Session: var grant }) Assert.Null(await account.CheckSession(person.Proof(grant)));
        var stored = await person.StoredAccount();
        Assert.NotNull(stored!.Frozen);
        Assert.Empty(stored.Sessions);
    }

    [Fact]
    public async Task A_freeze_outlives_its_silo()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enter();
        var account = await person.Account();
        await account.Freeze(proof);

        await cluster.Cluster.DeactivateAsync(account.GetGrainId());

        Assert.Null(await account.CheckSession(proof));
        Assert.IsType<EntryReply.Frozen>((await person.Arrive()).Reply);
    }

    [Fact]
    public async Task One_mailed_link_50_times_at_once_freezes_once()
    {
        var person = await Person.Registered(cluster);
        await person.Enter();
        person.Visit = person.Visit with { DeviceSecret = null };
        var proof = await person.Enter();
        var account = await person.Account();
        var link = await NotMeLink(person);

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => account.ReportByLink(link, person.Visit)));

        Assert.Single(replies, LinkReply.Frozen);
        Assert.Null(await account.CheckSession(proof));
        Assert.Equal("mail", (await person.StoredAccount())!.Frozen!.Why);
    }

    [Fact]
    public async Task One_way_back_50_times_at_once_opens_once()
    {
        var person = await Person.Registered(cluster);
        var account = await person.Account();
        await account.Freeze(await person.Enter());
        var link = await AskForLink(person);

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => account.Recover(Attempt(person, link))));

        Assert.Single(replies.OfType<RecoveryReply.Unfrozen>());
        Assert.Equal(49, replies.OfType<RecoveryReply.Gone>().Count());
    }

    [Fact]
    public async Task Asking_for_the_way_back_looks_alike_for_every_identifier_and_stores_nothing_for_an_unknown_one()
    {
        var known = await Person.Registered(cluster);
        var unknown = new Person(cluster, $"{Core.HexName.New()[..12]}@example.test");

        var answers = new[] { await Ask(known), await Ask(unknown) };

        Assert.All(answers, begun => Assert.Equal(cluster.Clock.GetUtcNow().AddMinutes(30), begun.ExpiresAt));
        await Mailed(known, "/recover?forgotten#");
        Assert.Null(await unknown.StoredAccount());
    }

    [Fact]
    public async Task A_forgotten_passcode_is_replaced_once_by_the_asking_client_and_the_second_factor_stays_due()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enrol();
        var account = await person.Account();
        await Ask(person);
        var link = Read(await Mailed(person, "/recover?forgotten#"), LinkPurpose.Recovery, "/recover?forgotten#");
        var attempt = Attempt(person, link) with { Passcode = null };

        Assert.IsType<RecoveryReply.OtherClient>(await account.Recover(attempt with { Asker = "another browser" }));
        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => account.Recover(attempt)));

        Assert.Single(replies.OfType<RecoveryReply.PasscodeReplaced>());
        Assert.Equal(49, replies.OfType<RecoveryReply.Gone>().Count());
        Assert.Null(await account.CheckSession(proof));
        Assert.IsType<EntryReply.NotAdmitted>((await person.Arrive()).Reply);
        Assert.IsType<EntryReply.SecondFactorDue>((await person.Arrive(NewPasscode)).Reply);
        await Mailed(person, "A new passcode was chosen for your account");
    }

    [Fact]
    public async Task A_replaced_passcode_and_who_asked_outlive_their_silo()
    {
        var person = await Person.Registered(cluster);
        var account = await person.Account();
        await Ask(person);
        var link = Read(await Mailed(person, "/recover?forgotten#"), LinkPurpose.Recovery, "/recover?forgotten#");

        await cluster.Cluster.DeactivateAsync(account.GetGrainId());
        Assert.IsType<RecoveryReply.PasscodeReplaced>(await account.Recover(Attempt(person, link) with { Passcode = null }));
        await cluster.Cluster.DeactivateAsync(account.GetGrainId());

        Assert.IsType<EntryReply.NotAdmitted>((await person.Arrive()).Reply);
        Assert.IsType<EntryReply.Done>((await person.Arrive(NewPasscode)).Reply);
    }

    [Fact]
    public async Task A_frozen_account_with_its_passcode_forgotten_opens_once_to_link_and_second_factor_and_to_neither_alone()
    {
        var person = await Person.Registered(cluster);
        await person.Enrol();
        var account = await person.Account();
        var notMe = await NotMeLink(person);
        cluster.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(LinkReply.Frozen, await account.ReportByLink(notMe, person.Visit));
        var attempt = Attempt(person, await AskForLink(person)) with { Passcode = null };
        Assert.IsType<RecoveryReply.PasscodeDue>(await account.Recover(attempt));

        attempt = attempt with { Method = "totp", Code = person.Code() };
        Assert.IsType<RecoveryReply.OtherClient>(await account.Recover(attempt with { Asker = "another browser" }));
        Assert.IsType<RecoveryReply.Refused>(
            await account.Recover(attempt with { Code = attempt.Code == "000000" ? "111111" : "000000" }));
        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => account.Recover(attempt)));

        Assert.Single(replies.OfType<RecoveryReply.Unfrozen>());
        Assert.Equal(49, replies.OfType<RecoveryReply.Gone>().Count());
        Assert.IsType<EntryReply.NotAdmitted>((await person.Arrive()).Reply);
        Assert.IsType<EntryReply.SecondFactorDue>((await person.Arrive(NewPasscode)).Reply);
    }

    [Fact]
    public async Task A_passkey_is_the_second_factor_of_a_frozen_account_with_its_passcode_forgotten_once_for_its_link()
    {
        var person = await Person.Registered(cluster);
        using var passkey = new SoftPasskey();
        await person.AddPasskey(await person.Enter(), passkey);
        var account = await person.Account();
        var passkeys = account.AsReference<IAccountPasskeysGrain>();
        var notMe = await NotMeLink(person);
        cluster.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(LinkReply.Frozen, await account.ReportByLink(notMe, person.Visit));
        var link = await AskForLink(person);
        var attempt = Attempt(person, link) with { Passcode = null, Method = "passkey" };
        async Task<string> Asked() => Assert.IsType<RecoveryReply.PasskeyAsked>(await passkeys.AskOnTheWayBack(link, "browser")).Options;

        Assert.IsType<RecoveryReply.Gone>(await passkeys.AskOnTheWayBack(link with { Number = link.Number - 1 }, "browser"));
        var options = await Asked();
        Assert.Contains("\"allowCredentials\":[]", options, StringComparison.Ordinal);
        Assert.IsType<RecoveryReply.OtherClient>(
            await account.Recover(attempt with { Code = passkey.Get(options), Asker = "another browser" }));
        var refused = await account.Recover(attempt with { Code = passkey.Get(options, said => said.Flags &= 0xFB) });
        Assert.Equal("passkey", Assert.IsType<RecoveryReply.Refused>(refused).Reason);
        var answer = passkey.Get(options);
        Assert.IsType<RecoveryReply.Refused>(await account.Recover(attempt with { Code = answer }));

        answer = passkey.Get(await Asked());
        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => account.Recover(attempt with { Code = answer })));

        Assert.Single(replies.OfType<RecoveryReply.Unfrozen>());
        Assert.Equal(49, replies.OfType<RecoveryReply.Gone>().Count());
        Assert.IsType<EntryReply.NotAdmitted>((await person.Arrive()).Reply);
        Assert.IsType<EntryReply.SecondFactorDue>((await person.Arrive(NewPasscode)).Reply);
        Assert.Equal(passkey.Counter, (await person.StoredAccount())!.Passkeys[0].Counter);
    }

    [Fact]
    public async Task A_report_of_an_entry_freezes_and_the_log_says_which()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enter();
        var account = await person.Account();

        Assert.IsType<SessionAnswer.NotFound>(await account.ReportActivity(proof, 999));
        Assert.IsType<SessionAnswer.Done>(await account.ReportActivity(proof, 2));

        var entry = Assert.Single((await person.StoredAccount())!.Undelivered, e => e.Kind == ActivityKind.AccountFrozen);
        Assert.Equal(("report", "2"), (entry.Reason, entry.Detail));
    }

    private async Task<LinkProof> NotMeLink(Person person) => Read(
        await Mailed(person, "/not-me#"), LinkPurpose.NotMe, "/not-me#");

    private async Task<LinkProof> AskForLink(Person person)
    {
        await Ask(person);
        return Read(await Mailed(person, "/recover#"), LinkPurpose.Recovery, "/recover#");
    }

    private Task<RecoveryBegun> Ask(Person person) =>
        cluster.Grains.GetGrain<Contracts.Registration.IIdentifierGrain>(person.IdentifierKey)
            .BeginRecovery(person.Visit with { Network = Core.HexName.New() }, ["browser"]);

    private async Task<MailMessage> Mailed(Person person, string part)
    {
        while (true)
        {
            if (cluster.Mail.To(person.Identifier).LastOrDefault(m => m.Text.Contains(part, StringComparison.Ordinal)) is { } mail)
                return mail;
            cluster.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private LinkProof Read(MailMessage mail, LinkPurpose purpose, string part)
    {
        var text = mail.Text.Split(part)[1][..MailLink.TextLength];
        Assert.True(MailLink.TryRead(text, purpose, cluster.Keys, out var link));
        return new LinkProof { Number = link.Number, ExpiresAt = link.ExpiresAt };
    }

    private static RecoveryAttempt Attempt(Person person, LinkProof link) => new()
    {
        Link = link, Passcode = Person.Passcode, NewPasscode = NewPasscode, Asker = "browser",
        Visit = person.Visit with { Network = Core.HexName.New(), DeviceSecret = null },
    };
}
