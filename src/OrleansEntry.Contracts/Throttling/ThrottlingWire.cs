using Orleans.Concurrency;

namespace OrleansEntry.Contracts.Throttling;

/// <summary>The names of a network's budgets.</summary>
public static class NetworkBudgets
{
    /// <summary>Entries and checks begun.</summary>
    public const string Begin = "begin";

    /// <summary>Passcodes and codes verified.</summary>
    public const string Attempt = "attempt";

    /// <summary>Registrations.</summary>
    public const string Registration = "registration";
}

/// <summary>The cluster-wide pace of one client network, in memory. Key: the keyed hash of the network,
/// 32 lower-case hex characters.</summary>
[Alias("entry.IAddressThrottleGrain")]
public interface IAddressThrottleGrain : IGrainWithStringKey
{
    /// <summary>Takes one from a budget before the costly thing is done.</summary>
    /// <param name="budget">One of <see cref="NetworkBudgets"/>.</param>
    /// <returns><see langword="null"/> when it was there; otherwise when the next one will be.</returns>
    [Alias("Take")]
    ValueTask<DateTimeOffset?> Take(string budget);

    /// <summary>Gives one back: the attempt was right, so it was no guess.</summary>
    [Alias("GiveBack"), OneWay]
    Task GiveBack(string budget);
}
