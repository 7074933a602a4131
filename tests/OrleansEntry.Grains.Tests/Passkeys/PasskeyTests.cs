using System.Text.Json;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Passkeys;
using OrleansEntry.Contracts.SecondFactor;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core;
using OrleansEntry.Core.Activity;
using OrleansEntry.Tests;
using Xunit;

namespace OrleansEntry.Grains.Tests.Passkeys;

public sealed class PasskeyTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Fact]
    public async Task A_passkey_is_added_enters_alone_is_the_second_factor_and_confirms_presence()
    {
        var person = await Person.Registered(cluster);
        using var passkey = new SoftPasskey();
        var added = await Add(person, await person.Enter(), passkey);
        Assert.Equal(("desk", 10), (added.Passkey.Name, added.Codes.Length));

        var proof = person.Proof(Assert.IsType<EntryReply.Done>(await EnterAlone(person, passkey)).Session);
        var account = await person.Account();
        Assert.Equal(["passkey"], (await account.CheckSession(proof))!.Session.Methods);
        Assert.Equal(1, (await account.CheckSession(proof))!.Passkeys);

        var (ticket, reply) = await person.Arrive();
        Assert.Equal(["recovery-code", "passkey"], Assert.IsType<EntryReply.SecondFactorDue>(reply).Methods);
        var asked = Assert.IsType<EntryReply.PasskeyAsked>(await AskAtDoor(person, ticket));
        Assert.Equal(1, Listed(asked.Options));
        Assert.IsType<EntryReply.Done>(await person.SubmitCode(ticket, passkey.Get(asked.Options), "passkey"));

        var options = Person.Value<string>(await Passkeys(account).AskForPasskey(proof, PasskeyPurpose.Presence));
        Assert.IsType<SessionAnswer.Done<SessionGrant>>(await account.ConfirmPresence(
            new PresenceAttempt { Proof = proof, Method = "passkey", Code = passkey.Get(options) }));
        Assert.Equal(passkey.Counter, (await person.StoredAccount())!.Passkeys[0].Counter);
    }

    [Fact]
    public async Task Fifty_times_the_same_answer_at_once_enters_once()
    {
        var person = await Person.Registered(cluster);
        using var passkey = new SoftPasskey { Counts = false };
        await Add(person, await person.Enter(), passkey);
        var ticket = person.NewTicket();
        var answer = passkey.Get(Assert.IsType<EntryReply.PasskeyAsked>(await AskAtDoor(person, ticket)).Options);

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Submit(person, ticket, answer)));

        Assert.Single(replies.OfType<EntryReply.Done>());
        var (later, wrong) = (person.NewTicket(), await Submit(person, person.NewTicket(), answer));
        Assert.IsType<EntryReply.PasskeyRefused>(wrong);
        await AskAtDoor(person, later);
        Assert.IsType<EntryReply.PasskeyRefused>(await Submit(person, later, answer));
    }

    [Fact]
    public async Task An_answer_counts_once_even_when_it_was_wrong_and_not_after_its_time_or_for_another_end()
    {
        var person = await Person.Registered(cluster);
        using var passkey = new SoftPasskey();
        using var strange = new SoftPasskey();
        await Add(person, await person.Enter(), passkey);

        var ticket = person.NewTicket();
        var options = Assert.IsType<EntryReply.PasskeyAsked>(await AskAtDoor(person, ticket)).Options;
        Assert.IsType<EntryReply.PasskeyRefused>(await Submit(person, ticket, passkey.Get(options, said => said.Flags &= 0xFB)));
        Assert.IsType<EntryReply.PasskeyRefused>(await Submit(person, ticket, passkey.Get(options)));

        var proof = person.Proof(Assert.IsType<EntryReply.Done>(await EnterAlone(person, passkey)).Session);
        var account = await person.Account();
        var trading = Person.Value<string>(await Passkeys(account).AskForPasskey(proof, PasskeyPurpose.Trading));
        Assert.IsType<SessionAnswer.Refused>(await account.ConfirmPresence(
            new PresenceAttempt { Proof = proof, Method = "passkey", Code = passkey.Get(trading) }));

        var presence = Person.Value<string>(await Passkeys(account).AskForPasskey(proof, PasskeyPurpose.Presence));
        cluster.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.IsType<SessionAnswer.Refused>(await account.ConfirmPresence(
            new PresenceAttempt { Proof = proof, Method = "passkey", Code = passkey.Get(presence) }));
        Assert.Equal(4, (await person.Log(proof)).Count(e => e.Reason == "wrong"));
    }

    [Fact]
    public async Task A_copy_is_refused_and_its_owner_hears_of_it()
    {
        var person = await Person.Registered(cluster);
        using var passkey = new SoftPasskey();
        await Add(person, await person.Enter(), passkey);
        Assert.IsType<EntryReply.Done>(await EnterAlone(person, passkey));

        passkey.Counter = 0;

        Assert.IsType<EntryReply.PasskeyRefused>(await EnterAlone(person, passkey));
        Assert.Contains(
            (await person.StoredAccount())!.Undelivered.Select(e => e.Kind)
                .Concat((await person.Log(await Again(person, passkey))).Select(e => e.Kind)),
            kind => kind == ActivityKind.PasskeyRefused);
    }

    [Fact]
    public async Task An_unknown_identifier_an_account_without_passkeys_and_one_with_look_alike()
    {
        var known = await Person.Registered(cluster);
        using var passkey = new SoftPasskey();
        await Add(known, await known.Enter(), passkey);
        var without = await Person.Registered(cluster);
        var nobody = new Person(cluster, $"{HexName.New()[..12]}@example.test");

        foreach (var person in new[] { known, without, nobody })
        {
            person.Visit = person.Visit with { DeviceSecret = null, Network = HexName.New() };
            var ticket = person.NewTicket();
            var options = Assert.IsType<EntryReply.PasskeyAsked>(await AskAtDoor(person, ticket)).Options;
            using var read = JsonDocument.Parse(options);
            Assert.Equal(
                ["challenge", "timeout", "rpId", "allowCredentials", "userVerification", "hints"],
                read.RootElement.EnumerateObject().Select(m => m.Name));
            Assert.Equal(0, Listed(options));
            Assert.IsType<EntryReply.PasskeyRefused>(await Submit(person, ticket, passkey.Get(options, said => said.Flags &= 0xFB)));
        }

        Assert.Null(await nobody.StoredAccount());
    }

    [Fact]
    public async Task A_credential_is_one_account_s_until_it_is_given_back()
    {
        var (first, second) = (await Person.Registered(cluster), await Person.Registered(cluster));
        using var passkey = new SoftPasskey();
        var added = await Add(first, await first.Enter(), passkey);
        var proof = await second.Enter();

        Assert.IsType<SessionAnswer.Refused>(await TryAdd(second, proof, passkey));

        var own = first.Proof(added.Session);
        Assert.IsType<SessionAnswer.Done>(await Passkeys(await first.Account()).RemovePasskey(own, added.Passkey.Id));
        Assert.IsType<SessionAnswer.Done<PasskeyAdded>>(await TryAdd(second, proof, passkey));
        Assert.IsType<EntryReply.PasskeyRefused>(await EnterAlone(first, passkey));
    }

    [Fact]
    public async Task A_passkey_that_was_changed_or_moved_in_the_store_is_refused_like_an_unknown_one_and_stays_a_factor()
    {
        var (owner, thief) = (await Person.Registered(cluster), await Person.Registered(cluster));
        using var own = new SoftPasskey();
        using var others = new SoftPasskey();
        await Add(owner, await owner.Enter(), own);
        await Add(thief, await thief.Enter(), others);
        var (kept, stolen) = ((await owner.StoredAccount())!.Passkeys[0], (await thief.StoredAccount())!.Passkeys[0]);
        others.Owner = own.Owner;

        // The thief's row, whole; the owner's row with the thief's key; the owner's MAC beside the thief's key.
        foreach (var row in new[]
        {
            stolen,
            kept with { CredentialId = stolen.CredentialId, PublicKey = stolen.PublicKey },
            stolen with { Id = kept.Id, Since = kept.Since, Mac = kept.Mac },
        })
        {
            await owner.Tamper(account => account.Passkeys = [row]);

            Assert.IsType<EntryReply.PasskeyRefused>(await EnterAlone(owner, others));
            var (ticket, due) = await owner.Arrive();
            Assert.Contains("passkey", Assert.IsType<EntryReply.SecondFactorDue>(due).Methods);
            var asked = Assert.IsType<EntryReply.PasskeyAsked>(await AskAtDoor(owner, ticket));
            Assert.Equal(0, Listed(asked.Options));
            Assert.IsNotType<EntryReply.Done>(await owner.SubmitCode(ticket, others.Get(asked.Options), "passkey"));
        }

        await owner.Tamper(account => account.Passkeys = [kept]);
        Assert.IsType<EntryReply.Done>(await EnterAlone(owner, own));
    }

    [Fact]
    public async Task A_credential_is_claimed_again_by_its_owner_and_given_back_by_nobody_else()
    {
        var credential = cluster.Grains.GetGrain<IPasskeyOwnerGrain>(HexName.New() + HexName.New());
        var (own, another) = (HexName.New(), HexName.New());

        Assert.True(await credential.Claim(own));
        Assert.True(await credential.Claim(own));
        await credential.GiveBack(another);
        Assert.False(await credential.Claim(another));
        await credential.GiveBack(own);
        Assert.True(await credential.Claim(another));
    }

    [Fact]
    public async Task So_many_askings_wait_at_once_a_newer_one_takes_its_own_s_place_and_what_is_over_makes_room()
    {
        var askings = cluster.Grains.GetGrain<IPasskeyCeremoniesGrain>("zzz");
        var until = cluster.Clock.GetUtcNow().AddMinutes(6);
        for (var i = 0; i < 256; i++) await askings.Keep($"name {i}", "state", until);

        await Assert.ThrowsAsync<BusyException>(() => askings.Keep("one more", "state", until));
        await askings.Keep("name 7", "newer", until);
        Assert.Equal(("newer", null), (await askings.Take("name 7"), await askings.Take("name 7")));
        await askings.Keep("one more", "state", until);
        await Assert.ThrowsAsync<BusyException>(() => askings.Keep("yet one", "state", until));

        cluster.Clock.Advance(TimeSpan.FromMinutes(6));
        await askings.Keep("yet one", "state", until.AddMinutes(6));
        Assert.Equal("state", await askings.Take("yet one"));
    }

    [Fact]
    public async Task What_is_stored_outlives_a_killed_silo_and_an_asking_that_does_not_is_asked_again()
    {
        await using var own = new EntryCluster();
        await own.InitializeAsync();
        var person = await Person.Registered(own);
        using var passkey = new SoftPasskey();
        await Add(person, await person.Enter(), passkey);
        var account = await person.Account();

        await own.Cluster.KillSiloAsync(await own.HostOf(account.GetGrainId()));

        Assert.IsType<EntryReply.Done>(await EnterAlone(person, passkey));
        Assert.Equal(passkey.Counter, (await person.StoredAccount())!.Passkeys[0].Counter);
    }

    private static IAccountPasskeysGrain Passkeys(IAccountGrain account) => account.AsReference<IAccountPasskeysGrain>();

    private static Task<SessionAnswer> TryAdd(Person person, SessionProof proof, SoftPasskey passkey) =>
        person.TryAddPasskey(proof, passkey);

    private static Task<PasskeyAdded> Add(Person person, SessionProof proof, SoftPasskey passkey) => person.AddPasskey(proof, passkey);

    private static async Task<EntryReply> AskAtDoor(Person person, EntryTicket ticket) =>
        await Passkeys(await person.Account()).AskAtDoor(new EntryBegin { Ticket = ticket, Visit = person.Visit });

    private static async Task<EntryReply> Submit(Person person, EntryTicket ticket, string answer) =>
        await Passkeys(await person.Account()).SubmitPasskey(
            new PasskeyAttempt { Ticket = ticket, Visit = person.Visit, Answer = answer });

    private static async Task<EntryReply> EnterAlone(Person person, SoftPasskey passkey)
    {
        var ticket = person.NewTicket();
        return await Submit(person, ticket, passkey.Get(Assert.IsType<EntryReply.PasskeyAsked>(await AskAtDoor(person, ticket)).Options));
    }

    private static async Task<SessionProof> Again(Person person, SoftPasskey passkey)
    {
        passkey.Counter = 100;
        return person.Proof(Assert.IsType<EntryReply.Done>(await EnterAlone(person, passkey)).Session);
    }

    private static int Listed(string options)
    {
        using var read = JsonDocument.Parse(options);
        return read.RootElement.GetProperty("allowCredentials").GetArrayLength();
    }
}
