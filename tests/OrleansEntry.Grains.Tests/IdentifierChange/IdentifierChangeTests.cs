using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Registration;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core;
using OrleansEntry.Core.Activity;
using OrleansEntry.Grains.Duty;
using Xunit;

namespace OrleansEntry.Grains.Tests.IdentifierChange;

public sealed class IdentifierChangeTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Fact]
    public async Task The_new_address_enters_the_old_one_looks_unknown_is_nobody_else_s_and_is_let_go_after_seven_days()
    {
        var moving = await Moving.Inside(cluster, enrolled: true);
        var to = Moving.NewAddress();
        var other = await new Person(cluster, moving.Person.Identifier) { Visit = moving.Person.Visit }.Account();
        Assert.Equal(moving.Key, other.GetPrimaryKeyString());
        var masked = (await moving.Account.CheckSession(moving.Proof))!.MaskedIdentifier;

        await moving.Move(to);

        Assert.Equal(moving.Key, await moving.Resolve(to));
        Assert.Equal(cluster.Keys.StandInFor(moving.Person.IdentifierKey).Value, await moving.Resolve(moving.Person.Identifier));
        var reply = (await moving.Account.CheckSession(moving.Proof))!;
        Assert.NotEqual(masked, reply.MaskedIdentifier);
        Assert.Equal((reply.MaskedIdentifier, false), ((await moving.Read()).Masked, (await moving.Read()).Changing));
        Assert.IsType<EntryReply.NotAdmitted>((await moving.Person.Arrive()).Reply);
        Assert.IsType<EntryReply.SecondFactorDue>((await new Person(cluster, to) { Visit = moving.Person.Visit }.Arrive()).Reply);

        var stranger = new Person(cluster, moving.Person.Identifier);
        var nonce = HexName.New();
        Assert.IsType<RegistrationReply.Mailed>(await stranger.TryBeginRegistration(nonce));
        await moving.Until(() => Task.FromResult(cluster.Mail.To(stranger.Identifier).Any(m => m.Subject.Contains("kept for you"))));
        Assert.DoesNotContain(cluster.Mail.To(stranger.Identifier), m => m.MessageId == $"registration-{nonce}");

        cluster.Clock.AdjustTime(cluster.Clock.GetUtcNow().AddDays(7));
        await cluster.Grains.GetGrain<IDebtor>(moving.Key).StillOwes(cluster.Clock.GetUtcNow());
        await moving.Until(async () => (await moving.StoredIdentifier(stranger.Identifier)).AccountId is null);
        Assert.IsType<VerificationReply.Opened>(await stranger.Verify(await stranger.BeginRegistration()));
        Assert.NotEqual(moving.Key, await moving.Resolve(stranger.Identifier));
    }

    [Fact]
    public async Task A_taken_address_answers_like_a_free_one_gets_no_code_and_its_owner_a_mail()
    {
        var (owner, moving) = (await Person.Registered(cluster), await Moving.Inside(cluster));

        var taken = await moving.Grain.BeginIdentifierChange(moving.Proof, new() { Identifier = owner.Identifier });
        await moving.Until(() => Task.FromResult(cluster.Mail.To(owner.Identifier).Any(m => m.Subject.Contains("wants your address"))));
        var view = await moving.Read();
        var free = await moving.Grain.BeginIdentifierChange(moving.Proof, new() { Identifier = Moving.NewAddress() });

        Assert.Equal(free.GetType(), taken.GetType());
        Assert.NotNull(view.Waiting);
        Assert.DoesNotContain(cluster.Mail.To(owner.Identifier), m => m.Subject.Contains("new address"));
        Assert.IsType<SessionAnswer.Refused>(await moving.Confirm(new() { New = "00000000", Old = "00000000" }));
    }

    [Fact]
    public async Task The_former_address_takes_it_back_once_and_only_its_way_back_opens_the_account()
    {
        var moving = await Moving.Inside(cluster);
        var to = Moving.NewAddress();
        await moving.Move(to);
        var link = await moving.UndoLink();

        Assert.Equal([true, false, false], (await Task.WhenAll(moving.Undo(link), moving.Undo(link), moving.Undo(link))).OrderDescending());
        await moving.Settled();

        Assert.Equal((moving.Key, cluster.Keys.StandInFor(cluster.Keys.NameIdentifier(to)).Value),
            (await moving.Resolve(moving.Person.Identifier), await moving.Resolve(to)));
        Assert.NotNull((await moving.Stored())!.Frozen);
        Assert.Null(await moving.Account.CheckSession(moving.Proof));
        Assert.IsType<EntryReply.Frozen>((await moving.Person.Arrive()).Reply);
        // Whoever has the other address may register it: it is free again.
        var next = new Person(cluster, to);
        Assert.IsType<VerificationReply.Opened>(await next.Verify(await next.BeginRegistration()));
    }

    [Fact]
    public async Task Two_hundred_who_want_one_address_at_once_leave_it_one_owner()
    {
        var wanted = Moving.NewAddress();
        var movers = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => Moving.Inside(cluster)));
        var visitor = new Person(cluster, wanted);
        var nonces = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => visitor.BeginRegistration()));
        var opened = await Task.WhenAll(nonces.Select(visitor.MailedCode));
        foreach (var mover in movers) await mover.Ask(wanted);
        var codes = await CodesOf(movers, wanted);

        var changes = movers.Zip(codes).SelectMany(m => Enumerable.Repeat(m, 7)).Select(m => m.First.Confirm(m.Second)).ToArray();
        var registrations = Enumerable.Range(0, 32).Select(i => visitor.Verify(nonces[i % 4], opened[i % 4])).ToArray();
        Assert.Equal(200, changes.Length + registrations.Length);
        await Task.WhenAll(changes);
        var registered = (await Task.WhenAll(registrations)).OfType<VerificationReply.Opened>().SingleOrDefault();
        foreach (var mover in movers) await mover.Settled();

        var owner = (await movers[0].StoredIdentifier(wanted)).AccountId;
        Assert.NotNull(owner);
        Assert.Equal(24, changes.Count(change => change.Result is SessionAnswer.Done));
        var winners = new List<string>();
        foreach (var mover in movers)
        {
            if ((await mover.Stored())!.IdentifierChange!.Former is not null) winners.Add(mover.Key);
            else Assert.Equal(mover.Key, await mover.Resolve(mover.Person.Identifier));
        }

        if (registered is not null) winners.Add(registered.AccountId);
        Assert.Equal([owner], winners);
        Assert.Equal(owner, await movers[0].Resolve(wanted));
    }

    // All codes to the wanted address come in one mailbox: who asked is told apart by which pair fits.
    private async Task<IReadOnlyList<Contracts.IdentifierChange.IdentifierCodes>> CodesOf(Moving[] movers, string wanted)
    {
        var all = new List<Contracts.IdentifierChange.IdentifierCodes>();
        foreach (var mover in movers)
        {
            var old = (await mover.Codes(wanted)).Old;
            await mover.Until(() => Task.FromResult(
                cluster.Mail.To(wanted).Any(m => m.MessageId.StartsWith(mover.Key, StringComparison.Ordinal))));
            var mail = cluster.Mail.To(wanted).Last(m => m.MessageId.StartsWith(mover.Key, StringComparison.Ordinal));
            all.Add(new() { New = new([.. mail.Text.Split("Your code: ")[1][..9].Where(char.IsAsciiDigit)]), Old = old });
        }

        return all;
    }
}
