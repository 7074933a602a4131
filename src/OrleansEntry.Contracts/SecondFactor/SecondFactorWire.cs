using System.Collections.Immutable;

namespace OrleansEntry.Contracts.SecondFactor;

/// <summary>Which second factors an account has.</summary>
[GenerateSerializer, Immutable, Alias("entry.SecondFactorsView")]
public sealed record SecondFactorsView
{
    /// <summary>When the authenticator was enrolled; <see langword="null"/> when there is none.</summary>
    [Id(0)] public DateTimeOffset? TotpSince { get; init; }

    /// <summary>The authenticator's step in seconds, 30 or 60.</summary>
    [Id(1)] public int? TotpStepSeconds { get; init; }

    /// <summary>When the present recovery codes were made.</summary>
    [Id(2)] public DateTimeOffset? RecoveryCodesSince { get; init; }

    /// <summary>How many of them are left.</summary>
    [Id(3)] public required int RecoveryCodesLeft { get; init; }

    /// <summary>The passkeys, in the order in which they were added.</summary>
    [Id(4)] public ImmutableArray<Passkeys.PasskeyView> Passkeys { get; init; } = [];
}

/// <summary>A new authenticator, waiting for its first code.</summary>
[GenerateSerializer, Immutable, Alias("entry.TotpEnrolment")]
public sealed record TotpEnrolment
{
    /// <summary>The shared secret in base32, 160 bits.</summary>
    [Id(0)] public required string Secret { get; init; }

    /// <summary>The same as an <c>otpauth://</c> address.</summary>
    [Id(1)] public required string Uri { get; init; }

    /// <summary>The address as a QR code, an SVG document.</summary>
    [Id(2)] public required string QrSvg { get; init; }

    /// <summary>30 or 60.</summary>
    [Id(3)] public required int StepSeconds { get; init; }

    /// <summary>Until when it can be confirmed.</summary>
    [Id(4)] public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => nameof(TotpEnrolment);
}

/// <summary>An authenticator is enrolled, or its codes renewed: the recovery codes, shown this once.</summary>
[GenerateSerializer, Immutable, Alias("entry.RecoveryCodesIssued")]
public sealed record RecoveryCodesIssued
{
    /// <summary>Ten codes.</summary>
    [Id(0)] public required ImmutableArray<string> Codes { get; init; }

    /// <summary>The session with its rotated secret when assurance rose; <see langword="null"/> when it did not.</summary>
    [Id(1)] public Sessions.SessionGrant? Session { get; init; }

    /// <summary>Never prints the codes.</summary>
    public override string ToString() => nameof(RecoveryCodesIssued);
}
