using Orleans.Runtime;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.IdentifierChange;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Registration;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core;
using OrleansEntry.Core.Notices;
using OrleansEntry.Grains.Accounts;
using OrleansEntry.Grains.Registration;
using OrleansEntry.Grains.Tests.Duty;
using Xunit;

namespace OrleansEntry.Grains.Tests.IdentifierChange;

/// <summary>A person inside who changes their address, as the gateway plays them.</summary>
internal sealed class Moving(EntryCluster cluster, Person person, SessionProof proof, IAccountGrain account)
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    public Person Person => person;

    public SessionProof Proof => proof;

    public IAccountGrain Account => account;

    public string Key => account.GetPrimaryKeyString();

    public IAccountIdentifierGrain Grain => account.AsReference<IAccountIdentifierGrain>();

    public static string NewAddress() => $"{HexName.New()[..12]}@example.test";

    public static async Task<Moving> Inside(EntryCluster cluster, bool enrolled = false)
    {
        var person = await Person.Registered(cluster);
        if (enrolled) await person.Enrol();
        // A factor that came today can not take the address along.
        if (enrolled) cluster.Clock.AdjustTime(cluster.Clock.GetUtcNow().AddHours(25));
        return new Moving(cluster, person, await person.Enter(), await person.Account());
    }

    public async Task<IdentifierAsked> Ask(string to) =>
        Person.Value<IdentifierAsked>(await Grain.BeginIdentifierChange(proof, new NewIdentifier { Identifier = to }));

    public async Task<IdentifierCodes> Codes(string to) => new()
    {
        New = await Code(to, "code for a new address"), Old = await Code(person.Identifier, "code to leave this address"),
    };

    public Task<SessionAnswer> Confirm(IdentifierCodes codes) => Grain.ConfirmIdentifierChange(proof, codes);

    public async Task<IdentifierView> Read() => Person.Value<IdentifierView>(await Grain.ReadIdentifier(proof));

    /// <summary>All the way to the new address.</summary>
    public async Task Move(string to)
    {
        await Ask(to);
        Assert.IsType<SessionAnswer.Done>(await Confirm(await Codes(to)));
        await Settled();
    }

    /// <summary>Waits until nothing is owed to identifiers.</summary>
    public Task Settled() => Until(async () => (await Stored())?.IdentifierChange is { Claim: null, Orders.Count: 0 });

    public async Task<LinkProof> UndoLink()
    {
        await Until(() => Task.FromResult(cluster.Mail.To(person.Identifier).Any(IsMoved)));
        var mail = cluster.Mail.To(person.Identifier).Last(IsMoved);
        Assert.True(MailLink.TryRead(
            mail.Text.Split("/undo-address#")[1][..MailLink.TextLength], LinkPurpose.UndoIdentifierChange, cluster.Keys, out var link));
        return new LinkProof { Number = link.Number, ExpiresAt = link.ExpiresAt };
    }

    public Task<bool> Undo(LinkProof link) => Grain.UndoIdentifierChange(link, person.Visit);

    public async Task<AccountRecord?> Stored()
    {
        var state = new GrainState<AccountRecord>();
        await cluster.Storage.ReadStateAsync("account", account.GetGrainId(), state);
        return state.RecordExists ? state.State : null;
    }

    public async Task<IdentifierRecord> StoredIdentifier(string address)
    {
        var state = new GrainState<IdentifierRecord>();
        var id = cluster.Grains.GetGrain<IIdentifierGrain>(cluster.Keys.NameIdentifier(address)).GetGrainId();
        await cluster.Storage.ReadStateAsync("identifier", id, state);
        return state.State ?? new IdentifierRecord();
    }

    public async Task<string> Resolve(string address) =>
        await cluster.Grains.GetGrain<IIdentifierGrain>(cluster.Keys.NameIdentifier(address)).Resolve();

    public Task Until(Func<Task<bool>> reached) => cluster.Until(cluster.Clock.GetUtcNow() + Bound, reached);

    private async Task<string> Code(string to, string subject)
    {
        bool Is(Grains.Mail.MailMessage mail) => mail.Subject.Contains(subject, StringComparison.OrdinalIgnoreCase);
        await Until(() => Task.FromResult(cluster.Mail.To(to).Any(Is)));
        return new([.. cluster.Mail.To(to).Last(Is).Text.Split("Your code: ")[1][..9].Where(char.IsAsciiDigit)]);
    }

    private static bool IsMoved(Grains.Mail.MailMessage mail) => mail.Subject.Contains("left this address", StringComparison.Ordinal);
}
