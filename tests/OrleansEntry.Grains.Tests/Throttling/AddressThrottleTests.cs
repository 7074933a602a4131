using OrleansEntry.Contracts.Throttling;
using OrleansEntry.Core;
using Xunit;

namespace OrleansEntry.Grains.Tests.Throttling;

public sealed class AddressThrottleTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Theory]
    [InlineData(NetworkBudgets.Begin, 600, 0.2)]
    [InlineData(NetworkBudgets.Attempt, 60, 10)]
    [InlineData(NetworkBudgets.Registration, 30, 60)]
    public async Task A_flood_from_one_network_gets_its_budget_and_no_more_and_nobody_else_pays(
        string budget, int atOnce, double refillSeconds)
    {
        var flooded = Network();

        var taken = await Task.WhenAll(Enumerable.Range(0, atOnce + 200).Select(_ => flooded.Take(budget).AsTask()));

        Assert.Equal(atOnce, taken.Count(until => until is null));
        Assert.All(taken.OfType<DateTimeOffset>(), until => Assert.Equal(cluster.Clock.GetUtcNow().AddSeconds(refillSeconds), until));
        Assert.Null(await Network().Take(budget));
        cluster.Clock.Advance(TimeSpan.FromSeconds(3 * refillSeconds));
        var later = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => flooded.Take(budget).AsTask()));
        Assert.Equal(3, later.Count(until => until is null));
    }

    private IAddressThrottleGrain Network() => cluster.Grains.GetGrain<IAddressThrottleGrain>(HexName.New());
}
