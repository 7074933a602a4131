using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansEntry.Contracts.Activity;
using OrleansEntry.Contracts.Devices;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.SecondFactor;
using OrleansEntry.Contracts.Sessions;

namespace OrleansEntry.Contracts;

/// <summary>One account: the door and everything behind it that must agree. Key: the account's id, 32 lower-case hex characters.</summary>
/// <remarks>Commands run one at a time. Only <see cref="CheckSession"/> and <see cref="BeginEntry"/> interleave: they read.</remarks>
[Alias("entry.IAccountGrain")]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>Opens the account of a verified identifier. Safe to repeat with the same values.</summary>
    [Alias("Open")]
    Task Open(NewAccount account, CancellationToken cancellationToken = default);

    // Entry

    /// <summary>What is due first: <see cref="EntryReply.CheckDue"/>, <see cref="EntryReply.PasscodeDue"/> or a refusal.</summary>
    [Alias("BeginEntry"), AlwaysInterleave]
    Task<EntryReply> BeginEntry(EntryBegin begin, CancellationToken cancellationToken = default);

    /// <summary>Submits the passcode.</summary>
    [Alias("SubmitPasscode")]
    Task<EntryReply> SubmitPasscode(PasscodeAttempt attempt, CancellationToken cancellationToken = default);

    /// <summary>Submits the second factor.</summary>
    [Alias("SubmitSecondFactor")]
    Task<EntryReply> SubmitSecondFactor(SecondFactorAttempt attempt, CancellationToken cancellationToken = default);

    // Sessions

    /// <summary>Whose session is this? <see langword="null"/> when there is none.
    /// Reads memory only and never waits behind a command.</summary>
    [Alias("CheckSession"), AlwaysInterleave, ResponseTimeout("00:00:03")]
    ValueTask<SessionReply?> CheckSession(SessionProof proof);

    /// <summary>Whether a session of this name lives; says nothing about who asks.</summary>
    [Alias("HasSession"), AlwaysInterleave]
    ValueTask<bool> HasSession(string sessionId);

    /// <summary>The live sessions: <c>Done&lt;ImmutableArray&lt;SessionView&gt;&gt;</c>.</summary>
    [Alias("ListSessions"), AlwaysInterleave]
    ValueTask<SessionAnswer> ListSessions(SessionProof proof);

    /// <summary>Leaves: ends the caller's own session.</summary>
    [Alias("Leave")]
    Task<SessionAnswer> Leave(SessionProof proof, CancellationToken cancellationToken = default);

    /// <summary>Ends one session. Needs confirmed presence, unless it is the caller's own.</summary>
    [Alias("EndSession")]
    Task<SessionAnswer> EndSession(SessionProof proof, string sessionId, CancellationToken cancellationToken = default);

    /// <summary>Ends all other sessions. Needs confirmed presence.</summary>
    [Alias("EndOtherSessions")]
    Task<SessionAnswer> EndOtherSessions(SessionProof proof, CancellationToken cancellationToken = default);

    /// <summary>Proves presence again and rotates the token: <c>Done&lt;SessionGrant&gt;</c>.</summary>
    [Alias("ConfirmPresence")]
    Task<SessionAnswer> ConfirmPresence(PresenceAttempt attempt, CancellationToken cancellationToken = default);

    /// <summary>What is stored of the owner: <c>Done&lt;AccountExport&gt;</c>. Needs confirmed presence.</summary>
    [Alias("Export")]
    Task<SessionAnswer> Export(SessionProof proof, CancellationToken cancellationToken = default);

    // Second factor

    /// <summary>What is enrolled: <c>Done&lt;SecondFactorsView&gt;</c>.</summary>
    [Alias("ListSecondFactors"), AlwaysInterleave]
    ValueTask<SessionAnswer> ListSecondFactors(SessionProof proof);

    /// <summary>Begins the enrolment of an authenticator: <c>Done&lt;TotpEnrolment&gt;</c>. Needs confirmed presence.
    /// A new beginning replaces the last.</summary>
    /// <param name="proof">The session.</param>
    /// <param name="stepSeconds">30 or 60.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    [Alias("BeginTotp")]
    Task<SessionAnswer> BeginTotp(SessionProof proof, int stepSeconds, CancellationToken cancellationToken = default);

    /// <summary>Confirms it by a code: <c>Done&lt;RecoveryCodesIssued&gt;</c> with the rotated session.</summary>
    [Alias("ConfirmTotp")]
    Task<SessionAnswer> ConfirmTotp(SessionProof proof, string code, CancellationToken cancellationToken = default);

    /// <summary>Removes the authenticator and its recovery codes. Needs presence confirmed with the second factor.</summary>
    [Alias("RemoveTotp")]
    Task<SessionAnswer> RemoveTotp(SessionProof proof, CancellationToken cancellationToken = default);

    /// <summary>Ten new recovery codes; the old ones die: <c>Done&lt;RecoveryCodesIssued&gt;</c>.
    /// Needs presence confirmed with the second factor.</summary>
    [Alias("RenewRecoveryCodes")]
    Task<SessionAnswer> RenewRecoveryCodes(SessionProof proof, CancellationToken cancellationToken = default);

    // Passcode

    /// <summary>Changes the passcode and ends the other sessions: <c>Done&lt;SessionGrant&gt;</c> with the rotated session. The new one has
    /// passed the policy's length and list; the grain holds it against the person's identifier.</summary>
    [Alias("ChangePasscode")]
    Task<SessionAnswer> ChangePasscode(PasscodeChange change, CancellationToken cancellationToken = default);

    // Holds

    /// <summary>The holds on withdrawals that run: <c>Done&lt;HoldsView&gt;</c>.</summary>
    [Alias("ListHolds"), AlwaysInterleave]
    ValueTask<SessionAnswer> ListHolds(SessionProof proof);

    // Devices

    /// <summary>The devices: <c>Done&lt;DevicesView&gt;</c>.</summary>
    [Alias("ListDevices"), AlwaysInterleave]
    ValueTask<SessionAnswer> ListDevices(SessionProof proof);

    /// <summary>Names a device, trusts it or does so no more. Trusting needs confirmed presence.</summary>
    [Alias("ChangeDevice")]
    Task<SessionAnswer> ChangeDevice(SessionProof proof, DeviceChange change, CancellationToken cancellationToken = default);

    /// <summary>Forgets a device and ends its sessions. Needs confirmed presence.</summary>
    [Alias("ForgetDevice")]
    Task<SessionAnswer> ForgetDevice(SessionProof proof, string deviceId, CancellationToken cancellationToken = default);

    /// <summary>Lets only listed devices enter, or all again. Needs presence confirmed with the second factor, on a listed
    /// device.</summary>
    [Alias("RestrictDevices")]
    Task<SessionAnswer> RestrictDevices(SessionProof proof, bool listedOnly, CancellationToken cancellationToken = default);

    /// <summary>Gives the number that a waiting device shows, or turns it away (<see langword="null"/>).</summary>
    [Alias("AnswerAdmission")]
    Task<SessionAnswer> AnswerAdmission(SessionProof proof, int? number, CancellationToken cancellationToken = default);

    /// <summary>Whether a listed device let the entry's device in by now.</summary>
    [Alias("AwaitDevice")]
    Task<EntryReply> AwaitDevice(EntryBegin waiting, CancellationToken cancellationToken = default);

    // Settings lock

    /// <summary>Until when the security settings are locked: <c>Done&lt;DateTimeOffset?&gt;</c>.</summary>
    [Alias("ReadSettingsLock"), AlwaysInterleave]
    ValueTask<SessionAnswer> ReadSettingsLock(SessionProof proof);

    /// <summary>Locks the security settings. Needs confirmed presence. Nobody shortens a lock.</summary>
    [Alias("LockSettings")]
    Task<SessionAnswer> LockSettings(SessionProof proof, int hours, CancellationToken cancellationToken = default);

    // Freezing, and the way back

    /// <summary>Freezes the account: all sessions end, devices are forgotten, nobody enters. A session is enough.</summary>
    [Alias("Freeze")]
    Task<SessionAnswer> Freeze(SessionProof proof, CancellationToken cancellationToken = default);

    /// <summary>"This was not me", said of an entry of the log: freezes the account.</summary>
    [Alias("ReportActivity")]
    Task<SessionAnswer> ReportActivity(SessionProof proof, long sequence, CancellationToken cancellationToken = default);

    /// <summary>"This was not me", said by the link of a mail: freezes the account, once.</summary>
    [Alias("ReportByLink")]
    Task<LinkReply> ReportByLink(LinkProof link, Visit visit, CancellationToken cancellationToken = default);

    /// <summary>Mails the link of the way back, where there is one to be had. Nobody waits for it: all accounts look alike from
    /// outside.</summary>
    /// <param name="visit">Where it comes from.</param>
    /// <param name="asker">What the client may go by when it comes back.</param>
    [Alias("AskForRecovery"), OneWay]
    Task AskForRecovery(Visit visit, System.Collections.Immutable.ImmutableArray<string> asker);

    /// <summary>Goes the way back: the link, a new passcode and, where the account is frozen, the present passcode and second factor.
    /// Signs nobody in.</summary>
    [Alias("Recover")]
    Task<RecoveryReply> Recover(RecoveryAttempt attempt, CancellationToken cancellationToken = default);

    // Activity

    /// <summary>Hands everything the account still owes to the log, and names its newest entry: <c>Done&lt;ActivityHead&gt;</c>.</summary>
    [Alias("SettleActivity")]
    Task<SessionAnswer> SettleActivity(SessionProof proof, CancellationToken cancellationToken = default);
}

