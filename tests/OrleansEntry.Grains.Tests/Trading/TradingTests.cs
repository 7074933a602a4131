using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Contracts.Trading;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Passcodes;
using OrleansEntry.Core.Trading;
using OrleansEntry.Grains.Passcodes;
using OrleansEntry.Grains.Trading;
using Xunit;

namespace OrleansEntry.Grains.Tests.Trading;

public sealed class TradingTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    internal const string TradingPasscode = "nine purple umbrellas";

    private static readonly byte[] Details = new byte[32];

    [Fact]
    public async Task Fifty_services_at_once_and_one_redeems()
    {
        var (person, proof, trading) = await Trader();
        var approval = await Approve(trading, proof, "trade");

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => trading.Redeem(Ask(approval, "trade", under: (byte)i))));

        Assert.Single(replies.OfType<RedemptionReply.Redeemed>());
        Assert.Equal(49, replies.OfType<RedemptionReply.Refused>().Count());
        Assert.Single(await person.Log(proof), e => e.Kind == ActivityKind.ApprovalRedeemed);
    }

    [Fact]
    public async Task Fifty_services_at_two_silos_at_once_and_one_redeems_though_the_account_is_overtaken_by_a_second_activation()
    {
        var (person, proof, trading) = await Trader();
        var approval = await Approve(trading, proof, "trade");
        var silos = cluster.Cluster.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<IGrainFactory>()
            .GetGrain<IAccountTradingGrain>(trading.GetPrimaryKeyString())).ToArray();
        var state = await person.ReadStored();
        await cluster.Storage.WriteStateAsync("account", trading.GetGrainId(), state); // what a second activation would do

        var asked = Enumerable.Range(0, 50).Select(i => silos[i % 2].Redeem(Ask(approval, "trade", under: (byte)i))).ToArray();
        await Assert.ThrowsAnyAsync<Exception>(() => Task.WhenAll(asked));
        var told = asked.Where(a => a.IsCompletedSuccessfully).Select(a => a.Result).ToArray();
        var after = await silos[0].Redeem(Ask(approval, "trade", under: 200));

        Assert.Single(told.Append(after).OfType<RedemptionReply.Redeemed>());
        Assert.Single(await person.Log(proof), e => e.Kind == ActivityKind.ApprovalRedeemed);
    }

    [Fact]
    public async Task Fifty_withdrawals_with_one_code_and_one_is_approved()
    {
        var (person, proof, trading) = await Trader();
        // Until no factor is new and nothing is held.
        cluster.Clock.Advance(TimeSpan.FromHours(25));
        proof = await person.Enter();
        cluster.Clock.Advance(TimeSpan.FromSeconds(30));

        var code = person.Code();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => trading.Approve(Attempt(proof, "withdraw", code))));

        Assert.Single(answers.OfType<SessionAnswer.Done<ApprovalGrant>>());
        Assert.All(answers.Where(a => a is not SessionAnswer.Done<ApprovalGrant>), a =>
            Assert.True(a is SessionAnswer.Refused { Reason: "used" } or SessionAnswer.Waiting or SessionAnswer.OutOfUse, a.ToString()));
    }

    [Fact]
    public async Task What_was_redeemed_stays_so_when_the_account_is_lost_before_the_service_heard_of_it()
    {
        var (_, proof, trading) = await Trader();
        var approval = await Approve(trading, proof, "trade");
        var first = Assert.IsType<RedemptionReply.Redeemed>(await trading.Redeem(Ask(approval, "trade", under: 1)));

        await cluster.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);

        Assert.Equal(first.RedeemedAt,
            Assert.IsType<RedemptionReply.Redeemed>(await trading.Redeem(Ask(approval, "trade", under: 1))).RedeemedAt);
        Assert.IsType<RedemptionReply.Refused>(await trading.Redeem(Ask(approval, "trade", under: 2)));
        Assert.IsType<RedemptionReply.Refused>(await trading.Redeem(Ask(approval, "trade", under: null)));
    }

    [Fact]
    public async Task The_trading_passcode_and_the_passcode_differ_whichever_is_set_last()
    {
        var (person, proof, trading) = await Trader();
        var account = await person.Account();

        var same = await trading.SetTradingPasscode(proof, new NewTradingPasscode { Passcode = Person.Passcode });
        var swapped = await account.ChangePasscode(new PasscodeChange { Proof = proof, Current = Person.Passcode, New = TradingPasscode });

        Assert.Equal("same-as-passcode", Assert.IsType<SessionAnswer.Conflict>(same).Code);
        Assert.Equal("same-as-trading-passcode", Assert.IsType<SessionAnswer.Conflict>(swapped).Code);
    }

    [Fact]
    public async Task The_store_knows_no_trading_passcode_and_its_hash_is_no_passcode_s()
    {
        var (person, _, _) = await Trader();
        var stored = (await person.StoredAccount())!;
        var hasher = cluster.Cluster.Silos[0].ServiceProvider.GetRequiredService<PasscodeHasher>();
        Assert.True(Passcode.TryParse(TradingPasscode, out var trade) & Passcode.TryParse(Person.Passcode, out var enter));
        Assert.True(PasscodeHash.TryParse(stored.TradingPasscode!.Hash, out var forTrading));
        Assert.True(PasscodeHash.TryParse(stored.PasscodeHash, out var forEntry));

        Assert.DoesNotContain(TradingPasscode, JsonSerializer.Serialize(stored), StringComparison.Ordinal);
        Assert.True((await hasher.VerifyForTrading(trade!, forTrading, default)).Right);

        // Wherever somebody moves them.
        Assert.False((await hasher.Verify(trade!, forTrading)).Right);
        Assert.False((await hasher.VerifyForTrading(enter!, forEntry, default)).Right);
    }

    [Fact]
    public async Task A_service_is_told_whose_session_it_is_and_of_one_that_is_over_nothing()
    {
        var (person, proof, trading) = await Trader();
        Assert.IsType<SessionAnswer.Done<TradingView>>(
            await trading.UnlockTrading(new TradingAttempt { Proof = proof, Passcode = TradingPasscode }));

        var facts = (await trading.Introspect(proof))!;
        Assert.Equal((proof.SessionId, cluster.Clock.GetUtcNow().AddMinutes(30)), (facts.Session.Id, facts.TradingUnlockedUntil!.Value));
        Assert.NotNull(facts.HeldUntil);
        Assert.Null(await trading.Introspect(proof with { SecretHash = new byte[32] }));

        await (await person.Account()).Leave(proof);
        Assert.Null(await trading.Introspect(proof));
    }

    [Fact]
    public async Task An_approval_dies_with_its_session_and_a_held_account_withdraws_nothing()
    {
        var (person, proof, trading) = await Trader();
        Assert.IsType<SessionAnswer.Held>(await trading.Approve(Attempt(proof, "withdraw", person.Code())));
        var approval = await Approve(trading, proof, "trade");

        await (await person.Account()).Leave(proof);

        Assert.IsType<RedemptionReply.Refused>(await trading.Redeem(Ask(approval, "trade")));
    }

    [Fact]
    public async Task However_many_wrong_trading_passcodes_come_at_once_ten_are_looked_at()
    {
        var (person, proof, trading) = await Trader();
        for (var round = 0; round < 6; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
                trading.UnlockTrading(new TradingAttempt { Proof = proof, Passcode = "another quiet guess" })));
            cluster.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.Equal(10, (await person.StoredAccount())!.TradingPasscode!.Failures!.InARow);
        var right = await trading.UnlockTrading(new TradingAttempt { Proof = proof, Passcode = TradingPasscode });
        Assert.Equal("trading-out-of-use", Assert.IsType<SessionAnswer.Conflict>(right).Code);
    }

    [Fact]
    public async Task Nobody_s_account_redeems_nothing_and_holds_nothing()
    {
        var nobody = cluster.Grains.GetGrain<IAccountTradingGrain>(Core.HexName.New());

        Assert.IsType<RedemptionReply.Refused>(await nobody.Redeem(Ask(new byte[32], "trade")));
        Assert.Empty((await nobody.ReadHolds()).Holds);
    }

    private async Task<(Person Person, SessionProof Proof, IAccountTradingGrain Trading)> Trader()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enrol();
        var trading = cluster.Grains.GetGrain<IAccountTradingGrain>((await person.Account()).GetPrimaryKeyString());
        Assert.IsType<SessionAnswer.Done>(await trading.SetTradingPasscode(proof, new NewTradingPasscode { Passcode = TradingPasscode }));
        return (person, proof, trading);
    }

    private static async Task<byte[]> Approve(IAccountTradingGrain trading, SessionProof proof, string operation) =>
        ApprovalToken.Hash(Person.Value<ApprovalGrant>(await trading.Approve(Attempt(proof, operation))).Secret);

    internal static ApprovalAttempt Attempt(SessionProof proof, string operation, string? code = null) => new()
    {
        Shown = new TradingAttempt { Proof = proof, Passcode = TradingPasscode, Method = code is null ? null : "totp", Code = code },
        Operation = operation, DetailsHash = Details, Sentence = "The sentence",
    };

    internal static RedemptionAttempt Ask(byte[] token, string operation, byte? under = null) => new()
    {
        TokenHash = token, Operation = operation, DetailsHash = Details, Under = under is { } key ? [key] : null, Service = "exchange",
        Network = "192.0.2.7",
    };
}
