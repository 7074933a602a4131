using System.Text;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Devices;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Idempotency;
using OrleansEntry.Contracts.Registration;
using OrleansEntry.Contracts.SecondFactor;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Contracts.Trading;
using OrleansEntry.Core;
using OrleansEntry.Core.Activity;
using OrleansEntry.Grains.Tests.Trading;
using Xunit;

namespace OrleansEntry.Grains.Tests.Idempotency;

/// <summary>The same request under the same idempotency key, after the account lost all that it had in memory.</summary>
public sealed class RepeatTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Fact]
    public async Task Recovery_codes_that_were_renewed_are_given_again_and_not_renewed_again()
    {
        var person = await Person.Registered(cluster);
        var proof = Once(await person.Enrol(), 1);
        var account = await person.Account();
        var first = Person.Value<RecoveryCodesIssued>(await account.RenewRecoveryCodes(proof)).Codes;

        var again = Person.Value<RecoveryCodesIssued>(await (await Anew(person)).RenewRecoveryCodes(proof)).Codes;
        var other = Person.Value<RecoveryCodesIssued>(await account.RenewRecoveryCodes(Once(proof, 2))).Codes;

        Assert.Equal(first, again);
        Assert.Empty(first.Intersect(other));
        Assert.Equal(2, (await person.Log(proof)).Count(item => item.Kind == ActivityKind.RecoveryCodesRenewed));
    }

    [Fact]
    public async Task A_changed_token_is_given_again_to_who_held_the_old_one_and_to_nobody_else()
    {
        var person = await Person.Registered(cluster);
        var old = await person.Enter();
        var attempt = new PresenceAttempt { Proof = Once(old, 3), Passcode = Person.Passcode };
        var first = Person.Value<SessionGrant>(await (await person.Account()).ConfirmPresence(attempt));
        var account = await Anew(person);

        Assert.Null(await account.CheckSession(old));
        Assert.Null(await account.CheckSession(Once(old, 4)));
        Assert.NotNull(await account.CheckSession(attempt.Proof));
        var again = Person.Value<SessionGrant>(await account.ConfirmPresence(attempt));
        Assert.Equal(first.Secret, again.Secret);

        Assert.IsType<SessionAnswer.Done>(await account.Leave(person.Proof(again)));
        Assert.Null(await account.CheckSession(attempt.Proof));
    }

    [Fact]
    public async Task A_new_passcode_that_is_sent_again_is_not_taken_for_the_old_one()
    {
        var person = await Person.Registered(cluster);
        var proof = Once(await person.Enter(), 5);
        var change = new PasscodeChange { Proof = proof, Current = Person.Passcode, New = "another horse battery staple" };
        var first = Person.Value<SessionGrant>(await (await person.Account()).ChangePasscode(change));

        var again = Person.Value<SessionGrant>(await (await Anew(person)).ChangePasscode(change));

        Assert.Equal(first.Secret, again.Secret);
        Assert.Single(await person.Log(person.Proof(again)), item => item.Kind == ActivityKind.PasscodeChanged);
    }

    [Fact]
    public async Task An_entry_that_is_sent_again_begins_one_session()
    {
        var person = await Person.Registered(cluster);
        await person.Enrol();
        var (ticket, _) = await person.Arrive();
        person.Visit = person.Visit with { Once = Key(6) };
        var first = Assert.IsType<EntryReply.Done>(await person.SubmitCode(ticket, person.Code())).Session;
        await Anew(person);

        var again = Assert.IsType<EntryReply.Done>(await person.SubmitCode(ticket, person.Code())).Session;

        Assert.Equal((first.Session.Id, Convert.ToHexString(first.Secret)), (again.Session.Id, Convert.ToHexString(again.Secret)));
        Assert.Equal(2, (await person.Log(person.Proof(again))).Count(item => item.Kind == ActivityKind.Admitted));
    }

    [Fact]
    public async Task An_authenticator_that_is_begun_again_has_the_same_secret()
    {
        var person = await Person.Registered(cluster);
        var proof = Once(await person.Enter(), 9);
        var first = Person.Value<TotpEnrolment>(await (await person.Account()).BeginTotp(proof, 30));

        var again = Person.Value<TotpEnrolment>(await (await Anew(person)).BeginTotp(proof, 30));
        var other = Person.Value<TotpEnrolment>(await (await person.Account()).BeginTotp(Once(proof, 10), 30));

        Assert.Equal(first, again);
        Assert.StartsWith("<svg", first.QrSvg, StringComparison.Ordinal);
        Assert.NotEqual(first.Secret, other.Secret);
    }

    [Fact]
    public async Task Trading_that_is_unlocked_again_is_unlocked_once()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enrol();
        var trading = cluster.Grains.GetGrain<IAccountTradingGrain>((await person.Account()).GetPrimaryKeyString());
        var passcode = new NewTradingPasscode { Passcode = TradingTests.TradingPasscode };
        Assert.IsType<SessionAnswer.Done>(await trading.SetTradingPasscode(proof, passcode));
        var attempt = new TradingAttempt { Proof = Once(proof, 11), Passcode = TradingTests.TradingPasscode };
        var first = Person.Value<TradingView>(await trading.UnlockTrading(attempt));
        await Anew(person);
        cluster.Clock.Advance(TimeSpan.FromMinutes(1));

        var again = Person.Value<TradingView>(await trading.UnlockTrading(attempt));

        Assert.Equal(first, again);
        Assert.Single(await person.Log(proof), item => item.Kind == ActivityKind.TradingUnlocked);
    }

    [Fact]
    public async Task A_device_that_is_named_and_trusted_in_one_request_gets_both_once()
    {
        var person = await Person.Registered(cluster);
        var proof = Once(await person.Enter(), 12);
        var account = await person.Account();
        var device = (await person.StoredAccount())!.Devices[0].Id;
        var change = new DeviceChange { DeviceId = device, Name = "Desk", Trusted = true };

        Assert.IsType<SessionAnswer.Done>(await account.ChangeDevice(proof, change));
        Assert.IsType<SessionAnswer.Done>(await (await Anew(person)).ChangeDevice(proof, change));

        var stored = (await person.StoredAccount())!.Devices[0];
        Assert.Equal("Desk", stored.Name);
        Assert.NotNull(stored.TrustedUntil);
        Assert.Single(await person.Log(proof), item => item.Kind == ActivityKind.DeviceTrusted);
    }

    [Fact]
    public async Task An_account_that_was_opened_is_told_again_to_the_same_request_alone()
    {
        var person = new Person(cluster, $"{HexName.New()[..12]}@example.test");
        var nonce = await person.BeginRegistration();
        var identifier = cluster.Grains.GetGrain<IIdentifierGrain>(person.IdentifierKey);
        Assert.NotNull(await identifier.ResumeRegistration(nonce));
        Assert.Null(await identifier.ResumeRegistration(HexName.New()));
        Assert.IsType<RegistrationReply.Mailed>(await person.TryBeginRegistration(nonce));
        var code = await person.MailedCode(nonce);
        person.Visit = person.Visit with { Once = Key(13) };
        var first = Assert.IsType<VerificationReply.Opened>(await person.Verify(nonce, code));
        await cluster.Cluster.DeactivateAsync(identifier.GetGrainId());

        Assert.Equal(first, await person.Verify(nonce, code));
        person.Visit = person.Visit with { Once = Key(14) };
        Assert.IsType<VerificationReply.Gone>(await person.Verify(nonce, code));
        Assert.Single(cluster.Mail.To(person.Identifier), mail => mail.Text.Contains("Your code", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Wrong_passcodes_and_waits_are_tries_of_their_own()
    {
        var person = await Person.Registered(cluster);
        person.Visit = person.Visit with { Once = Key(7) };

        for (var i = 0; i < 2; i++) Assert.IsType<EntryReply.NotAdmitted>((await person.Arrive("not the passcode it is")).Reply);

        Assert.Equal(2, (await person.StoredAccount())!.Strangers.Passcode!.InARow);
        Assert.Empty((await person.StoredAccount())!.Kept);
    }

    [Fact]
    public async Task What_is_kept_can_not_be_read_in_the_store_and_costs_no_write_of_its_own()
    {
        var person = await Person.Registered(cluster);
        var proof = Once(await person.Enrol(), 8);
        var account = await person.Account();
        var before = (await person.ReadStored()).ETag;
        var codes = Person.Value<RecoveryCodesIssued>(await account.RenewRecoveryCodes(proof)).Codes;
        var once = await person.ReadStored();

        await account.RenewRecoveryCodes(proof);

        var kept = Assert.Single(once.State!.Kept);
        Assert.NotEqual(before, once.ETag);
        Assert.DoesNotContain(codes[0], Encoding.UTF8.GetString(kept.Sealed), StringComparison.Ordinal);
        Assert.Equal(proof.Visit.Once!.Name, kept.Name);
        Assert.Equal(cluster.Clock.GetUtcNow().AddMinutes(10), kept.Until);
    }

    private static SessionProof Once(SessionProof proof, byte n) => proof with { Visit = proof.Visit with { Once = Key(n) } };

    private static OnceKey Key(byte n) => new() { Name = [.. Enumerable.Repeat(n, 32)], Seal = [.. Enumerable.Repeat((byte)(n + 1), 32)] };

    // The account as another silo finds it.
    private async Task<IAccountGrain> Anew(Person person)
    {
        var account = await person.Account();
        await cluster.Cluster.DeactivateAsync(account.GetGrainId());
        return account;
    }
}
