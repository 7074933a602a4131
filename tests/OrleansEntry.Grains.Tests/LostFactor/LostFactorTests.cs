using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Alerts;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.LostFactor;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.SecondFactor;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Contracts.Trading;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Notices;
using OrleansEntry.Grains.Duty;
using OrleansEntry.Grains.Tests.Duty;
using OtpNet;
using Xunit;

namespace OrleansEntry.Grains.Tests.LostFactor;

public sealed class LostFactorTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Fact]
    public async Task The_wait_warns_and_ends_though_its_silo_died_and_nobody_touches_the_account()
    {
        await using var own = new EntryCluster();
        await own.InitializeAsync();
        var (person, proof) = await Enrolled(own);
        var account = await person.Account();
        await Begin(own, person);
        var begunAt = own.Clock.GetUtcNow();
        await own.Until(begunAt.AddMinutes(5), () => Mails(own, person, "will be removed", 1));

        await own.Cluster.KillSiloAsync(await own.HostOf(account.GetGrainId()));
        foreach (var (hours, mails) in new[] { (24, 1), (60, 2) })
        {
            own.Clock.AdjustTime(begunAt.AddHours(hours));
            await own.Until(begunAt.AddHours(hours).AddMinutes(10), () => Mails(own, person, "will still be removed", mails));
        }

        Assert.NotNull((await person.StoredAccount())!.Totp);
        // The last warning came some minutes after its time, and so does the end.
        own.Clock.AdjustTime(begunAt.AddHours(72).AddMinutes(10));
        await own.Until(begunAt.AddHours(72).AddMinutes(25), () => Mails(own, person, "lost authenticator was removed", 1));

        var stored = (await person.StoredAccount())!;
        Assert.Equal((null, null, true), (stored.Totp, stored.RecoveryCodes, stored.LostFactor!.EnrolmentDue));
        Assert.Null(await account.CheckSession(proof));
    }

    [Fact]
    public async Task After_the_end_a_session_sets_up_a_new_factor_and_does_nothing_else_until_then()
    {
        var (person, _) = await Enrolled(cluster);
        await Begin(cluster, person);
        await PassTime(cluster, person, hours: 73);

        var proof = Session(person, (await person.Arrive()).Reply);
        var account = await person.Account();

        Assert.True((await account.CheckSession(proof))!.EnrolmentDue);
        foreach (var refused in await Commands(account, proof)) Assert.IsType<SessionAnswer.EnrolmentDue>(refused);
        Assert.Null(await Trading(account).Introspect(proof));

        var enrolment = Person.Value<TotpEnrolment>(await account.BeginTotp(proof, 30));
        var code = new Totp(Base32Encoding.ToBytes(enrolment.Secret)).ComputeTotp(cluster.Clock.GetUtcNow().UtcDateTime);
        var issued = Person.Value<RecoveryCodesIssued>(await account.ConfirmTotp(proof, code));
        proof = person.Proof(issued.Session!);
        Assert.False((await account.CheckSession(proof))!.EnrolmentDue);
        Assert.NotNull(await Trading(account).Introspect(proof));
        foreach (var answer in await Commands(account, proof)) Assert.IsNotType<SessionAnswer.EnrolmentDue>(answer);
    }

    [Fact]
    public async Task Fifty_right_codes_at_once_begin_one_wait_and_it_outlives_its_activation()
    {
        var (person, _) = await Enrolled(cluster);
        var (ticket, code) = await Ask(cluster, person);
        var account = await person.Account();
        var attempt = new LossAttempt { Ticket = ticket, Visit = person.Visit, Code = code };

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => LostFactor(account).ConfirmLoss(attempt)));

        Assert.Single(replies.OfType<LossReply.Begun>());
        Assert.Single((await person.StoredAccount())!.Undelivered, e => e.Kind == ActivityKind.FactorRemovalBegun);
        await cluster.Cluster.DeactivateAsync(account.GetGrainId());
        var second = await Again(person);
        Assert.IsType<LossReply.Running>(await LostFactor(account).AskForRemoval(new EntryBegin { Ticket = second, Visit = person.Visit }));
    }

    [Fact]
    public async Task Who_stops_it_at_its_last_moment_and_the_end_never_both_win()
    {
        for (var round = 0; round < 3; round++)
        {
            var (person, _) = await Enrolled(cluster);
            var account = await person.Account();
            await Begin(cluster, person);
            await PassTime(cluster, person, hours: 71);
            var link = Link(await Mailed(cluster, person));
            var ticket = await Again(person);
            cluster.Clock.AdjustTime(cluster.Clock.GetUtcNow().AddHours(1));
            ticket = ticket with { ExpiresAt = cluster.Clock.GetUtcNow().AddMinutes(5) };
            var debtor = cluster.Grains.GetGrain<IDebtor>(account.GetPrimaryKeyString());

            var ends = Enumerable.Range(0, 3).Select(_ => debtor.StillOwes(cluster.Clock.GetUtcNow())).ToArray();
            var stops = Enumerable.Range(0, 10).Select(_ => LostFactor(account).StopRemovalByLink(link, person.Visit)).ToArray();
            var entry = person.SubmitCode(ticket, person.Code());
            await Task.WhenAll(ends);
            var (stopped, admitted) = ((await Task.WhenAll(stops)).Count(done => done), await entry is EntryReply.Done);

            var stored = (await person.StoredAccount())!;
            Assert.Null(stored.LostFactor!.Removal);
            Assert.InRange(stopped, 0, 1);
            Assert.Equal(stored.LostFactor.EnrolmentDue, stored.Totp is null);
            if (stored.Totp is null) Assert.Equal((0, false), (stopped, admitted));
            else Assert.True(stopped == 1 || admitted);
        }
    }

    [Fact]
    public async Task A_known_device_is_told_at_the_door_and_in_the_session_and_a_stranger_is_not()
    {
        var (person, proof) = await Enrolled(cluster);
        var account = await person.Account();
        await Begin(cluster, person);

        var endsAt = cluster.Clock.GetUtcNow().AddHours(72);
        var known = await account.BeginEntry(new EntryBegin { Ticket = person.NewTicket(), Visit = person.Visit });
        var stranger = await account.BeginEntry(
            new EntryBegin { Ticket = person.NewTicket(), Visit = person.Visit with { DeviceSecret = null } });

        Assert.Equal((endsAt, null), (known.RemovalAt!.Value, stranger.RemovalAt));
        Assert.Equal(endsAt, Person.Value<RemovalView?>(await LostFactor(account).ReadRemoval(proof))!.EndsAt);
        Assert.IsType<SessionAnswer.Done>(await LostFactor(account).StopRemoval(proof));
        Assert.Null(Person.Value<RemovalView?>(await LostFactor(account).ReadRemoval(proof)));
        Assert.IsType<SessionAnswer.NotFound>(await LostFactor(account).StopRemoval(proof));
    }

    [Fact]
    public async Task A_clock_that_jumps_over_the_whole_wait_leaves_the_time_after_the_last_warning()
    {
        var (person, _) = await Enrolled(cluster);
        await Begin(cluster, person);

        cluster.Clock.AdjustTime(cluster.Clock.GetUtcNow().AddDays(30));
        await PassTime(cluster, person, hours: 11);
        Assert.NotNull((await person.StoredAccount())!.Totp);
        await PassTime(cluster, person, hours: 2);
        Assert.Null((await person.StoredAccount())!.Totp);
    }

    private static async Task<SessionAnswer[]> Commands(IAccountGrain account, SessionProof proof) =>
    [
        await account.ChangePasscode(new PasscodeChange { Proof = proof, Current = Person.Passcode, New = "another horse battery staple" }),
        await account.LockSettings(proof, 24), await account.RemoveTotp(proof), await account.RenewRecoveryCodes(proof),
        await account.EndOtherSessions(proof), await account.RestrictDevices(proof, true),
        await Trading(account).SetTradingPasscode(proof, new NewTradingPasscode { Passcode = "seven grey ducks" }),
        await Trading(account).UnlockTrading(new TradingAttempt { Proof = proof, Passcode = "seven grey ducks" }),
        await Trading(account).LockTrading(proof),
        await Alerts(account).SetSafetyPhrase(proof, new NewSafetyPhrase { Phrase = "blue teapot" }),
        await Alerts(account).BeginAlertAddress(proof, new NewAlertAddress { Address = "further@example.test" }),
    ];

    private static async Task<(Person Person, SessionProof Proof)> Enrolled(EntryCluster cluster)
    {
        var person = await Person.Registered(cluster);
        return (person, await person.Enrol());
    }

    private static async Task<EntryTicket> Again(Person person)
    {
        var ticket = person.NewTicket();
        await person.PassCheck(ticket);
        Assert.IsType<EntryReply.SecondFactorDue>(await person.SubmitPasscode(ticket));
        return ticket;
    }

    private static async Task<(EntryTicket Ticket, string Code)> Ask(EntryCluster cluster, Person person)
    {
        var ticket = await Again(person);
        var account = await person.Account();
        Assert.IsType<LossReply.CodeMailed>(
            await LostFactor(account).AskForRemoval(new EntryBegin { Ticket = ticket, Visit = person.Visit }));
        await cluster.Until(cluster.Clock.GetUtcNow().AddMinutes(5), () => Mails(cluster, person, "code for a lost authenticator", 1));
        var mail = cluster.Mail.To(person.Identifier).Last(m => m.Subject.Contains("code for a lost", StringComparison.Ordinal));
        return (ticket, new([.. mail.Text.Split("Your code: ")[1][..9].Where(char.IsAsciiDigit)]));
    }

    private static async Task Begin(EntryCluster cluster, Person person)
    {
        var (ticket, code) = await Ask(cluster, person);
        Assert.IsType<LossReply.Begun>(await LostFactor(await person.Account()).ConfirmLoss(
            new LossAttempt { Ticket = ticket, Visit = person.Visit, Code = code }));
    }

    // As the ledger does it, hour by hour, without waiting for its rounds; and the mail service takes what there is. The clock is set, not
    // advanced: every timer that repeats each second would fire for each second of these days.
    private static async Task PassTime(EntryCluster cluster, Person person, int hours)
    {
        var key = (await person.Account()).GetPrimaryKeyString();
        var debtor = cluster.Grains.GetGrain<IDebtor>(key);
        for (var hour = 0; hour < hours; hour++)
        {
            cluster.Clock.AdjustTime(cluster.Clock.GetUtcNow().AddHours(1));
            await debtor.StillOwes(cluster.Clock.GetUtcNow());
            if ((await person.StoredAccount())!.Notices.Count == 0) continue;
            await cluster.Until(cluster.Clock.GetUtcNow().AddMinutes(5), async () => (await person.StoredAccount())!.Notices.Count == 0);
        }
    }

    private static async Task<Grains.Mail.MailMessage> Mailed(EntryCluster cluster, Person person)
    {
        await cluster.Until(cluster.Clock.GetUtcNow().AddMinutes(5), () => Mails(cluster, person, "will still be removed", 1));
        return cluster.Mail.To(person.Identifier).Last(m => m.Text.Contains("/keep-factor#", StringComparison.Ordinal));
    }

    private LinkProof Link(Grains.Mail.MailMessage mail)
    {
        Assert.True(MailLink.TryRead(
            mail.Text.Split("/keep-factor#")[1][..MailLink.TextLength], LinkPurpose.StopRemoval, cluster.Keys, out var link));
        return new LinkProof { Number = link.Number, ExpiresAt = link.ExpiresAt };
    }

    private static Task<bool> Mails(EntryCluster cluster, Person person, string subject, int times) => Task.FromResult(
        cluster.Mail.To(person.Identifier).Count(m => m.Subject.Contains(subject, StringComparison.Ordinal)) >= times);

    private static SessionProof Session(Person person, EntryReply reply) => person.Proof(Assert.IsType<EntryReply.Done>(reply).Session);

    private static IAccountLostFactorGrain LostFactor(IAccountGrain account) => account.AsReference<IAccountLostFactorGrain>();

    private static IAccountTradingGrain Trading(IAccountGrain account) => account.AsReference<IAccountTradingGrain>();

    private static IAccountAlertsGrain Alerts(IAccountGrain account) => account.AsReference<IAccountAlertsGrain>();
}
