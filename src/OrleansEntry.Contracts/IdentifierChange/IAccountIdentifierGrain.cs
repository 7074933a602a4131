using Orleans.Concurrency;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Sessions;

namespace OrleansEntry.Contracts.IdentifierChange;

/// <summary>The identifier of an account, and its change. It is the account itself, as <see cref="IAccountGrain"/> is: the same key,
/// the same turns.</summary>
[Alias("entry.IAccountIdentifierGrain")]
public interface IAccountIdentifierGrain : IGrainWithStringKey
{
    /// <summary>The identifier, and where its change stands: <c>Done&lt;IdentifierView&gt;</c>.</summary>
    [Alias("ReadIdentifier"), AlwaysInterleave]
    ValueTask<SessionAnswer> ReadIdentifier(SessionProof proof);

    /// <summary>Asks for another one: <c>Done&lt;IdentifierAsked&gt;</c>, the same for a free and for a taken one. Needs confirmed
    /// presence.</summary>
    [Alias("BeginIdentifierChange")]
    Task<SessionAnswer> BeginIdentifierChange(SessionProof proof, NewIdentifier wish, CancellationToken cancellationToken = default);

    /// <summary>Gives both mailed codes, in the session that asked. The change follows at once, though after the answer.</summary>
    [Alias("ConfirmIdentifierChange")]
    Task<SessionAnswer> ConfirmIdentifierChange(SessionProof proof, IdentifierCodes codes, CancellationToken cancellationToken = default);

    /// <summary>Stops a change that has not happened. A session is enough.</summary>
    [Alias("StopIdentifierChange")]
    Task<SessionAnswer> StopIdentifierChange(SessionProof proof, CancellationToken cancellationToken = default);

    /// <summary>Takes a change back by the link of a mail to the former address; <see langword="false"/> when the link is over.</summary>
    [Alias("UndoIdentifierChange")]
    Task<bool> UndoIdentifierChange(LinkProof link, Visit visit, CancellationToken cancellationToken = default);
}
