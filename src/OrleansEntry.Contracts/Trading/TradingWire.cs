using System.Collections.Immutable;
using OrleansEntry.Contracts.Sessions;

namespace OrleansEntry.Contracts.Trading;

/// <summary>How an account stands with trading, as its owner sees it.</summary>
[GenerateSerializer, Immutable, Alias("entry.TradingView")]
public sealed record TradingView
{
    /// <summary>When the trading passcode was set; <see langword="null"/> when there is none.</summary>
    [Id(0)] public DateTimeOffset? Since { get; init; }

    /// <summary>Whether it failed too often in a row and must be changed.</summary>
    [Id(1)] public required bool OutOfUse { get; init; }

    /// <summary>Until when trading is unlocked in the caller's session; <see langword="null"/> when it is locked.</summary>
    [Id(2)] public DateTimeOffset? UnlockedUntil { get; init; }
}

/// <summary>A trading passcode to be set.</summary>
[GenerateSerializer, Immutable, Alias("entry.NewTradingPasscode")]
public sealed record NewTradingPasscode
{
    /// <summary>The passcode.</summary>
    [Id(0)] public required string Passcode { get; init; }

    /// <summary>Never prints it.</summary>
    public override string ToString() => nameof(NewTradingPasscode);
}

/// <summary>What somebody shows for trading.</summary>
[GenerateSerializer, Immutable, Alias("entry.TradingAttempt")]
public sealed record TradingAttempt
{
    /// <summary>The session.</summary>
    [Id(0)] public required SessionProof Proof { get; init; }

    /// <summary>The trading passcode.</summary>
    [Id(1)] public required string Passcode { get; init; }

    /// <summary><c>totp</c> or <c>recovery-code</c>; <see langword="null"/> when none is shown.</summary>
    [Id(2)] public string? Method { get; init; }

    /// <summary>The code for <see cref="Method"/>.</summary>
    [Id(3)] public string? Code { get; init; }

    /// <summary>Never prints passcode or code.</summary>
    public override string ToString() => $"{nameof(TradingAttempt)} {Proof}";
}

/// <summary>An operation to be approved.</summary>
[GenerateSerializer, Immutable, Alias("entry.ApprovalAttempt")]
public sealed record ApprovalAttempt
{
    /// <summary>What is shown for it.</summary>
    [Id(0)] public required TradingAttempt Shown { get; init; }

    /// <summary>What kind of operation.</summary>
    [Id(1)] public required string Operation { get; init; }

    /// <summary>SHA-256 of the canonical details.</summary>
    [Id(2)] public required byte[] DetailsHash { get; init; }

    /// <summary>What the person was asked.</summary>
    [Id(3)] public required string Sentence { get; init; }

    /// <summary>Never prints passcode or code.</summary>
    public override string ToString() => $"{nameof(ApprovalAttempt)} {Shown}";
}

/// <summary>An approval: its secret is told this once.</summary>
[GenerateSerializer, Immutable, Alias("entry.ApprovalGrant")]
public sealed record ApprovalGrant
{
    /// <summary>The token's secret, 32 bytes. Only its hash is stored.</summary>
    [Id(0)] public required byte[] Secret { get; init; }

    /// <summary>Its end.</summary>
    [Id(1)] public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => nameof(ApprovalGrant);
}

/// <summary>What a service asks to redeem.</summary>
[GenerateSerializer, Immutable, Alias("entry.RedemptionAttempt")]
public sealed record RedemptionAttempt
{
    /// <summary>SHA-256 of the approval's secret.</summary>
    [Id(0)] public required byte[] TokenHash { get; init; }

    /// <summary>What kind of operation is to be done.</summary>
    [Id(1)] public required string Operation { get; init; }

    /// <summary>SHA-256 of its canonical details.</summary>
    [Id(2)] public required byte[] DetailsHash { get; init; }

    /// <summary>Hash of the service and its idempotency key; <see langword="null"/> when it brought none.</summary>
    [Id(3)] public byte[]? Under { get; init; }

    /// <summary>The service's name.</summary>
    [Id(4)] public required string Service { get; init; }

    /// <summary>Where it asks from.</summary>
    [Id(5)] public required string Network { get; init; }

    /// <summary>Never prints the hashes.</summary>
    public override string ToString() => $"{nameof(RedemptionAttempt)} by {Service}";
}

/// <summary>How a redemption ends. Closed: only the cases below.</summary>
[GenerateSerializer, Immutable, Alias("entry.RedemptionReply")]
public abstract record RedemptionReply
{
    private RedemptionReply() { }

    /// <summary>The operation may be done, this once.</summary>
    [GenerateSerializer, Immutable, Alias("entry.RedemptionReply.Redeemed")]
    public sealed record Redeemed : RedemptionReply
    {
        /// <summary>The session in which it was approved.</summary>
        [Id(0)] public required string SessionId { get; init; }

        /// <summary>What was proved beside the session.</summary>
        [Id(1)] public required ImmutableArray<string> Methods { get; init; }

        /// <summary>When it was approved.</summary>
        [Id(2)] public required DateTimeOffset ApprovedAt { get; init; }

        /// <summary>When it was redeemed.</summary>
        [Id(3)] public required DateTimeOffset RedeemedAt { get; init; }
    }

    /// <summary>It may not: unknown, used, over, for other details, or the account may not do it now. Nobody is told which.</summary>
    [GenerateSerializer, Immutable, Alias("entry.RedemptionReply.Refused")]
    public sealed record Refused : RedemptionReply;
}

/// <summary>What a service may know of a session.</summary>
[GenerateSerializer, Immutable, Alias("entry.SessionFacts")]
public sealed record SessionFacts
{
    /// <summary>The session.</summary>
    [Id(0)] public required SessionView Session { get; init; }

    /// <summary>Until when trading is unlocked in it; <see langword="null"/> when it is locked.</summary>
    [Id(1)] public DateTimeOffset? TradingUnlockedUntil { get; init; }

    /// <summary>Until when withdrawals are held; <see langword="null"/> when they are not.</summary>
    [Id(2)] public DateTimeOffset? HeldUntil { get; init; }
}
