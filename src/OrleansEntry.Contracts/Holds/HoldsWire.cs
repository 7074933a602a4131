using System.Collections.Immutable;

namespace OrleansEntry.Contracts.Holds;

/// <summary>The holds on an account's withdrawals that run.</summary>
[GenerateSerializer, Immutable, Alias("entry.HoldsView")]
public sealed record HoldsView
{
    /// <summary>At most one for each reason; the one that ends last first.</summary>
    [Id(0)] public required ImmutableArray<HoldView> Holds { get; init; }
}

/// <summary>One hold.</summary>
[GenerateSerializer, Immutable, Alias("entry.HoldView")]
public sealed record HoldView
{
    /// <summary><c>passcode-changed</c>, <c>factor-changed</c>, <c>identifier-changed</c>, <c>new-device</c>, <c>recovery</c>,
    /// <c>recovery-code-used</c> or <c>trading-passcode-changed</c>.</summary>
    [Id(0)] public required string Reason { get; init; }

    /// <summary>When it began.</summary>
    [Id(1)] public required DateTimeOffset Since { get; init; }

    /// <summary>Its end.</summary>
    [Id(2)] public required DateTimeOffset Until { get; init; }
}
