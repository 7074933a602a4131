using CsCheck;
using OrleansEntry.Core.SecurityCheck;
using Xunit;

namespace OrleansEntry.Core.Tests.SecurityCheck;

public sealed class CheckDeciderTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly CheckPolicy Policy = new();
    private static readonly CheckScope Ours = CheckScope.Of("entry", "account-1", "client-1");
    private static readonly CheckScope Theirs = CheckScope.Of("entry", "account-1", "client-2");

    private static readonly CheckState.Open Open =
        Assert.IsType<CheckState.Open>(Play(CheckState.Initial, new CheckCommand.Open(Noon, Ours, CheckDemand.Silent)).State);

    private static readonly CheckState Passed = Play(Open, new CheckCommand.Answer(Noon, Ours, CheckVerdict.Right)).State;

    [Theory]
    [InlineData("spent", "open", "Challenged", "Open")]
    [InlineData("spent", "renew", "Gone", "Spent")]
    [InlineData("spent", "right", "Gone", "Spent")]
    [InlineData("spent", "wrong", "Gone", "Spent")]
    [InlineData("spent", "odd", "Gone", "Spent")]
    [InlineData("spent", "redeem", "Gone", "Spent")]
    [InlineData("open", "open", "Challenged", "Open")]
    [InlineData("open", "renew", "Challenged", "Open")]
    [InlineData("open", "right", "Passed", "Passed")]
    [InlineData("open", "wrong", "Wrong", "Open")]
    [InlineData("open", "odd", "Wrong", "Open")]
    [InlineData("open", "redeem", "Gone", "Open")]
    [InlineData("passed", "open", "Gone", "Passed")]
    [InlineData("passed", "renew", "Gone", "Passed")]
    [InlineData("passed", "right", "Gone", "Passed")]
    [InlineData("passed", "wrong", "Gone", "Passed")]
    [InlineData("passed", "odd", "Gone", "Passed")]
    [InlineData("passed", "redeem", "Redeemed", "Spent")]
    public void Every_state_has_a_rule_for_every_command(string state, string command, string outcome, string next)
    {
        var decision = Play(StateOf(state), CommandOf(command, Noon, Ours));

        Assert.Equal(outcome, decision.Outcome.GetType().Name);
        Assert.Equal(next, decision.State.GetType().Name);
    }

    [Theory]
    [InlineData("open")]
    [InlineData("passed")]
    public void Another_scope_meets_what_an_unknown_check_would_show_and_changes_nothing(string state)
    {
        foreach (var command in Commands)
        {
            var decision = Play(StateOf(state), CommandOf(command, Noon, Theirs));

            Assert.IsType<CheckOutcome.Gone>(decision.Outcome);
            Assert.Same(StateOf(state), decision.State);
        }
    }

    [Fact]
    public void A_challenge_is_over_at_the_very_instant_it_expires()
    {
        var last = Play(Open, new CheckCommand.Answer(Noon.AddMinutes(2).AddTicks(-1), Ours, CheckVerdict.Right));
        var late = Play(Open, new CheckCommand.Answer(Noon.AddMinutes(2), Ours, CheckVerdict.Right));

        Assert.IsType<CheckOutcome.Passed>(last.Outcome);
        Assert.Equal((new CheckOutcome.Gone(), new CheckState.Spent()), (late.Outcome, late.State));
    }

    [Fact]
    public void A_pass_is_over_at_the_very_instant_it_expires()
    {
        var last = Play(Passed, new CheckCommand.Redeem(Noon.AddMinutes(10).AddTicks(-1), Ours));
        var late = Play(Passed, new CheckCommand.Redeem(Noon.AddMinutes(10), Ours));

        Assert.IsType<CheckOutcome.Redeemed>(last.Outcome);
        Assert.IsType<CheckOutcome.Gone>(late.Outcome);
    }

    [Fact]
    public void The_third_wrong_answer_brings_a_new_challenge_with_twice_the_work_and_new_tries()
    {
        var wrong = new CheckCommand.Answer(Noon.AddMinutes(1), Ours, CheckVerdict.Wrong);
        var first = Play(Open, wrong);
        var second = Play(first.State, wrong);
        var third = Play(second.State, wrong);

        Assert.Equal(new CheckOutcome.Wrong(2, null), first.Outcome);
        Assert.Equal(new CheckOutcome.Wrong(1, null), second.Outcome);
        Assert.Equal(new CheckOutcome.Wrong(0, new ChallengeTerms(null, 1, Noon.AddMinutes(3))), third.Outcome);
        var open = Assert.IsType<CheckState.Open>(third.State);
        Assert.Equal((3, 8, Noon.AddMinutes(3)), (open.TriesLeft, open.ChallengesLeft, open.ExpiresAt));
    }

    [Fact]
    public void Five_fresh_challenges_are_free_then_each_doubles_the_work_until_the_tenth_challenge_is_the_last()
    {
        var state = (CheckState)Open;
        var doublings = new List<int>();
        for (var i = 0; i < 9; i++)
        {
            var decision = Play(state, new CheckCommand.Renew(Noon, Ours));
            doublings.Add(Assert.IsType<CheckOutcome.Challenged>(decision.Outcome).Terms.Doublings);
            state = decision.State;
        }
        var eleventh = Play(state, new CheckCommand.Renew(Noon, Ours));

        Assert.Equal([0, 0, 0, 0, 0, 1, 2, 3, 4], doublings);
        Assert.Equal((new CheckOutcome.Gone(), new CheckState.Spent()), (eleventh.Outcome, eleventh.State));
    }

    [Fact]
    public void Thirty_wrong_answers_are_all_that_one_check_takes_and_the_work_stays_bounded()
    {
        var (state, wrongs, doublings) = ((CheckState)Open, 0, new List<int>());
        for (var i = 0; i < 30; i++)
        {
            var decision = Play(state, new CheckCommand.Answer(Noon, Ours, CheckVerdict.Wrong));
            if (decision.Outcome is CheckOutcome.Wrong wrong)
            {
                wrongs++;
                if (wrong.Next is { } next) doublings.Add(next.Doublings);
            }
            state = decision.State;
        }

        Assert.Equal(29, wrongs);
        Assert.Equal([1, 2, 3, 4, 4, 4, 4, 4, 4], doublings);
        Assert.IsType<CheckState.Spent>(state);
    }

    [Fact]
    public void An_odd_movement_brings_a_new_challenge_at_once_with_twice_the_work()
    {
        var odd = Play(Open, new CheckCommand.Answer(Noon.AddMinutes(1), Ours, CheckVerdict.Odd));

        Assert.Equal(new CheckOutcome.Wrong(0, new ChallengeTerms(null, 1, Noon.AddMinutes(3))), odd.Outcome);
        Assert.Equal((3, 8), (((CheckState.Open)odd.State).TriesLeft, ((CheckState.Open)odd.State).ChallengesLeft));
    }

    [Theory]
    [InlineData("slide", "slide", "puzzle", "puzzle")]
    [InlineData("slide", "slide", null, "slide")]
    [InlineData(null, null, "equation", "equation")]
    [InlineData("puzzle", "puzzle", "proof-of-work", null)]
    public void What_is_demanded_is_shown_until_another_kind_is_asked_for(string? demanded, string? shown, string? asked, string? then)
    {
        var opened = Play(CheckState.Initial, new CheckCommand.Open(Noon, Ours, new CheckDemand(demanded, 0)));
        var renewed = Play(opened.State, new CheckCommand.Renew(Noon, Ours, asked));
        var lost = Play(renewed.State, new CheckCommand.Answer(Noon, Ours, CheckVerdict.Odd));

        Assert.Equal((shown, then, then), (Terms(opened).VisibleKind, Terms(renewed).VisibleKind, Terms(lost).VisibleKind));
    }

    [Fact]
    public void A_kind_that_is_switched_off_gives_way_to_the_first_that_is_not_and_to_none_where_all_are()
    {
        var open = new CheckCommand.Open(Noon, Ours, new CheckDemand(CheckKind.Slide, 0));

        var two = CheckDecider.Decide(CheckState.Initial, open, Policy with { VisibleKinds = [CheckKind.Equation, CheckKind.Puzzle] });
        var none = CheckDecider.Decide(CheckState.Initial, open, Policy with { VisibleKinds = [] });

        Assert.Equal((CheckKind.Equation, null), (Terms(two).VisibleKind, Terms(none).VisibleKind));
    }

    [Theory]
    [InlineData(2, 0, 2, 3)]
    [InlineData(0, 2, 2, 3)]
    [InlineData(3, 1, 3, 4)]
    [InlineData(int.MaxValue, int.MinValue, 4, 4)]
    [InlineData(-1, -1, 0, 1)]
    public void The_demanded_work_is_the_least_and_a_repeat_can_not_lower_it(int demanded, int again, int doublings, int afterLoss)
    {
        var opened = Play(CheckState.Initial, new CheckCommand.Open(Noon, Ours, new CheckDemand(null, demanded)));
        var repeated = Play(opened.State, new CheckCommand.Open(Noon, Ours, new CheckDemand(null, again)));
        var lost = Play(repeated.State, new CheckCommand.Answer(Noon, Ours, CheckVerdict.Odd));

        Assert.Equal((doublings, afterLoss), (Terms(repeated).Doublings, Terms(lost).Doublings));
    }

    [Fact]
    public void A_challenge_that_was_never_made_can_not_be_answered()
    {
        var (_, state) = CheckDecider.Decide(CheckState.Initial, new CheckCommand.Open(Noon, Ours, CheckDemand.Silent), Policy);

        Assert.Equal(CheckVerdict.Wrong, state.Judge(CheckKind.Equation, "7", Noon).Verdict);
        Assert.Throws<InvalidOperationException>(() => CheckDecider.Pose(Passed, [new Sum(7)]));
        Assert.Throws<InvalidOperationException>(() => CheckDecider.Pose(Open, [new Sum(7)]));
    }

    [Fact]
    public void An_answer_is_judged_by_its_own_kind_only_and_never_when_it_is_too_long()
    {
        Assert.Equal(CheckVerdict.Right, Open.Judge(CheckKind.Equation, "7", Noon).Verdict);
        Assert.Equal(CheckVerdict.Wrong, Open.Judge(CheckKind.ProofOfWork, "7", Noon).Verdict);
        Assert.Equal(CheckVerdict.Wrong, Open.Judge("slide", "7", Noon).Verdict);
        Assert.Equal(CheckVerdict.Wrong, Open.Judge(CheckKind.Equation, "7".PadLeft(ExpectedAnswer.MaxAnswerLength + 1), Noon).Verdict);
        Assert.Equal(CheckVerdict.Wrong, Passed.Judge(CheckKind.Equation, "7", Noon).Verdict);
    }

    [Fact]
    public void Whatever_is_asked_in_whatever_order_a_pass_takes_a_right_answer_and_is_used_once_and_in_time() =>
        Gen.Select(Gen.Int[0, 5].Select(i => Commands[i]), Gen.Int[0, 150], Gen.Bool).Array[0, 80].Sample(steps =>
        {
            var (state, now, wrongs, challenges) = (CheckState.Initial, Noon, 0, 0);
            DateTimeOffset? pass = null;
            foreach (var (name, seconds, ours) in steps)
            {
                now = now.AddSeconds(seconds);
                var over = state is CheckState.Spent || now >= state.EndsAt;
                (var outcome, state) = Play(state, CommandOf(name, now, ours ? Ours : Theirs));

                if (over) (wrongs, challenges) = (0, 0);
                if (outcome is CheckOutcome.Wrong) wrongs++;
                if (outcome is CheckOutcome.Challenged or CheckOutcome.Wrong { Next: not null }) challenges++;
                if (outcome is CheckOutcome.Passed)
                {
                    Assert.Equal(("right", false), (name, over));
                    pass = now + Policy.PassWaits;
                }
                if (outcome is CheckOutcome.Redeemed)
                {
                    Assert.True(now < pass, "A pass was used twice, late, or never earned.");
                    pass = null;
                }
                Assert.InRange(wrongs, 0, Policy.TriesPerChallenge * Policy.ChallengesPerCheck - 1);
                Assert.InRange(challenges, 0, Policy.ChallengesPerCheck);
            }
        });

    [Fact]
    public void One_right_answer_is_redeemed_at_most_once_whatever_comes_after_it() =>
        Gen.Select(Gen.Int[1, 5].Select(i => Commands[i]), Gen.Int[0, 300], Gen.Bool).Array[0, 80].Sample(steps =>
        {
            var (state, now, redeemed) = (Passed, Noon, 0);
            foreach (var (name, seconds, ours) in steps)
            {
                now = now.AddSeconds(seconds);
                var (outcome, next) = Play(state, CommandOf(name, now, ours ? Ours : Theirs));
                state = next;
                if (outcome is CheckOutcome.Redeemed) redeemed++;
            }

            Assert.InRange(redeemed, 0, 1);
        });

    private static ChallengeTerms Terms(CheckDecision decision) => decision.Outcome switch
    {
        CheckOutcome.Challenged challenged => challenged.Terms,
        CheckOutcome.Wrong wrong => wrong.Next!,
        var other => throw new InvalidOperationException(other.GetType().Name),
    };

    private static readonly string[] Commands = ["right", "open", "renew", "wrong", "odd", "redeem"];

    private static CheckState StateOf(string name) => name switch
    {
        "spent" => CheckState.Initial,
        "open" => Open,
        _ => Passed,
    };

    private static CheckCommand CommandOf(string name, DateTimeOffset at, CheckScope scope) => name switch
    {
        "open" => new CheckCommand.Open(at, scope, CheckDemand.Silent),
        "renew" => new CheckCommand.Renew(at, scope),
        "right" => new CheckCommand.Answer(at, scope, CheckVerdict.Right),
        "wrong" => new CheckCommand.Answer(at, scope, CheckVerdict.Wrong),
        "odd" => new CheckCommand.Answer(at, scope, CheckVerdict.Odd),
        _ => new CheckCommand.Redeem(at, scope),
    };

    // As the shell does: a challenge that is asked for is posed at once.
    private static CheckDecision Play(CheckState state, CheckCommand command)
    {
        var decision = CheckDecider.Decide(state, command, Policy);
        return decision.State is CheckState.Open { Expected.IsEmpty: true }
            ? decision with { State = CheckDecider.Pose(decision.State, [new Sum(7)]) }
            : decision;
    }

    private sealed class Sum(int result) : ExpectedAnswer(CheckKind.Equation)
    {
        public override CheckFinding Judge(string answer, TimeSpan age) =>
            answer == $"{result}" ? CheckVerdict.Right : CheckVerdict.Wrong;
    }
}
