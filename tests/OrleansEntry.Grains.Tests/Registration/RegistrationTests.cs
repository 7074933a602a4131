using OrleansEntry.Contracts.Registration;
using OrleansEntry.Core;
using Xunit;

namespace OrleansEntry.Grains.Tests.Registration;

public sealed class RegistrationTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    private Person Somebody() => new(cluster, $"{HexName.New()[..12]}@example.test");

    [Fact]
    public async Task A_mailed_code_opens_the_account_once()
    {
        var person = Somebody();
        var nonce = await person.BeginRegistration();
        var code = await person.MailedCode(nonce);

        var first = await person.Verify(nonce, code);
        var second = await person.Verify(nonce, code);

        Assert.IsType<VerificationReply.Opened>(first);
        Assert.IsType<VerificationReply.Gone>(second);
    }

    [Fact]
    public async Task Two_hundred_endings_at_once_open_one_account()
    {
        var person = Somebody();
        var nonces = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => person.BeginRegistration()));
        var codes = await Task.WhenAll(nonces.Select(person.MailedCode));

        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => person.Verify(nonces[i % 5], codes[i % 5])));

        Assert.Single(replies, r => r is VerificationReply.Opened);
        Assert.All(replies.Where(r => r is not VerificationReply.Opened), r => Assert.IsType<VerificationReply.Gone>(r));
    }

    [Fact]
    public async Task Two_hundred_beginnings_at_once_send_five_mails_and_ask_the_rest_to_wait()
    {
        var person = Somebody();
        var nonces = Enumerable.Range(0, 200).Select(_ => HexName.New()).ToArray();

        var replies = await Task.WhenAll(nonces.Select(person.TryBeginRegistration));

        foreach (var (nonce, reply) in nonces.Zip(replies))
            if (reply is RegistrationReply.Mailed) await person.MailedCode(nonce);
        Assert.Equal(5, replies.Count(r => r is RegistrationReply.Mailed));
        Assert.Equal(195, replies.Count(r => r is RegistrationReply.Waiting));
        Assert.Equal(5, cluster.Mail.To(person.Identifier).Count);
    }

    [Fact]
    public async Task The_fifth_wrong_code_ends_the_registration()
    {
        var person = Somebody();
        var nonce = await person.BeginRegistration();
        var wrong = await person.MailedCode(nonce) == "00000000" ? "00000001" : "00000000";

        var replies = new List<VerificationReply>();
        for (var i = 0; i < 5; i++) replies.Add(await person.Verify(nonce, wrong));

        Assert.All(replies, r => Assert.IsType<VerificationReply.Wrong>(r));
        Assert.IsType<VerificationReply.Gone>(await person.Verify(nonce));
    }

    [Theory]
    [InlineData(599, typeof(VerificationReply.Opened))]
    [InlineData(600, typeof(VerificationReply.Gone))]
    public async Task A_code_works_for_ten_minutes(int seconds, Type expected)
    {
        var person = Somebody();
        var nonce = await person.BeginRegistration();
        // A code that is outdated before it is sent is never sent.
        var code = await person.MailedCode(nonce);

        cluster.Clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.IsType(expected, await person.Verify(nonce, code));
    }

    [Fact]
    public async Task A_taken_identifier_answers_like_a_free_one_and_its_owner_gets_a_mail()
    {
        var owner = await Person.Registered(cluster);
        var (free, taken) = (Somebody(), new Person(cluster, owner.Identifier));
        var (freeNonce, takenNonce) = (HexName.New(), HexName.New());

        var toFree = await free.TryBeginRegistration(freeNonce);
        var toTaken = await taken.TryBeginRegistration(takenNonce);

        Assert.Equal(toFree, toTaken);
        Assert.Equal(await free.Verify(freeNonce, "00000000"), await taken.Verify(takenNonce, "00000000"));
        await DeliverMail();
        Assert.Contains(cluster.Mail.To(owner.Identifier), m =>
            m.Subject.StartsWith("You already have an account", StringComparison.Ordinal));
        Assert.DoesNotContain(cluster.Mail.To(owner.Identifier), m => m.MessageId == $"registration-{takenNonce}");
    }

    [Fact]
    public async Task A_code_of_one_registration_does_not_end_another()
    {
        var (person, other) = (Somebody(), Somebody());
        var (nonce, otherNonce) = (await person.BeginRegistration(), await other.BeginRegistration());

        Assert.IsType<VerificationReply.Wrong>(await person.Verify(nonce, await other.MailedCode(otherNonce)));
        Assert.IsType<VerificationReply.Gone>(await person.Verify(otherNonce, await other.MailedCode(otherNonce)));
    }

    // A grain's timer runs a moment after the clock moved: ask until it has, in real time bounded by the test run.
    private async Task DeliverMail()
    {
        for (var i = 0; i < 200; i++)
        {
            cluster.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
            if (cluster.Mail.Any(m => m.Subject.StartsWith("You already have", StringComparison.Ordinal))) return;
            await cluster.Grains.GetGrain<Orleans.Runtime.IManagementGrain>(0).GetHosts();
        }
    }
}
