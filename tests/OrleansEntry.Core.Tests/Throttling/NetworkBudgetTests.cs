using CsCheck;
using OrleansEntry.Core.Throttling;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Throttling;

public sealed class NetworkBudgetTests
{
    private static readonly NetworkAllowance Three = new(3, TimeSpan.FromSeconds(10));

    [Fact]
    public void It_gives_its_capacity_at_once_and_then_one_at_a_time()
    {
        var budget = Empty(Noon);

        Assert.Equal(Noon.AddSeconds(10), budget.Take(Three, Noon).NextAt);
        Assert.Equal(Noon.AddSeconds(10), budget.Take(Three, Noon.AddSeconds(4)).NextAt);
        Assert.Null(budget.Take(Three, Noon.AddSeconds(10)).NextAt);
        Assert.Equal(Noon.AddSeconds(20), budget.Take(Three, Noon.AddSeconds(10)).Budget.Take(Three, Noon.AddSeconds(10)).NextAt);
    }

    [Fact]
    public void It_is_full_again_after_its_time_and_never_fuller()
    {
        var budget = Empty(Noon);

        Assert.False(budget.IsFull(Three, Noon.AddSeconds(29)));
        Assert.True(budget.IsFull(Three, Noon.AddSeconds(30)));
        Assert.Equal(2, budget.Take(Three, Noon.AddYears(1)).Budget.Level);
        Assert.Equal(3, NetworkBudget.Full(Three, Noon).GiveBack(Three).Level);
        Assert.Equal(1, budget.GiveBack(Three).Level);
    }

    [Fact]
    public void A_clock_that_was_set_back_refills_nothing_and_counts_from_there()
    {
        var (budget, next) = Empty(Noon).Take(Three, Noon.AddHours(-1));

        Assert.Equal(Noon.AddHours(-1).AddSeconds(10), next);
        Assert.Null(budget.Take(Three, Noon.AddHours(-1).AddSeconds(10)).NextAt);
    }

    [Fact]
    public void In_any_stretch_no_more_are_taken_than_it_held_and_gained() =>
        Gen.Int[0, 25].Array[1, 60].Sample(pauses =>
        {
            var (budget, now, taken) = (NetworkBudget.Full(Three, Noon), Noon, 0);
            foreach (var pause in pauses)
            {
                now = now.AddSeconds(pause);
                (budget, var next) = budget.Take(Three, now);
                if (next is null) taken++;
                else Assert.InRange(next.Value, now, now + Three.RefillEvery);
                Assert.InRange(budget.Level, 0, 3);
            }

            Assert.True(taken <= 3 + ((now - Noon) / Three.RefillEvery) + 1e-6);
        });

    private static NetworkBudget Empty(DateTimeOffset at) =>
        Enumerable.Range(0, 3).Aggregate(NetworkBudget.Full(Three, at), (budget, _) =>
        {
            var (left, next) = budget.Take(Three, at);
            Assert.Null(next);
            return left;
        });
}
