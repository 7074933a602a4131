using CsCheck;
using OrleansEntry.Core.SecondFactor;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.SecondFactor;

public sealed class TotpRulesTests
{
    // Steps from the present one, what a code of that step turns out to be.
    [Theory]
    [InlineData(-20, "clock -600")]
    [InlineData(-2, "clock -60")]
    [InlineData(-1, "right")]
    [InlineData(0, "right")]
    [InlineData(1, "clock 30")]
    [InlineData(20, "clock 600")]
    public void The_current_and_the_previous_step_are_accepted_and_never_the_next(int steps, string verdict)
    {
        var now = StepAt(Noon);

        Assert.Equal(verdict, Spell(TotpRules.Judge([now + steps], Authenticator(30), Noon)));
        Assert.Equal(verdict, Spell(TotpRules.Judge([now + steps], Authenticator(30), Noon.AddSeconds(29))));
    }

    [Fact]
    public void The_window_moves_with_the_second_that_begins_a_step()
    {
        var step = StepAt(Noon);
        var authenticator = Authenticator(30);

        Assert.Equal("clock 30", Spell(TotpRules.Judge([step], authenticator, Noon.AddTicks(-1))));
        Assert.Equal("right", Spell(TotpRules.Judge([step], authenticator, Noon)));
        Assert.Equal("right", Spell(TotpRules.Judge([step], authenticator, Noon.AddSeconds(60).AddTicks(-1))));
        Assert.Equal("clock -60", Spell(TotpRules.Judge([step], authenticator, Noon.AddSeconds(60))));
    }

    [Theory]
    [InlineData(1, "clock 60")]
    [InlineData(0, "right")]
    [InlineData(-1, "right")]
    [InlineData(-2, "clock -120")]
    public void Steps_of_a_minute_count_in_minutes(int steps, string verdict) =>
        Assert.Equal(verdict, Spell(TotpRules.Judge([TotpRules.StepAt(Noon, 60) + steps], Authenticator(60), Noon)));

    [Theory]
    [InlineData(59, 1)]
    [InlineData(1111111109, 37037036)]
    [InlineData(20000000000, 666666666)]
    public void Steps_reach_beyond_2038(long seconds, long step) =>
        Assert.Equal(step, TotpRules.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds), 30));

    [Fact]
    public void An_accepted_step_and_all_before_it_are_dead()
    {
        var accepted = TotpRules.Accept(Authenticator(30), StepAt(Noon));

        Assert.Equal("used", Spell(TotpRules.Judge([StepAt(Noon)], accepted, Noon)));
        Assert.Equal("used", Spell(TotpRules.Judge([StepAt(Noon) - 1], accepted, Noon)));
        Assert.Equal("used", Spell(TotpRules.Judge([StepAt(Noon) - 9], accepted, Noon)));
        Assert.Equal("right", Spell(TotpRules.Judge([StepAt(Noon) + 1], accepted, Noon.AddSeconds(30))));
        Assert.Equal("used", Spell(TotpRules.Judge([StepAt(Noon)], accepted, Noon.AddHours(-1))));
    }

    [Fact]
    public void No_match_is_wrong_and_a_right_step_wins_over_a_chance_match_elsewhere()
    {
        var now = StepAt(Noon);
        var used = TotpRules.Accept(Authenticator(30), now - 1);

        Assert.Equal("wrong", Spell(TotpRules.Judge([], Authenticator(30), Noon)));
        Assert.Equal("right", Spell(TotpRules.Judge([now - 7, now], Authenticator(30), Noon)));
        Assert.Equal("right", Spell(TotpRules.Judge([now, now + 7], Authenticator(30), Noon)));
        Assert.Equal("right", Spell(TotpRules.Judge([now - 1, now], used, Noon)));
        Assert.Equal("used", Spell(TotpRules.Judge([now - 1, now + 7], used, Noon)));
    }

    [Fact]
    public void A_burnt_step_stays_burnt_until_its_window_is_over()
    {
        var step = StepAt(Noon) + 2;
        var burnt = TotpRules.Burn(Authenticator(30), step, Noon);

        foreach (var seconds in (int[])[0, 30, 60, 119])
            Assert.Equal("used", Spell(TotpRules.Judge([step], burnt, Noon.AddSeconds(seconds))));
        Assert.Equal([step], TotpRules.Accept(burnt, step - 1).BurntSteps);
        Assert.Empty(TotpRules.Accept(burnt, step + 1).BurntSteps);
        Assert.Same(burnt, TotpRules.Burn(burnt, StepAt(Noon) - 3, Noon));
    }

    [Fact]
    public void However_many_are_named_none_that_could_still_work_is_unburnt() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, TotpRules.StepsLookedAt]).Array[1, 120].Sample(named =>
        {
            var (authenticator, now, told) = (Authenticator(30), Noon, new HashSet<long>());
            foreach (var (pause, ahead) in named)
            {
                now = now.AddSeconds(30 * pause);
                if (TotpRules.Judge([StepAt(now) + ahead], authenticator, now) is not CodeVerdict.OtherTime other) continue;

                authenticator = TotpRules.Burn(authenticator, other.Step, now);
                told.Add(other.Step);
                Assert.True(authenticator.BurntSteps.Length <= TotpRules.MaxBurntSteps);
                Assert.All(told.Where(s => s >= StepAt(now) - 1), s => Assert.Contains(s, authenticator.BurntSteps));
            }
        }, iter: 300);

    private static TotpAuthenticator Authenticator(int stepSeconds) =>
        new() { ProtectedSecret = "secret", StepSeconds = stepSeconds, Since = Noon.AddDays(-1),
            LastStep = TotpRules.StepAt(Noon.AddDays(-1), stepSeconds) };

    private static string Spell(CodeVerdict verdict) => verdict switch
    {
        CodeVerdict.RightStep => "right",
        CodeVerdict.OtherTime other => $"clock {other.ClockOff.TotalSeconds}",
        _ => verdict.Reason,
    };
}
