using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using OrleansEntry.Contracts.SecondFactor;
using OrleansEntry.Gateway.Passkeys;
using OrleansEntry.Gateway.Sessions;

namespace OrleansEntry.Gateway.SecondFactor;

/// <summary>Begins an authenticator.</summary>
internal sealed record BeginTotpBody : Body
{
    /// <summary>How long a code lasts, in seconds: 30 (the default) or 60.</summary>
    [Range(30, 60)] public int? StepSeconds { get; init; }
}

/// <summary>A code of the authenticator.</summary>
internal sealed record TotpCodeBody : Body
{
    /// <summary>The code.</summary>
    [StringLength(64, MinimumLength = 1)] public required string Code { get; init; }
}

/// <summary>What second factors there are.</summary>
internal sealed record SecondFactorsBody
{
    /// <summary>The authenticator; null when there is none.</summary>
    public required TotpBody? Totp { get; init; }

    /// <summary>The recovery codes; null when there are none.</summary>
    public required RecoveryCodesSummary? RecoveryCodes { get; init; }

    /// <summary>The passkeys.</summary>
    public required ImmutableArray<PasskeyBody> Passkeys { get; init; }

    /// <summary>Translates a view.</summary>
    public static SecondFactorsBody From(SecondFactorsView view) => new()
    {
        Totp = view is { TotpSince: { } since, TotpStepSeconds: { } step } ? new TotpBody { Since = since, StepSeconds = step } : null,
        RecoveryCodes = view.RecoveryCodesSince is { } made ? new RecoveryCodesSummary { Left = view.RecoveryCodesLeft, Since = made }
            : null,
        Passkeys = [.. view.Passkeys.Select(PasskeyBody.From)],
    };
}

/// <summary>The authenticator.</summary>
internal sealed record TotpBody
{
    /// <summary>When it was set up.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>How long a code lasts, in seconds.</summary>
    public required int StepSeconds { get; init; }
}

/// <summary>The recovery codes, without the codes.</summary>
internal sealed record RecoveryCodesSummary
{
    /// <summary>How many are left.</summary>
    public required int Left { get; init; }

    /// <summary>When they were made.</summary>
    public required DateTimeOffset Since { get; init; }
}

/// <summary>A new authenticator, waiting for its first code.</summary>
internal sealed record TotpEnrolmentBody
{
    /// <summary>The shared secret in base32.</summary>
    public required string Secret { get; init; }

    /// <summary>The same as an otpauth address.</summary>
    public required string Uri { get; init; }

    /// <summary>The address as a QR code, an SVG document.</summary>
    public required string QrSvg { get; init; }

    /// <summary>How long a code lasts, in seconds.</summary>
    public required int StepSeconds { get; init; }

    /// <summary>Until when it can be confirmed.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Translates an enrolment.</summary>
    public static TotpEnrolmentBody From(TotpEnrolment enrolment) => new()
    {
        Secret = enrolment.Secret,
        Uri = enrolment.Uri,
        QrSvg = enrolment.QrSvg,
        StepSeconds = enrolment.StepSeconds,
        ExpiresAt = enrolment.ExpiresAt,
    };

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => nameof(TotpEnrolmentBody);
}

/// <summary>Recovery codes, shown this once.</summary>
internal sealed record RecoveryCodesBody
{
    /// <summary>Ten codes.</summary>
    public required ImmutableArray<string> RecoveryCodes { get; init; }

    /// <summary>Never prints the codes.</summary>
    public override string ToString() => nameof(RecoveryCodesBody);
}

/// <summary>An authenticator is set up.</summary>
internal sealed record EnrolledBody
{
    /// <summary>Ten recovery codes, shown this once.</summary>
    public required ImmutableArray<string> RecoveryCodes { get; init; }

    /// <summary>The session with its new token.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IssuedSession? Session { get; init; }

    /// <summary>What a page sends along with changes from now on, in the header X-Anti-Forgery.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? AntiForgery { get; init; }

    /// <summary>Never prints the codes.</summary>
    public override string ToString() => nameof(EnrolledBody);
}
