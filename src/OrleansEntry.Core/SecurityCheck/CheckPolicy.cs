using System.Collections.Immutable;

namespace OrleansEntry.Core.SecurityCheck;

/// <summary>The numbers of the security check.</summary>
public sealed record CheckPolicy
{
    /// <summary>How long a challenge may be answered; half-open. 10 seconds to 10 minutes; default 2 minutes.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Wrong answers after which a challenge is over. 1 to 10; default 3.</summary>
    public int TriesPerChallenge { get; init; } = 3;

    /// <summary>Challenges after which a check is over, however they were come by. 1 to 10; default 10.</summary>
    /// <remarks>With <see cref="TriesPerChallenge"/> it bounds the guesses at one check: 30 by default.</remarks>
    public int ChallengesPerCheck { get; init; } = 10;

    /// <summary>Fresh challenges that may be asked for before they, too, raise the work. 0 to 10; default 5.</summary>
    public int FreeRenewals { get; init; } = 5;

    /// <summary>How long a pass waits to be redeemed; half-open. 10 seconds to 10 minutes; default 10 minutes.</summary>
    public TimeSpan PassWaits { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The kinds with a picture that are offered, each one of <see cref="CheckKind.Visible"/>; with none, proof-of-work is
    /// all there is. Default all.</summary>
    public ImmutableArray<string> VisibleKinds { get; init; } = CheckKind.Visible;

    /// <summary>How much work a proof-of-work takes.</summary>
    public WorkPolicy Work { get; init; } = new();

    /// <summary>The kind that is shown where this one is wanted: itself, or the first that is offered where it is not.</summary>
    /// <param name="kind">A kind, or <see langword="null"/> for none.</param>
    public string? ShownFor(string? kind) =>
        kind is null or CheckKind.ProofOfWork ? null
        : VisibleKinds.Contains(kind) ? kind
        : VisibleKinds.FirstOrDefault();
}

/// <summary>How much work a proof-of-work takes: a counter from <see cref="CounterMin"/> to <see cref="CounterMax"/> is
/// searched from zero, and each step costs <see cref="Cost"/> iterations of PBKDF2.</summary>
/// <remarks>The defaults are 1,800 steps on average: 0.4 s in Chromium on two processors, measured by the browser tests.</remarks>
public sealed record WorkPolicy
{
    /// <summary>PBKDF2 iterations per step. 1 to 100,000; default 1,000.</summary>
    public int Cost { get; init; } = 1000;

    /// <summary>Smallest secret counter. 0 to 1,000,000; default 800.</summary>
    public int CounterMin { get; init; } = 800;

    /// <summary>Largest secret counter. <see cref="CounterMin"/> to 1,000,000; default 2,800.</summary>
    public int CounterMax { get; init; } = 2800;

    /// <summary>How often both counters may double as challenges are lost. 0 to 8; default 4, sixteen times the work.</summary>
    public int MaxDoublings { get; init; } = 4;

    /// <summary>The smallest and the largest secret counter, both included, after so many doublings.</summary>
    /// <param name="doublings">0 or more; above <see cref="MaxDoublings"/> the work no longer grows.</param>
    public (int Min, int Max) CountersAfter(int doublings)
    {
        var shift = Math.Clamp(doublings, 0, MaxDoublings);
        return (CounterMin << shift, CounterMax << shift);
    }
}
