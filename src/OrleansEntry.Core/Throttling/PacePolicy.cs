namespace OrleansEntry.Core.Throttling;

/// <summary>How failures slow a guesser down. The table stands in this folder's README.</summary>
public sealed record PacePolicy
{
    /// <summary>Failures in a lane before the first wait. 1 to 20; default 5.</summary>
    public int FailuresBeforeWait { get; init; } = 5;

    /// <summary>The wait after the failure that reaches the limit, and after each one that follows; the last one repeats.
    /// NIST SP 800-63B-4 §3.2.2 names 30 seconds up to an hour.</summary>
    public IReadOnlyList<TimeSpan> Waits { get; init; } =
    [
        TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(40), TimeSpan.FromHours(1),
    ];

    /// <summary>Quiet time after which the waits start over. It does not touch the hard stop. Default 24 hours.</summary>
    public TimeSpan ForgetAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Failures in a row, from devices the account does not know, before an authenticator is out of use for them.
    /// Default 80.</summary>
    public int StrangersHardStop { get; init; } = 80;

    /// <summary>The same for all known devices together. Default 20. The two add up to no more than the 100 consecutive failures that
    /// NIST SP 800-63B-4 §3.2.2 allows one authenticator of one account.</summary>
    public int KnownDevicesHardStop { get; init; } = 20;

    /// <summary>Failures of an account within <see cref="WarnEvery"/>, of whatever kind and from wherever, that its owner is told of.
    /// 3 to 80; default 10.</summary>
    public int FailuresBeforeWarning { get; init; } = 10;

    /// <summary>The shortest wait that its owner is told of when it begins. 30 seconds to 1 hour; default 15 minutes, which the tenth
    /// failure in a lane reaches.</summary>
    public TimeSpan WaitBeforeWarning { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The period in which they are counted, and in which the owner is told at most once of them, and of each authenticator's
    /// waits and stops. Default 24 hours.</summary>
    public TimeSpan WarnEvery { get; init; } = TimeSpan.FromHours(24);
}
