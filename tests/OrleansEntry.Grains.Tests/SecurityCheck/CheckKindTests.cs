using System.Text.Json;
using Orleans.Runtime;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core.SecurityCheck;
using OrleansEntry.Grains.SecurityCheck;
using OrleansEntry.Tests;
using Xunit;

namespace OrleansEntry.Grains.Tests.SecurityCheck;

public sealed class CheckKindTests
{
    private static readonly ChallengeTerms Terms =
        new(VisibleKind: null, Doublings: 0, new DateTimeOffset(2030, 1, 2, 12, 0, 0, TimeSpan.Zero));
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly CheckOffer Bare = new() { Id = "id", ExpiresAt = Terms.ExpiresAt, TriesLeft = 3, Kinds = [] };

    [Fact]
    public void Of_all_numbers_exactly_one_answers_a_picture()
    {
        var drawn = new EquationKind().Draw(Chance.Dice());

        Assert.Single(Enumerable.Range(0, 1000), number => drawn.Expected.Judge($"{number}", Soon).Verdict is CheckVerdict.Right);
        Assert.NotEmpty(drawn.AddTo(Bare).EquationWebp);
        Assert.NotEqual(drawn.AddTo(Bare).EquationWebp, new EquationKind().Draw(Chance.Dice()).AddTo(Bare).EquationWebp);
    }

    [Theory]
    [InlineData(0, 5, 10)]
    [InlineData(1, 10, 20)]
    [InlineData(2, 20, 40)]
    [InlineData(9, 20, 40)]
    public void The_secret_counter_lies_where_the_doublings_put_it(int doublings, int min, int max)
    {
        var policy = new CheckPolicy { Work = new WorkPolicy { Cost = 2, CounterMin = 5, CounterMax = 10, MaxDoublings = 2 } };
        var kind = new ProofOfWorkKind(policy, new SecurityCheckKey(new byte[SecurityCheckKey.Size]));
        for (var i = 0; i < 20; i++)
        {
            var (offer, expected) = kind.Pose(Bare, Terms with { Doublings = doublings });

            var payload = AltchaSolver.Solve(offer.ProofOfWorkJson);
            using var json = JsonDocument.Parse(AltchaSolver.Decode(payload));
            Assert.InRange(json.RootElement.GetProperty("solution").GetProperty("counter").GetInt32(), min, max);
            Assert.Equal(CheckVerdict.Right, expected.Judge(payload, Soon).Verdict);
        }
    }

    [Fact]
    public async Task Too_many_challenges_at_once_are_overload_and_the_rest_are_made()
    {
        using var gate = new ManualResetEventSlim();
        using var pool = new PicturePool([new Gated(gate)], ahead: 0);
        using var poser = Poser(pool);
        Task<CheckOffer> Pose() => Offer(poser);

        var underWay = Enumerable.Range(0, ChallengePoser.MaxUnderWay).Select(_ => Pose()).ToList();
        await Assert.ThrowsAsync<LimitExceededException>(Pose);
        gate.Set();

        Assert.All(await Task.WhenAll(underWay), offer => Assert.Equal([CheckKind.Equation, CheckKind.ProofOfWork], offer.Kinds));
        Assert.NotNull(await Pose());
    }

    private static ChallengePoser Poser(PicturePool pool)
    {
        var policy = new CheckPolicy { Work = new WorkPolicy { Cost = 1, CounterMin = 1, CounterMax = 1 } };
        return new ChallengePoser(pool, new ProofOfWorkKind(policy, new SecurityCheckKey(new byte[SecurityCheckKey.Size])), policy);
    }

    private static async Task<CheckOffer> Offer(ChallengePoser poser) =>
        (await poser.Pose(Bare, Terms with { VisibleKind = CheckKind.Equation }, TestContext.Current.CancellationToken)).Offer;

    private sealed class Gated(ManualResetEventSlim gate) : IPictureKind
    {
        public string Kind => CheckKind.Equation;

        public DrawnPicture Draw(Dice dice)
        {
            gate.Wait(TestContext.Current.CancellationToken);
            return new DrawnPicture(new Equation("407 + 5 = ?", 412).ToExpected(), offer => offer);
        }
    }
}
