namespace OrleansEntry.Contracts.SecurityCheck;

/// <summary>Security checks: is the visitor no bot? Each has an id of 32 lower-case hexadecimal characters, the nonce of the entry or
/// registration that it belongs to; one grain holds all whose ids begin with the same three, which are its key.
/// <see cref="SecurityCheckGrains.GetSecurityCheck"/> finds a check's grain.</summary>
/// <remarks>Checks live in memory only and go away when their time is over; a check that is lost with its silo is gone, and the
/// visitor takes a new one. Unknown, expired, used and another's look alike.</remarks>
[Alias("entry.ISecurityChecksGrain")]
public interface ISecurityChecksGrain : IGrainWithStringKey
{
    /// <summary>Opens a check; once it is over (expired, used up or redeemed) it can be opened again and begins anew. On an
    /// open one with the same scope it is the same as <see cref="Renew"/>, so that a repeat is safe and wins nothing.</summary>
    /// <param name="id">The check's id.</param>
    /// <param name="scope">What a pass will be good for.</param>
    /// <param name="demand">What shall be asked for; a repeat can ask for more work, never for less.</param>
    /// <param name="cancellationToken">Stops the waiting; a challenge that was begun still counts.</param>
    /// <returns>A challenge; <see langword="null"/> when there is none to be had: the check is passed and waits to be redeemed,
    /// is open for another scope, or has just run out of challenges.</returns>
    /// <exception cref="Orleans.Runtime.LimitExceededException">Too many checks are being made or open: overload, try later. Nothing
    /// but one challenge is lost.</exception>
    [Alias("Open")]
    Task<CheckOffer?> Open(string id, CheckScope scope, CheckDemand demand, CancellationToken cancellationToken = default);

    /// <summary>Answers the challenge that is out, by any of the kinds it offers.</summary>
    /// <param name="id">The check's id.</param>
    /// <param name="answer">The answer and who gives it.</param>
    /// <param name="cancellationToken">Stops the waiting; an answer that arrived is counted all the same.</param>
    [Alias("Answer")]
    Task<CheckReply> Answer(string id, CheckAnswer answer, CancellationToken cancellationToken = default);

    /// <summary>Uses the pass that a right answer left behind.</summary>
    /// <param name="id">The check's id.</param>
    /// <param name="scope">What the pass is wanted for.</param>
    /// <param name="cancellationToken">Stops the waiting; a pass that was used stays used.</param>
    /// <returns><see langword="true"/> exactly once, for the scope that the check was opened for.</returns>
    [Alias("Redeem")]
    Task<bool> Redeem(string id, CheckScope scope, CancellationToken cancellationToken = default);

    /// <summary>Asks for a fresh challenge; the one before can no longer be answered.</summary>
    /// <param name="id">The check's id.</param>
    /// <param name="scope">The scope that the check was opened for.</param>
    /// <param name="kind">The kind that is wanted, <c>proof-of-work</c> for no picture; one that is not offered, or not drawn yet, gives
    /// way to one that is. <see langword="null"/> for another of the kind before.</param>
    /// <param name="cancellationToken">Stops the waiting; a challenge that was begun still counts.</param>
    /// <returns>The fresh challenge; <see langword="null"/> when the check is gone or out of challenges.</returns>
    /// <exception cref="Orleans.Runtime.LimitExceededException">As for <see cref="Open"/>.</exception>
    [Alias("Renew")]
    Task<CheckOffer?> Renew(string id, CheckScope scope, string? kind, CancellationToken cancellationToken = default);
}

/// <summary>One check, wherever it is held. Its methods are those of <see cref="ISecurityChecksGrain"/>.</summary>
/// <param name="Holder">The grain that holds it.</param>
/// <param name="Id">Its id.</param>
public readonly record struct OneSecurityCheck(ISecurityChecksGrain Holder, string Id)
{
    /// <inheritdoc cref="ISecurityChecksGrain.Open"/>
    public Task<CheckOffer?> Open(CheckScope scope, CheckDemand demand, CancellationToken cancellationToken = default) =>
        Holder.Open(Id, scope, demand, cancellationToken);

    /// <inheritdoc cref="ISecurityChecksGrain.Answer"/>
    public Task<CheckReply> Answer(CheckAnswer answer, CancellationToken cancellationToken = default) =>
        Holder.Answer(Id, answer, cancellationToken);

    /// <inheritdoc cref="ISecurityChecksGrain.Redeem"/>
    public Task<bool> Redeem(CheckScope scope, CancellationToken cancellationToken = default) =>
        Holder.Redeem(Id, scope, cancellationToken);

    /// <inheritdoc cref="ISecurityChecksGrain.Renew"/>
    public Task<CheckOffer?> Renew(CheckScope scope, string? kind, CancellationToken cancellationToken = default) =>
        Holder.Renew(Id, scope, kind, cancellationToken);
}

/// <summary>Finds the grain that holds a check.</summary>
public static class SecurityCheckGrains
{
    private const int KeyLength = 3;

    /// <summary>The check with this id.</summary>
    /// <param name="grains">Where grains are found.</param>
    /// <param name="id">32 lower-case hexadecimal characters.</param>
    public static OneSecurityCheck GetSecurityCheck(this IGrainFactory grains, string id) =>
        new(grains.GetGrain<ISecurityChecksGrain>(id[..KeyLength]), id);
}
