namespace OrleansEntry.Contracts.SecurityCheck;

/// <summary>One security check: is the visitor no bot? Its key is 32 lower-case hexadecimal characters: the nonce of the entry or
/// registration that it belongs to.</summary>
/// <remarks>It lives in memory only and goes away when its time is over; a check that is lost with its silo is gone, and the
/// visitor takes a new one. Unknown, expired, used and another's look alike.</remarks>
[Alias("entry.ISecurityCheckGrain")]
public interface ISecurityCheckGrain : IGrainWithStringKey
{
    /// <summary>Opens the check; once it is over (expired, used up or redeemed) it can be opened again and begins anew. On an
    /// open one with the same scope it is the same as <see cref="Renew"/>, so that a repeat is safe and wins nothing.</summary>
    /// <param name="scope">What a pass will be good for.</param>
    /// <param name="demand">What shall be asked for; a repeat can ask for more work, never for less.</param>
    /// <param name="cancellationToken">Stops the waiting; a challenge that was begun still counts.</param>
    /// <returns>A challenge; <see langword="null"/> when there is none to be had: the check is passed and waits to be redeemed,
    /// is open for another scope, or has just run out of challenges.</returns>
    /// <exception cref="Orleans.Runtime.LimitExceededException">Too many checks are being made: overload, try later. Nothing
    /// but one challenge is lost.</exception>
    [Alias("Open")]
    Task<CheckOffer?> Open(CheckScope scope, CheckDemand demand, CancellationToken cancellationToken = default);

    /// <summary>Answers the challenge that is out, by any of the kinds it offers.</summary>
    /// <param name="answer">The answer and who gives it.</param>
    /// <param name="cancellationToken">Stops the waiting; an answer that arrived is counted all the same.</param>
    [Alias("Answer")]
    Task<CheckReply> Answer(CheckAnswer answer, CancellationToken cancellationToken = default);

    /// <summary>Uses the pass that a right answer left behind.</summary>
    /// <param name="scope">What the pass is wanted for.</param>
    /// <param name="cancellationToken">Stops the waiting; a pass that was used stays used.</param>
    /// <returns><see langword="true"/> exactly once, for the scope that the check was opened for.</returns>
    [Alias("Redeem")]
    Task<bool> Redeem(CheckScope scope, CancellationToken cancellationToken = default);

    /// <summary>Asks for a fresh challenge; the one before can no longer be answered.</summary>
    /// <param name="scope">The scope that the check was opened for.</param>
    /// <param name="kind">The kind that is wanted, <c>proof-of-work</c> for no picture; one that is not offered gives way to one
    /// that is. <see langword="null"/> for another of the kind before.</param>
    /// <param name="cancellationToken">Stops the waiting; a challenge that was begun still counts.</param>
    /// <returns>The fresh challenge; <see langword="null"/> when the check is gone or out of challenges.</returns>
    /// <exception cref="Orleans.Runtime.LimitExceededException">As for <see cref="Open"/>.</exception>
    [Alias("Renew")]
    Task<CheckOffer?> Renew(CheckScope scope, string? kind, CancellationToken cancellationToken = default);
}
