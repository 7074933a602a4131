using System.Text.Json;
using OrleansEntry.Contracts.Activity;
using OrleansEntry.Contracts.Closing;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Operators;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Registration;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Operators;
using Xunit;

namespace OrleansEntry.Grains.Tests.Closing;

public sealed class ClosingTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Fact]
    public async Task A_closed_account_leaves_a_log_without_names_and_everybody_outside_finds_nobody()
    {
        var leaver = await Leaver.Inside(cluster);
        await leaver.Begin();
        var other = await leaver.Enter();
        Assert.NotNull((await leaver.Account.CheckSession(other))!.ClosesAt);
        Assert.NotNull((await leaver.Read()).Waiting);
        var link = await leaver.StopLink();
        await leaver.PassTime(TimeSpan.FromDays(14));
        await leaver.Erased();

        var stored = (await leaver.Stored())!;
        Assert.Equal(("", "", 0, 0), (stored.PasscodeHash, stored.ProtectedIdentifier, stored.Passkeys.Count, stored.Devices.Count));
        var text = JsonSerializer.Serialize(stored) + string.Concat((await leaver.Log(leaver.KeptLog)).Select(i => i.ToString()));
        foreach (var name in new[] { leaver.Person.Visit.Network, leaver.Person.Visit.Agent, "my private desk", "@" })
            Assert.DoesNotContain(name, text, StringComparison.Ordinal);
        Assert.True(leaver.Mailed("is closed"));
        Assert.True(await leaver.IsOnPurgeLedger());

        Assert.Null(await leaver.Account.CheckSession(other));
        Assert.False(await leaver.Grain.StopClosingByLink(link, leaver.Person.Visit));
        Assert.Equal(cluster.Keys.StandInFor(leaver.Person.IdentifierKey).Value, (await leaver.Person.Account()).GetPrimaryKeyString());
        Assert.IsType<EntryReply.NotAdmitted>((await leaver.Person.Arrive()).Reply);
    }

    [Fact]
    public async Task The_kept_log_is_a_whole_chain_of_its_own_that_names_the_head_of_the_one_before()
    {
        var leaver = await Leaver.Inside(cluster);
        var whole = await leaver.Person.Log(leaver.Proof);
        await leaver.Close();

        Assert.Empty(await leaver.Log(leaver.Key));
        var kept = await leaver.Log(leaver.KeptLog);
        Assert.IsType<ActivityVerdict.Intact>(ActivityVerifier.Verify(Person.Lines([.. kept])));
        Assert.Equal(whole.Select(What), kept.Take(whole.Length).Select(What));
        Assert.Equal(ActivityKind.AccountClosed, kept[^1].Kind);
        Assert.Matches("^[0-9a-f]{64}$", kept[^1].Detail);
        Assert.All(kept, e => Assert.Equal(("", "", null), (e.Network, e.Agent, e.SessionId)));

        static (long, DateTimeOffset, string, string?) What(ActivityItem e) => (e.Sequence, e.At, e.Kind, e.Reason);
    }

    [Fact]
    public async Task Who_registers_the_address_again_gets_an_account_that_knows_nothing_of_the_one_before()
    {
        var leaver = await Leaver.Inside(cluster);
        await leaver.Close();

        var again = new Person(cluster, leaver.Person.Identifier);
        var opened = Assert.IsType<VerificationReply.Opened>(await again.Verify(await again.BeginRegistration()));

        Assert.NotEqual(leaver.Key, opened.AccountId);
        var log = await again.Log(await again.Enter());
        Assert.Equal((1, ActivityKind.AccountOpened), (log[0].Sequence, log[0].Kind));
        Assert.DoesNotContain(log, e => e.Kind.StartsWith("closing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Operators_see_that_it_is_closed_and_do_nothing_to_it()
    {
        var leaver = await Leaver.Inside(cluster);
        await leaver.Close();
        var account = cluster.Grains.GetGrain<IAccountOperatorsGrain>(leaver.Key);
        var sequence = (await leaver.Stored())!.ActivitySequence;

        var look = await account.DoForOperator(Order("look"));
        var freeze = await account.DoForOperator(Order("freeze"));

        Assert.Equal(((int)ActOutcome.Done, ""), (look.Outcome, look.State!.MaskedIdentifier));
        Assert.Equal(TimeSpan.FromDays(1826), look.State.KeptUntil - look.State.ClosedAt);
        Assert.Equal((int)ActOutcome.Closed, freeze.Outcome);
        Assert.Equal(sequence, (await leaver.Stored())!.ActivitySequence);

        static AccountActOrder Order(string act) => new() { Act = act, OperatorId = HexName.New(), Why = "ticket 4711" };
    }

    [Fact]
    public async Task Guesses_at_a_closed_account_are_remembered_where_those_at_unknown_ones_are()
    {
        var leaver = await Leaver.Inside(cluster);
        await leaver.Close();
        var before = JsonSerializer.Serialize(await leaver.Stored());
        var ticket = leaver.Person.NewTicket();

        var replies = new List<EntryReply>();
        for (var i = 0; i < 8; i++)
            replies.Add(await leaver.Account.SubmitPasscode(
                new() { Ticket = ticket, Visit = leaver.Person.Visit, Passcode = "a wrong one, too" }));

        Assert.All(replies, reply => Assert.True(reply is EntryReply.CheckDue or EntryReply.NotAdmitted or EntryReply.Waiting));
        Assert.Equal(before, JsonSerializer.Serialize(await leaver.Stored()));
    }

    [Fact]
    public async Task Fifty_who_ask_at_once_begin_one_wait_and_fifty_who_stop_it_stop_it_once()
    {
        var leaver = await Leaver.Inside(cluster);
        cluster.Clock.AdjustTime(cluster.Clock.GetUtcNow().AddHours(25));
        var proof = await leaver.Enter();

        var asked = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => leaver.Grain.BeginClosing(proof)));
        Assert.Single(asked.OfType<SessionAnswer.Done>());
        Assert.Equal(49, asked.OfType<SessionAnswer.Conflict>().Count(c => c.Code == "closing-waits"));

        var stopped = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => leaver.Grain.StopClosing(proof)));
        Assert.Single(stopped.OfType<SessionAnswer.Done>());
    }

    [Fact]
    public async Task Who_stops_it_at_its_last_moment_and_the_end_never_both_win()
    {
        for (var round = 0; round < 3; round++)
        {
            var leaver = await Leaver.Inside(cluster);
            await leaver.Begin();
            var link = await leaver.StopLink();
            await leaver.PassTime(TimeSpan.FromDays(13.5));
            var waiting = (await leaver.Stored())!.Closing!.Waiting!;
            Assert.True(waiting.LastWarned);
            var (end, due) = (waiting.EndsAt, waiting.WarnedAt.AddHours(48));
            cluster.Clock.AdjustTime(end > due ? end : due);

            var ends = Enumerable.Range(0, 3).Select(_ => leaver.Ask()).ToArray();
            var stops = Enumerable.Range(0, 10).Select(_ => leaver.Grain.StopClosingByLink(link, leaver.Person.Visit)).ToArray();
            await Task.WhenAll(ends);
            var stopped = (await Task.WhenAll(stops)).Count(done => done);

            var stored = (await leaver.Stored())!;
            Assert.Equal(stopped == 0 ? 1 : 0, stored.Closing?.Closed is null ? 0 : 1);
            Assert.InRange(stopped, 0, 1);
            Assert.Equal(stopped == 1, stored.OpenedAt is not null);
        }
    }

    [Fact]
    public async Task Registrations_that_race_the_release_of_the_address_leave_it_one_owner_and_never_the_closed_account()
    {
        var leaver = await Leaver.Inside(cluster);
        await leaver.Begin();
        await leaver.PassTime(TimeSpan.FromDays(13.5));
        var visitor = new Person(cluster, leaver.Person.Identifier);
        cluster.Clock.AdjustTime(cluster.Clock.GetUtcNow().AddDays(3));

        var ends = Enumerable.Range(0, 3).Select(_ => leaver.Ask()).ToArray();
        var nonces = Enumerable.Range(0, 2).Select(_ => HexName.New()).ToArray();
        await Task.WhenAll(nonces.Select(visitor.TryBeginRegistration));
        await Task.WhenAll(ends);
        await leaver.Erased();

        // Those that came before the release got no code; who begins after it does.
        var opened = Assert.IsType<VerificationReply.Opened>(await visitor.Verify(await visitor.BeginRegistration()));
        Assert.NotEqual(leaver.Key, opened.AccountId);
        Assert.Equal(opened.AccountId, await leaver.OwnerOfIdentifier());
        await leaver.Ask();
        Assert.Equal(opened.AccountId, await leaver.OwnerOfIdentifier());
    }
}
