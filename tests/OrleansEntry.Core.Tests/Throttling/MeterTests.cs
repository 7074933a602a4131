using OrleansEntry.Core.Throttling;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Throttling;

public sealed class MeterTests
{
    private static readonly PacePolicy Pace = new();

    // The table of the folder's README: failures in a row, the wait that follows in seconds.
    [Theory]
    [InlineData(1, 0)]
    [InlineData(4, 0)]
    [InlineData(5, 30)]
    [InlineData(6, 60)]
    [InlineData(7, 120)]
    [InlineData(8, 300)]
    [InlineData(9, 600)]
    [InlineData(10, 1200)]
    [InlineData(11, 2400)]
    [InlineData(12, 3600)]
    [InlineData(13, 3600)]
    [InlineData(79, 3600)]
    public void Each_rung_of_the_ladder_has_its_wait_and_half_open_ends(int failures, int seconds)
    {
        var meter = Failed(failures, Noon);
        var end = Noon.AddSeconds(seconds);

        Assert.Equal(seconds == 0 ? null : end, meter.WaitsUntil(Noon, Pace));
        Assert.Null(meter.WaitsUntil(end, Pace));
        if (seconds > 0) Assert.Equal(end, meter.WaitsUntil(end.AddTicks(-1), Pace));
    }

    [Fact]
    public void A_day_of_quiet_forgets_the_rung_and_not_the_failures_in_a_row()
    {
        var meter = Failed(12, Noon);

        Assert.Equal(12, meter.RungAt(Noon.AddDays(1).AddTicks(-1), Pace));
        Assert.Equal(0, meter.RungAt(Noon.AddDays(1), Pace));
        Assert.Equal(new Meter(13, 1, Noon.AddDays(1)), meter.CountFailure(Noon.AddDays(1), Pace));
        Assert.Equal(13, meter.CountFailure(Noon.AddHours(23), Pace).Rung);
    }

    // Seconds that the clock was set back after the failure, and whether the attempt waits.
    [Theory]
    [InlineData(1, true)]
    [InlineData(29, true)]
    [InlineData(30, false)]
    [InlineData(3600, false)]
    [InlineData(315_360_000, false)]
    public void A_clock_that_was_set_back_makes_no_wait_endless(int seconds, bool waits)
    {
        var meter = Failed(5, Noon);

        Assert.Equal(waits ? Noon.AddSeconds(30) : null, meter.WaitsUntil(Noon.AddSeconds(-seconds), Pace));
    }

    [Fact]
    public void After_a_clock_was_set_back_the_next_failure_waits_by_the_new_clock()
    {
        var before = Noon.AddYears(-1);

        var meter = Failed(5, Noon).CountFailure(before, Pace);

        Assert.Equal(before.AddMinutes(1), meter.WaitsUntil(before, Pace));
    }

    [Fact]
    public void The_two_hard_stops_stay_within_the_hundred() => Assert.True(Pace.StrangersHardStop + Pace.KnownDevicesHardStop <= 100);

    private static Meter Failed(int times, DateTimeOffset at) =>
        Enumerable.Range(0, times).Aggregate(default(Meter), (meter, _) => meter.CountFailure(at, Pace));
}
