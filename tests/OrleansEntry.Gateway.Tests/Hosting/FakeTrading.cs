using OrleansEntry.Contracts.Holds;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Contracts.Trading;

namespace OrleansEntry.Gateway.Tests.Hosting;

/// <summary>What an account says about trading; commands are answered as the account's own are.</summary>
internal sealed class FakeTrading(Func<object, SessionAnswer> say) : IAccountTradingGrain
{
    public RedemptionReply Redemption { get; set; } = new RedemptionReply.Refused();
    public SessionFacts? Facts { get; set; }
    public HoldsView Held { get; set; } = new() { Holds = [] };
    public List<object> Asked { get; } = [];

    public ValueTask<SessionAnswer> ReadTrading(SessionProof proof) => new(say(proof));
    public Task<SessionAnswer> SetTradingPasscode(SessionProof proof, NewTradingPasscode chosen,
        CancellationToken cancellationToken = default) =>
        Task.FromResult(say(chosen));
    public Task<SessionAnswer> RemoveTradingPasscode(SessionProof proof, CancellationToken cancellationToken = default) =>
        Task.FromResult(say(proof));
    public Task<SessionAnswer> UnlockTrading(TradingAttempt attempt, CancellationToken cancellationToken = default) =>
        Task.FromResult(say(attempt));
    public Task<SessionAnswer> LockTrading(SessionProof proof, CancellationToken cancellationToken = default) =>
        Task.FromResult(say(proof));
    public Task<SessionAnswer> Approve(ApprovalAttempt attempt, CancellationToken cancellationToken = default) =>
        Task.FromResult(say(attempt));

    public Task<RedemptionReply> Redeem(RedemptionAttempt attempt)
    {
        Asked.Add(attempt);
        return Task.FromResult(Redemption);
    }

    public ValueTask<SessionFacts?> Introspect(SessionProof proof)
    {
        Asked.Add(proof);
        return new(Facts);
    }

    public ValueTask<HoldsView> ReadHolds()
    {
        Asked.Add("holds");
        return new(Held);
    }
}
