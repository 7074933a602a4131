namespace OrleansEntry.Core.Freezing;

/// <summary>The numbers of freezing.</summary>
public sealed record FreezePolicy
{
    /// <summary>How long the "this was not me" link of a mail works. 24 hours to 7 days; default 72 hours.</summary>
    public TimeSpan LinkFor { get; init; } = TimeSpan.FromHours(72);
}
