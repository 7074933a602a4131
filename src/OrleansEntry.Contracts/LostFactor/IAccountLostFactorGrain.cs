using Orleans.Concurrency;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Sessions;

namespace OrleansEntry.Contracts.LostFactor;

/// <summary>What an account does for who lost its second factor. It is the account itself, as <see cref="IAccountGrain"/> is: the same key,
/// the same turns.</summary>
[Alias("entry.IAccountLostFactorGrain")]
public interface IAccountLostFactorGrain : IGrainWithStringKey
{
    /// <summary>Mails a code to the account's address, in an entry whose passcode was right.</summary>
    [Alias("AskForRemoval")]
    Task<LossReply> AskForRemoval(EntryBegin asking, CancellationToken cancellationToken = default);

    /// <summary>Gives the code, and begins the wait. Signs nobody in.</summary>
    [Alias("ConfirmLoss")]
    Task<LossReply> ConfirmLoss(LossAttempt attempt, CancellationToken cancellationToken = default);

    /// <summary>Stops the removal by the link of one of its mails; <see langword="false"/> when the link is over.</summary>
    [Alias("StopRemovalByLink")]
    Task<bool> StopRemovalByLink(LinkProof link, Visit visit, CancellationToken cancellationToken = default);

    /// <summary>The removal that waits: <c>Done&lt;RemovalView?&gt;</c>.</summary>
    [Alias("ReadRemoval"), AlwaysInterleave]
    ValueTask<SessionAnswer> ReadRemoval(SessionProof proof);

    /// <summary>Stops the removal. A session is enough.</summary>
    [Alias("StopRemoval")]
    Task<SessionAnswer> StopRemoval(SessionProof proof, CancellationToken cancellationToken = default);
}
