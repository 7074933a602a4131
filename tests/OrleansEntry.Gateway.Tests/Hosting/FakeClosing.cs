using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Closing;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Sessions;

namespace OrleansEntry.Gateway.Tests.Hosting;

/// <summary>The closing of an account; commands are answered as the account's own are.</summary>
internal sealed class FakeClosing(Func<object, SessionAnswer> say) : IAccountClosingGrain
{
    public bool LinkWorks { get; set; } = true;

    public WaitingClosingView? Waiting { get; set; }

    public ValueTask<SessionAnswer> ReadClosing(SessionProof proof) => new(
        say(proof) is SessionAnswer.Done
            ? new SessionAnswer.Done<ClosingView>
            {
                Value = new ClosingView { Waiting = Waiting, Wait = TimeSpan.FromDays(14), Retention = TimeSpan.FromDays(1826) },
            }
            : new SessionAnswer.NoSession());

    public Task<SessionAnswer> BeginClosing(SessionProof proof, CancellationToken cancellationToken = default) =>
        Task.FromResult(say(proof));

    public Task<SessionAnswer> StopClosing(SessionProof proof, CancellationToken cancellationToken = default) =>
        Task.FromResult(say(proof));

    public Task<bool> StopClosingByLink(LinkProof link, Visit visit, CancellationToken cancellationToken = default)
    {
        say(link);
        return Task.FromResult(LinkWorks);
    }
}
