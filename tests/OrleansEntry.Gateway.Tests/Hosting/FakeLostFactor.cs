using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.LostFactor;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Sessions;

namespace OrleansEntry.Gateway.Tests.Hosting;

/// <summary>What an account does for who lost its second factor; commands are answered as the account's own are.</summary>
internal sealed class FakeLostFactor(Func<object, SessionAnswer> say) : IAccountLostFactorGrain
{
    public LossReply Reply { get; set; } = new LossReply.CodeMailed { ExpiresAt = GatewayHost.Noon.AddMinutes(10) };
    public bool LinkWorks { get; set; } = true;

    public Task<LossReply> AskForRemoval(EntryBegin asking, CancellationToken cancellationToken = default)
    {
        say(asking);
        return Task.FromResult(Reply);
    }

    public Task<LossReply> ConfirmLoss(LossAttempt attempt, CancellationToken cancellationToken = default)
    {
        say(attempt);
        return Task.FromResult(Reply);
    }

    public Task<bool> StopRemovalByLink(LinkProof link, Visit visit, CancellationToken cancellationToken = default)
    {
        say(link);
        return Task.FromResult(LinkWorks);
    }

    public ValueTask<SessionAnswer> ReadRemoval(SessionProof proof) => new(
        say(proof) is SessionAnswer.Done and var done && done.GetType() == typeof(SessionAnswer.Done)
            ? new SessionAnswer.Done<RemovalView?> { Value = null }
            : say(proof));

    public Task<SessionAnswer> StopRemoval(SessionProof proof, CancellationToken cancellationToken = default) =>
        Task.FromResult(say(proof));
}
