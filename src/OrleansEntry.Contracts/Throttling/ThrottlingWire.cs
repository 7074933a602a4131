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

/// <summary>What a network's pace says to somebody who begins something.</summary>
[GenerateSerializer, Immutable, Alias("entry.BeginningReply")]
public sealed record BeginningReply
{
    /// <summary>When there is room for another beginning; <see langword="null"/> when this one may go on.</summary>
    [Id(0)] public DateTimeOffset? Until { get; init; }

    /// <summary>How much of that of its budgets of which most is used up, in percent.</summary>
    [Id(1)] public int UsedPercent { get; init; }

    /// <summary>How hard the whole cluster is being tried: 0 not at all, 1 alert, 2 attack.</summary>
    [Id(2)] public int AttackLevel { get; init; }
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

    /// <summary>Takes one beginning, and tells what the check that may be asked for is decided by.</summary>
    /// <param name="purpose">What begins: one of <see cref="SecurityCheck.CheckPurpose"/>.</param>
    [Alias("TakeBeginning")]
    ValueTask<BeginningReply> TakeBeginning(string purpose);

    /// <summary>Gives one back: the attempt was right, so it was no guess.</summary>
    [Alias("GiveBack"), OneWay]
    Task GiveBack(string budget);
}
