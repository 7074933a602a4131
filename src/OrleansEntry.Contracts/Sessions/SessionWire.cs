using System.Collections.Immutable;

namespace OrleansEntry.Contracts.Sessions;

/// <summary>What a request shows to prove its session: the parts of a session token. See <c>SessionToken</c> in Core.</summary>
[GenerateSerializer, Immutable, Alias("entry.SessionProof")]
public sealed record SessionProof
{
    /// <summary>The session's public name: 32 lower-case hex characters.</summary>
    [Id(0)] public required string SessionId { get; init; }

    /// <summary>SHA-256 of the token's 256-bit secret: what storage knows. The secret itself stays in the gateway.</summary>
    [Id(1)] public required byte[] SecretHash { get; init; }

    /// <summary>Where the request comes from.</summary>
    [Id(2)] public required Visit Visit { get; init; }

    /// <summary>Never prints the hash.</summary>
    public override string ToString() => $"{nameof(SessionProof)} {SessionId}";
}

/// <summary>A session's facts, without any secret.</summary>
[GenerateSerializer, Immutable, Alias("entry.SessionView")]
public sealed record SessionView
{
    /// <summary>The session's public name.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>How the person entered: <c>passcode</c>, <c>totp</c>, <c>recovery-code</c>.</summary>
    [Id(1)] public required ImmutableArray<string> Methods { get; init; }

    /// <summary>When it began.</summary>
    [Id(2)] public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was last used, exact to a minute.</summary>
    [Id(3)] public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>Its end in any case (24 hours after it began).</summary>
    [Id(4)] public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Its end if it is not used before then (one hour).</summary>
    [Id(5)] public required DateTimeOffset IdleExpiresAt { get; init; }

    /// <summary>What the client said it is when the session began.</summary>
    [Id(6)] public required string Agent { get; init; }

    /// <summary>The network it began from.</summary>
    [Id(7)] public required string Network { get; init; }

    /// <summary>Until when sensitive changes are open without a new confirmation; in the past when one is due.</summary>
    [Id(8)] public required DateTimeOffset ConfirmedUntil { get; init; }
}

/// <summary>A session with its new secret: given once, at the start and at each rotation.</summary>
[GenerateSerializer, Immutable, Alias("entry.SessionGrant")]
public sealed record SessionGrant
{
    /// <summary>The session's facts.</summary>
    [Id(0)] public required SessionView Session { get; init; }

    /// <summary>The token's secret, 32 bytes. Only its hash is stored.</summary>
    [Id(1)] public required byte[] Secret { get; init; }

    /// <summary>A new secret for the device that entered, 32 bytes; <see langword="null"/> when it is known already.</summary>
    [Id(2)] public byte[]? DeviceSecret { get; init; }

    /// <summary>The new pass of the browser that entered; <see langword="null"/> for other clients.</summary>
    [Id(3)] public string? DevicePass { get; init; }

    /// <summary>Never prints the secrets.</summary>
    public override string ToString() => $"{nameof(SessionGrant)} {Session.Id}";
}

/// <summary>The account and session behind a token.</summary>
[GenerateSerializer, Immutable, Alias("entry.SessionReply")]
public sealed record SessionReply
{
    /// <summary>The session.</summary>
    [Id(0)] public required SessionView Session { get; init; }

    /// <summary>The identifier, masked for display.</summary>
    [Id(1)] public required string MaskedIdentifier { get; init; }

    /// <summary>Whether an authenticator is enrolled.</summary>
    [Id(2)] public required bool HasTotp { get; init; }

    /// <summary>How many recovery codes are left.</summary>
    [Id(3)] public required int RecoveryCodesLeft { get; init; }

    /// <summary>Whether an authenticator is due, because the deployment demands one or a lost one was removed: only setting it up, leaving
    /// and freezing are open.</summary>
    [Id(4)] public required bool EnrolmentDue { get; init; }

    /// <summary>How many passkeys there are.</summary>
    [Id(5)] public int Passkeys { get; init; }

    /// <summary>When the account will be closed; <see langword="null"/> when nobody closes it.</summary>
    [Id(6)] public DateTimeOffset? ClosesAt { get; init; }
}

/// <summary>The answer to a command given inside a session. Closed: only the cases below.</summary>
/// <remarks>Commands with an answer of their own carry it in <see cref="Done{T}"/>.</remarks>
[GenerateSerializer, Immutable, Alias("entry.SessionAnswer")]
public abstract record SessionAnswer
{
    private SessionAnswer() { }

    /// <summary>Done, with nothing to tell.</summary>
    [GenerateSerializer, Immutable, Alias("entry.SessionAnswer.Done")]
    public sealed record Done : SessionAnswer;

