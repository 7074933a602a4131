using System.Collections.Immutable;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Contracts.Sessions;

namespace OrleansEntry.Contracts.Entry;

/// <summary>One entry on its way, as the gateway read it from the sealed entry id.</summary>
[GenerateSerializer, Immutable, Alias("entry.Ticket")]
public sealed record EntryTicket
{
    /// <summary>Names the entry: 32 lower-case hex characters, random. Also the key of its security check.</summary>
    [Id(0)] public required string Nonce { get; init; }

    /// <summary>The client the entry is bound to: an opaque value the gateway compared already;
    /// the security check is bound to it too.</summary>
    [Id(1)] public required string Client { get; init; }

    /// <summary>From this instant on the entry is over (ten minutes after it began).</summary>
    [Id(2)] public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How much of its budgets the client's network had used up when the entry began, in percent.</summary>
    [Id(3)] public int NetworkUsedPercent { get; init; }
}

/// <summary>The beginning of an entry: what is due first?</summary>
[GenerateSerializer, Immutable, Alias("entry.Begin")]
public sealed record EntryBegin
{
    /// <summary>The entry.</summary>
    [Id(0)] public required EntryTicket Ticket { get; init; }

    /// <summary>Where it comes from.</summary>
    [Id(1)] public required Visit Visit { get; init; }
}

/// <summary>A passcode, submitted to an entry.</summary>
[GenerateSerializer, Immutable, Alias("entry.PasscodeAttempt")]
public sealed record PasscodeAttempt
{
    /// <summary>The entry.</summary>
    [Id(0)] public required EntryTicket Ticket { get; init; }

    /// <summary>Where it comes from.</summary>
    [Id(1)] public required Visit Visit { get; init; }

    /// <summary>What the person typed.</summary>
    [Id(2)] public required string Passcode { get; init; }

    /// <summary>Never prints the passcode.</summary>
    public override string ToString() => $"{nameof(PasscodeAttempt)} from {Visit}";
}

/// <summary>A second factor, submitted to an entry.</summary>
[GenerateSerializer, Immutable, Alias("entry.SecondFactorAttempt")]
public sealed record SecondFactorAttempt
{
    /// <summary>The entry.</summary>
    [Id(0)] public required EntryTicket Ticket { get; init; }

    /// <summary>Where it comes from.</summary>
    [Id(1)] public required Visit Visit { get; init; }

    /// <summary><c>totp</c>, <c>recovery-code</c> or <c>passkey</c>.</summary>
    [Id(2)] public required string Method { get; init; }

    /// <summary>What the person typed; with a passkey, the browser's JSON.</summary>
    [Id(3)] public required string Code { get; init; }

    /// <summary>Never prints the code.</summary>
    public override string ToString() => $"{nameof(SecondFactorAttempt)} by {Method} from {Visit}";
}

/// <summary>What an entry asks for next, or how it ended. Closed: only the cases below.</summary>
[GenerateSerializer, Immutable, Alias("entry.EntryReply")]
public abstract record EntryReply
{
    private EntryReply() { }

    /// <summary>The owner's safety phrase, with the first answer to a device that this account knows; <see langword="null"/>
    /// otherwise.</summary>
    [Id(0)] public string? SafetyPhrase { get; init; }

    /// <summary>When the second factor will be removed, with the first answer to a device that this account knows; <see langword="null"/>
    /// where no removal waits.</summary>
    [Id(1)] public DateTimeOffset? RemovalAt { get; init; }

    /// <summary>Never prints what it carries.</summary>
    public sealed override string ToString() => GetType().Name;

    /// <summary>The security check is due; the gateway opens it under the entry's nonce.</summary>
    [GenerateSerializer, Immutable, Alias("entry.EntryReply.CheckDue")]
    public sealed record CheckDue : EntryReply
    {
        /// <summary>What it shall ask for. Why is for the activity log alone.</summary>
        [Id(0)] public CheckDemand Demand { get; init; } = new();
    }

    /// <summary>The passcode is due.</summary>
    [GenerateSerializer, Immutable, Alias("entry.EntryReply.PasscodeDue")]
    public sealed record PasscodeDue : EntryReply;

