using System.Collections.Immutable;
using OrleansEntry.Core.Notices;

namespace OrleansEntry.Core.LostFactor;

/// <summary>The numbers of a lost second factor.</summary>
public sealed record LostFactorPolicy
{
    /// <summary>How long the owner has to stop a removal. 48 hours to 14 days; default 72 hours.</summary>
    public TimeSpan WaitFor { get; init; } = TimeSpan.FromHours(72);

    /// <summary>How long before the end the last warning is sent, at the latest: without it there is no end. 6 to 24 hours; default
    /// 12 hours.</summary>
    public TimeSpan WarnBefore { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How long nobody can ask again after a removal was stopped; twice as long after each further one, at most
    /// <see cref="LongestRest"/>. 12 hours to 7 days; default 24 hours.</summary>
    public TimeSpan RestFor { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long a mailed code works. 2 to 10 minutes (ASVS 6.5.5); default 10 minutes.</summary>
    public TimeSpan CodeFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Wrong codes before another one is due. 3 to 10; default 5.</summary>
    public int Tries { get; init; } = 5;

    /// <summary>Codes that one account has mailed in 24 hours. 1 to 10; default 5.</summary>
    public int CodesInADay { get; init; } = 5;

    /// <summary>Time between two warnings.</summary>
    public static TimeSpan WarnEvery { get; } = TimeSpan.FromHours(24);

    /// <summary>The longest rest.</summary>
    public static TimeSpan LongestRest { get; } = TimeSpan.FromDays(14);
}

/// <summary>What an account knows of a second factor that was lost.</summary>
public sealed record LostFactorState
{
    /// <summary>Nothing was lost.</summary>
    public static LostFactorState None { get; } = new();

    /// <summary>A code that was mailed, and waits to be given.</summary>
    public AskedRemoval? Asked { get; init; }

    /// <summary>The removal that waits; there is one at a time.</summary>
    public WarnedWait? Removal { get; init; }

    /// <summary>Removals that were stopped since the authenticator was set up, or the passcode changed.</summary>
    public int Stopped { get; init; }

    /// <summary>When the last one was.</summary>
    public DateTimeOffset StoppedAt { get; init; }

    /// <summary>When codes were mailed lately, at most <see cref="LostFactorPolicy.CodesInADay"/>.</summary>
    public ImmutableArray<DateTimeOffset> CodesMailedAt { get; init; } = [];

    /// <summary>Whether a factor was removed after its wait and none took its place: nothing else is done in a session.</summary>
    public bool EnrolmentDue { get; init; }

    /// <summary>Whether the passcode came by mail and the second factor was not shown since: such a passcode and a mailed code are one
    /// proof, not two.</summary>
    public bool PasscodeByMail { get; init; }
}

/// <summary>A removal that waits for its mailed code, in the entry that asked.</summary>
/// <param name="Nonce">The entry.</param>
/// <param name="CodeHash">The keyed hash of the code.</param>
/// <param name="TriesLeft">Tries left.</param>
/// <param name="ExpiresAt">Its end.</param>
public sealed record AskedRemoval(string Nonce, byte[] CodeHash, int TriesLeft, DateTimeOffset ExpiresAt)
{
    /// <summary>Never prints the hash.</summary>
    public override string ToString() => $"removal asked for until {ExpiresAt:u}";
}

/// <summary>What stopped a removal, as it is logged: only ever added to.</summary>
public static class StopReason
{
    /// <summary>The second factor was shown.</summary>
    public const string Shown = "shown";

    /// <summary>Somebody inside a session.</summary>
    public const string Session = "session";

    /// <summary>The link of a mail.</summary>
    public const string Mail = "mail";

    /// <summary>The passcode was replaced by mail: what began the wait is void.</summary>
    public const string PasscodeReplaced = "passcode-replaced";

    /// <summary>A new authenticator, or none any more.</summary>
    public const string FactorChanged = "factor-changed";

    /// <summary>The account was frozen.</summary>
    public const string Frozen = "frozen";

    /// <summary>An operator cancelled it.</summary>
    public const string Operator = "operator";
}

/// <summary>What somebody shows who lost the factor. The passcode was right: it opened the entry.</summary>
/// <param name="At">When.</param>
/// <param name="Nonce">The entry.</param>
/// <param name="EntryExpiresAt">The entry's end.</param>
/// <param name="CodeHash">The keyed hash of the mailed code: of the one that is mailed now, or of what was typed.</param>
public sealed record LossClaim(DateTimeOffset At, string Nonce, DateTimeOffset EntryExpiresAt, byte[] CodeHash)
{
    /// <summary>Never prints the hash.</summary>
    public override string ToString() => $"loss claimed in entry {Nonce}";
}

/// <summary>How asking for a removal ends. Closed: only the cases below.</summary>
public abstract record LossAnswer
{
    private LossAnswer() { }

    /// <summary>A code was mailed to the account's address.</summary>
    public sealed record CodeMailed(DateTimeOffset ExpiresAt) : LossAnswer;

    /// <summary>The wait began. Nobody is signed in.</summary>
    public sealed record Begun(DateTimeOffset EndsAt) : LossAnswer;

    /// <summary>A wait runs already.</summary>
    public sealed record Running(DateTimeOffset EndsAt) : LossAnswer;

    /// <summary>The passcode came by mail: with a mailed code it would be one proof alone.</summary>
    public sealed record PasscodeByMail : LossAnswer;

    /// <summary>The identifier is new: a mail to it proves nothing before <paramref name="Until"/>.</summary>
    public sealed record NewAddress(DateTimeOffset Until) : LossAnswer;

    /// <summary>The code was wrong and was counted.</summary>
    public sealed record Refused : LossAnswer;

    /// <summary>The code works no more: ask for a new one.</summary>
    public sealed record CodeOver : LossAnswer;

    /// <summary>Not before <paramref name="Until"/>.</summary>
    public sealed record Waiting(DateTimeOffset Until) : LossAnswer;

    /// <summary>The passcode is out of use here.</summary>
    public sealed record OutOfUse : LossAnswer;

    /// <summary>The entry does not wait for a second factor.</summary>
    public sealed record WrongStep : LossAnswer;

    /// <summary>The entry's time is over.</summary>
    public sealed record Expired : LossAnswer;
}
