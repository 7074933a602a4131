using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Sessions;

namespace OrleansEntry.Contracts.Passkeys;

/// <summary>An account, as far as its passkeys go. Key: the account's id.</summary>
/// <remarks>Options are the JSON that browsers take (WebAuthn Level 3 §5.4, §5.5). Each asking is answered once; a new one for the same end
/// replaces the one before.</remarks>
[Alias("entry.IAccountPasskeysGrain")]
public interface IAccountPasskeysGrain : IGrainWithStringKey
{
    /// <summary>Asks for a new passkey: <c>Done&lt;string&gt;</c>, options. Needs confirmed presence.</summary>
    [Alias("BeginPasskey")]
    Task<SessionAnswer> BeginPasskey(SessionProof proof, CancellationToken cancellationToken = default);

    /// <summary>Adds it: <c>Done&lt;PasskeyAdded&gt;</c> with the rotated session.</summary>
    [Alias("AddPasskey")]
    Task<SessionAnswer> AddPasskey(SessionProof proof, PasskeyAnswer answer, CancellationToken cancellationToken = default);

    /// <summary>Gives a passkey another name.</summary>
    [Alias("RenamePasskey")]
    Task<SessionAnswer> RenamePasskey(SessionProof proof, string id, string name, CancellationToken cancellationToken = default);

    /// <summary>Removes a passkey. Needs presence confirmed with a second factor.</summary>
    [Alias("RemovePasskey")]
    Task<SessionAnswer> RemovePasskey(SessionProof proof, string id, CancellationToken cancellationToken = default);

    /// <summary>Asks for one of the account's passkeys inside a session: <c>Done&lt;string&gt;</c>, options.</summary>
    [Alias("AskForPasskey")]
    Task<SessionAnswer> AskForPasskey(SessionProof proof, PasskeyPurpose purpose, CancellationToken cancellationToken = default);

    /// <summary>Asks for a passkey at the door: <see cref="EntryReply.PasskeyAsked"/> or a refusal. Before the passcode the options are
    /// alike for every identifier and name no passkey.</summary>
    [Alias("AskAtDoor")]
    Task<EntryReply> AskAtDoor(EntryBegin asking, CancellationToken cancellationToken = default);

    /// <summary>Enters with a passkey alone.</summary>
    [Alias("SubmitPasskey")]
    Task<EntryReply> SubmitPasskey(PasskeyAttempt attempt, CancellationToken cancellationToken = default);

    /// <summary>Asks for a passkey on the way back: <see cref="RecoveryReply.PasskeyAsked"/> or a refusal. The options name no passkey: who
    /// has the mailed link is not told which there are.</summary>
    /// <param name="link">The mailed link.</param>
    /// <param name="asker">The client's name, as it may have asked under.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    [Alias("AskOnTheWayBack")]
    Task<RecoveryReply> AskOnTheWayBack(LinkProof link, string asker, CancellationToken cancellationToken = default);
}

/// <summary>Askings of passkeys that wait for their answer; each is given out once. Key: the first three characters of their
/// names.</summary>
/// <remarks>In memory alone: one that is lost with its silo is gone, and the person is asked anew.</remarks>
[Alias("entry.IPasskeyCeremoniesGrain")]
public interface IPasskeyCeremoniesGrain : IGrainWithStringKey
{
    /// <summary>Keeps one in the place of another by that name.</summary>
    /// <param name="name">32 lower-case hex characters.</param>
    /// <param name="state">What the verifier gave.</param>
    /// <param name="expiresAt">Its end.</param>
    /// <exception cref="BusyException">Too many wait: overload, try later.</exception>
    [Alias("Keep")]
    Task Keep(string name, string state, DateTimeOffset expiresAt);

    /// <summary>Takes one out: exactly once. <see langword="null"/> when there is none, or not any more.</summary>
    [Alias("Take")]
    Task<string?> Take(string name);
}

/// <summary>Whose credential is this? Each is one account's, for good or until it is given back (WebAuthn §7.1, step 26). Key: a keyed hash
/// of the credential's id.</summary>
[Alias("entry.IPasskeyOwnerGrain")]
public interface IPasskeyOwnerGrain : IGrainWithStringKey
{
    /// <summary>Claims it. Safe to repeat.</summary>
    /// <returns>Whether it is this account's now.</returns>
    [Alias("Claim")]
    Task<bool> Claim(string accountId);

    /// <summary>Gives it back; another's stays another's.</summary>
    [Alias("GiveBack")]
    Task GiveBack(string accountId);
}
