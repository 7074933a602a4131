namespace OrleansEntry.Core.SettingsLock;

/// <summary>How long the security settings may be locked.</summary>
public sealed record SettingsLockPolicy
{
    /// <summary>Longest lock that any deployment may allow, in hours.</summary>
    public const int MostHours = 90 * 24;

    /// <summary>Shortest lock, in hours. 1 to 24; default 1.</summary>
    public int MinHours { get; init; } = 1;

    /// <summary>Longest lock, in hours. 24 to <see cref="MostHours"/>; default 720, 30 days.</summary>
    public int MaxHours { get; init; } = 30 * 24;
}
