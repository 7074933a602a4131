using System.Collections.Immutable;
using OrleansEntry.Core.Throttling;

namespace OrleansEntry.Core.Trading;

/// <summary>The trading passcode of an account.</summary>
/// <param name="Hash">Its hash, as stored; made for this purpose alone, so that it is no passcode's hash.</param>
/// <param name="Since">When it was set.</param>
/// <param name="Failures">What was wrong since it was last right, from all sessions together.</param>
public sealed record TradingPasscode(string Hash, DateTimeOffset Since, Meter Failures)
{
    /// <summary>Never prints the hash.</summary>
    public override string ToString() => $"trading passcode since {Since:u}";
}

/// <summary>A session in which trading is unlocked for a while.</summary>
public sealed record TradingUnlock(string SessionId, DateTimeOffset Since, DateTimeOffset Until);

/// <summary>One operation that the person approved, to be redeemed once.</summary>
public sealed record Approval
{
    /// <summary>SHA-256 of the token's secret.</summary>
    public required byte[] TokenHash { get; init; }

    /// <summary>The session in which it was given; when that ends, so does this.</summary>
    public required string SessionId { get; init; }

    /// <summary>What kind of operation.</summary>
    public required string Operation { get; init; }

    /// <summary>SHA-256 of the canonical details.</summary>
    public required byte[] DetailsHash { get; init; }

    /// <summary>What was proved beside the session.</summary>
    public required ImmutableArray<string> Methods { get; init; }

    /// <summary>When it was given.</summary>
    public required DateTimeOffset ApprovedAt { get; init; }

    /// <summary>Its end.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was redeemed; <see langword="null"/> while it can be.</summary>
    public DateTimeOffset? RedeemedAt { get; init; }

    /// <summary>Hash of the service and key under which it was redeemed: who shows them again is told again.</summary>
    public byte[]? RedeemedUnder { get; init; }

    /// <summary>Whether the log was told of a refused redemption: once for each approval.</summary>
    public bool RefusalTold { get; init; }

    /// <summary>Never prints the hashes.</summary>
    public override string ToString() => $"approval of {Operation} at {ApprovedAt:u}";
}

/// <summary>Everything of one account that has to do with trading.</summary>
public sealed record TradingState
{
    /// <summary>Nothing set, nothing approved.</summary>
    public static TradingState None { get; } = new();

    /// <summary>The trading passcode.</summary>
    public TradingPasscode? Passcode { get; init; }

    /// <summary>Approvals, at most <see cref="TradingPolicy.MaxApprovals"/>.</summary>
    public ImmutableArray<Approval> Approvals { get; init; } = [];

    /// <summary>Unlocked sessions, at most one for each session.</summary>
    public ImmutableArray<TradingUnlock> Unlocks { get; init; } = [];
}
