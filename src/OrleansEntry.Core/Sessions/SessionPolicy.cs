namespace OrleansEntry.Core.Sessions;

/// <summary>How long a session lives, and how many an account has (NIST SP 800-63B-4 §2.2.3 at AAL2; ASVS 7.1.1, 7.1.2).</summary>
public sealed record SessionPolicy
{
    /// <summary>Its end when it is not used. 1 minute to 1 hour; default 1 hour.</summary>
    public TimeSpan IdleFor { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Its end in any case. 5 minutes to 24 hours; default 24 hours.</summary>
    public TimeSpan AbsoluteFor { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Sessions that began then or before are over: operators ended all of them.</summary>
    public DateTimeOffset? EndedThrough { get; init; }

    /// <summary>Most sessions of one account; when one more begins the oldest ends, and the log says so. 1 to 20; default 20.</summary>
    public int MaxSessions { get; init; } = 20;

    /// <summary>How long sensitive changes stay open after presence was proved. 1 to 60 minutes; default 10 minutes.</summary>
    public TimeSpan ConfirmationFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How exactly the last use is remembered: a minute, or a tenth of <see cref="IdleFor"/> where that is less. A session may end
    /// this much early, never late.</summary>
    public TimeSpan TouchEvery => IdleFor / 10 < TimeSpan.FromMinutes(1) ? IdleFor / 10 : TimeSpan.FromMinutes(1);
}
