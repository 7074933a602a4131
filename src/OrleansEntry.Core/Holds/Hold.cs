namespace OrleansEntry.Core.Holds;

/// <summary>Why withdrawals are held. These words are stored and sent: they are never changed, only added to.</summary>
public static class HoldReason
{
    /// <summary>The passcode was changed.</summary>
    public const string PasscodeChanged = "passcode-changed";

    /// <summary>A second factor was added, renewed or removed.</summary>
    public const string FactorChanged = "factor-changed";

    /// <summary>The identifier was changed.</summary>
    public const string IdentifierChanged = "identifier-changed";

    /// <summary>The account was entered from a device it did not know.</summary>
    public const string NewDevice = "new-device";

    /// <summary>The account was recovered.</summary>
    public const string Recovery = "recovery";

    /// <summary>A recovery code was used, to enter or to confirm presence.</summary>
    public const string RecoveryCodeUsed = "recovery-code-used";

    /// <summary>The trading passcode was changed or removed.</summary>
    public const string TradingPasscodeChanged = "trading-passcode-changed";

    /// <summary>The account will be closed. It is not begun by itself: it is there while a closing waits, for trades too.</summary>
    public const string Closing = "closing";

    /// <summary>All that begin one.</summary>
    public static IReadOnlySet<string> All { get; } =
        new HashSet<string>(StringComparer.Ordinal)
        {
            PasscodeChanged, FactorChanged, IdentifierChanged, NewDevice, Recovery, RecoveryCodeUsed, TradingPasscodeChanged,
        };
}

/// <summary>One hold on withdrawals. An account has at most one for each reason.</summary>
/// <param name="Reason">One of <see cref="HoldReason"/>.</param>
/// <param name="Since">When it began.</param>
/// <param name="Until">Its end; at the end itself it is over.</param>
public sealed record Hold(string Reason, DateTimeOffset Since, DateTimeOffset Until)
{
    /// <summary>Whether it still holds.</summary>
    public bool Runs(DateTimeOffset now) => now < Until;
}

/// <summary>How long withdrawals are held.</summary>
public sealed record HoldPolicy
{
    /// <summary>After a change of passcode, factor or identifier, and after the first entry on a new device. 1 hour to 7 days;
    /// default 24 hours.</summary>
    public TimeSpan AfterChange { get; init; } = TimeSpan.FromHours(24);

    /// <summary>After a recovery, and after the use of a recovery code. At least <see cref="AfterChange"/>, at most 14 days; default
    /// 48 hours.</summary>
    public TimeSpan AfterRecovery { get; init; } = TimeSpan.FromHours(48);

    /// <summary>How long one reason holds.</summary>
    public TimeSpan For(string reason) => reason is HoldReason.Recovery or HoldReason.RecoveryCodeUsed ? AfterRecovery : AfterChange;
}
