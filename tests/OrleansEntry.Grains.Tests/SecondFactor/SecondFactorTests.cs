using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.SecondFactor;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Activity;
using Xunit;

namespace OrleansEntry.Grains.Tests.SecondFactor;

public sealed class SecondFactorTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Fact]
    public async Task Enrolment_rotates_the_token_gives_ten_codes_and_is_asked_for_at_the_next_entry()
    {
        var person = await Person.Registered(cluster);
        var before = await person.Enter();
        var account = await person.Account();
        var enrolment = Person.Value<TotpEnrolment>(await account.BeginTotp(before, 30));

        var issued = Person.Value<RecoveryCodesIssued>(await account.ConfirmTotp(before, CodeOf(enrolment, 30)));

        Assert.Equal(10, issued.Codes.Distinct().Count());
        Assert.Null(await account.CheckSession(before));
        Assert.Equal(["passcode", "totp"], (await account.CheckSession(person.Proof(issued.Session!)))!.Session.Methods);
        Assert.IsType<EntryReply.SecondFactorDue>((await person.Arrive()).Reply);
    }

    [Fact]
    public async Task A_code_from_a_clock_that_is_off_is_named_and_never_works_afterwards()
    {
        var person = await Person.Registered(cluster);
        await person.Enrol();
        var (ticket, _) = await person.Arrive();
        var early = person.Code(stepsFromNow: 4);

        var named = Assert.IsType<EntryReply.CodeRefused>(await person.SubmitCode(ticket, early));
        cluster.Clock.Advance(TimeSpan.FromMinutes(2));
        var atItsTime = Assert.IsType<EntryReply.CodeRefused>(await person.SubmitCode(ticket, early));

        Assert.Equal(("clock", 120), (named.Reason, named.ClockOffSeconds!.Value));
        Assert.Equal("used", atItsTime.Reason);
    }

    [Fact]
    public async Task The_previous_step_is_accepted_and_the_next_one_is_not()
    {
        var person = await Person.Registered(cluster);
        await person.Enrol();
        cluster.Clock.Advance(TimeSpan.FromMinutes(5));
        var ((late, _), (early, _)) = (await person.Arrive(), await person.Arrive());

        Assert.IsType<EntryReply.CodeRefused>(await person.SubmitCode(early, person.Code(1)));
        Assert.IsType<EntryReply.Done>(await person.SubmitCode(late, person.Code(-1)));
    }

    [Fact]
    public async Task Only_the_newest_enrolment_can_be_confirmed_and_secrets_are_sealed_in_the_store()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enter();
        var account = await person.Account();
        var first = Person.Value<TotpEnrolment>(await account.BeginTotp(proof, 30));
        var second = Person.Value<TotpEnrolment>(await account.BeginTotp(proof, 60));

        var stored = System.Text.Json.JsonSerializer.Serialize(await person.StoredAccount());

        Assert.DoesNotContain(first.Secret, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(OtpNet.Base32Encoding.ToBytes(second.Secret)), stored, StringComparison.Ordinal);
        Assert.DoesNotContain(person.Identifier, stored, StringComparison.Ordinal);
        Assert.Equal("wrong", Assert.IsType<SessionAnswer.Refused>(await account.ConfirmTotp(proof, CodeOf(first, 30))).Reason);
        Assert.IsType<SessionAnswer.Done<RecoveryCodesIssued>>(await account.ConfirmTotp(proof, CodeOf(second, 60)));
    }

    [Fact]
    public async Task Removing_the_authenticator_takes_presence_with_the_factor_and_kills_the_recovery_codes()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enrol();
        var account = await person.Account();
        cluster.Clock.Advance(TimeSpan.FromMinutes(11));

        Assert.IsType<SessionAnswer.ConfirmationDue>(await account.RemoveTotp(proof));
        var confirmed = person.Proof(Person.Value<SessionGrant>(await account.ConfirmPresence(
            new PresenceAttempt { Proof = proof, Passcode = Person.Passcode, Method = "recovery-code", Code = person.RecoveryCodes[3] })));
        Assert.IsType<SessionAnswer.Done>(await account.RemoveTotp(confirmed));

        Assert.IsType<EntryReply.Done>((await person.Arrive()).Reply);
        Assert.Contains(await person.Log(confirmed), e => e.Kind == ActivityKind.TotpRemoved);
    }

    [Fact]
    public async Task A_passcode_alone_does_not_confirm_where_a_factor_is_enrolled()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enrol();

        var answer = await (await person.Account()).ConfirmPresence(new PresenceAttempt { Proof = proof, Passcode = Person.Passcode });

        Assert.Equal("confirmation-incomplete", Assert.IsType<SessionAnswer.Conflict>(answer).Code);
    }

    private string CodeOf(TotpEnrolment enrolment, int step) =>
        new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(enrolment.Secret), step).ComputeTotp(cluster.Clock.GetUtcNow().UtcDateTime);
}
