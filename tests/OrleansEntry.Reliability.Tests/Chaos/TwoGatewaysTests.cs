using OrleansEntry.Reliability.Tests.Durability;

namespace OrleansEntry.Reliability.Tests.Chaos;

/// <summary>One deployment with two gateways, each a process: whichever is asked, it is the same account that decides.</summary>
[Collection(Cluster.Collection)]
public sealed class TwoGatewaysTests(Cluster cluster)
{
    private const int Hands = 50;

    [Fact]
    public async Task An_approval_redeemed_at_both_at_once_is_good_once_and_a_freeze_at_one_holds_at_the_other()
    {
        using var first = new HttpClient { BaseAddress = cluster.Gateways[0].Address };
        using var second = new HttpClient { BaseAddress = cluster.Gateways[1].Address };
        var (one, other) = await Inside(first, second);
        var (paid, unpaid) = (await TradingService.Approve(one), await TradingService.Approve(other));

        var answers = await Task.WhenAll(Enumerable.Range(0, Hands).Select(i => Redeem(i % 2 == 0 ? first : second, paid)));

        Assert.All(answers, answer => answer.Is("200", "409 not-approved"));
        Assert.Single(answers, answer => answer.Status == 200);

        (await other.Get("v1/session")).Is("200");
        (await one.Post("v1/freeze", new { })).Is("202");
        (await other.Get("v1/session")).Is("401 no-session");
        (await Redeem(second, unpaid)).Is("409 not-approved");
    }

    // Somebody whose session both gateways are shown, and who has set a trading passcode.
    private async Task<(EntryClient One, EntryClient Other)> Inside(HttpClient first, HttpClient second)
    {
        var (stage, person) = (new ChaosStage(cluster, new History()), ChaosStage.NewPerson());
        await new Resident(stage, new SeededDice(1), cluster.NewNetwork()).Arrive(person);
        var one = new EntryClient(first, cluster.NewNetwork());
        (await one.Enter(person.Identifier, person.Passcode)).Last.Is("200 done");

        person.Phone = Authenticator.Scan((await one.Post("v1/second-factors/totp", new { stepSeconds = 60 })).Is("201")["uri"]!);
        var code = person.Phone.CodeAt(stage.History.Now, -1);
        (await one.Post("v1/second-factors/totp/confirmation", new { code })).Is("200");
        await TradingService.SetPasscode(one);
        return (one, new EntryClient(second, cluster.NewNetwork()) { Device = one.Device, Token = one.Token });
    }

    private Task<Answer> Redeem(HttpClient gateway, string approval) =>
        TradingService.Redeem(new EntryClient(gateway, cluster.NewNetwork()), approval);
}
