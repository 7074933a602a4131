using System.Collections.Immutable;
using OrleansEntry.Core.IdentifierChange;
using OrleansEntry.Core.Notices;

namespace OrleansEntry.Core.Closing;

/// <summary>The numbers of closing an account.</summary>
public sealed record ClosingPolicy
{
    /// <summary>How long the owner has to stop it. 3 to 90 days; default 14 days.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromDays(14);

    /// <summary>How long before the end the last warning is sent, at the latest: without it there is no end. 24 to 48 hours; default
    /// 48 hours.</summary>
    public TimeSpan WarnBefore { get; init; } = TimeSpan.FromHours(48);

    /// <summary>How long the log of a closed account is kept, without names. 30 to 3,653 days (ten years); default 1,826 days (five
    /// years).</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(1826);

    /// <summary>Time between two warnings.</summary>
    public static TimeSpan WarnEvery { get; } = TimeSpan.FromDays(7);
}

/// <summary>Where the closing of an account stands.</summary>
public sealed record ClosingState
{
    /// <summary>Nobody closes it.</summary>
    public static ClosingState None { get; } = new();

    /// <summary>A closing that waits for its end.</summary>
    public WarnedWait? Waiting { get; init; }

    /// <summary>The account is closed; then there is nothing else in it.</summary>
    public ClosedAccount? Closed { get; init; }
}

/// <summary>What is left of a closed account.</summary>
/// <param name="OpenedAt">When it had been opened.</param>
/// <param name="At">When it was closed.</param>
/// <param name="KeepUntil">Until when its log is kept.</param>
/// <param name="Credentials">The names of its passkeys' credentials that are still to be given back.</param>
/// <param name="Filed">Whether everything outside of it is erased, and a ledger knows when to delete the rest.</param>
public sealed record ClosedAccount(
    DateTimeOffset OpenedAt, DateTimeOffset At, DateTimeOffset KeepUntil, ImmutableArray<string> Credentials, bool Filed);

/// <summary>What others know an account by.</summary>
/// <param name="Identifier">Its identifier.</param>
/// <param name="Credentials">The names of its passkeys' credentials.</param>
public sealed record KnownBy(SealedIdentifier Identifier, ImmutableArray<string> Credentials);

/// <summary>What stopped a closing, as it is logged: only ever added to.</summary>
public static class ClosingStop
{
    /// <summary>Somebody inside a session.</summary>
    public const string Session = "session";

    /// <summary>The link of a mail.</summary>
    public const string Mail = "mail";

    /// <summary>The account was frozen.</summary>
    public const string Frozen = "frozen";

    /// <summary>The passcode was replaced by mail.</summary>
    public const string PasscodeReplaced = "passcode-replaced";
}
