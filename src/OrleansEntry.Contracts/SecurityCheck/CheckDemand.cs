namespace OrleansEntry.Contracts.SecurityCheck;

/// <summary>What a check shall ask for when it is opened. Whatever it says, proof-of-work is always offered.</summary>
[GenerateSerializer, Immutable, Alias("entry.CheckDemand")]
public sealed record CheckDemand
{
    /// <summary>The kind with a picture that is suggested first: <c>slide</c>, <c>puzzle</c> or <c>equation</c>; one that is not
    /// offered gives way to one that is. <see langword="null"/> for proof-of-work alone.</summary>
    [Id(0)] public string? VisibleKind { get; init; }

    /// <summary>How often the work is doubled from the start; 0 or more, bounded by the deployment's settings.</summary>
    [Id(1)] public int Doublings { get; init; }
}
