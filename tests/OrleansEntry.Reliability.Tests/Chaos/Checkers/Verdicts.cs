namespace OrleansEntry.Reliability.Tests.Chaos;

/// <summary>All checkers together.</summary>
internal static class Verdicts
{
    /// <summary>How long after an acknowledged end a session may still open something, because a silo that was given up does not know yet:
    /// a resumed silo reads the table of silos before it answers for long.</summary>
    public static TimeSpan EndsWithin { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Everything that is wrong with a run.</summary>
    /// <param name="history">What the clients saw.</param>
    /// <param name="evidence">What there is in the end.</param>
    /// <param name="silosLost">How many silos lost what they had in memory.</param>
    public static string[] Of(IReadOnlyList<Operation> history, IReadOnlyList<Evidence> evidence, int silosLost) =>
    [
        .. FactorCheckers.RecoveryCodes(history), .. FactorCheckers.TimeSteps(history),
        .. PaceCheckers.Failures(history, evidence), .. PaceCheckers.Waits(evidence), .. PaceCheckers.WaitsEnd(history, evidence),
        .. PaceCheckers.Throttle(history, Cluster.AttemptsOfNetwork, silosLost),
        .. LogCheckers.Chain(evidence), .. LogCheckers.Durable(history, evidence), .. LogCheckers.Retries(history, evidence),
        .. LogCheckers.Notices(history, evidence),
        .. SessionCheckers.Sessions(history, evidence), .. SessionCheckers.Order(history, evidence),
        .. SessionCheckers.Ended(history, EndsWithin),
        .. AccountCheckers.Passcodes(history), .. AccountCheckers.OneAccount(history, evidence),
        .. AccountCheckers.Crosstalk(history, evidence),
    ];
}
