namespace OrleansEntry.Core.SecurityCheck;

/// <summary>What a check shall ask for when it is opened. Whatever it says, proof-of-work is always offered.</summary>
/// <param name="VisibleKind">The kind with a picture that is suggested first, one of <see cref="CheckKind.Visible"/>;
/// <see langword="null"/> for proof-of-work alone, until the visitor asks for a picture.</param>
/// <param name="Doublings">How often the work is doubled from the start; 0 or more, bounded by
/// <see cref="WorkPolicy.MaxDoublings"/>.</param>
public sealed record CheckDemand(string? VisibleKind, int Doublings)
{
    /// <summary>The silent work as it is, and no picture.</summary>
    public static CheckDemand Silent { get; } = new(null, Doublings: 0);
}
