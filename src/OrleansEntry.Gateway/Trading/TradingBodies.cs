using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansEntry.Contracts.Trading;
using OrleansEntry.Core.Trading;

namespace OrleansEntry.Gateway.Trading;

/// <summary>Sets the trading passcode.</summary>
internal sealed record TradingPasscodeBody : Body
{
    /// <summary>The new trading passcode.</summary>
    [StringLength(1024, MinimumLength = 1)] public required string New { get; init; }
}

/// <summary>How the account stands with trading.</summary>
internal sealed record TradingStatusBody
{
    /// <summary>When the trading passcode was set; null when there is none.</summary>
    public required DateTimeOffset? Since { get; init; }

    /// <summary>Whether it failed too often in a row and must be changed.</summary>
    public required bool OutOfUse { get; init; }

    /// <summary>Until when trading is unlocked in this session; null when it is locked.</summary>
    public required DateTimeOffset? UnlockedUntil { get; init; }

    /// <summary>Translates a view.</summary>
    public static TradingStatusBody From(TradingView view) =>
        new() { Since = view.Since, OutOfUse = view.OutOfUse, UnlockedUntil = view.UnlockedUntil };
}

/// <summary>Unlocks trading.</summary>
internal sealed record TradingUnlockBody : Body
{
    /// <summary>The trading passcode.</summary>
    [StringLength(1024, MinimumLength = 1)] public required string TradingPasscode { get; init; }

    /// <summary>A second factor, where one is shown: totp, recovery-code or passkey.</summary>
    [StringLength(32, MinimumLength = 1)] public string? Method { get; init; }

    /// <summary>The code of totp or recovery-code.</summary>
    [StringLength(64, MinimumLength = 1)] public string? Code { get; init; }

    /// <summary>With passkey: what the authenticator answered.</summary>
    public JsonElement? Passkey { get; init; }
}

/// <summary>An operation, as a person is to be asked about it.</summary>
internal sealed record OperationBody : Body
{
    /// <summary>What kind of operation: trade, withdraw or a configured name.</summary>
    [StringLength(32, MinimumLength = 1)] public required string Operation { get; init; }

    /// <summary>What of: a JSON object, of at most 4 KiB where the deployment says nothing else.</summary>
    public required JsonElement Details { get; init; }

    /// <summary>Where the person goes on afterwards: an address of an origin that this deployment allows.</summary>
    [StringLength(ReturnAddress.MaxLength, MinimumLength = 1)] public string? ReturnTo { get; init; }
}

/// <summary>What a person is asked.</summary>
internal sealed record OperationSummary
{
    /// <summary>The operation in one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>Everything in its details, so that nothing is approved unseen.</summary>
    public required ImmutableArray<FactBody> Facts { get; init; }

    /// <summary>Whether it takes a second factor.</summary>
    public required bool SecondFactor { get; init; }

    /// <summary>Where the person goes on afterwards, as it was asked for; null for nowhere.</summary>
    public required string? ReturnTo { get; init; }
}

/// <summary>One member of an operation's details.</summary>
internal sealed record FactBody
{
    /// <summary>Its name; inside of others joined by points.</summary>
    public required string Name { get; init; }

    /// <summary>Its value.</summary>
    public required string Value { get; init; }
}

/// <summary>Approves an operation.</summary>
internal sealed record ApprovalBody : Body
{
    /// <summary>What kind of operation: trade, withdraw or a configured name.</summary>
    [StringLength(32, MinimumLength = 1)] public required string Operation { get; init; }

    /// <summary>What of: a JSON object, of at most 4 KiB where the deployment says nothing else.</summary>
    public required JsonElement Details { get; init; }

    /// <summary>The trading passcode.</summary>
    [StringLength(1024, MinimumLength = 1)] public required string TradingPasscode { get; init; }

    /// <summary>The second factor, which withdrawals always take: totp, recovery-code or passkey.</summary>
    [StringLength(32, MinimumLength = 1)] public string? Method { get; init; }

    /// <summary>The code of totp or recovery-code.</summary>
    [StringLength(64, MinimumLength = 1)] public string? Code { get; init; }

    /// <summary>With passkey: what the authenticator answered.</summary>
    public JsonElement? Passkey { get; init; }
}

/// <summary>An approval, shown this once.</summary>
internal sealed record GivenApproval
{
    /// <summary>What the trading service redeems.</summary>
    public required string Approval { get; init; }

    /// <summary>Its end.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What was approved.</summary>
    public required string Sentence { get; init; }

    /// <summary>Never prints the approval.</summary>
    public override string ToString() => nameof(GivenApproval);
}

/// <summary>Redeems an approval.</summary>
internal sealed record RedemptionBody : Body
{
    /// <summary>The approval.</summary>
    [StringLength(64, MinimumLength = 1)] public required string Approval { get; init; }

    /// <summary>The operation that is to be done.</summary>
    [StringLength(32, MinimumLength = 1)] public required string Operation { get; init; }

    /// <summary>What of: exactly what was approved.</summary>
    public required JsonElement Details { get; init; }
}

/// <summary>An approval that was redeemed: the operation may be done, this once.</summary>
internal sealed record RedeemedBody
{
    /// <summary>Whose it is.</summary>
    public required string AccountId { get; init; }

    /// <summary>The session in which it was approved.</summary>
    public required string SessionId { get; init; }

    /// <summary>The operation.</summary>
    public required string Operation { get; init; }

    /// <summary>What was proved beside the session: trading-passcode, totp, recovery-code.</summary>
    public required ImmutableArray<string> Methods { get; init; }

    /// <summary>When it was approved.</summary>
    public required DateTimeOffset ApprovedAt { get; init; }

    /// <summary>When it was redeemed.</summary>
    public required DateTimeOffset RedeemedAt { get; init; }
}

/// <summary>Asks about a session (RFC 7662 §2.1, as JSON).</summary>
internal sealed record IntrospectionBody : Body
{
    /// <summary>The session's token.</summary>
    [StringLength(256, MinimumLength = 1)] public required string Token { get; init; }
}

/// <summary>What a service may know of a session (RFC 7662 §2.2). Of one that does not live it is told nothing else.</summary>
internal sealed record IntrospectedSession
{
    /// <summary>Whether it lives.</summary>
    public required bool Active { get; init; }

    /// <summary>The account.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Sub { get; init; }

    /// <summary>The session's public name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Sid { get; init; }

    /// <summary>When it began, in seconds since 1970.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public long? Iat { get; init; }

    /// <summary>Its end if it is not used before then, in seconds since 1970.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public long? Exp { get; init; }

    /// <summary>How the person entered: pwd, otp and mfa of RFC 8176, and recovery-code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string[]? Amr { get; init; }

    /// <summary>Until when trading is unlocked; absent when it is locked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public DateTimeOffset? TradingUnlockedUntil { get; init; }

    /// <summary>Until when withdrawals are held; absent when they are not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public DateTimeOffset? HeldUntil { get; init; }
}
