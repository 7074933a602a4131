using CsCheck;
using OrleansEntry.Core.Risk;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Risk;

public sealed class AttackModeTests
{
    private static readonly AttackModePolicy Marks = new();
    private static readonly TimeSpan Two = TimeSpan.FromSeconds(2);

    // Seconds, refusals a second, beginnings a second, and the level at the end.
    [Theory]
    [InlineData("600 4.9 49 Calm")]
    [InlineData("60 6 0 Alert")]
    [InlineData("60 0 60 Alert")]
    [InlineData("60 25 0 Attack")]
    [InlineData("60 0 250 Attack")]
    [InlineData("4 6 0 Calm, 60 0 0 Calm")]
    [InlineData("60 6 0 Alert, 3600 3 0 Alert")]
    [InlineData("60 6 0 Alert, 290 0 0 Alert, 30 0 0 Calm")]
    [InlineData("60 25 0 Attack, 290 0 0 Attack, 30 0 0 Alert, 270 0 0 Alert, 30 0 0 Calm")]
    [InlineData("60 25 0 Attack, 360 7 0 Alert, 3600 7 0 Alert")]
    [InlineData("60 6 0 Alert, 200 0 0 Alert, 60 6 0 Alert, 290 0 0 Alert, 30 0 0 Calm")]
    public void Raised_at_the_high_mark_and_lowered_after_quiet_time(string story)
    {
        var (mode, now) = (AttackMode.Initial, Noon);
        foreach (var part in story.Split(", "))
        {
            var words = part.Split(' ');
            for (var end = now.AddSeconds(double.Parse(words[0], null)); now < end;)
            {
                now += Two;
                mode = mode.Take(Seen(2 * double.Parse(words[1], null), 2 * double.Parse(words[2], null), Two, mode), now, Marks);
            }

            Assert.Equal((part, words[3]), (part, mode.Level.ToString()));
        }
    }

    [Fact]
    public void Many_silos_are_one_pace()
    {
        var (mode, now) = (AttackMode.Initial, Noon);
        for (var i = 0; i < 400; i++)
        {
            now += Two / 10;
            mode = mode.Take(Seen(4, 30, Two, mode), now, Marks);
        }

        Assert.InRange(mode.Refusals, 18, 20);
        Assert.InRange(mode.Beginnings, 135, 150);
    }

    [Fact]
    public void A_report_that_comes_late_is_no_burst()
    {
        var mode = AttackMode.Initial.Take(Seen(2 * 240, 0, TimeSpan.FromMinutes(4), AttackMode.Initial), Noon, Marks);

        Assert.Equal(AttackLevel.Calm, mode.Level);
        Assert.InRange(mode.Refusals, 1.9, 2.0);
    }

    [Fact]
    public void A_level_outlives_the_activation_that_decided_it()
    {
        var lost = Until(AttackLevel.Attack);

        var reborn = AttackMode.Initial.Take(Seen(0, 0, Two, lost), Noon.AddHours(1), Marks);
        Assert.Equal((AttackLevel.Attack, lost.Since), (reborn.Level, reborn.Since));

        // It is lowered like any other, and a silo that has not heard of it yet does not bring it back.
        var later = reborn.Take(Seen(0, 0, Two, lost), Noon.AddHours(1).AddMinutes(5), Marks);
        Assert.Equal(AttackLevel.Alert, later.Level);
        Assert.Equal(AttackLevel.Alert, later.Take(Seen(0, 0, Two, lost), Noon.AddHours(1).AddMinutes(6), Marks).Level);
    }

    [Fact]
    public void A_silo_that_knows_of_no_level_lowers_none()
    {
        var raised = Until(AttackLevel.Alert);

        Assert.Equal(AttackLevel.Alert, raised.Take(Seen(0, 0, Two, AttackMode.Initial), raised.Since + Two, Marks).Level);
    }

    // Clocks of silos differ: the activation that takes over may live in the past of the one before.
    [Fact]
    public void Every_change_is_later_than_the_one_before_whatever_the_clock_says()
    {
        var raised = Until(AttackLevel.Attack);
        var (mode, now) =
            (AttackMode.Initial.Take(Seen(0, 0, Two, raised), raised.Since.AddMinutes(-9), Marks), raised.Since.AddMinutes(-9));

        for (var i = 0; i < 400; i++) mode = mode.Take(Seen(0, 0, Two, raised), now += Two, Marks);

        Assert.Equal(AttackLevel.Calm, mode.Level);
        Assert.True(mode.Since > raised.Since);
    }

    [Fact]
    public void It_does_not_flutter_whatever_is_reported() =>
        Gen.Select(Gen.Int[0, 60], Gen.Int[0, 600], Gen.Int[1, 20]).Array[1, 300].Sample(reports =>
        {
            var (mode, now, fellAt) = (AttackMode.Initial, Noon, DateTimeOffset.MinValue);
            foreach (var (refusals, beginnings, seconds) in reports)
            {
                var (before, over) = (mode, TimeSpan.FromSeconds(seconds));
                mode = mode.Take(Seen(refusals, beginnings, over, mode), now += over, Marks);

                Assert.True(double.IsFinite(mode.Refusals) && mode.Refusals >= 0 && double.IsFinite(mode.Beginnings));
                if (mode.Level >= before.Level) continue;
                Assert.Equal(before.Level - 1, mode.Level);
                Assert.True(now - before.Since >= Marks.LowerAfter, "a level holds for the quiet time at least");
                Assert.True(now - fellAt >= Marks.LowerAfter, "it falls one step at a time");
                fellAt = now;
            }
        }, iter: 500);

    private static AttackMode Until(AttackLevel level)
    {
        var (mode, now) = (AttackMode.Initial, Noon);
        while (mode.Level < level) mode = mode.Take(Seen(level == AttackLevel.Alert ? 14 : 80, 0, Two, mode), now += Two, Marks);
        return mode;
    }

    private static AttackReport Seen(double refusals, double beginnings, TimeSpan over, AttackMode known) =>
        new((int)Math.Round(beginnings), (int)Math.Round(refusals), over, known.Level, known.Since);
}
