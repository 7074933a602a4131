using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Passkeys;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Sessions;

namespace OrleansEntry.Gateway.Tests.Hosting;

/// <summary>What an account does with passkeys; commands are answered as the account's own are.</summary>
internal sealed class FakePasskeys(Func<object, SessionAnswer> say) : IAccountPasskeysGrain
{
    public const string Options = """{"challenge":"AAAA","rpId":"localhost"}""";

    public EntryReply Reply { get; set; } = new EntryReply.PasskeyAsked { Options = Options };

    public Task<SessionAnswer> BeginPasskey(SessionProof proof, CancellationToken cancellationToken = default) => Asked(proof);

    public Task<SessionAnswer> AddPasskey(SessionProof proof, PasskeyAnswer answer, CancellationToken cancellationToken = default) =>
        Task.FromResult(say(answer));

    public Task<SessionAnswer> RenamePasskey(SessionProof proof, string id, string name, CancellationToken cancellationToken = default) =>
        Task.FromResult(say((id, name)));

    public Task<SessionAnswer> RemovePasskey(SessionProof proof, string id, CancellationToken cancellationToken = default) =>
        Task.FromResult(say(id));

    public Task<SessionAnswer> AskForPasskey(
        SessionProof proof, PasskeyPurpose purpose, CancellationToken cancellationToken = default) => Asked(purpose);

    public Task<EntryReply> AskAtDoor(EntryBegin asking, CancellationToken cancellationToken = default)
    {
        say(asking);
        return Task.FromResult(Reply);
    }

    public Task<EntryReply> SubmitPasskey(PasskeyAttempt attempt, CancellationToken cancellationToken = default)
    {
        say(attempt);
        return Task.FromResult(Reply);
    }

    public RecoveryReply OnTheWayBack { get; set; } = new RecoveryReply.PasskeyAsked { Options = Options };

    public Task<RecoveryReply> AskOnTheWayBack(LinkProof link, string asker, CancellationToken cancellationToken = default)
    {
        say((link, asker));
        return Task.FromResult(OnTheWayBack);
    }

    private Task<SessionAnswer> Asked(object told) => Task.FromResult(
        say(told) is var said && said.GetType() == typeof(SessionAnswer.Done) ? new SessionAnswer.Done<string> { Value = Options } : said);
}
