using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using OrleansEntry.Core.Trading;

namespace OrleansEntry.Grains.Trading;

/// <summary>Section <c>Trading</c>: trading passcode, approvals, unlocks.</summary>
public sealed class TradingOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Trading";

    /// <summary>Consecutive wrong trading passcodes before it is out of use until it is changed. 5 to 20; default 10.</summary>
    [Range(5, 20)] public int HardStop { get; set; } = 10;

    /// <summary>How long an approval may be redeemed. 30 seconds to 10 minutes; default 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "00:10:00")] public TimeSpan ApprovalFor { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long trading stays unlocked in one session. 1 minute to 8 hours; default 30 minutes.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "08:00:00")] public TimeSpan UnlockFor { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Approvals an account remembers; the one that ends first gives way, and is refused. 4 to 64; default 16.</summary>
    [Range(4, 64)] public int MaxApprovals { get; set; } = 16;

    /// <summary>How long after its end an approval is remembered, so that a redemption whose answer was lost can be asked for again.
    /// 1 minute to 1 hour; default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")] public TimeSpan RememberFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest canonical form of an operation's details, in bytes of UTF-8. 256 to 8,192 (a request has 16 KiB); default
    /// 4,096.</summary>
    [Range(256, 8192)] public int DetailBytes { get; set; } = 4096;

    /// <summary>Most values in them, of all depths: a person is shown every one. 4 to 256; default 64.</summary>
    [Range(4, 256)] public int DetailValues { get; set; } = 64;

    /// <summary>How deep they may be nested; the object itself is 1. 1 to 8 (a request has 12); default 4.</summary>
    [Range(1, 8)] public int DetailDepth { get; set; } = 4;

    /// <summary>What can be approved, by name (1 to 32 of <c>a-z 0-9 -</c>), beside or instead of <c>trade</c> and <c>withdraw</c>. At most
    /// 30.</summary>
    [MaxLength(30)] public Dictionary<string, OperationOptions> Operations { get; init; } = [];

    internal TradingPolicy ToPolicy() => new()
    {
        HardStop = HardStop, ApprovalFor = ApprovalFor, UnlockFor = UnlockFor, MaxApprovals = MaxApprovals, RememberFor = RememberFor,
        DetailBytes = DetailBytes, DetailValues = DetailValues, DetailDepth = DetailDepth,
        Operations =
        [
            .. TradingPolicy.Defaults.Where(o => !Operations.ContainsKey(o.Name)),
            .. Operations.Select(o => new OperationPolicy(o.Key, o.Value.Sentence, o.Value.Withdraws)),
        ],
    };

    internal bool AreOperationsReadable() => Operations.All(o =>
        o.Key.Length is > 0 and <= 32 && o.Key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-')
        && o.Value.Sentence.Length is > 0 and <= 200);
}

/// <summary>One kind of operation that can be approved.</summary>
public sealed class OperationOptions
{
    /// <summary>What a person is asked, with members of the details in braces: <c>Withdraw {amount} {asset} to {address}</c>. 1 to 200
    /// characters.</summary>
    public string Sentence { get; set; } = "";

    /// <summary>Whether it takes money out: then it takes a second factor, and holds stand before it. Default true.</summary>
    public bool Withdraws { get; set; } = true;
}

[OptionsValidator] internal sealed partial class TradingOptionsValidator : IValidateOptions<TradingOptions>;
