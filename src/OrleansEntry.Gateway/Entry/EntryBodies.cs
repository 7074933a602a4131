using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansEntry.Gateway.SecurityCheck;
using OrleansEntry.Gateway.Sessions;

namespace OrleansEntry.Gateway.Entry;

/// <summary>Begins an entry, and goes as far as it can.</summary>
internal sealed record BeginEntryBody : Body
{
    /// <summary>The e-mail address of the account.</summary>
    [StringLength(1024, MinimumLength = 1)] public required string Identifier { get; init; }

    /// <summary>The passcode, to enter in one call. Where a check is due and not answered, it is dropped unseen.</summary>
    [StringLength(1024, MinimumLength = 1)] public string? Passcode { get; init; }

    /// <summary>The answer to the check that an earlier try was offered.</summary>
    public CheckAnswerBody? Check { get; init; }

    /// <inheritdoc/>
    protected override Body? Nested => Check;

    /// <inheritdoc/>
    protected override string NestedName => "check";
}

/// <summary>Submits the passcode.</summary>
internal sealed record PasscodeBody : Body
{
    /// <summary>The passcode.</summary>
    [StringLength(1024, MinimumLength = 1)] public required string Passcode { get; init; }
}

/// <summary>Submits a second factor.</summary>
internal sealed record SecondFactorBody : Body
{
    /// <summary>Which: totp, recovery-code or passkey.</summary>
    [RegularExpression("^(totp|recovery-code|passkey)$")] public required string Method { get; init; }

    /// <summary>The code of totp or recovery-code.</summary>
    [StringLength(64, MinimumLength = 1)] public string? Code { get; init; }

    /// <summary>With passkey: what the authenticator answered.</summary>
    public JsonElement? Passkey { get; init; }
}

/// <summary>A request that says nothing: {}.</summary>
internal sealed record EmptyBody : Body;

/// <summary>How far an entry is. What <c>next</c> says decides which of the others are there.</summary>
internal sealed record EntryProgress
{
    /// <summary>What is due: check, passcode, second-factor, device, or done.</summary>
    public required string Next { get; init; }

    /// <summary>The entry, for the steps that follow; with the answer that begins it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? EntryId { get; init; }

    /// <summary>Until when the entry can go on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>With the answer that begins it, on a device that this account knows: the owner's safety phrase, where one is
    /// set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? SafetyPhrase { get; init; }

    /// <summary>With the answer that begins it, on a device that this account knows: when its second factor will be removed, where somebody
    /// said that it is lost.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public DateTimeOffset? RemovalAt { get; init; }

    /// <summary>With next check: the security check.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public CheckBody? Check { get; init; }

    /// <summary>With next second-factor: the methods there are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public ImmutableArray<string>? Methods { get; init; }

    /// <summary>With next device: the number that this device shows, for a listed one to give.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? Number { get; init; }

    /// <summary>With next done: the session.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IssuedSession? Session { get; init; }

    /// <summary>With next done: what the device is known by from now on, where that is new; never to a browser.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? DeviceToken { get; init; }

    /// <summary>With next done: what a page sends along with changes, in the header X-Anti-Forgery.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? AntiForgery { get; init; }

    /// <summary>Never prints a token.</summary>
    public override string ToString() => $"{nameof(EntryProgress)} {Next}";
}

/// <summary>A fresh security check.</summary>
internal sealed record RenewedCheckBody
{
    /// <summary>The check.</summary>
    public required CheckBody Check { get; init; }
}
