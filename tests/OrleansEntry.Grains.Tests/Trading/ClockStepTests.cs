using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Contracts.Trading;
using OrleansEntry.Core.Trading;
using Xunit;

namespace OrleansEntry.Grains.Tests.Trading;

/// <summary>What waits for the clock, on a cluster whose clock is set forward and back.</summary>
public sealed class ClockStepTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Fact]
    public async Task A_hold_that_a_clock_ended_too_early_runs_again_when_it_is_right_and_none_is_shortened()
    {
        var (person, proof, trading) = await Trader();
        var began = cluster.Clock.GetUtcNow();
        var until = (await trading.ReadHolds()).Holds.Max(h => h.Until);
        Assert.InRange(until, began.AddHours(23.9), began.AddHours(24));

        foreach (var (at, held) in new (DateTimeOffset, bool)[]
        {
            (until.AddDays(9), false), (until.AddTicks(-1), true), (began.AddDays(-30), true), (until, false), (began, true),
        })
        {
            cluster.Clock.AdjustTime(at);
            Assert.Equal(held ? until : null, (await trading.ReadHolds()).Holds.Select(h => (DateTimeOffset?)h.Until).Max());
            await cluster.Cluster.DeactivateAsync((await person.Account()).GetGrainId());
        }

        Assert.Equal(
            until, Assert.IsType<SessionAnswer.Held>(await trading.Approve(TradingTests.Attempt(proof, "withdraw", person.Code()))).Until);
    }

    [Fact]
    public async Task What_ended_stays_ended_when_the_clock_is_set_back()
    {
        var (_, proof, trading) = await Trader();
        var approval = await Approve(trading, proof);
        await trading.UnlockTrading(new TradingAttempt { Proof = proof, Passcode = TradingTests.TradingPasscode });
        var began = cluster.Clock.GetUtcNow();
        Assert.NotNull((await trading.Introspect(proof))!.TradingUnlockedUntil);

        cluster.Clock.AdjustTime(began.AddMinutes(30));
        Assert.Null((await trading.Introspect(proof))!.TradingUnlockedUntil);
        Assert.IsType<RedemptionReply.Refused>(await trading.Redeem(TradingTests.Ask(approval, "trade")));
        cluster.Clock.AdjustTime(began);

        Assert.Null((await trading.Introspect(proof))!.TradingUnlockedUntil);
        Assert.IsType<RedemptionReply.Refused>(await trading.Redeem(TradingTests.Ask(approval, "trade")));
    }

    [Fact]
    public async Task A_clock_set_back_before_an_approval_or_an_unlock_ends_it_in_every_silo()
    {
        var (person, proof, trading) = await Trader();
        var (approval, began) = (await Approve(trading, proof), cluster.Clock.GetUtcNow());
        await trading.UnlockTrading(new TradingAttempt { Proof = proof, Passcode = TradingTests.TradingPasscode });
        await cluster.Cluster.DeactivateAsync((await person.Account()).GetGrainId());

        cluster.Clock.AdjustTime(began.AddMinutes(-30));

        Assert.IsType<RedemptionReply.Refused>(await trading.Redeem(TradingTests.Ask(approval, "trade")));
        Assert.Null((await trading.Introspect(proof))!.TradingUnlockedUntil);
        cluster.Clock.AdjustTime(began);
    }

    private static async Task<byte[]> Approve(IAccountTradingGrain trading, SessionProof proof) =>
        ApprovalToken.Hash(Person.Value<ApprovalGrant>(await trading.Approve(TradingTests.Attempt(proof, "trade"))).Secret);

    private async Task<(Person Person, SessionProof Proof, IAccountTradingGrain Trading)> Trader()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enrol();
        var trading = cluster.Grains.GetGrain<IAccountTradingGrain>((await person.Account()).GetPrimaryKeyString());
        Assert.IsType<SessionAnswer.Done>(
            await trading.SetTradingPasscode(proof, new NewTradingPasscode { Passcode = TradingTests.TradingPasscode }));
        return (person, proof, trading);
    }
}
