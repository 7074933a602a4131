using System.Collections.Immutable;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Activity;
using Xunit;

namespace OrleansEntry.Grains.Tests.Sessions;

public sealed class SessionTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Fact]
    public async Task A_session_is_found_by_its_secret_and_by_nothing_else()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enter();
        var account = await person.Account();

        Assert.NotNull(await account.CheckSession(proof));
        Assert.Null(await account.CheckSession(proof with { SecretHash = new byte[32] }));
        Assert.Null(await account.CheckSession(proof with { SessionId = Core.HexName.New() }));
        Assert.Null(await (await (await Person.Registered(cluster)).Account()).CheckSession(proof));
    }

    [Fact]
    public async Task Fifty_checks_during_a_slow_command_do_not_wait_for_it()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enter();
        var account = await person.Account();

        // Hashes queue up in the account's turn; the checks are answered all the same.
        var entries = Enumerable.Range(0, 20).Select(_ => person.SubmitPasscode(person.NewTicket())).ToArray();
        var checks = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => account.CheckSession(proof).AsTask()));

        Assert.All(checks, Assert.NotNull);
        await Task.WhenAll(entries);
    }

    [Fact]
    public async Task Leaving_ends_the_session_at_once()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enter();
        var account = await person.Account();

        Assert.IsType<SessionAnswer.Done>(await account.Leave(proof));

        Assert.Null(await account.CheckSession(proof));
        Assert.IsType<SessionAnswer.NoSession>(await account.Leave(proof));
    }

    [Fact]
    public async Task An_idle_hour_ends_a_session_and_use_prolongs_it_until_a_day_is_over()
    {
        var person = await Person.Registered(cluster);
        var (used, idle) = (await person.Enter(), await person.Enter());
        var account = await person.Account();

        for (var i = 0; i < 47; i++)
        {
            cluster.Clock.Advance(TimeSpan.FromMinutes(30));
            Assert.NotNull(await account.CheckSession(used));
        }

        Assert.Null(await account.CheckSession(idle));
        cluster.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Null(await account.CheckSession(used));
    }

    [Fact]
    public async Task The_last_use_is_remembered_over_an_orderly_move()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enter();
        var account = await person.Account();
        cluster.Clock.Advance(TimeSpan.FromMinutes(50));
        Assert.NotNull(await account.CheckSession(proof));

        await cluster.Cluster.DeactivateAsync(account.GetGrainId());
        cluster.Clock.Advance(TimeSpan.FromMinutes(50));

        Assert.NotNull(await account.CheckSession(proof));
    }

    [Fact]
    public async Task The_twenty_first_session_ends_the_oldest_and_the_log_says_so()
    {
        var person = await Person.Registered(cluster);
        var first = await person.Enter();
        for (var i = 0; i < 19; i++)
        {
            cluster.Clock.Advance(TimeSpan.FromSeconds(1));
            await person.Enter();
        }

        var account = await person.Account();
        Assert.NotNull(await account.CheckSession(first));
        var last = await person.Enter();

        Assert.Null(await account.CheckSession(first));
        Assert.Equal(20, Person.Value<ImmutableArray<SessionView>>(await account.ListSessions(last)).Length);
        Assert.Contains(await person.Log(last), e =>
            e.Kind == ActivityKind.SessionEnded && e.Reason == "oldest" && e.SessionId == first.SessionId);
    }

    [Fact]
    public async Task Ending_others_takes_fresh_presence_and_leaves_only_the_own_session()
    {
        var person = await Person.Registered(cluster);
        var (own, other) = (await person.Enter(), await person.Enter());
        var account = await person.Account();
        cluster.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.IsType<SessionAnswer.ConfirmationDue>(await account.EndOtherSessions(own));
        var rotated =
            person.Proof(
            Person.Value<SessionGrant>(await account.ConfirmPresence(new PresenceAttempt { Proof = own, Passcode = Person.Passcode })));
        Assert.IsType<SessionAnswer.Done>(await account.EndOtherSessions(rotated));

        Assert.Null(await account.CheckSession(own));
        Assert.Null(await account.CheckSession(other));
        Assert.NotNull(await account.CheckSession(rotated));
    }

    [Fact]
    public async Task A_new_passcode_works_and_the_old_one_does_not_and_other_sessions_end()
    {
        var person = await Person.Registered(cluster);
        var (own, other) = (await person.Enter(), await person.Enter());
        var account = await person.Account();
        const string next = "an entirely different sentence";

        var grant = Person.Value<SessionGrant>(
            await account.ChangePasscode(new PasscodeChange { Proof = own, Current = Person.Passcode, New = next }));

        Assert.NotNull(await account.CheckSession(person.Proof(grant)));
        Assert.Null(await account.CheckSession(own));
        Assert.Null(await account.CheckSession(other));
        Assert.IsType<EntryReply.NotAdmitted>(await person.SubmitPasscode(person.NewTicket()));
        Assert.IsType<EntryReply.Done>((await person.Arrive(next)).Reply);
    }

    [Fact]
    public async Task An_entry_past_the_old_passcode_cannot_be_finished_after_the_change()
    {
        var person = await Person.Registered(cluster);
        var own = await person.Enrol();
        var (ticket, reply) = await person.Arrive();
        Assert.IsType<EntryReply.SecondFactorDue>(reply);
        var account = await person.Account();

        var changed =
            await account.ChangePasscode(
            new PasscodeChange { Proof = own, Current = Person.Passcode, New = "an entirely different sentence" });

        Assert.IsType<SessionAnswer.Done<SessionGrant>>(changed);
        Assert.IsType<EntryReply.WrongStep>(await person.SubmitCode(ticket, person.Code()));
    }
}