/// <summary>A verified identifier and its passcode: what an account is opened with.</summary>
[GenerateSerializer, Immutable, Alias("entry.NewAccount")]
public sealed record NewAccount
{
    /// <summary>The canonical identifier, protected for storage.</summary>
    [Id(0)] public required string ProtectedIdentifier { get; init; }

    /// <summary>The passcode's hash, as stored.</summary>
    [Id(1)] public required string PasscodeHash { get; init; }

    /// <summary>Where it was registered from.</summary>
    [Id(2)] public required Visit Visit { get; init; }

    /// <summary>Whether the passcode is too short to stand without a second factor.</summary>
    [Id(3)] public required bool ShortPasscode { get; init; }

    /// <summary>Never prints the hash.</summary>
    public override string ToString() => $"{nameof(NewAccount)} from {Visit}";
}

/// <summary>A change of passcode.</summary>
[GenerateSerializer, Immutable, Alias("entry.PasscodeChange")]
public sealed record PasscodeChange
{
    /// <summary>The session.</summary>
    [Id(0)] public required SessionProof Proof { get; init; }

    /// <summary>The present passcode.</summary>
    [Id(1)] public required string Current { get; init; }

    /// <summary>The new one.</summary>
    [Id(2)] public required string New { get; init; }

    /// <summary>Never prints the passcodes.</summary>
    public override string ToString() => $"{nameof(PasscodeChange)} {Proof}";
}
