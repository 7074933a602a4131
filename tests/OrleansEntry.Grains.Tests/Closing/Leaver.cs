using System.Text.Json;
using Orleans.Runtime;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Activity;
using OrleansEntry.Contracts.Closing;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Passkeys;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Registration;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Duty;
using OrleansEntry.Core.Notices;
using OrleansEntry.Grains.Accounts;
using OrleansEntry.Grains.Closing;
using OrleansEntry.Grains.Duty;
using OrleansEntry.Grains.Passkeys;
using OrleansEntry.Grains.Registration;
using OrleansEntry.Grains.Tests.Duty;
using OrleansEntry.Tests;
using Xunit;

namespace OrleansEntry.Grains.Tests.Closing;

/// <summary>A person inside, with a passkey, who closes their account.</summary>
internal sealed class Leaver(
    EntryCluster cluster, Person person, SessionProof proof, IAccountGrain account, SoftPasskey passkey, string credential)
{
    public Person Person => person;

    public SessionProof Proof => proof;

    public IAccountGrain Account => account;

    public string Key => account.GetPrimaryKeyString();

    public string KeptLog => $"{Key}-closed";

    public IAccountClosingGrain Grain => account.AsReference<IAccountClosingGrain>();

    public IPurgeGrain Purge => cluster.Grains.GetGrain<IPurgeGrain>(DutyLedger.LedgerOf(Key));

    public static async Task<Leaver> Inside(EntryCluster cluster)
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enter();
        var account = await person.Account();
        var passkey = new SoftPasskey();
        var keeper = account.AsReference<IAccountPasskeysGrain>();
        var added = Person.Value<PasskeyAdded>(await keeper.AddPasskey(proof, new PasskeyAnswer
        {
            Name = "my private desk", Answer = passkey.Create(Person.Value<string>(await keeper.BeginPasskey(proof))),
        }));
        var stored = (await person.StoredAccount())!;
        return new Leaver(
            cluster, person, person.Proof(added.Session), account, passkey,
            cluster.Keys.NameCredential(stored.Passkeys.Single().CredentialId));
    }

    public async Task Begin()
    {
        // The passkey is too new to take the account away.
        cluster.Clock.AdjustTime(cluster.Clock.GetUtcNow().AddHours(25));
        proof = await Enter();
        Assert.IsType<SessionAnswer.Done>(await Grain.BeginClosing(proof));
    }

    /// <summary>With the passkey alone.</summary>
    public async Task<SessionProof> Enter()
    {
        var (keeper, ticket) = (account.AsReference<IAccountPasskeysGrain>(), person.NewTicket());
        var asked = Assert.IsType<EntryReply.PasskeyAsked>(
            await keeper.AskAtDoor(new EntryBegin { Ticket = ticket, Visit = person.Visit }));
        return person.Proof(Assert.IsType<EntryReply.Done>(await keeper.SubmitPasskey(
            new PasskeyAttempt { Ticket = ticket, Visit = person.Visit, Answer = passkey.Get(asked.Options) })).Session);
    }

    public async Task<ClosingView> Read() => Person.Value<ClosingView>(await Grain.ReadClosing(proof));

    /// <summary>As the ledger does it, without waiting for its rounds; and the mail service takes what there is.</summary>
    public async Task PassTime(TimeSpan time)
    {
        for (var end = cluster.Clock.GetUtcNow() + time; cluster.Clock.GetUtcNow() < end;)
        {
            cluster.Clock.AdjustTime(cluster.Clock.GetUtcNow().AddHours(12));
            await Ask();
            if (await Stored() is { Closing.Waiting: not null, Notices.Count: > 0 })
                await Until(async () => await Stored() is { Notices.Count: 0 });
        }
    }

    /// <summary>What the ledger does in its round; a write that fails is tried again in the next one.</summary>
    public async Task<bool> Ask()
    {
        try
        {
            return await cluster.Grains.GetGrain<IDebtor>(Key).StillOwes(cluster.Clock.GetUtcNow());
        }
        catch (Exception)
        {
            return true;
        }
    }

    /// <summary>All the way to where nothing is left but what the law needs.</summary>
    public async Task Close()
    {
        await Begin();
        await PassTime(TimeSpan.FromDays(14));
        await Erased();
    }

    public Task Erased() => Until(async () => !await Ask() && await IsErased());

    public async Task<bool> IsErased() =>
        await Stored() is { Closing.Closed: { Filed: true, Credentials.Count: 0 }, Notices.Count: 0, Undelivered.Count: 0,
            IdentifierChange.Orders.Count: 0 }
        && await OwnerOfIdentifier() is null && await OwnerOfCredential() is null;

    public async Task<AccountRecord?> Stored() => await Read<AccountRecord>("account", account.GetGrainId());

    public async Task<string?> OwnerOfIdentifier() => (await Read<IdentifierRecord>(
        "identifier", cluster.Grains.GetGrain<IIdentifierGrain>(person.IdentifierKey).GetGrainId()))?.AccountId;

    public async Task<string?> OwnerOfCredential() => (await Read<PasskeyOwnerRecord>(
        "credential", cluster.Grains.GetGrain<IPasskeyOwnerGrain>(credential).GetGrainId()))?.AccountId;

    public async Task<bool> IsOnPurgeLedger() =>
        (await Read<PurgeRecord>("purge", Purge.GetGrainId()))?.Kept.Any(k => k.AccountId == Key) is true;

    public async Task<LinkProof> StopLink()
    {
        bool Has(Grains.Mail.MailMessage mail) => mail.Text.Contains("/keep-account#", StringComparison.Ordinal);
        await Until(() => Task.FromResult(cluster.Mail.To(person.Identifier).Any(Has)));
        Assert.True(MailLink.TryRead(
            cluster.Mail.To(person.Identifier).Last(Has).Text.Split("/keep-account#")[1][..MailLink.TextLength], LinkPurpose.StopClosing,
            cluster.Keys, out var link));
        return new LinkProof { Number = link.Number, ExpiresAt = link.ExpiresAt };
    }

    public async Task<ActivityItem[]> Log(string journal) =>
        [.. (await cluster.Journal.ReadForwardsAsync(journal, 1, 1000)).Select(e =>
            JsonSerializer.Deserialize<ActivityItem>(e.Content.Span, JsonSerializerOptions.Web)!)];

    public Task Until(Func<Task<bool>> reached) => cluster.Until(cluster.Clock.GetUtcNow().AddMinutes(5), reached);

    public bool Mailed(string subject) =>
        cluster.Mail.To(person.Identifier).Any(m => m.Subject.Contains(subject, StringComparison.Ordinal));

    public IEnumerable<GrainId> Grains =>
    [
        account.GetGrainId(), cluster.Grains.GetGrain<IIdentifierGrain>(person.IdentifierKey).GetGrainId(),
        cluster.Grains.GetGrain<IPasskeyOwnerGrain>(credential).GetGrainId(), Purge.GetGrainId(),
    ];

    private async Task<T?> Read<T>(string name, GrainId id)
    {
        var state = new GrainState<T>();
        await cluster.Storage.ReadStateAsync(name, id, state);
        return state.RecordExists ? state.State : default;
    }
}
