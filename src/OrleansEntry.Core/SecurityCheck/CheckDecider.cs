using System.Collections.Immutable;
using System.Diagnostics;

namespace OrleansEntry.Core.SecurityCheck;

/// <summary>The whole life of one security check. Pure: no clock, no randomness, no IO.</summary>
public static class CheckDecider
{
    private static readonly CheckOutcome Gone = new CheckOutcome.Gone();

    /// <summary>Decides one command.</summary>
    /// <param name="state">Where the check stands.</param>
    /// <param name="command">What is asked of it.</param>
    /// <param name="policy">The numbers.</param>
    /// <returns>The reply and the state after it. Where the reply carries <see cref="ChallengeTerms"/>, the caller makes that
    /// challenge and hands it to <see cref="Pose"/>; the challenge counts even when that fails.</returns>
    public static CheckDecision Decide(CheckState state, CheckCommand command, CheckPolicy policy) =>
        (PassTime(state, command.At), command) switch
        {
            // A stranger can neither learn of a check nor use up its tries.
            (CheckState.Open s, _) when !s.Scope.Equals(command.Scope) => new(Gone, s),
            (CheckState.Open s, CheckCommand.Answer { Verdict: CheckVerdict.Right } c) =>
                new(new CheckOutcome.Passed(), new CheckState.Passed(s.Scope, c.At + policy.PassWaits)),
            (CheckState.Open s, CheckCommand.Answer c) => CountWrong(s, c, policy),
            (CheckState.Open s, CheckCommand.Open c) => Renew(s with { Demand = Join(s.Demand, c.Demand) }, c, policy),
            (CheckState.Open s, CheckCommand.Renew c) =>
                Renew(s with { Demand = s.Demand with { VisibleKind = c.Kind ?? s.Demand.VisibleKind } }, c, policy),
            (CheckState.Open s, CheckCommand.Redeem) => new(Gone, s),

            (CheckState.Passed s, CheckCommand.Redeem c) when s.Scope.Equals(c.Scope) =>
                new(new CheckOutcome.Redeemed(), new CheckState.Spent()),
            (CheckState.Passed s, _) => new(Gone, s),

            (CheckState.Spent, CheckCommand.Open c) => Begin(c, policy),
            (CheckState.Spent s, _) => new(Gone, s),

            _ => throw new UnreachableException($"{state.GetType().Name} has no rule for {command.GetType().Name}."),
        };

    /// <summary>Puts a freshly made challenge into the state that asked for it.</summary>
    /// <param name="state">The state that came with the <see cref="ChallengeTerms"/>.</param>
    /// <param name="expected">What judges an answer, one for each kind offered.</param>
    /// <exception cref="InvalidOperationException"><paramref name="state"/> asked for no challenge: a fault in our code.</exception>
    public static CheckState Pose(CheckState state, ImmutableArray<ExpectedAnswer> expected) =>
        state is CheckState.Open { Expected.IsEmpty: true } open
            ? open with { Expected = expected }
            : throw new InvalidOperationException("Only an open check without a challenge can be given one.");

    // Time passes first, then the command: no rule above looks at a clock.
    private static CheckState PassTime(CheckState state, DateTimeOffset now) =>
        now >= state.EndsAt ? new CheckState.Spent() : state;

    private static CheckDecision Begin(CheckCommand.Open command, CheckPolicy policy)
    {
        var unposed = new CheckState.Open(
            command.Scope, [], TriesLeft: 0, policy.ChallengesPerCheck, Renewals: 0, Losses: 0, command.Demand, command.At, command.At);
        var (terms, state) = Ask(unposed, command.At, policy);
        return new(new CheckOutcome.Challenged(terms), state);
    }

    // A repeat may ask for more, and for another picture, but never for less work.
    private static CheckDemand Join(CheckDemand before, CheckDemand now) =>
        new(now.VisibleKind ?? before.VisibleKind, Math.Max(before.Doublings, now.Doublings));

    private static CheckDecision Renew(CheckState.Open state, CheckCommand command, CheckPolicy policy) =>
        Next(state with { Renewals = state.Renewals + 1 }, command.At, policy) is var (terms, next)
            ? new(new CheckOutcome.Challenged(terms), next)
            : new(Gone, new CheckState.Spent());

    private static CheckDecision CountWrong(CheckState.Open state, CheckCommand.Answer command, CheckPolicy policy)
    {
        // An odd movement ends the challenge at once, and so says nothing about whether the place it led to was right.
        if (state.TriesLeft > 1 && command.Verdict is not CheckVerdict.Odd)
            return new(new CheckOutcome.Wrong(state.TriesLeft - 1, Next: null), state with { TriesLeft = state.TriesLeft - 1 });

        return Next(state with { Losses = state.Losses + 1 }, command.At, policy) is var (terms, next)
            ? new(new CheckOutcome.Wrong(TriesLeft: 0, terms), next)
            : new(Gone, new CheckState.Spent());
    }

    private static (ChallengeTerms Terms, CheckState.Open State)? Next(CheckState.Open state, DateTimeOffset now, CheckPolicy policy) =>
        state.ChallengesLeft == 0 ? null : Ask(state, now, policy);

    // Whoever loses challenges, or keeps asking for others, pays with work; a person who can not read one picture does not.
    private static (ChallengeTerms Terms, CheckState.Open State) Ask(CheckState.Open state, DateTimeOffset now, CheckPolicy policy)
    {
        var doublings = Math.Clamp(state.Demand.Doublings, 0, policy.Work.MaxDoublings) + state.Losses
            + Math.Max(0, state.Renewals - policy.FreeRenewals);
        var terms = new ChallengeTerms(
            policy.ShownFor(state.Demand.VisibleKind), Math.Clamp(doublings, 0, policy.Work.MaxDoublings), now + policy.AnswerWithin);
        return (terms, state with
        {
            Expected = [],
            TriesLeft = policy.TriesPerChallenge,
            ChallengesLeft = state.ChallengesLeft - 1,
            PosedAt = now,
            ExpiresAt = terms.ExpiresAt,
        });
    }
}
