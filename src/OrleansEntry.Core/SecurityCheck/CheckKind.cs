using System.Collections.Immutable;

namespace OrleansEntry.Core.SecurityCheck;

/// <summary>The names of the kinds of security check, as they travel and as pages know them.</summary>
public static class CheckKind
{
    /// <summary>Two pieces that are slid along their rows into their gaps.</summary>
    public const string Slide = "slide";

    /// <summary>A picture in tiles that changed places; the answer is the swaps that make it whole.</summary>
    public const string Puzzle = "puzzle";

    /// <summary>A sum or difference in a picture; the answer is a number from 100 to 999.</summary>
    public const string Equation = "equation";

    /// <summary>Work that a browser does by itself (ALTCHA protocol v2): the equal alternative to every picture.</summary>
    public const string ProofOfWork = "proof-of-work";

    /// <summary>The kinds with a picture, the easiest for a person first.</summary>
    public static ImmutableArray<string> Visible { get; } = [Slide, Puzzle, Equation];
}

/// <summary>What an answer turned out to be.</summary>
public enum CheckVerdict
{
    /// <summary>Not the expected answer, not an answer at all, or an answer to a kind that was not asked.</summary>
    Wrong = 0,

    /// <summary>The expected answer.</summary>
    Right = 1,

    /// <summary>Moved as no person moves, or as somebody moved before; right or wrong makes no difference.</summary>
    Odd = 2,
}

/// <summary>What was found about an answer.</summary>
/// <param name="Verdict">What it is.</param>
/// <param name="Traces">With a right answer: what its movements are known by, for <see cref="RecentTraces"/>.</param>
public readonly record struct CheckFinding(CheckVerdict Verdict, ImmutableArray<long> Traces)
{
    /// <summary>A finding without movement.</summary>
    /// <param name="verdict">What the answer is.</param>
    public static implicit operator CheckFinding(CheckVerdict verdict) => new(verdict, []);
}

/// <summary>What one kind remembers of one challenge in order to judge its answer: the seam that every kind fills.</summary>
/// <remarks>It holds numbers and hashes, never a picture, and it never prints itself.</remarks>
/// <param name="kind">One of <see cref="CheckKind"/>.</param>
public abstract class ExpectedAnswer(string kind)
{
    /// <summary>Longest answer of any kind that is looked at, in UTF-16 code units; a longer one is wrong.</summary>
    public const int MaxAnswerLength = 4096;

    /// <summary>The kind of challenge this answers; one of <see cref="CheckKind"/>.</summary>
    public string Kind { get; } = kind;

    /// <summary>Judges what a visitor sent. Pure, well under 0.1 ms, and never throws, whatever was sent.</summary>
    /// <param name="answer">The text as sent, at most <see cref="MaxAnswerLength"/>.</param>
    /// <param name="age">How long ago the challenge was posed: no movement at it took longer.</param>
    public abstract CheckFinding Judge(string answer, TimeSpan age);

    /// <summary>Never prints what is expected.</summary>
    public sealed override string ToString() => $"[expected {Kind}]";
}
