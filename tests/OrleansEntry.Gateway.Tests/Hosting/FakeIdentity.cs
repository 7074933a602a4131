using OrleansEntry.Contracts;
using OrleansEntry.Contracts.IdentifierChange;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Sessions;

namespace OrleansEntry.Gateway.Tests.Hosting;

/// <summary>What an account does about its identifier; commands are answered as the account's own are.</summary>
internal sealed class FakeIdentity(Func<object, SessionAnswer> say) : IAccountIdentifierGrain
{
    public bool LinkWorks { get; set; } = true;

    public ValueTask<SessionAnswer> ReadIdentifier(SessionProof proof) => new(say(proof));

    public Task<SessionAnswer> BeginIdentifierChange(
        SessionProof proof, NewIdentifier wish, CancellationToken cancellationToken = default) => Task.FromResult(say(wish));

    public Task<SessionAnswer> ConfirmIdentifierChange(
        SessionProof proof, IdentifierCodes codes, CancellationToken cancellationToken = default) => Task.FromResult(say(codes));

    public Task<SessionAnswer> StopIdentifierChange(SessionProof proof, CancellationToken cancellationToken = default) =>
        Task.FromResult(say(proof));

    public Task<bool> UndoIdentifierChange(LinkProof link, Visit visit, CancellationToken cancellationToken = default)
    {
        say(link);
        return Task.FromResult(LinkWorks);
    }
}
