using System.Collections.Immutable;

namespace OrleansEntry.Core.Trading;

/// <summary>One kind of operation that can be approved.</summary>
/// <param name="Name">As the trading service calls it: 1 to 32 of <c>a-z 0-9 -</c>.</param>
/// <param name="Sentence">What a person is asked, with members of the details in braces: <c>Withdraw {amount} {asset}</c>.</param>
/// <param name="Withdraws">Whether it takes money out: then it always takes a second factor, and holds and probation stand before
/// it.</param>
public sealed record OperationPolicy(string Name, string Sentence, bool Withdraws);

/// <summary>The numbers of trading.</summary>
public sealed record TradingPolicy
{
    /// <summary>Consecutive wrong trading passcodes before it is out of use until it is changed. 5 to 20; default 10.</summary>
    public int HardStop { get; init; } = 10;

    /// <summary>How long an approval may be redeemed. 30 seconds to 10 minutes; default 2 minutes.</summary>
    public TimeSpan ApprovalFor { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long trading stays unlocked in one session. 1 minute to 8 hours; default 30 minutes.</summary>
    public TimeSpan UnlockFor { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Approvals an account remembers; the one that ends first gives way. Default 16.</summary>
    public int MaxApprovals { get; init; } = 16;

    /// <summary>How long after its end an approval is remembered, so that a redemption whose answer was lost can be asked for again.
    /// Default 10 minutes.</summary>
    public TimeSpan RememberFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What can be approved. At most 32.</summary>
    public ImmutableArray<OperationPolicy> Operations { get; init; } = Defaults;

    /// <summary>What can be approved when nothing is set.</summary>
    public static ImmutableArray<OperationPolicy> Defaults { get; } =
    [
        new("trade", "{side} {amount} {asset} at {price}", Withdraws: false),
        new("withdraw", "Withdraw {amount} {asset} to {address}", Withdraws: true),
    ];

    /// <summary>The operation of a name; <see langword="null"/> when there is none.</summary>
    public OperationPolicy? Find(string name) => Operations.FirstOrDefault(o => o.Name == name);
}
