using System.Collections.Immutable;

namespace OrleansEntry.Core.Passkeys;

/// <summary>Whom passkeys are made for and shown to (WebAuthn §4, relying party).</summary>
/// <param name="Id">The domain they are bound to, for example <c>entry.example.test</c>: a passkey works there and below.</param>
/// <param name="Origins">The origins of the pages that may ask for one, spelled as browsers do. No other page's answer counts, not one
/// of a subdomain either.</param>
public sealed record RelyingParty(string Id, ImmutableArray<string> Origins);

/// <summary>Whose passkeys they are, as authenticators keep and show it.</summary>
/// <param name="Handle">Names the owner: up to 64 random characters of ASCII, nothing of the person (WebAuthn §14.6.1).</param>
/// <param name="Name">What the person recognises it by.</param>
public sealed record PasskeyOwner(string Handle, string Name);

/// <summary>What an authenticator gave away of a passkey: the public half, and where it stands.</summary>
public sealed record PasskeyCredential
{
    /// <summary>Longest id, in bytes (WebAuthn §4).</summary>
    public const int MaxIdBytes = 1023;

    /// <summary>Its name among authenticators; no secret.</summary>
    public required ImmutableArray<byte> Id { get; init; }

    /// <summary>Its public key (COSE, RFC 9053).</summary>
    public required ImmutableArray<byte> PublicKey { get; init; }

    /// <summary>How often it signed, as its authenticator counts; those that are kept on several devices stay at 0.</summary>
    public uint Counter { get; init; }

    /// <summary>Whether it can be kept on several devices. That never changes.</summary>
    public bool BackupEligible { get; init; }

    /// <summary>Whether it is at present.</summary>
    public bool BackedUp { get; init; }

    /// <summary>How browsers may reach its authenticator, at most <see cref="MaxTransports"/> words of WebAuthn §5.8.4.</summary>
    public ImmutableArray<string> Transports { get; init; } = [];

    /// <summary>Most ways to reach one authenticator.</summary>
    public const int MaxTransports = 8;

    /// <summary>Never prints the key.</summary>
    public override string ToString() => "passkey";
}

/// <summary>One asking of an authenticator: what the browser is given, and what stays here until its answer comes.</summary>
/// <param name="Options">For the browser, JSON (WebAuthn §5.1.8, §5.1.9). The challenge in it has 256 bits and is new.</param>
/// <param name="State">For the answer's verification. Whoever keeps it gives it out once, so that no answer counts twice.</param>
public sealed record PasskeyCeremony(string Options, string State)
{
    /// <summary>Never prints the state.</summary>
    public override string ToString() => "passkey ceremony";
}

/// <summary>What an answer to a registration turned out to be. Closed: only the cases below.</summary>
public abstract record RegistrationVerdict
{
    private RegistrationVerdict() { }

    /// <summary>A new passkey, its user verified.</summary>
    public sealed record Right(PasskeyCredential Credential) : RegistrationVerdict;

    /// <summary>None that counts.</summary>
    public sealed record Wrong : RegistrationVerdict;
}

/// <summary>What an answer to a question for a passkey turned out to be. Closed: only the cases below.</summary>
public abstract record AssertionVerdict
{
    private AssertionVerdict() { }

    /// <summary>The passkey signed and verified its user. <paramref name="Credential"/> is as it stands now: its counter is as the
    /// authenticator said, and for the caller to judge against the one before.</summary>
    public sealed record Right(PasskeyCredential Credential) : AssertionVerdict;

    /// <summary>None of those asked for, or it did not sign this.</summary>
    public sealed record Wrong : AssertionVerdict;
}
