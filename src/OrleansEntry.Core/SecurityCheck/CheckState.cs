using System.Collections.Immutable;

namespace OrleansEntry.Core.SecurityCheck;

/// <summary>Where one security check stands. It is small: hashes and numbers, never a picture.</summary>
public abstract record CheckState
{
    private CheckState() { }

    /// <summary>Where every check begins: one that was never opened is the same as one that is over.</summary>
    public static CheckState Initial { get; } = new Spent();

    /// <summary>A challenge is out.</summary>
    /// <param name="Scope">What a pass would be good for.</param>
    /// <param name="Expected">What judges an answer, one for each kind offered; empty until the challenge is posed.</param>
    /// <param name="TriesLeft">Wrong answers until this challenge is over; at least 1.</param>
    /// <param name="ChallengesLeft">Challenges that may still follow this one.</param>
    /// <param name="Renewals">Fresh challenges that were asked for so far.</param>
    /// <param name="Losses">Challenges that were lost to wrong or odd answers so far.</param>
    /// <param name="Demand">What was asked for; its kind changes when the visitor asks for another.</param>
    /// <param name="PosedAt">When this challenge was asked for.</param>
    /// <param name="ExpiresAt">From then on the check is over.</param>
    public sealed record Open(
        CheckScope Scope, ImmutableArray<ExpectedAnswer> Expected, int TriesLeft, int ChallengesLeft, int Renewals, int Losses,
        CheckDemand Demand, DateTimeOffset PosedAt, DateTimeOffset ExpiresAt) : CheckState
    {
        internal override CheckFinding JudgeOpen(string kind, string answer, DateTimeOffset at) =>
            Expected.FirstOrDefault(e => e.Kind == kind)?.Judge(answer, at - PosedAt) ?? CheckVerdict.Wrong;
    }

    /// <summary>Answered right, and not yet redeemed.</summary>
    /// <param name="Scope">What the pass is good for.</param>
    /// <param name="Until">From then on it is worth nothing.</param>
    public sealed record Passed(CheckScope Scope, DateTimeOffset Until) : CheckState;

    /// <summary>Never opened, redeemed, expired or out of challenges: nothing to answer and nothing to redeem.</summary>
    public sealed record Spent : CheckState;

    /// <summary>Judges an answer by what this state expects. Pure; where nothing is expected, every answer is wrong.</summary>
    /// <param name="kind">The kind the answer is meant for.</param>
    /// <param name="answer">The text as sent; longer than <see cref="ExpectedAnswer.MaxAnswerLength"/> is wrong unseen.</param>
    /// <param name="at">When it was received.</param>
    public CheckFinding Judge(string kind, string answer, DateTimeOffset at) =>
        answer.Length > ExpectedAnswer.MaxAnswerLength ? CheckVerdict.Wrong : JudgeOpen(kind, answer, at);

    /// <summary>When this state ends by itself; <see langword="null"/> when time changes nothing.</summary>
    public DateTimeOffset? EndsAt => this switch
    {
        Open s => s.ExpiresAt,
        Passed s => s.Until,
        _ => null,
    };

    internal virtual CheckFinding JudgeOpen(string kind, string answer, DateTimeOffset at) => CheckVerdict.Wrong;
}

/// <summary>What is asked of a check. Each names its instant and the scope of the one who asks.</summary>
/// <param name="At">When it was received.</param>
/// <param name="Scope">Who asks, for what.</param>
public abstract record CheckCommand(DateTimeOffset At, CheckScope Scope)
{
    /// <summary>Open the check; on an open one, the same as <see cref="Renew"/>, so that a repeat is safe and wins nothing.</summary>
    /// <param name="At">When it was received.</param>
    /// <param name="Scope">Who asks, for what.</param>
    /// <param name="Demand">What shall be asked for.</param>
    public sealed record Open(DateTimeOffset At, CheckScope Scope, CheckDemand Demand) : CheckCommand(At, Scope);

    /// <summary>Ask for a fresh challenge.</summary>
    /// <param name="At">When it was received.</param>
    /// <param name="Scope">Who asks, for what.</param>
    /// <param name="Kind">The kind that is wanted; <see langword="null"/> for another of the one before.</param>
    public sealed record Renew(DateTimeOffset At, CheckScope Scope, string? Kind = null) : CheckCommand(At, Scope);

    /// <summary>Answer the challenge.</summary>
    /// <param name="At">When it was received.</param>
    /// <param name="Scope">Who asks, for what.</param>
    /// <param name="Verdict">What <see cref="CheckState.Judge"/> made of the answer.</param>
    public sealed record Answer(DateTimeOffset At, CheckScope Scope, CheckVerdict Verdict) : CheckCommand(At, Scope);

    /// <summary>Use the pass.</summary>
    /// <param name="At">When it was received.</param>
    /// <param name="Scope">Who asks, for what.</param>
    public sealed record Redeem(DateTimeOffset At, CheckScope Scope) : CheckCommand(At, Scope);
}

/// <summary>A challenge that is to be posed next.</summary>
/// <param name="VisibleKind">The kind with a picture that it shows; <see langword="null"/> for proof-of-work alone.</param>
/// <param name="Doublings">How often the work of a proof-of-work is doubled.</param>
/// <param name="ExpiresAt">From then on it can no longer be answered.</param>
public sealed record ChallengeTerms(string? VisibleKind, int Doublings, DateTimeOffset ExpiresAt);

/// <summary>What a check replies.</summary>
public abstract record CheckOutcome
{
    private CheckOutcome() { }

    /// <summary>A fresh challenge is to be posed.</summary>
    /// <param name="Terms">On these terms.</param>
    public sealed record Challenged(ChallengeTerms Terms) : CheckOutcome;

    /// <summary>The answer was right.</summary>
    public sealed record Passed : CheckOutcome;

    /// <summary>The answer was wrong.</summary>
    /// <param name="TriesLeft">Tries left at the challenge that was answered.</param>
    /// <param name="Next">When none is left: the challenge that is to be posed next.</param>
    public sealed record Wrong(int TriesLeft, ChallengeTerms? Next) : CheckOutcome;

    /// <summary>The pass was good, and is now used.</summary>
    public sealed record Redeemed : CheckOutcome;

    /// <summary>Unknown, expired, used, or another's: the caller can not tell which.</summary>
    public sealed record Gone : CheckOutcome;
}

/// <summary>An answer and the state it leaves behind.</summary>
/// <param name="Outcome">What to reply.</param>
/// <param name="State">Where the check stands now.</param>
public readonly record struct CheckDecision(CheckOutcome Outcome, CheckState State);
