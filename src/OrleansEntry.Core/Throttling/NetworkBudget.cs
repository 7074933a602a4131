namespace OrleansEntry.Core.Throttling;

/// <summary>How much one client network may do in the whole cluster: a token bucket for each budget.</summary>
/// <param name="Capacity">How many at once.</param>
/// <param name="RefillEvery">How long until one more.</param>
public sealed record NetworkAllowance(int Capacity, TimeSpan RefillEvery);

/// <summary>A token bucket as a value. Pure: time comes in.</summary>
/// <param name="Level">What is left at <paramref name="At"/>; fractions count.</param>
/// <param name="At">When that was.</param>
public readonly record struct NetworkBudget(double Level, DateTimeOffset At)
{
    /// <summary>A full bucket.</summary>
    public static NetworkBudget Full(NetworkAllowance allowance, DateTimeOffset now) => new(allowance.Capacity, now);

    /// <summary>Takes one if it is there.</summary>
    /// <returns>The bucket afterwards, and when the next one will be there (<see langword="null"/> when one was taken).</returns>
    public (NetworkBudget Budget, DateTimeOffset? NextAt) Take(NetworkAllowance allowance, DateTimeOffset now)
    {
        var filled = Refill(allowance, now);
        return filled.Level >= 1
            ? (filled with { Level = filled.Level - 1 }, null)
            : (filled, filled.At + (allowance.RefillEvery * (1 - filled.Level)));
    }

    /// <summary>Gives one back.</summary>
    public NetworkBudget GiveBack(NetworkAllowance allowance) => this with { Level = Math.Min(allowance.Capacity, Level + 1) };

    /// <summary>How much of it is used up, in percent.</summary>
    public int UsedPercent(NetworkAllowance allowance, DateTimeOffset now) =>
        (int)(100 * (1 - (Refill(allowance, now).Level / allowance.Capacity)));

    /// <summary>Whether it is as good as new, so that nobody need remember it.</summary>
    public bool IsFull(NetworkAllowance allowance, DateTimeOffset now) => Refill(allowance, now).Level >= allowance.Capacity;

    private NetworkBudget Refill(NetworkAllowance allowance, DateTimeOffset now)
    {
        // A clock that was set back refills nothing and starts counting from there.
        var gained = now > At ? (now - At) / allowance.RefillEvery : 0;
        return new NetworkBudget(Math.Min(allowance.Capacity, Level + gained), now);
    }
}
