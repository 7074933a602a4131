using System.Collections.Immutable;
using OrleansEntry.Core.SecondFactor;

namespace OrleansEntry.Core.Recovery;

/// <summary>The numbers of the way back.</summary>
public sealed record RecoveryPolicy
{
    /// <summary>How long a mailed link works. 10 to 60 minutes; default 30 minutes.</summary>
    public TimeSpan LinkFor { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How soon a further mail is sent: whoever asks sooner has the last one. 1 to 10 minutes; default 5 minutes.</summary>
    public TimeSpan MailEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Wrong passcodes and codes of one link. 3 to 10; default 5.</summary>
    public int TriesPerLink { get; init; } = 5;

    /// <summary>Wrong passcodes and codes in a row, over all links, before the way back rests. 10 to 50; default 20.</summary>
    public int TriesInARow { get; init; } = 20;

    /// <summary>How long it rests then. 1 hour to 7 days; default 24 hours.</summary>
    public TimeSpan RestFor { get; init; } = TimeSpan.FromHours(24);
}

/// <summary>Where the way back of an account stands.</summary>
/// <param name="LinkNumber">The number of the mail with the newest link; older links are dead.</param>
/// <param name="MailedAt">When it was made.</param>
/// <param name="TriesLeft">What the link is still good for.</param>
/// <param name="InARow">Failures since somebody last came back, over all links.</param>
/// <param name="LastFailureAt">When the last one was.</param>
public sealed record RecoveryState(long LinkNumber, DateTimeOffset MailedAt, int TriesLeft, int InARow, DateTimeOffset LastFailureAt)
{
    /// <summary>Most names of clients that are remembered; the oldest give way.</summary>
    public const int MaxAskers = 32;

    /// <summary>The clients that asked: a new passcode is taken from them alone. Whoever else asks in between does not end another's
    /// asking.</summary>
    public ImmutableArray<string> Askers { get; init; } = [];

    /// <summary>The same, asked for by one more client.</summary>
    public RecoveryState AskedBy(ImmutableArray<string> names) => names.All(Askers.Contains)
        ? this
        : this with { Askers = [.. Askers.Except(names).Concat(names).TakeLast(MaxAskers)] };
}

/// <summary>What somebody on the way back showed, with its verdicts.</summary>
/// <param name="At">When.</param>
/// <param name="LinkNumber">The number of the link's mail.</param>
/// <param name="LinkExpiresAt">The link's end.</param>
/// <param name="Asker">The client's name, as it may have asked under.</param>
/// <param name="ShowsPasscode">Whether the present passcode was shown at all.</param>
/// <param name="PasscodeRight">Whether it is the account's.</param>
/// <param name="Method">The second factor shown; <see langword="null"/> for none.</param>
/// <param name="Verdict">What it turned out to be; <see langword="null"/> when it was not looked at.</param>
/// <param name="Next">The new passcode's hash, and whether it is too short to stand alone;
/// <see langword="null"/> when it equals one that it must differ from, or was not looked at.</param>
public sealed record RecoveryProof(
    DateTimeOffset At, long LinkNumber, DateTimeOffset LinkExpiresAt, string Asker, bool ShowsPasscode, bool PasscodeRight = false,
    string? Method = null, CodeVerdict? Verdict = null, (string Hash, bool Short)? Next = null)
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

    /// <summary>The forgotten passcode is replaced. Nobody is signed in.</summary>
    public sealed record PasscodeReplaced : RecoveryAnswer;

    /// <summary>Another client asked for the link, and this one did not.</summary>
    public sealed record OtherClient : RecoveryAnswer;

    /// <summary>A lost second factor is gone: the passcode stays until a new one is set up.</summary>
    public sealed record EnrolmentDue : RecoveryAnswer;

    /// <summary>The account is frozen: the present passcode is due.</summary>
    public sealed record PasscodeDue : RecoveryAnswer;

    /// <summary>The identifier is new: a mail to it proves nothing before <paramref name="Until"/>.</summary>
    public sealed record NewAddress(DateTimeOffset Until) : RecoveryAnswer;

    /// <summary>The link is over, was used, or there is a newer one.</summary>
    public sealed record Gone : RecoveryAnswer;

    /// <summary>Nothing is verified before <paramref name="Until"/>.</summary>
    public sealed record Waiting(DateTimeOffset Until) : RecoveryAnswer;

    /// <summary>The passcode was right; one of these methods is due with it.</summary>
    public sealed record SecondFactorDue(ImmutableArray<string> Methods) : RecoveryAnswer;

    /// <summary>A passcode (<c>passcode</c>) or code was wrong and was counted.</summary>
    public sealed record Refused(string Reason, TimeSpan? ClockOff = null) : RecoveryAnswer;

    /// <summary>The new passcode is one that it must differ from.</summary>
    public sealed record SamePasscode : RecoveryAnswer;
}
