using System.Collections.Immutable;
using System.Text.Json;
using Orleans.Core.Internal;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Activity;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Passkeys;
using OrleansEntry.Contracts.Registration;
using OrleansEntry.Contracts.SecondFactor;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Tests;
using OtpNet;
using Xunit;

namespace OrleansEntry.Grains.Tests;

/// <summary>Somebody at the door, as the gateway plays them: one client, one identifier.</summary>
public sealed class Person(EntryCluster cluster, string identifier)
{
    public const string Passcode = "correct horse battery staple";

    public string Identifier => identifier;

    public string IdentifierKey => cluster.Keys.NameIdentifier(identifier);

    public Visit Visit { get; set; } = new() { Network = "203.0.113.7", Agent = "Firefox on Linux" };

    public byte[] TotpSecret { get; private set; } = [];

    public ImmutableArray<string> RecoveryCodes { get; private set; } = [];

    public async Task<IAccountGrain> Account() =>
        cluster.Grains.GetGrain<IAccountGrain>(await cluster.Grains.GetGrain<IIdentifierGrain>(IdentifierKey).Resolve());

    public static async Task<Person> Registered(EntryCluster cluster)
    {
        var person = new Person(cluster, $"{HexName.New()[..12]}@example.test");
        var opened = await person.Verify(await person.BeginRegistration());
        Assert.IsType<VerificationReply.Opened>(opened);
        return person;
    }

    public async Task<string> BeginRegistration()
    {
        var nonce = HexName.New();
        Assert.IsType<RegistrationReply.Mailed>(await TryBeginRegistration(nonce));
        return nonce;
    }

    // Every registration of a test comes from a network of its own, so that only those tests meet the network's pace that mean to.
    public Task<RegistrationReply> TryBeginRegistration(string nonce) =>
        cluster.Grains.GetGrain<IIdentifierGrain>(IdentifierKey).BeginRegistration(
        new RegistrationBegin { Nonce = nonce, Identifier = identifier, Passcode = Passcode,
            Visit = Visit with { Network = HexName.New() } });

    public async Task<string> MailedCode(string nonce) =>
        new([.. (await cluster.Mail.Awaited($"registration-{nonce}")).Text.Split("Your code: ")[1][..9].Where(char.IsAsciiDigit)]);

    public async Task<VerificationReply> Verify(string nonce, string? code = null) =>
        await cluster.Grains.GetGrain<IIdentifierGrain>(IdentifierKey)
            .VerifyRegistration(nonce, code ?? await MailedCode(nonce), Visit with { Network = HexName.New() });

    public EntryTicket NewTicket() =>
        new() { Nonce = HexName.New(), Client = "client", ExpiresAt = cluster.Clock.GetUtcNow().AddMinutes(10) };

    public async Task PassCheck(EntryTicket ticket)
    {
        var check = cluster.Grains.GetSecurityCheck(ticket.Nonce);
        var account = (await Account()).GetPrimaryKeyString();
        var scope = new CheckScope { Purpose = CheckPurpose.Entry, Subject = account + ticket.Nonce, Client = ticket.Client };
        var offer = await check.Open(scope, new CheckDemand());
        Assert.IsType<CheckReply.Passed>(await check.Answer(
            new CheckAnswer { Scope = scope, Kind = "proof-of-work", Answer = AltchaSolver.Solve(offer!.ProofOfWorkJson) }));
    }

    public async Task<EntryReply> SubmitPasscode(EntryTicket ticket, string passcode = Passcode) =>
        await (await Account()).SubmitPasscode(new PasscodeAttempt { Ticket = ticket, Visit = Visit, Passcode = passcode });

    public async Task<EntryReply> SubmitCode(EntryTicket ticket, string code, string method = "totp") =>
        await (await Account())
            .SubmitSecondFactor(new SecondFactorAttempt { Ticket = ticket, Visit = Visit, Method = method, Code = code });

    /// <summary>Check and passcode; the ticket then waits for a second factor, or the entry is done.</summary>
    public async Task<(EntryTicket Ticket, EntryReply Reply)> Arrive(string passcode = Passcode)
    {
        var ticket = NewTicket();
        await PassCheck(ticket);
        return (ticket, await SubmitPasscode(ticket, passcode));
    }

