using System.Collections.Immutable;
using System.Text.Json;
using Orleans;
using Orleans.Core.Internal;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Activity;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Operators;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Operators;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Grains.Operators;
using OrleansEntry.Tests;
using Xunit;

namespace OrleansEntry.Grains.Tests.Operators;

/// <summary>Operators on a cluster of two silos: in by a passkey alone, and what they do holds everywhere.</summary>
public sealed class OperatorsTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    private const string Why = "ticket 4711";

    private IOperatorsGrain Operators => cluster.Grains.GetGrain<IOperatorsGrain>(0);

    private Visit Visit { get; } = new() { Network = HexName.New(), Agent = "Firefox on Linux" };

    [Fact]
    public async Task An_invitation_and_a_challenge_work_once_whatever_comes_in_parallel()
    {
        var invitation = Invitation("once", "admin");
        var keys = Enumerable.Range(0, 8).Select(_ => new SoftPasskey()).ToArray();
        var enrolled = await Task.WhenAll(keys.Select(key => Enrol(key, invitation)));
        Assert.Single(enrolled, reply => reply is OperatorReply.Done<OperatorView>);

        var key = keys[Array.FindIndex(enrolled, reply => reply is OperatorReply.Done<OperatorView>)];
        var asked = Value<OperatorCeremony>(await Operators.BeginEntry(Visit));
        var answer = key.Get(asked.Options);
        var entered = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Operators.Enter(asked.Ceremony, answer, Visit)));

        Assert.Single(entered, reply => reply is OperatorReply.Done<OperatorGrant>);
        foreach (var one in keys) one.Dispose();
    }

    [Fact]
    public async Task Nobody_comes_in_with_another_key_another_challenge_or_too_late()
    {
        using var key = new SoftPasskey();
        using var anothers = new SoftPasskey();
        await Hire(key, "late", "support");
        var asked = Value<OperatorCeremony>(await Operators.BeginEntry(Visit));
        var other = Value<OperatorCeremony>(await Operators.BeginEntry(Visit));

        Assert.Equal("operator-not-admitted", Code(await Operators.Enter(asked.Ceremony, anothers.Get(asked.Options), Visit)));
        Assert.Equal("operator-not-admitted", Code(await Operators.Enter(asked.Ceremony, key.Get(other.Options), Visit)));
        Assert.Equal("operator-not-admitted", Code(await Operators.Enter("made up", key.Get(asked.Options), Visit)));
        Assert.Equal("operator-not-admitted", Code(await Operators.Enter(asked.Ceremony, "[]", Visit)));
        Assert.Equal("operator-not-admitted", Code(await Operators.Enter(asked.Ceremony, "{", Visit)));
        cluster.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("operator-not-admitted", Code(await Operators.Enter(asked.Ceremony, key.Get(asked.Options), Visit)));
        Assert.IsType<OperatorReply.Done<OperatorGrant>>(await Enter(key));
    }

    [Fact]
    public async Task An_asking_belongs_to_its_invitation_and_ends_before_it()
    {
        using var key = new SoftPasskey();
        var (own, another) = (Invitation("own", "support"), Invitation("another", "admin"));
        var asked = Value<OperatorCeremony>(await Operators.BeginEnrolment(own, Visit));
        var answer = key.Create(asked.Options);

        Assert.Equal("operator-not-admitted", Code(await Operators.Enrol(another, asked.Ceremony, answer, Visit)));
        cluster.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("operator-not-admitted", Code(await Operators.Enrol(own, asked.Ceremony, answer, Visit)));
        Assert.IsType<OperatorReply.Done<OperatorView>>(await Enrol(key, own));
    }

    [Fact]
    public async Task A_wrong_passkey_of_an_operator_stands_in_their_log()
    {
        using var key = new SoftPasskey();
        var ann = await HireAndEnter(key, "wrong", "support");
        var asked = Value<OperatorCeremony>(await Operators.BeginEntry(Visit));

        Assert.Equal(
            "operator-not-admitted",
            Code(await Operators.Enter(asked.Ceremony, key.Get(asked.Options, said => said.Flags &= 0xFB), Visit)));

        var last = Value<ActivityPage>(await Operators.ReadLog(ann, long.MaxValue, 1)).Items[0];
        Assert.Equal((OperatorLog.EntryRefused, key.Owner), (last.Kind, last.Detail));
    }

    [Fact]
    public async Task A_copyable_passkey_and_an_invitation_of_another_deployment_are_refused()
    {
        using var synced = new SoftPasskey { Synced = true, Counts = false };
        Assert.Equal("passkey-copyable", Code(await Enrol(synced, Invitation("synced", "admin"))));
        Assert.True(OperatorInvitation.TryMake("foreign", ["admin"], cluster.Clock.GetUtcNow(), out var foreign));
        Assert.Equal("operator-not-admitted", Code(await Operators.BeginEnrolment(
            foreign.Reveal(new Core.Keys.DeploymentKeys(Enumerable.Repeat((byte)9, 32).ToArray())), Visit)));
    }

    [Fact]
    public async Task What_is_done_to_an_account_stands_in_both_logs_and_its_sessions_end()
    {
        using var key = new SoftPasskey();
        var ann = await HireAndEnter(key, "acting", "support");
        var person = await Person.Registered(cluster);
        var (proof, account) = (await person.Enter(), await person.Account());
        var id = account.GetPrimaryKeyString();

        var seen = Value<AccountState>(await Operators.Act(ann, "look", id, Why));
        Assert.Equal((id, 1, null), (seen.Id, seen.Sessions, seen.FrozenSince));
        Assert.IsType<OperatorReply.Done>(await Operators.Act(ann, "freeze", id, Why));

        Assert.Null(await account.CheckSession(proof));
        Assert.IsType<EntryReply.Frozen>((await person.Arrive()).Reply);
        Assert.Equal("operator", Value<AccountState>(await Operators.Act(ann, "look", id, Why)).FrozenWhy);
        Assert.Equal("not-your-role", Code(await Operators.Act(ann, "unfreeze", id, Why)));
        Assert.Equal("nothing-to-do", Code(await Operators.Act(ann, "freeze", id, Why)));
        Assert.Equal("no-account", Code(await Operators.Act(ann, "freeze", HexName.New(), Why)));

        var log = Value<ActivityPage>(await Operators.ReadLog(ann, long.MaxValue, 50)).Items;
        Assert.Equal(
            ["operator.came-to-nothing", "operator.acted", "operator.came-to-nothing", "operator.acted", "operator.refused"],
            log.Take(5).Select(entry => entry.Kind));
        Assert.All(log.Take(5), entry => Assert.Contains(ann.SessionId, entry.SessionId, StringComparison.Ordinal));
        await Verifies(ann);
        var stored = await person.StoredAccount();
        Assert.Contains(
            stored!.Undelivered, e => e.Kind == ActivityKind.OperatorActed && e.Detail!.EndsWith(Why, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_open_what_is_frozen_and_of_many_who_agree_one_does_it()
    {
        using var first = new SoftPasskey();
        using var second = new SoftPasskey();
        var ann = await HireAndEnter(first, "first", "security", "support");
        var bob = await HireAndEnter(second, "second", "security");
        var person = await Person.Registered(cluster);
        var proof = await person.Enter();
        var account = await person.Account();
        Assert.IsType<SessionAnswer.Done>(await account.Freeze(proof));

        var proposal = Value<ProposalView>(await Operators.Act(ann, "unfreeze", account.GetPrimaryKeyString(), Why));
        Assert.IsType<EntryReply.Frozen>((await person.Arrive()).Reply);
        Assert.Equal("another-operator", Code(await Operators.Review(ann, proposal.Id, true, Why)));

        var agreed = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Operators.Review(bob, proposal.Id, true, Why)));
        Assert.Single(agreed, reply => reply is OperatorReply.Done);
        Assert.IsType<EntryReply.Done>((await person.Arrive()).Reply);
    }

    [Fact]
    public async Task All_sessions_end_on_both_silos_and_on_one_that_starts_later()
    {
        using var key = new SoftPasskey();
        var ann = await HireAndEnter(key, "ending", "security", "admin");
        var people = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Person.Registered(cluster)));
        var proofs = new List<(IAccountGrain Account, SessionProof Proof)>();
        foreach (var person in people) proofs.Add((await person.Account(), await person.Enter()));
        foreach (var (account, proof) in proofs) Assert.NotNull(await account.CheckSession(proof));

        Assert.IsType<OperatorReply.Done>(await Operators.EndAllSessions(ann, Why));
        await Heard(async () => (await Task.WhenAll(proofs.Select(p => p.Account.CheckSession(p.Proof).AsTask()))).All(r => r is null));

        // An activation on a silo that has heard nothing yet waits until it has.
        var late = await cluster.Cluster.StartAdditionalSiloAsync();
        foreach (var (account, proof) in proofs) Assert.Null(await account.CheckSession(proof));
        await cluster.Cluster.StopSiloAsync(late);

        cluster.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = await people[0].Enter();
        Assert.NotNull(await proofs[0].Account.CheckSession(again));
    }

    [Fact]
    public async Task A_level_that_operators_set_is_felt_and_ends()
    {
        using var key = new SoftPasskey();
        var ann = await HireAndEnter(key, "level", "security");
        var network = cluster.Grains.GetGrain<Contracts.Throttling.IAddressThrottleGrain>(HexName.New());
        async Task<bool> Is(int level) =>
            (await network.TakeBeginning(Contracts.SecurityCheck.CheckPurpose.Registration)).AttackLevel == level;

        Assert.IsType<OperatorReply.Done>(await Operators.SetAttack(ann, 2, TimeSpan.FromMinutes(10), Why));
        await Heard(() => Is(2));
        cluster.Clock.Advance(TimeSpan.FromMinutes(10));
        await Heard(() => Is(0));
    }

    [Fact]
    public async Task A_killed_silo_loses_no_operator_session_decision_or_log_entry()
    {
        using var key = new SoftPasskey();
        var ann = await HireAndEnter(key, "killed", "admin");
        var version = Value<OperatorsOverview>(await Operators.Overview(ann)).Service.Version;
        Assert.IsType<OperatorReply.Done>(
            await Operators.SetList(ann, new ServiceListChange((int)ServiceList.ClientVersions, "{}", version), Why));
        Assert.Equal("changed-meanwhile", Code(
            await Operators.SetList(ann, new ServiceListChange((int)ServiceList.ClientVersions, null, version), Why)));

        await cluster.Cluster.KillSiloAsync(await cluster.HostOf(Operators.GetGrainId()));

        Assert.Equal("{}", Value<OperatorsOverview>(await Operators.Overview(ann)).Service.ClientVersions);
        await Verifies(ann);
        await cluster.Cluster.StartAdditionalSiloAsync();
    }

    [Fact]
    public async Task Who_writes_to_the_store_makes_nobody_an_operator_and_gives_no_role()
    {
        using var first = new SoftPasskey();
        using var second = new SoftPasskey();
        var ann = await HireAndEnter(first, "intact", "support");
        await Hire(second, "other", "support");
        var id = Value<OperatorSelf>(await Operators.Check(ann)).Operator.Id;
        var (before, others) = (await Stored(id), (await Stored(second.Owner)).KeyId);

        await Tamper(id, o => o with { Roles = ["admin", "support"] });
        Assert.IsType<OperatorReply.NoSession>(await Operators.Check(ann));
        Assert.Equal("operator-not-admitted", Code(await Enter(first)));

        await Tamper(id, _ => before);
        Assert.IsType<OperatorReply.Done<OperatorSelf>>(await Operators.Check(ann));
        await Tamper(id, o => o with { KeyId = [1], PublicKey = [2] });
        await Tamper(second.Owner, o => o with { Id = id, Name = before.Name, KeyId = others });
        second.Owner = id;
        Assert.Equal("operator-not-admitted", Code(await Enter(second)));

        await Tamper(id, _ => before);
        Assert.IsType<OperatorReply.Done<OperatorGrant>>(await Enter(first));
    }

    [Fact]
    public async Task Who_is_removed_is_out_at_once()
    {
        using var first = new SoftPasskey();
        using var second = new SoftPasskey();
        var ann = await HireAndEnter(first, "remover", "admin");
        var bob = await HireAndEnter(second, "removed", "support");
        var id = Value<OperatorSelf>(await Operators.Check(bob)).Operator.Id;

        Assert.IsType<OperatorReply.Done>(await Operators.Remove(ann, id, Why));

        Assert.IsType<OperatorReply.NoSession>(await Operators.Check(bob));
        Assert.IsType<OperatorReply.NoSession>(await Operators.Act(bob, "look", HexName.New(), Why));
        Assert.Equal("operator-not-admitted", Code(await Enter(second)));
        Assert.IsType<OperatorReply.Done>(await Operators.Leave(ann));
        Assert.IsType<OperatorReply.NoSession>(await Operators.Check(ann));
    }

    private string Invitation(string name, params string[] roles) =>
        OperatorInvitation.TryMake($"{name}-{HexName.New()[..8]}", roles, cluster.Clock.GetUtcNow(), out var made)
            ? made.Reveal(cluster.Keys)
            : throw new ArgumentException(name);

    private async Task<OperatorReply> Enrol(SoftPasskey key, string invitation)
    {
        var asked = await Operators.BeginEnrolment(invitation, Visit);
        return asked is OperatorReply.Done<OperatorCeremony> { Value: var ceremony }
            ? await Operators.Enrol(invitation, ceremony.Ceremony, key.Create(ceremony.Options), Visit)
            : asked;
    }

    private async Task Hire(SoftPasskey key, string name, params string[] roles) =>
        Assert.IsType<OperatorReply.Done<OperatorView>>(await Enrol(key, Invitation(name, roles)));

    private async Task<OperatorReply> Enter(SoftPasskey key)
    {
        var asked = Value<OperatorCeremony>(await Operators.BeginEntry(Visit));
        return await Operators.Enter(asked.Ceremony, key.Get(asked.Options), Visit);
    }

    private async Task<OperatorProof> HireAndEnter(SoftPasskey key, string name, params string[] roles)
    {
        await Hire(key, name, roles);
        var grant = Value<OperatorGrant>(await Enter(key));
        return new OperatorProof { SessionId = grant.SessionId, SecretHash = SessionToken.Hash(grant.Secret), Visit = Visit };
    }

    private async Task<OperatorRecord> Stored(string id) => (await ReadStored()).State!.Operators.First(o => o.Id == id);

    private async Task<GrainState<OperatorsRecord>> ReadStored()
    {
        var state = new GrainState<OperatorsRecord>();
        await cluster.Storage.ReadStateAsync("operators", Operators.GetGrainId(), state);
        return state;
    }

    // What somebody does who may write to the store.
    private async Task Tamper(string id, Func<OperatorRecord, OperatorRecord> change)
    {
        var stored = await ReadStored();
        stored.State!.Operators = [.. stored.State.Operators.Select(o => o.Id == id ? change(o) : o)];
        await cluster.Storage.WriteStateAsync("operators", Operators.GetGrainId(), stored);
        await Operators.AsReference<IGrainManagementExtension>().DeactivateOnIdle();
    }

    // The whole log is there, and one chain.
    private async Task Verifies(OperatorProof proof)
    {
        var newest = Value<ActivityPage>(await Operators.ReadLog(proof, long.MaxValue, 1)).Items[0];
        var all = Value<ActivityPage>(await Operators.ExportLog(proof, 1, 900)).Items;
        var hash = ActivityChain.Genesis;
        foreach (var item in all)
        {
            hash = ActivityChain.Hash(hash, new ActivityEntry
            {
                Sequence = item.Sequence, At = item.At, Kind = item.Kind, Reason = item.Reason, Network = item.Network, Agent = item.Agent,
                KnownDevice = item.KnownDevice, SessionId = item.SessionId, Detail = item.Detail,
            });
            Assert.Equal(hash, item.Hash);
        }

        Assert.Equal((newest.Sequence, newest.Hash), (all[^1].Sequence, all[^1].Hash));
        Assert.Equal(all.Length, all[^1].Sequence);
    }

    // Silos ask every second of their clock, each on its own.
    private async Task Heard(Func<Task<bool>> heard)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (!await heard())
        {
            cluster.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    private static T Value<T>(OperatorReply reply) => Assert.IsType<OperatorReply.Done<T>>(reply).Value;

    private static string Code(OperatorReply reply) => Assert.IsType<OperatorReply.Refused>(reply).Code;
}
