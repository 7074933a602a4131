namespace OrleansEntry.Core.SecurityCheck;

/// <summary>The names of the kinds of security check, as they travel and as pages know them.</summary>
public static class CheckKind
{
    /// <summary>A sum, difference or product in a picture; the answer is a number from 0 to 99.</summary>
    public const string Equation = "equation";

    /// <summary>Work that a browser does by itself (ALTCHA protocol v2): the equal alternative to every picture.</summary>
    public const string ProofOfWork = "proof-of-work";
}

/// <summary>What an answer turned out to be.</summary>
public enum CheckVerdict
{
    /// <summary>Not the expected answer, not an answer at all, or an answer to a kind that was not asked.</summary>
    Wrong = 0,

    /// <summary>The expected answer.</summary>
    Right = 1,
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
    public abstract CheckVerdict Judge(string answer);

    /// <summary>Never prints what is expected.</summary>
    public sealed override string ToString() => $"[expected {Kind}]";
}
