using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Activity;
using Xunit;

namespace OrleansEntry.Grains.Tests.Entry;

/// <summary>What single activation gives: however much arrives at once, nothing is looked at more often than it may be.</summary>
public sealed class EntryRaceTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Fact]
    public async Task Of_200_wrong_passcodes_at_once_only_the_limit_is_verified()
    {
        var person = await Person.Registered(cluster);
        var strangers = Strangers(person, 200);
        var tickets = await Task.WhenAll(strangers.Select(PassedTicket));

        var replies = await Task.WhenAll(strangers.Zip(tickets, (s, t) => s.SubmitPasscode(t, "not the right passcode")));

        Assert.Equal(5, replies.Count(r => r is EntryReply.NotAdmitted));
        Assert.Equal(195, replies.Count(r => r is EntryReply.Waiting));
    }

    [Fact]
    public async Task The_right_passcode_behind_a_crowd_of_wrong_ones_does_not_get_in()
    {
        var person = await Person.Registered(cluster);
        var strangers = Strangers(person, 60);
        var tickets = await Task.WhenAll(strangers.Select(PassedTicket));
        foreach (var i in Enumerable.Range(0, 5)) await strangers[i].SubmitPasscode(tickets[i], "not the right passcode");

        var replies = await Task.WhenAll(Enumerable.Range(5, 55).Select(i => strangers[i].SubmitPasscode(tickets[i])));

        Assert.All(replies, r => Assert.IsType<EntryReply.Waiting>(r));
    }

    [Fact]
    public async Task One_authenticator_code_50_times_at_once_enters_once_and_never_again()
    {
        var person = await Person.Registered(cluster);
        await person.Enrol();
        var arrivals = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => person.Arrive()));
        var code = person.Code();

        // Refused ones stay at their step and may try again: 50 tries over 30 entries.
        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => person.SubmitCode(arrivals[i % 30].Ticket, code)));

        Assert.Single(replies, r => r is EntryReply.Done);
        cluster.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.DoesNotContain(await Task.WhenAll(arrivals.Select(a => person.SubmitCode(a.Ticket, code))), r => r is EntryReply.Done);
    }

    [Fact]
    public async Task One_recovery_code_50_times_at_once_enters_once()
    {
        var person = await Person.Registered(cluster);
        await person.Enrol();
        var arrivals = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => person.Arrive()));

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(i => person.SubmitCode(arrivals[i % 30].Ticket, person.RecoveryCodes[0], "recovery-code")));

        Assert.Single(replies, r => r is EntryReply.Done);
    }

    [Fact]
    public async Task Of_200_wrong_authenticator_codes_at_once_only_the_limit_is_checked()
    {
        var person = await Person.Registered(cluster);
        await person.Enrol();
        var arrivals = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => person.Arrive()));

        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => person.SubmitCode(arrivals[i % 20].Ticket, "not6di")));

        Assert.Equal(5, replies.Count(r => r is EntryReply.CodeRefused));
        Assert.Equal(195, replies.Count(r => r is EntryReply.Waiting));
    }

    [Fact]
    public async Task Strangers_who_guess_do_not_lock_out_the_owner_on_a_known_device()
    {
        var person = await Person.Registered(cluster);
        await person.Enter();
        var strangers = Strangers(person, 20);
        foreach (var stranger in strangers) await stranger.SubmitPasscode(await PassedTicket(stranger), "not the right passcode");

        var reply = await person.SubmitPasscode(person.NewTicket());

        Assert.IsType<EntryReply.Done>(reply);
        Assert.IsType<EntryReply.Waiting>((await Strangers(person, 1)[0].Arrive()).Reply);
    }

    [Fact]
    public async Task Eight_entries_with_eight_valid_codes_at_once_all_enter()
    {
        var person = await Person.Registered(cluster);
        await person.Enrol();
        var arrivals = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => person.Arrive()));

        var replies = await Task.WhenAll(arrivals.Select((a, i) => person.SubmitCode(a.Ticket, person.RecoveryCodes[i], "recovery-code")));

        Assert.All(replies, r => Assert.IsType<EntryReply.Done>(r));
    }

    [Fact]
    public async Task A_killed_silo_loses_no_acknowledged_count_lock_or_log_entry()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enter();
        var stranger = Strangers(person, 1)[0];
        foreach (var _ in Enumerable.Range(0, 5)) await stranger.SubmitPasscode(await PassedTicket(stranger), "not the right passcode");

        await cluster.Cluster.KillSiloAsync(await HostOf(await person.Account()));

        Assert.IsType<EntryReply.Waiting>(await stranger.SubmitPasscode(stranger.NewTicket()));
        var log = await person.Log(proof);
        Assert.Equal(5, log.Count(e => e.Kind == ActivityKind.PasscodeRefused));
        Assert.Single(log, e => e.Kind == ActivityKind.Locked);
        Assert.IsType<ActivityVerdict.Intact>(ActivityVerifier.Verify(Person.Lines(log)));
        await cluster.Cluster.StartAdditionalSiloAsync();
    }

    [Fact]
    public async Task A_write_that_lost_its_race_answers_nothing_and_the_account_reads_again()
    {
        var person = await Person.Registered(cluster);
        await person.Enter();
        var account = await person.Account();
        await OverwriteBehindItsBack(account.GetPrimaryKeyString());

        await Assert.ThrowsAnyAsync<Exception>(() => person.SubmitPasscode(person.NewTicket()));

        // The next activation knows what the store knows.
        Assert.IsType<EntryReply.Done>(await person.SubmitPasscode(person.NewTicket()));
    }

    /// <summary>I-20: an activation that another one has overtaken, as in a silo that was given up while it hung, can not act.</summary>
    [Fact]
    public async Task What_an_overtaken_activation_decides_is_not_stored_not_mailed_and_opens_nothing()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enter();
        var account = await person.Account();
        var change = new PasscodeChange { Proof = proof, Current = Person.Passcode, New = "another horse battery staple" };
        await OverwriteBehindItsBack(account.GetPrimaryKeyString());

        await Assert.ThrowsAnyAsync<Exception>(() => account.ChangePasscode(change));

        Assert.NotNull(await account.CheckSession(proof));
        Assert.DoesNotContain(await person.Log(proof), item => item.Kind == ActivityKind.PasscodeChanged);
        Assert.DoesNotContain(
            cluster.Mail.To(person.Identifier), mail => mail.Subject.Contains("passcode was changed", StringComparison.Ordinal));
        proof = person.Proof(Person.Value<SessionGrant>(await account.ChangePasscode(change)));
        Assert.Single(await person.Log(proof), item => item.Kind == ActivityKind.PasscodeChanged);
    }

    private List<Person> Strangers(Person person, int count) =>
    [
        .. Enumerable.Range(0, count).Select(_ =>
            new Person(cluster, person.Identifier) { Visit = person.Visit with { DeviceSecret = null, Network = Core.HexName.New() } }),
    ];

    private static async Task<EntryTicket> PassedTicket(Person person)
    {
        var ticket = person.NewTicket();
        await person.PassCheck(ticket);
        return ticket;
    }

    private async Task<Orleans.TestingHost.InProcessSiloHandle> HostOf(IAccountGrain account)
    {
        var statistics = await cluster.Grains.GetGrain<Orleans.Runtime.IManagementGrain>(0).GetDetailedGrainStatistics();
        var address = statistics.Single(s => s.GrainId == account.GetGrainId()).SiloAddress;
        return cluster.Cluster.Silos.Single(s => s.SiloAddress.Equals(address));
    }

    // What a second activation in another silo would do.
    private async Task OverwriteBehindItsBack(string key)
    {
        var state = new Orleans.GrainState<Accounts.AccountRecord>();
        var id = cluster.Grains.GetGrain<IAccountGrain>(key).GetGrainId();
        await cluster.Storage.ReadStateAsync("account", id, state);
        await cluster.Storage.WriteStateAsync("account", id, state);
    }
}
