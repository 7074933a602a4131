using System.Collections.Immutable;

namespace OrleansEntry.Contracts.Recovery;

/// <summary>A mail's link, as the gateway read it; its MAC was right.</summary>
[GenerateSerializer, Immutable, Alias("entry.LinkProof")]
public sealed record LinkProof
{
    /// <summary>The mail's number in this account.</summary>
    [Id(0)] public required long Number { get; init; }

    /// <summary>The link's end.</summary>
    [Id(1)] public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>How the use of a "this was not me" link ended.</summary>
[GenerateSerializer, Alias("entry.LinkReply")]
public enum LinkReply
{
    /// <summary>The account is frozen.</summary>
    Frozen,

    /// <summary>The link is over or was used.</summary>
    Gone,
}

/// <summary>How asking for the way back ended.</summary>
[GenerateSerializer, Immutable, Alias("entry.RecoveryBegun")]
public sealed record RecoveryBegun
{
    /// <summary>Until when the link works, should one be on its way.</summary>
    [Id(0)] public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Set when too many are asked for from this network: when to ask again.</summary>
    [Id(1)] public DateTimeOffset? WaitUntil { get; init; }
}

/// <summary>A try on the way back.</summary>
[GenerateSerializer, Immutable, Alias("entry.RecoveryAttempt")]
public sealed record RecoveryAttempt
{
    /// <summary>The link.</summary>
    [Id(0)] public required LinkProof Link { get; init; }

    /// <summary>The present passcode; looked at only where the account is frozen, and absent where it is forgotten.</summary>
    [Id(1)] public string? Passcode { get; init; }

    /// <summary>The new one. It has passed the policy's length and list.</summary>
    [Id(2)] public required string NewPasscode { get; init; }

    /// <summary><c>totp</c>, <c>recovery-code</c> or <c>passkey</c>; needed where a second factor is enrolled.</summary>
    [Id(3)] public string? Method { get; init; }

    /// <summary>The code for <see cref="Method"/>, or what an authenticator answered.</summary>
    [Id(4)] public string? Code { get; init; }

    /// <summary>Where it comes from.</summary>
    [Id(5)] public required Visit Visit { get; init; }

    /// <summary>The client's name: a forgotten passcode is replaced by the one that asked.</summary>
    [Id(6)] public required string Asker { get; init; }

    /// <summary>Never prints passcode or code.</summary>
    public override string ToString() => $"{nameof(RecoveryAttempt)} from {Visit}";
}

/// <summary>How a try on the way back ended. Closed.</summary>
[GenerateSerializer, Immutable, Alias("entry.RecoveryReply")]
public abstract record RecoveryReply
{
    private RecoveryReply() { }

    /// <summary>The account is open again, under its new passcode.</summary>
    [GenerateSerializer, Immutable, Alias("entry.RecoveryReply.Unfrozen")]
    public sealed record Unfrozen : RecoveryReply;

    /// <summary>The forgotten passcode is replaced.</summary>
    [GenerateSerializer, Immutable, Alias("entry.RecoveryReply.PasscodeReplaced")]
    public sealed record PasscodeReplaced : RecoveryReply;

    /// <summary>A passkey is asked for.</summary>
    [GenerateSerializer, Immutable, Alias("entry.RecoveryReply.PasskeyAsked")]
    public sealed record PasskeyAsked : RecoveryReply
    {
        /// <summary>For the browser, JSON (WebAuthn §5.5).</summary>
        [Id(0)] public required string Options { get; init; }
    }

    /// <summary>Another client asked for the link, and this one did not.</summary>
    [GenerateSerializer, Immutable, Alias("entry.RecoveryReply.OtherClient")]
    public sealed record OtherClient : RecoveryReply;

    /// <summary>A lost second factor is gone: the passcode stays until a new one is set up.</summary>
    [GenerateSerializer, Immutable, Alias("entry.RecoveryReply.EnrolmentDue")]
    public sealed record EnrolmentDue : RecoveryReply;

    /// <summary>The account is frozen: the present passcode is due.</summary>
    [GenerateSerializer, Immutable, Alias("entry.RecoveryReply.PasscodeDue")]
    public sealed record PasscodeDue : RecoveryReply;

    /// <summary>The identifier is new: a mail to it proves nothing yet.</summary>
    [GenerateSerializer, Immutable, Alias("entry.RecoveryReply.NewAddress")]
    public sealed record NewAddress : RecoveryReply
    {
        /// <summary>When it does.</summary>
        [Id(0)] public required DateTimeOffset Until { get; init; }
    }

    /// <summary>The link is over, was used, or there is a newer one.</summary>
    [GenerateSerializer, Immutable, Alias("entry.RecoveryReply.Gone")]
    public sealed record Gone : RecoveryReply;

    /// <summary>Nothing is verified before <see cref="Until"/>.</summary>
    [GenerateSerializer, Immutable, Alias("entry.RecoveryReply.Waiting")]
    public sealed record Waiting : RecoveryReply
    {
        /// <summary>When the wait is over.</summary>
        [Id(0)] public required DateTimeOffset Until { get; init; }
    }

    /// <summary>The passcode was right; one of these methods is due with it.</summary>
    [GenerateSerializer, Immutable, Alias("entry.RecoveryReply.SecondFactorDue")]
    public sealed record SecondFactorDue : RecoveryReply
    {
        /// <summary><c>totp</c>, <c>recovery-code</c>, <c>passkey</c>.</summary>
        [Id(0)] public required ImmutableArray<string> Methods { get; init; }
    }

    /// <summary>A passcode or code was wrong and was counted.</summary>
    [GenerateSerializer, Immutable, Alias("entry.RecoveryReply.Refused")]
    public sealed record Refused : RecoveryReply
    {
        /// <summary><c>passcode</c>, <c>passkey</c>, <c>wrong</c>, <c>used</c> or <c>clock</c>.</summary>
        [Id(0)] public required string Reason { get; init; }

        /// <summary>With <c>clock</c>: how far the phone's clock seems off, in seconds; positive when it is ahead.</summary>
        [Id(1)] public int? ClockOffSeconds { get; init; }
    }

    /// <summary>The new passcode may not be set.</summary>
    [GenerateSerializer, Immutable, Alias("entry.RecoveryReply.Unfit")]
    public sealed record Unfit : RecoveryReply
    {
        /// <summary><c>same-passcode</c> or a code of the passcode rules.</summary>
        [Id(0)] public required string Code { get; init; }
    }
}
