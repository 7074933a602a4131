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

    /// <summary>Approvals an account remembers; the one that ends first gives way. 4 to 64; default 16.</summary>
    public int MaxApprovals { get; init; } = 16;

    /// <summary>How long after its end an approval is remembered, so that a redemption whose answer was lost can be asked for again.
    /// 1 minute to 1 hour; default 10 minutes.</summary>
    public TimeSpan RememberFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest canonical form of an operation's details, in bytes of UTF-8. 256 to 8,192; default 4,096.</summary>
    public int DetailBytes { get; init; } = 4096;

    /// <summary>Most values in them, of all depths: a person is shown every one. 4 to 256; default 64.</summary>
    public int DetailValues { get; init; } = 64;

    /// <summary>How deep they may be nested; the object itself is 1. 1 to 8; default 4.</summary>
    public int DetailDepth { get; init; } = 4;

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
