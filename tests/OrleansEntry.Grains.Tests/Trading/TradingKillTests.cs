using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Contracts.Trading;
using OrleansEntry.Core.Trading;
using OrleansEntry.Grains.Tests.Duty;
using Orleans.Runtime;
using Xunit;

namespace OrleansEntry.Grains.Tests.Trading;

/// <summary>A silo that dies after a redemption was stored and before its service heard of it.</summary>
public sealed class TradingKillTests
{
    [Fact]
    public async Task Who_did_not_hear_the_answer_is_told_again_under_the_same_key_and_nobody_else_is()
    {
        await using var cluster = new EntryCluster();
        await cluster.InitializeAsync();
        var person = await Person.Registered(cluster);
        var proof = await person.Enrol();
        var trading = cluster.Grains.GetGrain<IAccountTradingGrain>((await person.Account()).GetPrimaryKeyString());
        Assert.IsType<SessionAnswer.Done>(
            await trading.SetTradingPasscode(proof, new NewTradingPasscode { Passcode = TradingTests.TradingPasscode }));
        var approval = ApprovalToken.Hash(Person.Value<ApprovalGrant>(await trading.Approve(TradingTests.Attempt(proof, "trade"))).Secret);
        var first = Assert.IsType<RedemptionReply.Redeemed>(await trading.Redeem(TradingTests.Ask(approval, "trade", under: 1)));

        await cluster.Cluster.KillSiloAsync(await cluster.HostOf(trading.GetGrainId()));

        var again = Assert.IsType<RedemptionReply.Redeemed>(
            await Reached(() => trading.Redeem(TradingTests.Ask(approval, "trade", under: 1))));
        Assert.Equal(first.RedeemedAt, again.RedeemedAt);
        Assert.IsType<RedemptionReply.Refused>(await trading.Redeem(TradingTests.Ask(approval, "trade", under: 2)));
        Assert.NotNull(await trading.Introspect(proof));
    }

    // Until the cluster has noticed that the silo is dead, calls to it fail.
    private static async Task<RedemptionReply> Reached(Func<Task<RedemptionReply>> ask)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await ask();
            }
            catch (Exception e) when (tries < 200 && e is OrleansException or TimeoutException)
            {
                await Task.Yield();
            }
        }
    }
}