    /// <summary>The passcode was right; one of these methods is due.</summary>
    [GenerateSerializer, Immutable, Alias("entry.EntryReply.SecondFactorDue")]
    public sealed record SecondFactorDue : EntryReply
    {
        /// <summary><c>totp</c>, <c>recovery-code</c>.</summary>
        [Id(0)] public required ImmutableArray<string> Methods { get; init; }
    }

    /// <summary>Only listed devices may enter: one of them must give the number that this one shows.</summary>
    [GenerateSerializer, Immutable, Alias("entry.EntryReply.DeviceDue")]
    public sealed record DeviceDue : EntryReply
    {
        /// <summary>10 to 99.</summary>
        [Id(0)] public required int Number { get; init; }

        /// <summary>Until when it waits.</summary>
        [Id(1)] public required DateTimeOffset ExpiresAt { get; init; }
    }

    /// <summary>The door is open.</summary>
    [GenerateSerializer, Immutable, Alias("entry.EntryReply.Done")]
    public sealed record Done : EntryReply
    {
        /// <summary>The new session with its secret.</summary>
        [Id(0)] public required SessionGrant Session { get; init; }
    }

    /// <summary>Wrong passcode or unknown identifier: nobody can tell which.</summary>
    [GenerateSerializer, Immutable, Alias("entry.EntryReply.NotAdmitted")]
    public sealed record NotAdmitted : EntryReply
    {
        /// <summary>Whether a security check is due before the next try.</summary>
        [Id(0)] public required bool NeedsCheck { get; init; }

        /// <summary>What that shall ask for.</summary>
        [Id(1)] public CheckDemand Demand { get; init; } = new();
    }

    /// <summary>The second factor was refused. The entry stays at its step.</summary>
    [GenerateSerializer, Immutable, Alias("entry.EntryReply.CodeRefused")]
    public sealed record CodeRefused : EntryReply
    {
        /// <summary><c>wrong</c>, <c>used</c> (right once, but already used) or <c>clock</c> (it belongs to another time).</summary>
        [Id(0)] public required string Reason { get; init; }

        /// <summary>With <c>clock</c>: how far the phone's clock seems off, in seconds; positive when it is ahead.</summary>
        [Id(1)] public int? ClockOffSeconds { get; init; }
    }

    /// <summary>The passkey is none of the account's, or may be a copy of one; or there is no such account. It can be asked for
    /// again.</summary>
    [GenerateSerializer, Immutable, Alias("entry.EntryReply.PasskeyRefused")]
    public sealed record PasskeyRefused : EntryReply;

    /// <summary>A passkey is asked for.</summary>
    [GenerateSerializer, Immutable, Alias("entry.EntryReply.PasskeyAsked")]
    public sealed record PasskeyAsked : EntryReply
    {
        /// <summary>For the browser, JSON.</summary>
        [Id(0)] public required string Options { get; init; }
    }

    /// <summary>Too many failures: nothing is verified before <see cref="Until"/>.</summary>
    [GenerateSerializer, Immutable, Alias("entry.EntryReply.Waiting")]
    public sealed record Waiting : EntryReply
    {
        /// <summary>When the wait is over.</summary>
        [Id(0)] public required DateTimeOffset Until { get; init; }
    }

    /// <summary>This authenticator has failed too often in a row and is out of use (NIST SP 800-63B-4 §3.2.2). Others stay open.</summary>
    [GenerateSerializer, Immutable, Alias("entry.EntryReply.OutOfUse")]
    public sealed record OutOfUse : EntryReply;

    /// <summary>The passcode was right, but the account is frozen: its owner comes back by a mailed link.</summary>
    [GenerateSerializer, Immutable, Alias("entry.EntryReply.Frozen")]
    public sealed record Frozen : EntryReply;

    /// <summary>The step is not the one that is due: skipped, repeated or out of order.</summary>
    [GenerateSerializer, Immutable, Alias("entry.EntryReply.WrongStep")]
    public sealed record WrongStep : EntryReply;

    /// <summary>The entry's ten minutes are over.</summary>
    [GenerateSerializer, Immutable, Alias("entry.EntryReply.Expired")]
    public sealed record Expired : EntryReply;
}
