using Orleans.Concurrency;
using OrleansEntry.Contracts.Holds;
using OrleansEntry.Contracts.Sessions;

namespace OrleansEntry.Contracts.Trading;

/// <summary>What an account says and does about trading. It is the account itself, as <see cref="IAccountGrain"/> is: the same key, the
/// same turns.</summary>
[Alias("entry.IAccountTradingGrain")]
public interface IAccountTradingGrain : IGrainWithStringKey
{
    /// <summary>Whether there is a trading passcode: <c>Done&lt;TradingView&gt;</c>.</summary>
    [Alias("ReadTrading"), AlwaysInterleave]
    ValueTask<SessionAnswer> ReadTrading(SessionProof proof);

    /// <summary>Sets or changes the trading passcode. Needs presence confirmed with a second factor.</summary>
    [Alias("SetTradingPasscode")]
    Task<SessionAnswer> SetTradingPasscode(SessionProof proof, NewTradingPasscode chosen, CancellationToken cancellationToken = default);

    /// <summary>Removes it. Needs presence confirmed with a second factor.</summary>
    [Alias("RemoveTradingPasscode")]
    Task<SessionAnswer> RemoveTradingPasscode(SessionProof proof, CancellationToken cancellationToken = default);

    /// <summary>Unlocks trading in the caller's session for a while: <c>Done&lt;TradingView&gt;</c>.</summary>
    [Alias("UnlockTrading")]
    Task<SessionAnswer> UnlockTrading(TradingAttempt attempt, CancellationToken cancellationToken = default);

    /// <summary>Locks it again.</summary>
    [Alias("LockTrading")]
    Task<SessionAnswer> LockTrading(SessionProof proof, CancellationToken cancellationToken = default);

    /// <summary>Approves one operation: <c>Done&lt;ApprovalGrant&gt;</c>.</summary>
    [Alias("Approve")]
    Task<SessionAnswer> Approve(ApprovalAttempt attempt, CancellationToken cancellationToken = default);

    /// <summary>Redeems an approval for a service, once.</summary>
    [Alias("Redeem")]
    Task<RedemptionReply> Redeem(RedemptionAttempt attempt);

    /// <summary>What a service may know of a session; <see langword="null"/> when there is none. It counts as a use of the
    /// session.</summary>
    [Alias("Introspect"), AlwaysInterleave]
    ValueTask<SessionFacts?> Introspect(SessionProof proof);

    /// <summary>The holds that run, for a service. An account that nobody opened has none.</summary>
    [Alias("ReadHolds"), AlwaysInterleave]
    ValueTask<HoldsView> ReadHolds();
}