    public async Task<SessionProof> Enter()
    {
        var (ticket, reply) = await Arrive();
        if (reply is EntryReply.SecondFactorDue) reply = await SubmitCode(ticket, NextCode());
        var grant = Assert.IsType<EntryReply.Done>(reply).Session;
        if (grant.DeviceSecret is { } device) Visit = Visit with { DeviceSecret = device };
        return Proof(grant);
    }

    public SessionProof Proof(SessionGrant grant) =>
        new() { SessionId = grant.Session.Id, SecretHash = SessionToken.Hash(grant.Secret), Visit = Visit };

    /// <summary>Enters and enrols an authenticator.</summary>
    public async Task<SessionProof> Enrol()
    {
        var proof = await Enter();
        var account = await Account();
        var enrolment = Value<TotpEnrolment>(await account.BeginTotp(proof, 30));
        TotpSecret = Base32Encoding.ToBytes(enrolment.Secret);
        var issued = Value<RecoveryCodesIssued>(await account.ConfirmTotp(proof, Code()));
        RecoveryCodes = issued.Codes;
        cluster.Clock.Advance(TimeSpan.FromSeconds(30));
        return Proof(issued.Session!);
    }

    /// <summary>Adds a passkey.</summary>
    internal async Task<SessionAnswer> TryAddPasskey(SessionProof proof, SoftPasskey passkey)
    {
        var account = (await Account()).AsReference<IAccountPasskeysGrain>();
        var options = Value<string>(await account.BeginPasskey(proof));
        return await account.AddPasskey(proof, new PasskeyAnswer { Name = "desk", Answer = passkey.Create(options) });
    }

    /// <summary>The same, where it succeeds.</summary>
    internal async Task<PasskeyAdded> AddPasskey(SessionProof proof, SoftPasskey passkey) =>
        Value<PasskeyAdded>(await TryAddPasskey(proof, passkey));

    /// <summary>The code of a step, counted from the present one.</summary>
    public string Code(int stepsFromNow = 0) =>
        new Totp(TotpSecret).ComputeTotp(cluster.Clock.GetUtcNow().UtcDateTime.AddSeconds(30 * stepsFromNow));

    // Each step works once: the next one is fresh.
    private string NextCode()
    {
        cluster.Clock.Advance(TimeSpan.FromSeconds(30));
        return Code();
    }

    /// <summary>What the store holds under the account's name; <see langword="null"/> when there is no record.</summary>
    public async Task<Accounts.AccountRecord?> StoredAccount() =>
        await ReadStored() is { RecordExists: true } state ? state.State : null;

    public async Task<GrainState<Accounts.AccountRecord>> ReadStored()
    {
        var state = new GrainState<Accounts.AccountRecord>();
        await cluster.Storage.ReadStateAsync("account", (await Account()).GetGrainId(), state);
        return state;
    }

    /// <summary>Changes what the store holds, as somebody would who may write to it, and lets the account read it.</summary>
    public async Task Tamper(Action<Accounts.AccountRecord> change)
    {
        var (account, stored) = (await Account(), await ReadStored());
        change(stored.State!);
        await cluster.Storage.WriteStateAsync("account", account.GetGrainId(), stored);
        await account.AsReference<IGrainManagementExtension>().DeactivateOnIdle();
    }

    public static T Value<T>(SessionAnswer answer) => Assert.IsType<SessionAnswer.Done<T>>(answer).Value;

    public async Task<ImmutableArray<ActivityItem>> Log(SessionProof proof)
    {
        var account = await Account();
        Value<ActivityHead>(await account.SettleActivity(proof));
        return (await cluster.Grains.GetGrain<IActivityGrain>(account.GetPrimaryKeyString()).Export(1, 900)).Items;
    }

    /// <summary>The log as the gateway exports it.</summary>
    public static IEnumerable<string> Lines(ImmutableArray<ActivityItem> items)
    {
        foreach (var i in items)
            yield return JsonSerializer.Serialize(new
            {
                sequence = i.Sequence, at = i.At, kind = i.Kind, reason = i.Reason, network = i.Network, device = i.Agent,
                knownDevice = i.KnownDevice, sessionId = i.SessionId, detail = i.Detail, hash = i.Hash,
            });
        yield return JsonSerializer.Serialize(new { head = new { sequence = items[^1].Sequence, hash = items[^1].Hash } });
    }
}
