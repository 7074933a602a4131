using System.Collections.Immutable;
using OrleansEntry.Core.SecondFactor;

namespace OrleansEntry.Core.Recovery;

/// <summary>The numbers of the way back.</summary>
public sealed record RecoveryPolicy
{
    /// <summary>How long a mailed link works. 10 to 60 minutes; default 30 minutes.</summary>
    public TimeSpan LinkFor { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How soon a further mail is sent: whoever asks sooner has the last one. Default 5 minutes.</summary>
    public TimeSpan MailEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Wrong passcodes and codes of one link. Default 5.</summary>
    public int TriesPerLink { get; init; } = 5;

    /// <summary>Wrong passcodes and codes in a row, over all links, before the way back rests. Default 20.</summary>
    public int TriesInARow { get; init; } = 20;

    /// <summary>How long it rests then. Default 24 hours.</summary>
    public TimeSpan RestFor { get; init; } = TimeSpan.FromHours(24);
}

/// <summary>Where the way back of a frozen account stands.</summary>
/// <param name="LinkNumber">The number of the mail with the newest link; older links are dead.</param>
/// <param name="MailedAt">When it was made.</param>
/// <param name="TriesLeft">What the link is still good for.</param>
/// <param name="InARow">Failures since the account was frozen, over all links.</param>
/// <param name="LastFailureAt">When the last one was.</param>
public sealed record RecoveryState(long LinkNumber, DateTimeOffset MailedAt, int TriesLeft, int InARow, DateTimeOffset LastFailureAt);

/// <summary>What somebody on the way back showed, with its verdicts.</summary>
/// <param name="At">When.</param>
/// <param name="LinkNumber">The number of the link's mail.</param>
/// <param name="LinkExpiresAt">The link's end.</param>
/// <param name="PasscodeRight">Whether the passcode is the account's.</param>
/// <param name="Method">The second factor shown; <see langword="null"/> for none.</param>
/// <param name="Verdict">What it turned out to be; <see langword="null"/> when it was not looked at.</param>
/// <param name="Next">The new passcode's hash, and whether it is too short to stand alone;
/// <see langword="null"/> when it equals the present one or was not looked at.</param>
public sealed record RecoveryProof(
    DateTimeOffset At, long LinkNumber, DateTimeOffset LinkExpiresAt, bool PasscodeRight = false, string? Method = null,
    CodeVerdict? Verdict = null,
    (string Hash, bool Short)? Next = null)
{
    /// <summary>Never prints the hash.</summary>
    public override string ToString() => $"way back by link {LinkNumber}";
}

/// <summary>How a try on the way back ends. Closed: only the cases below.</summary>
public abstract record RecoveryAnswer
{
    private RecoveryAnswer() { }

    /// <summary>The account is open again, under its new passcode. Nobody is signed in.</summary>
    public sealed record Unfrozen : RecoveryAnswer;

    /// <summary>The link is over, was used, or there is a newer one.</summary>
    public sealed record Gone : RecoveryAnswer;

    /// <summary>Nothing is verified before <paramref name="Until"/>.</summary>
    public sealed record Waiting(DateTimeOffset Until) : RecoveryAnswer;

    /// <summary>The passcode was right; one of these methods is due with it.</summary>
    public sealed record SecondFactorDue(ImmutableArray<string> Methods) : RecoveryAnswer;

    /// <summary>A passcode (<c>passcode</c>) or code was wrong and was counted.</summary>
    public sealed record Refused(string Reason, TimeSpan? ClockOff = null) : RecoveryAnswer;

    /// <summary>The new passcode is the present one.</summary>
    public sealed record SamePasscode : RecoveryAnswer;
}
