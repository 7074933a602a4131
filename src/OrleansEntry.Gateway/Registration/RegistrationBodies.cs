using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using OrleansEntry.Gateway.SecurityCheck;

namespace OrleansEntry.Gateway.Registration;

/// <summary>Begins a registration.</summary>
internal sealed record BeginRegistrationBody : Body
{
    /// <summary>The e-mail address that the account shall belong to.</summary>
    [StringLength(1024, MinimumLength = 1)] public required string Identifier { get; init; }

    /// <summary>The passcode that it shall have.</summary>
    [StringLength(1024, MinimumLength = 1)] public required string Passcode { get; init; }

    /// <summary>The answer to the check that an earlier try was offered.</summary>
    public CheckAnswerBody? Check { get; init; }

    /// <summary>The kind of check that is wanted where none is answered: slide, puzzle, equation or proof-of-work; without it what
    /// the service suggests. A kind that is switched off gives way to one that is not.</summary>
    [RegularExpression(CheckRenewalBody.Kinds)] public string? CheckKind { get; init; }

    /// <inheritdoc/>
    protected override Body? Nested => Check;

    /// <inheritdoc/>
    protected override string NestedName => "check";
}

/// <summary>Ends a registration.</summary>
internal sealed record VerificationBody : Body
{
    /// <summary>The code from the mail.</summary>
    [StringLength(64, MinimumLength = 1)] public required string Code { get; init; }
}

/// <summary>How far a registration is.</summary>
internal sealed record RegistrationProgress
{
    /// <summary>What is due: check or verify-identifier.</summary>
    public required string Next { get; init; }

    /// <summary>With next verify-identifier: the registration.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? RegistrationId { get; init; }

    /// <summary>With next check: the security check.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public CheckBody? Check { get; init; }

    /// <summary>Until when it can go on.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>A new account.</summary>
internal sealed record OpenedAccountBody
{
    /// <summary>Its id.</summary>
    public required string AccountId { get; init; }
}
