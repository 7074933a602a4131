using System.Text.Json;
using Orleans.Runtime;
using OrleansEntry.Contracts.Registration;
using OrleansEntry.Core;
using OrleansEntry.Core.Registration;
using OrleansEntry.Grains.Duty;
using OrleansEntry.Grains.Registration;
using OrleansEntry.Grains.Tests.Duty;
using Xunit;

namespace OrleansEntry.Grains.Tests.Registration;

/// <summary>The mail of a registration is owed from the write that adds it: it follows the answer, whatever happens in between.</summary>
public sealed class OwedMailTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    private readonly Person _person = new(cluster, $"{HexName.New()[..12]}@example.test");

    private int Number => Visitors.LedgerOf(_person.IdentifierKey);

    private GrainId Ledger => cluster.Grains.GetGrain<IVisitorsGrain>(Number).GetGrainId();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_silo_killed_between_the_answer_and_the_mail_costs_nobody_the_mail(bool dutyDiesToo)
    {
        await using var own = new EntryCluster();
        await own.InitializeAsync();
        var owner = await Person.Registered(own);
        var (free, taken) = (new Person(own, $"{HexName.New()[..12]}@example.test"), new Person(own, owner.Identifier));
        var ledgers = new[] { free, taken }.Select(p => Visitors.LedgerOf(p.IdentifierKey)).ToArray();
        var host = own.Cluster.Silos[0];
        foreach (var ledger in ledgers)
        {
            await own.Grains.GetGrain<IVisitorsGrain>(ledger).Recall(HexName.New());
            await own.Grains.GetGrain<IDutyGrain>(ledger).Wake();
            await own.MoveTo(host, own.Grains.GetGrain<IVisitorsGrain>(ledger).GetGrainId());
            await own.MoveTo(own.Cluster.Silos[dutyDiesToo ? 0 : 1], own.Grains.GetGrain<IDutyGrain>(ledger).GetGrainId());
        }

        await own.MoveTo(host, (await owner.Account()).GetGrainId());
        own.CutOff(host);

        var nonce = await free.BeginRegistration();
        await taken.BeginRegistration();
        await own.Cluster.KillSiloAsync(host);
        Assert.Equal(0, own.Mail.Times($"registration-{nonce}"));

        await own.Until(own.Clock.GetUtcNow() + Bound, () => Task.FromResult(
            own.Mail.Times($"registration-{nonce}") > 0 && own.Mail.To(owner.Identifier).Any(IsOwners)));
        Assert.IsType<VerificationReply.Opened>(await free.Verify(nonce));
    }

    [Fact]
    public async Task Nobody_reads_a_code_in_the_store_and_what_was_handed_over_leaves_it()
    {
        var host = await Cut();
        var nonce = await _person.BeginRegistration();
        var owed = await Stored();
        cluster.Reconnect(host);

        await cluster.Until(cluster.Clock.GetUtcNow() + Bound, async () => (await Stored()).ProtectedMail is null);

        Assert.NotNull(owed.ProtectedMail);
        Assert.DoesNotContain(await _person.MailedCode(nonce), JsonSerializer.Serialize(owed), StringComparison.Ordinal);
        await cluster.Cluster.DeactivateAsync(Ledger);
        await cluster.Grains.GetGrain<IVisitorsGrain>(Number).Recall(HexName.New());
        Assert.Equal(1, cluster.Mail.Times($"registration-{nonce}"));
    }

    [Fact]
    public async Task A_mail_that_was_not_taken_is_tried_again_and_an_activation_that_ends_leaves_it_to_the_next()
    {
        var host = await Cut();
        var nonce = await _person.BeginRegistration();
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        await cluster.Cluster.DeactivateAsync(Ledger);
        Assert.Equal(0, cluster.Mail.Times($"registration-{nonce}"));
        cluster.Reconnect(host);

        await cluster.Until(cluster.Clock.GetUtcNow() + Bound, () => Task.FromResult(cluster.Mail.Times($"registration-{nonce}") > 0));

        Assert.IsType<VerificationReply.Opened>(await _person.Verify(nonce));
        await cluster.Until(cluster.Clock.GetUtcNow() + Bound, async () => !await IsEnlisted());
    }

    [Fact]
    public async Task A_code_that_works_no_more_is_mailed_to_nobody()
    {
        var host = await Cut();
        var nonce = await _person.BeginRegistration();
        Assert.True(await IsEnlisted());

        cluster.Clock.Advance(TimeSpan.FromMinutes(10));
        cluster.Reconnect(host);

        await cluster.Until(cluster.Clock.GetUtcNow() + Bound, async () => !await IsEnlisted());
        Assert.Equal(0, cluster.Mail.Times($"registration-{nonce}"));
    }

    private async Task<Orleans.TestingHost.InProcessSiloHandle> Cut()
    {
        await cluster.Grains.GetGrain<IVisitorsGrain>(Number).Recall(HexName.New());
        var host = await cluster.HostOf(Ledger);
        foreach (var silo in cluster.Cluster.Silos) cluster.Reconnect(silo);
        cluster.CutOff(host);
        return host;
    }

    private async Task<PendingRegistrationRecord> Stored()
    {
        var state = new GrainState<VisitorsRecord>();
        await cluster.Storage.ReadStateAsync("visitors", Ledger, state);
        return state.State!.Pending.Single(p => p.IdentifierKey == _person.IdentifierKey);
    }

    private async Task<bool> IsEnlisted()
    {
        var state = new GrainState<DutyRecord>();
        await cluster.Storage.ReadStateAsync("duty", cluster.Grains.GetGrain<IDutyGrain>(Number).GetGrainId(), state);
        return state.State!.Enlisted.Any(e => e.AccountId == Core.Duty.Enlistment.NameOf(Number));
    }

    private static bool IsOwners(Grains.Mail.MailMessage mail) =>
        mail.Subject.StartsWith("You already have an account", StringComparison.Ordinal);
}
