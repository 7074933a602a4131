using System.Collections.Immutable;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core.SecurityCheck;
using OrleansEntry.Grains.SecurityCheck;
using OrleansEntry.Grains.Tests.SecurityCheck.Bots;
using SkiaSharp;
using Xunit;

namespace OrleansEntry.Grains.Tests.SecurityCheck;

public sealed class PictureTests
{
    private static readonly CheckOffer Bare = new() { Id = "id", ExpiresAt = default, TriesLeft = 3, Kinds = [] };
    private static readonly CheckPolicy Policy = new() { Work = new WorkPolicy { Cost = 1 } };

    public static TheoryData<string> Kinds => [.. CheckKind.Visible];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_picture_is_blank_or_larger_than_20_kB_and_none_comes_twice(string kind)
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < 40; i++)
        {
            var pictures = Draw(kind, i);

            Assert.InRange(pictures.Sum(p => p.Webp.Length), 500, 20_000 - 1);
            Assert.All(pictures, p =>
            {
                var pixels = Pixels.Decode(p.Webp);
                Assert.Equal((p.Width, p.Height), (pixels.Width, pixels.Height));
                Assert.InRange(Contrast(pixels), 0.3, 1);
                Assert.True(seen.Add(Convert.ToBase64String(p.Webp)));
            });
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_dice_draw_the_same_picture(string kind) =>
        Assert.Equal(Draw(kind, 7).Select(p => p.Webp), Draw(kind, 7).Select(p => p.Webp));

    [Fact]
    public void The_signs_are_all_in_the_font()
    {
        using var font = new SKFont(Signs.Typeface);
        Assert.True(font.ContainsGlyphs(Signs.Small + Signs.Large));
    }

    // A piece that is cut where it belongs would continue its socket's surroundings; this one is drawn the same wherever it belongs.
    [Fact]
    public void A_piece_does_not_hang_on_its_place()
    {
        var here = SlidePicture.Draw(new Slide(100, 200), Dice(3)).Pieces.Select(p => p.Webp);
        var there = SlidePicture.Draw(new Slide(250, 90), Dice(3));

        Assert.Equal(2, there.Pieces.Count);
        Assert.All(here.Concat(there.Pieces.Select(p => p.Webp)), webp => Assert.InRange(webp.Length, 500, 4_000));
        Assert.True(there.Pieces[0].Top + there.Pieces[0].Height <= there.Pieces[1].Top);
    }

    [Fact]
    public async Task A_rush_of_500_finds_its_pictures_drawn_and_the_pool_fills_itself_again_up_to_its_end()
    {
        var drawn = 0;
        using var pool = new PicturePool([new Counting(() => Interlocked.Increment(ref drawn))], ahead: 500);
        await Eventually(() => pool.Count(CheckKind.Slide) == 500);
        var before = drawn;

        var taken = Enumerable.Range(0, 500).Select(_ => pool.Take(CheckKind.Slide)).ToList();

        Assert.Equal(500, before);
        Assert.Equal(500, taken.Distinct(ReferenceEqualityComparer.Instance).Count());
        await Eventually(() => pool.Count(CheckKind.Slide) == 500);
        Assert.Equal(1000, drawn);
    }

    [Fact]
    public async Task Where_a_kind_is_used_up_one_is_drawn_at_a_time_and_a_rush_gets_another_kind_or_the_work()
    {
        using var gate = new ManualResetEventSlim();
        var gated = new Gated(gate);
        using var pool = new PicturePool([new EquationKind(), gated], ahead: 2);
        using var poser = new ChallengePoser(pool, new ProofOfWorkKind(Policy, new SecurityCheckKey(new byte[32])), Policy);
        var terms = new ChallengeTerms(CheckKind.Slide, Doublings: 0, DateTimeOffset.UnixEpoch);
        Task<(CheckOffer Offer, ImmutableArray<ExpectedAnswer>)> Pose() => poser.Pose(Bare, terms, TestContext.Current.CancellationToken);
        await Eventually(() => gated.Waiting == 1 && pool.Count(CheckKind.Equation) == 1);

        // The painter waits at the gate, and so does the first who finds no picture of the kind.
        var first = Pose();
        await Eventually(() => gated.Waiting == 2);
        Assert.Equal([CheckKind.Equation, CheckKind.ProofOfWork], (await Pose()).Offer.Kinds);
        var rush = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Pose()));
        Assert.All(rush, one => Assert.Equal([CheckKind.ProofOfWork], one.Offer.Kinds));
        Assert.False(first.IsCompleted);

        gate.Set();
        Assert.Equal([CheckKind.Slide, CheckKind.ProofOfWork], (await first).Offer.Kinds);
        await Eventually(() => pool.Count(CheckKind.Slide) == 2);
    }

    [Fact]
    public void An_empty_pool_draws_when_it_is_asked()
    {
        using var pool = new PicturePool([new EquationKind()], ahead: 0);

        Assert.NotEmpty(pool.Take(CheckKind.Equation)!.AddTo(Bare).EquationWebp);
    }

    private static List<(byte[] Webp, int Width, int Height)> Draw(string kind, int seed)
    {
        IPictureKind drawer = kind switch
        {
            CheckKind.Slide => new SlideKind(),
            CheckKind.Puzzle => new PuzzleKind(),
            _ => new EquationKind(),
        };
        var offer = drawer.Draw(Dice(seed)).AddTo(Bare);
        return offer switch
        {
            { Slide: { } s } => [(s.Webp, s.Width, s.Height), .. s.Pieces.Select(p => (p.Webp, p.Width, p.Height))],
            { Puzzle: { } p } => [(p.Webp, p.Width, p.Height)],
            _ => [(offer.EquationWebp, offer.EquationWidth, offer.EquationHeight)],
        };
    }

    // From the darkest twentieth of what is there to the lightest.
    private static double Contrast(Pixels pixels)
    {
        var light = Enumerable.Range(0, pixels.Width * pixels.Height).Select(i => (X: i % pixels.Width, Y: i / pixels.Width))
            .Where(p => pixels.Alpha(p.X, p.Y) > 0.5).Select(p => pixels[p.X, p.Y]).Order().ToList();
        return light[light.Count * 19 / 20] - light[light.Count / 20];
    }

    private static Dice Dice(int n)
    {
        var seed = new byte[Core.SecurityCheck.Dice.SeedSize];
        BitConverter.TryWriteBytes(seed, n);
        return new Dice(seed);
    }

    // The pool's own thread draws in its own, real, time.
    private static async Task Eventually(Func<bool> condition)
    {
        for (var i = 0; i < 400 && !condition(); i++)
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.True(condition());
    }

    private sealed class Gated(ManualResetEventSlim gate) : IPictureKind
    {
        private int _waiting;

        public int Waiting => Volatile.Read(ref _waiting);

        public string Kind => CheckKind.Slide;

        public DrawnPicture Draw(Dice dice)
        {
            Interlocked.Increment(ref _waiting);
            // Bounded, so that a failed test does not wait for ever for its painter to leave.
            gate.Wait(TimeSpan.FromSeconds(20), CancellationToken.None);
            Interlocked.Decrement(ref _waiting);
            return new DrawnPicture(Slide.Draw(dice).ToExpected(), offer => offer);
        }
    }

    private sealed class Counting(Action drawn) : IPictureKind
    {
        public string Kind => CheckKind.Slide;

        public DrawnPicture Draw(Dice dice)
        {
            drawn();
            return new DrawnPicture(Slide.Draw(dice).ToExpected(), offer => offer);
        }
    }
}
