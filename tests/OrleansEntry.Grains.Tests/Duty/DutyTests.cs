using Orleans.Runtime;
using Orleans.TestingHost;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Duty;
using OrleansEntry.Grains.Duty;
using Xunit;

namespace OrleansEntry.Grains.Tests.Duty;

/// <summary>Somebody comes for what an account owes, also when its silo died and nobody touches it again.</summary>
public sealed class DutyTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_killed_silo_owed_is_delivered_within_five_minutes_though_nobody_touches_the_account(bool ledgerDiesToo)
    {
        var (person, proof) = await SomebodyWhose(ledgerDiesToo);
        var account = await person.Account();
        var key = account.GetPrimaryKeyString();
        var host = await HostOf(account.GetGrainId());
        cluster.CutOff[host.Name] = true;
        Assert.IsType<SessionAnswer.Done<SessionGrant>>(await account.ChangePasscode(
            new PasscodeChange { Proof = proof, Current = Person.Passcode, New = "another horse battery staple" }));
        await cluster.Cluster.KillSiloAsync(host);
        var killedAt = cluster.Clock.GetUtcNow();
        Assert.DoesNotContain(cluster.Mail.To(person.Identifier), IsPasscodeChanged);

        await Until(
            async () => cluster.Mail.To(person.Identifier).Any(IsPasscodeChanged)
                && (await Logged(key)).Contains(ActivityKind.PasscodeChanged),
            killedAt + Bound);

        Assert.InRange(cluster.Clock.GetUtcNow() - killedAt, TimeSpan.Zero, Bound);
        await Until(async () => !await IsEnlisted(key), killedAt + Bound + Bound);
        await cluster.Cluster.StartAdditionalSiloAsync();
    }

    [Fact]
    public async Task Who_owes_nothing_leaves_the_ledger_and_is_on_it_again_before_the_next_debt()
    {
        var person = await Person.Registered(cluster);
        await person.Enter();
        var key = (await person.Account()).GetPrimaryKeyString();
        Assert.True(await IsEnlisted(key));
        await Until(async () => !await IsEnlisted(key), cluster.Clock.GetUtcNow() + Bound);

        await person.Enter();

        Assert.True(await IsEnlisted(key));
        Assert.NotEmpty((await person.StoredAccount())!.Undelivered);
    }

    [Fact]
    public async Task Who_can_not_pay_stays_on_the_ledger()
    {
        var person = await Person.Registered(cluster);
        var key = (await person.Account()).GetPrimaryKeyString();
        cluster.Journal.IsDown = true;
        await person.Enter();

        for (var i = 0; i < 12; i++) await Minute();

        Assert.True(await IsEnlisted(key));
        cluster.Journal.IsDown = false;
        await Until(async () => !await IsEnlisted(key), cluster.Clock.GetUtcNow() + Bound + Bound);
        Assert.Contains(ActivityKind.Admitted, await Logged(key));
    }

    [Fact]
    public async Task An_account_that_agreed_to_be_struck_out_wins_by_enlisting_again_before_it_is()
    {
        var key = Core.HexName.New();
        var ledger = cluster.Grains.GetGrain<IDutyGrain>(DutyLedger.LedgerOf(key));

        var at = await ledger.Enlist(key);
        var again = await ledger.Enlist(key);

        Assert.True(again > at);
        Assert.Equal(again, (await StoredLedger(key)).Enlisted.Single(e => e.AccountId == key).At);
    }

    [Fact]
    public async Task An_unknown_identifier_is_on_no_ledger()
    {
        var nobody = new Person(cluster, $"{Core.HexName.New()[..12]}@example.test");
        var before = cluster.Counters.GrainWrites;

        Assert.IsType<EntryReply.NotAdmitted>((await nobody.Arrive()).Reply);

        Assert.False(await IsEnlisted((await nobody.Account()).GetPrimaryKeyString()));
        Assert.Equal(2, cluster.Counters.GrainWrites - before);
    }

    [Fact]
    public async Task An_entry_with_second_factor_writes_the_account_twice_and_a_ledger_once()
    {
        var person = await Person.Registered(cluster);
        await person.Enrol();
        var key = (await person.Account()).GetPrimaryKeyString();
        await Until(async () => !await IsEnlisted(key), cluster.Clock.GetUtcNow() + Bound);
        var before = cluster.Counters.GrainWrites;

        var (ticket, reply) = await person.Arrive();
        Assert.IsType<EntryReply.SecondFactorDue>(reply);
        Assert.IsType<EntryReply.Done>(await person.SubmitCode(ticket, person.Code()));
        Assert.Equal(3, cluster.Counters.GrainWrites - before);

        Assert.IsType<EntryReply.Done>(await person.SubmitCode((await person.Arrive()).Ticket, person.RecoveryCodes[0], "recovery-code"));
        Assert.Equal(5, cluster.Counters.GrainWrites - before);
    }

    [Fact]
    public async Task Many_who_enlist_at_once_are_stored_together()
    {
        var keys = Enumerable.Range(0, 200).Select(_ => "00000003" + Core.HexName.New()[8..]).ToArray();
        var ledger = cluster.Grains.GetGrain<IDutyGrain>(3);
        var before = cluster.Counters.GrainWrites;

        await Task.WhenAll(keys.Select(ledger.Enlist));

        var stored = (await StoredLedger(keys[0])).Enlisted.Select(e => e.AccountId).ToHashSet();
        Assert.All(keys, key => Assert.Contains(key, stored));
        Assert.InRange(cluster.Counters.GrainWrites - before, 1, 100);
    }

    // Who is on a ledger that lives in the account's own silo, or in the other one.
    private async Task<(Person Person, SessionProof Proof)> SomebodyWhose(bool ledgerDiesToo)
    {
        while (true)
        {
            var person = await Person.Registered(cluster);
            var proof = await person.Enter();
            var account = await person.Account();
            var ledger = cluster.Grains.GetGrain<IDutyGrain>(DutyLedger.LedgerOf(account.GetPrimaryKeyString()));
            if ((await HostOf(account.GetGrainId()) == await HostOf(ledger.GetGrainId())) == ledgerDiesToo) return (person, proof);
        }
    }

    private static bool IsPasscodeChanged(Mail.MailMessage mail) => mail.Subject.Contains("passcode was changed", StringComparison.Ordinal);

    private async Task<InProcessSiloHandle> HostOf(GrainId id)
    {
        var statistics = await cluster.Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        var address = statistics.Single(s => s.GrainId == id).SiloAddress;
        return cluster.Cluster.Silos.Single(s => s.SiloAddress.Equals(address));
    }

    // From the store itself: no grain is touched.
    private async Task<string[]> Logged(string account) =>
        [.. (await cluster.Journal.ReadForwardsAsync(account, 1, 1000)).Select(e => e.Tag)];

    private async Task<bool> IsEnlisted(string account) => (await StoredLedger(account)).Enlisted.Any(e => e.AccountId == account);

    private async Task<DutyRecord> StoredLedger(string account)
    {
        var state = new GrainState<DutyRecord>();
        var ledger = cluster.Grains.GetGrain<IDutyGrain>(DutyLedger.LedgerOf(account)).GetGrainId();
        await cluster.Storage.ReadStateAsync("duty", ledger, state);
        return state.State!;
    }

    // The grains' clock goes on second by second, and never past the bound; what a second sets off has real work to do.
    private async Task Until(Func<Task<bool>> reached, DateTimeOffset bound)
    {
        for (var watch = System.Diagnostics.Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(30);)
        {
            for (var i = 0; i < 20; i++)
                if (await reached()) return;
            if (cluster.Clock.GetUtcNow().AddSeconds(1) < bound) cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Fail("It did not come to be.");
    }

    private async Task Minute()
    {
        cluster.Clock.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 20; i++) await cluster.Grains.GetGrain<IManagementGrain>(0).GetHosts();
    }
}