    /// <summary>Done, with an answer.</summary>
    [GenerateSerializer, Immutable, Alias("entry.SessionAnswer.Done`1")]
    public sealed record Done<T> : SessionAnswer
    {
        /// <summary>The answer.</summary>
        [Id(0)] public required T Value { get; init; }

        /// <summary>The answer may hold secrets; it never prints.</summary>
        public override string ToString() => $"Done<{typeof(T).Name}>";
    }

    /// <summary>There is no such session, or it is over: 401.</summary>
    [GenerateSerializer, Immutable, Alias("entry.SessionAnswer.NoSession")]
    public sealed record NoSession : SessionAnswer;

    /// <summary>Presence must be confirmed first, with the second factor where one is enrolled: 403.</summary>
    [GenerateSerializer, Immutable, Alias("entry.SessionAnswer.ConfirmationDue")]
    public sealed record ConfirmationDue : SessionAnswer;

    /// <summary>A passcode or code in the command was wrong, and was counted: 401.</summary>
    [GenerateSerializer, Immutable, Alias("entry.SessionAnswer.Refused")]
    public sealed record Refused : SessionAnswer
    {
        /// <summary><c>passcode</c>, <c>wrong</c>, <c>used</c> or <c>clock</c>, as in <c>EntryReply.CodeRefused</c>.</summary>
        [Id(0)] public required string Reason { get; init; }

        /// <summary>With <c>clock</c>: how far the phone's clock seems off, in seconds; positive when it is ahead.</summary>
        [Id(1)] public int? ClockOffSeconds { get; init; }
    }

    /// <summary>Too many failures: 429.</summary>
    [GenerateSerializer, Immutable, Alias("entry.SessionAnswer.Waiting")]
    public sealed record Waiting : SessionAnswer
    {
        /// <summary>When the wait is over.</summary>
        [Id(0)] public required DateTimeOffset Until { get; init; }
    }

    /// <summary>An authenticator must be set up before anything else: 403.</summary>
    [GenerateSerializer, Immutable, Alias("entry.SessionAnswer.EnrolmentDue")]
    public sealed record EnrolmentDue : SessionAnswer;

    /// <summary>Withdrawals are held: 403.</summary>
    [GenerateSerializer, Immutable, Alias("entry.SessionAnswer.Held")]
    public sealed record Held : SessionAnswer
    {
        /// <summary>When the hold is over.</summary>
        [Id(0)] public required DateTimeOffset Until { get; init; }
    }

    /// <summary>This authenticator has failed too often in a row and is out of use: 403.</summary>
    [GenerateSerializer, Immutable, Alias("entry.SessionAnswer.OutOfUse")]
    public sealed record OutOfUse : SessionAnswer;

    /// <summary>The factor that confirmed presence is too new for this: 403.</summary>
    [GenerateSerializer, Immutable, Alias("entry.SessionAnswer.OnProbation")]
    public sealed record OnProbation : SessionAnswer
    {
        /// <summary>When it is old enough.</summary>
        [Id(0)] public required DateTimeOffset Until { get; init; }
    }

    /// <summary>The owner locked the security settings: 409.</summary>
    [GenerateSerializer, Immutable, Alias("entry.SessionAnswer.SettingsLocked")]
    public sealed record SettingsLocked : SessionAnswer
    {
        /// <summary>Until when.</summary>
        [Id(0)] public required DateTimeOffset Until { get; init; }
    }

    /// <summary>The command does not fit the account's state (already enrolled, nothing to confirm, required by policy): 409.</summary>
    [GenerateSerializer, Immutable, Alias("entry.SessionAnswer.Conflict")]
    public sealed record Conflict : SessionAnswer
    {
        /// <summary>A stable code: <c>already-enrolled</c>, <c>no-enrolment</c>, <c>not-enrolled</c>, <c>second-factor-required</c>,
        /// <c>same-passcode</c>.</summary>
        [Id(0)] public required string Code { get; init; }
    }

    /// <summary>There is no such thing in this account: 404.</summary>
    [GenerateSerializer, Immutable, Alias("entry.SessionAnswer.NotFound")]
    public sealed record NotFound : SessionAnswer;
}

/// <summary>Proves presence again.</summary>
[GenerateSerializer, Immutable, Alias("entry.PresenceAttempt")]
public sealed record PresenceAttempt
{
    /// <summary>The session.</summary>
    [Id(0)] public required SessionProof Proof { get; init; }

    /// <summary>The passcode.</summary>
    [Id(1)] public string? Passcode { get; init; }

    /// <summary><c>totp</c> or <c>recovery-code</c>; needed where a second factor is enrolled.</summary>
    [Id(2)] public string? Method { get; init; }

    /// <summary>The code for <see cref="Method"/>.</summary>
    [Id(3)] public string? Code { get; init; }

    /// <summary>Never prints passcode or code.</summary>
    public override string ToString() => $"{nameof(PresenceAttempt)} {Proof}";
}
