namespace OrleansEntry.Contracts.Registration;

/// <summary>Begins a registration. The passcode has passed the policy and the check is redeemed.</summary>
[GenerateSerializer, Immutable, Alias("entry.RegistrationBegin")]
public sealed record RegistrationBegin
{
    /// <summary>Names the registration: 32 lower-case hex characters, random.</summary>
    [Id(0)] public required string Nonce { get; init; }

    /// <summary>The canonical identifier.</summary>
    [Id(1)] public required string Identifier { get; init; }

    /// <summary>What the person chose.</summary>
    [Id(2)] public required string Passcode { get; init; }

    /// <summary>Where it comes from.</summary>
    [Id(3)] public required Visit Visit { get; init; }

    /// <summary>Never prints identifier or passcode.</summary>
    public override string ToString() => $"{nameof(RegistrationBegin)} from {Visit}";
}

/// <summary>How the beginning of a registration ended. Closed.</summary>
[GenerateSerializer, Immutable, Alias("entry.RegistrationReply")]
public abstract record RegistrationReply
{
    private RegistrationReply() { }

    /// <summary>A mail is on its way: a code to a free address, a notice to the owner of a taken one.
    /// The caller can not tell which.</summary>
    [GenerateSerializer, Immutable, Alias("entry.RegistrationReply.Mailed")]
    public sealed record Mailed : RegistrationReply
    {
        /// <summary>Until when the code works.</summary>
        [Id(0)] public required DateTimeOffset ExpiresAt { get; init; }
    }

    /// <summary>Too many registrations of this address, or from this network.</summary>
    [GenerateSerializer, Immutable, Alias("entry.RegistrationReply.Waiting")]
    public sealed record Waiting : RegistrationReply
    {
        /// <summary>When to try again.</summary>
        [Id(0)] public required DateTimeOffset Until { get; init; }
    }
}

/// <summary>How the verification of an identifier ended. Closed.</summary>
[GenerateSerializer, Immutable, Alias("entry.VerificationReply")]
public abstract record VerificationReply
{
    private VerificationReply() { }

    /// <summary>The account is open.</summary>
    [GenerateSerializer, Immutable, Alias("entry.VerificationReply.Opened")]
    public sealed record Opened : VerificationReply
    {
        /// <summary>The new account's id, 32 lower-case hex characters.</summary>
        [Id(0)] public required string AccountId { get; init; }
    }

    /// <summary>The code did not match; it was counted.</summary>
    [GenerateSerializer, Immutable, Alias("entry.VerificationReply.Wrong")]
    public sealed record Wrong : VerificationReply;

    /// <summary>The registration is over: ten minutes, five tries, or already used.</summary>
    [GenerateSerializer, Immutable, Alias("entry.VerificationReply.Gone")]
    public sealed record Gone : VerificationReply;

    /// <summary>Too many tries from this network.</summary>
    [GenerateSerializer, Immutable, Alias("entry.VerificationReply.Waiting")]
    public sealed record Waiting : VerificationReply
    {
        /// <summary>When to try again.</summary>
        [Id(0)] public required DateTimeOffset Until { get; init; }
    }
}

/// <summary>One canonical identifier: which account it names, and its registrations. Key: the identifier's keyed hash,
/// 64 lower-case hex characters.</summary>
[Alias("entry.IIdentifierGrain")]
public interface IIdentifierGrain : IGrainWithStringKey
{
    /// <summary>The account that answers for this identifier. An unknown identifier gets an id too, always the same one;
    /// it names an account that nobody can enter and that behaves like any other.</summary>
    [Alias("Resolve"), Orleans.Concurrency.AlwaysInterleave]
    ValueTask<string> Resolve(CancellationToken cancellationToken = default);

    /// <summary>Begins a registration.</summary>
    [Alias("BeginRegistration")]
    Task<RegistrationReply> BeginRegistration(RegistrationBegin begin, CancellationToken cancellationToken = default);

    /// <summary>The answer that <see cref="BeginRegistration"/> gave under this name; <see langword="null"/> when no such registration
    /// waits for its code.</summary>
    [Alias("ResumeRegistration")]
    Task<RegistrationReply.Mailed?> ResumeRegistration(string nonce, CancellationToken cancellationToken = default);

    /// <summary>Asks for the way back into the account of this identifier. The answer is the same for every identifier.</summary>
    /// <param name="visit">Where it comes from.</param>
    /// <param name="asker">What the client may go by when it comes back.</param>
    /// <param name="cancellationToken">The caller is gone.</param>
    [Alias("BeginRecovery")]
    Task<Recovery.RecoveryBegun> BeginRecovery(
        Visit visit, System.Collections.Immutable.ImmutableArray<string> asker, CancellationToken cancellationToken = default);

    /// <summary>Ends a registration with the mailed code, in canonical form. The request that opened the account may be sent again
    /// under its idempotency key.</summary>
    [Alias("VerifyRegistration")]
    Task<VerificationReply> VerifyRegistration(string nonce, string code, Visit visit, CancellationToken cancellationToken = default);
}
