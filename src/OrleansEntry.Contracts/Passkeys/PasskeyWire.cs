using System.Collections.Immutable;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Sessions;

namespace OrleansEntry.Contracts.Passkeys;

/// <summary>A passkey, as its owner sees it.</summary>
[GenerateSerializer, Immutable, Alias("entry.PasskeyView")]
public sealed record PasskeyView
{
    /// <summary>Its public name, 32 lower-case hex characters.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>What its owner calls it.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>When it was added.</summary>
    [Id(2)] public required DateTimeOffset Since { get; init; }

    /// <summary>When it was last used.</summary>
    [Id(3)] public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Whether it is kept on several devices.</summary>
    [Id(4)] public required bool BackedUp { get; init; }
}

/// <summary>A new passkey, as its authenticator answered.</summary>
[GenerateSerializer, Immutable, Alias("entry.PasskeyAnswer")]
public sealed record PasskeyAnswer
{
    /// <summary>What its owner calls it: 1 to 40 characters.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>The browser's JSON (WebAuthn <c>RegistrationResponseJSON</c>).</summary>
    [Id(1)] public required string Answer { get; init; }

    /// <summary>Never prints the answer.</summary>
    public override string ToString() => nameof(PasskeyAnswer);
}

/// <summary>A passkey was added.</summary>
[GenerateSerializer, Immutable, Alias("entry.PasskeyAdded")]
public sealed record PasskeyAdded
{
    /// <summary>The passkey.</summary>
    [Id(0)] public required PasskeyView Passkey { get; init; }

    /// <summary>Ten recovery codes, shown this once, where the account had none; else empty.</summary>
    [Id(1)] public required ImmutableArray<string> Codes { get; init; }

    /// <summary>The session with its rotated secret.</summary>
    [Id(2)] public required SessionGrant Session { get; init; }

    /// <summary>Never prints the codes.</summary>
    public override string ToString() => nameof(PasskeyAdded);
}

/// <summary>What a passkey is asked for in a session: what it is shown for counts for nothing else.</summary>
public enum PasskeyPurpose
{
    /// <summary>To prove presence.</summary>
    Presence,

    /// <summary>For trading: to approve or unlock.</summary>
    Trading,
}

/// <summary>A passkey, shown at the door instead of a passcode.</summary>
[GenerateSerializer, Immutable, Alias("entry.PasskeyAttempt")]
public sealed record PasskeyAttempt
{
    /// <summary>The entry.</summary>
    [Id(0)] public required EntryTicket Ticket { get; init; }

    /// <summary>Where it comes from.</summary>
    [Id(1)] public required Visit Visit { get; init; }

    /// <summary>The browser's JSON (WebAuthn <c>AuthenticationResponseJSON</c>).</summary>
    [Id(2)] public required string Answer { get; init; }

    /// <summary>Never prints the answer.</summary>
    public override string ToString() => $"{nameof(PasskeyAttempt)} from {Visit}";
}
