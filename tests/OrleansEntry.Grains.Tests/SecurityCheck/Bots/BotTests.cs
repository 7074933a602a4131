using System.Globalization;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core.SecurityCheck;
using OrleansEntry.Grains.SecurityCheck;
using OrleansEntry.Tests;
using Xunit;

namespace OrleansEntry.Grains.Tests.SecurityCheck.Bots;

/// <summary>What programs reach that somebody writes in an afternoon. All move as plausibly as a person; all have three tries at a
/// challenge. The seeds are fixed, so each figure is always the same; a bound lies a little above what was measured.</summary>
public sealed class BotTests(ITestOutputHelper output)
{
    private const int Drawn = 500;
    private const int Guessed = 20_000;
    private const int Tries = 3;
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(60);
    private static readonly int[] Whole = [0, 1, 2, 3, 4, 5];

    [Fact]
    public void Guessing_a_slide() => Measure("slide, random places", Guessed, 0.5, dice =>
    {
        var expected = Slide.Draw(dice).ToExpected();
        return Try(expected, _ => Hands.Slide(Place(dice), Place(dice), dice));
    });

    [Fact]
    public void Sweeping_a_slide()
    {
        // A grid as wide as the tolerance, gone through place by place, from challenge to challenge.
        var (at, across) = (0, (Slide.MaxPlace - Slide.MinPlace) / (2 * Slide.Tolerance + 1) + 1);
        int Next(int n) => Slide.MinPlace + Slide.Tolerance + n % across * (2 * Slide.Tolerance + 1);
        Measure("slide, a sweep of places", Guessed, 0.5, dice =>
        {
            var expected = Slide.Draw(dice).ToExpected();
            return Try(expected, _ =>
            {
                var n = Interlocked.Increment(ref at);
                return Hands.Slide(Next(n), Next(n / across), dice);
            });
        }, parallel: false);
    }

    [Fact]
    public void Guessing_a_puzzle() => Measure("puzzle, random orders", Guessed, 0.5, dice =>
    {
        var puzzle = Puzzle.Draw(dice);
        int[] Mixed() => [.. Puzzle.Draw(dice).Shown.Select(t => (int)t)];
        return Try(puzzle.ToExpected(), _ => Hands.Swaps(Hands.Arrange([.. Whole], Mixed(), dice)));
    });

    [Fact]
    public void Guessing_an_equation() => Measure("equation, random numbers", Guessed, 0.5, dice =>
        Try(Equation.Draw(dice).ToExpected(), _ => $"{dice.Between(Equation.MinResult, Equation.MaxResult)}"));

    [Fact]
    public void Solving_a_slide_by_edges() => Measure("slide, edges", Drawn, 10, dice => TrySlide(SlideBot.ByEdges, dice));

    [Fact]
    public void Solving_a_slide_by_edges_and_signs() =>
        Measure("slide, edges and signs", Drawn, 25, dice => TrySlide(SlideBot.BySigns, dice));

    [Fact]
    public void Solving_a_puzzle_by_its_seams() => Measure("puzzle, seams", Drawn, 20, dice =>
    {
        var puzzle = Puzzle.Draw(dice);
        var orders = PuzzleBot.Solve(PuzzlePicture.Draw(puzzle, dice), frame: 7).Take(Tries).ToList();
        return Try(puzzle.ToExpected(), n => Hands.Swaps(Hands.Arrange([.. Whole], orders[n], dice)));
    });

    [Fact]
    public void Reading_an_equation_with_its_own_font() => Measure("equation, glyph templates", Drawn, 20, dice =>
    {
        var equation = Equation.Draw(dice);
        var read = EquationBot.Read(EquationPicture.Draw(equation.Text, dice));
        return Try(equation.ToExpected(), _ => $"{read}");
    });

    [Fact]
    public void Replaying_a_movement() => Measure("slide, a movement that passed before", Drawn, 0, dice =>
    {
        var traces = new RecentTraces(10_000);
        var slide = Slide.Draw(dice);
        var answer = Hands.Slide(slide.First, slide.Second, dice);
        Assert.True(traces.TryAdd(slide.ToExpected().Judge(answer, Age).Traces));

        // Even where another challenge has the same places.
        var again = slide.ToExpected().Judge(answer, Age);
        return again.Verdict is CheckVerdict.Right && traces.TryAdd(again.Traces);
    });

    [Fact]
    public void Tampering_with_the_work() => Measure("proof-of-work, parameters changed", Drawn, 0, dice =>
    {
        var key = new SecurityCheckKey(new byte[SecurityCheckKey.Size]);
        var work = new ProofOfWorkKind(new CheckPolicy { Work = new WorkPolicy { Cost = 1, CounterMin = 100, CounterMax = 200 } }, key);
        var bare = new CheckOffer { Id = "id", ExpiresAt = default, TriesLeft = Tries, Kinds = [] };
        var (offer, expected) = work.Pose(bare, new ChallengeTerms(null, 0, DateTimeOffset.UnixEpoch.AddDays(1)));
        // The easiest work of the same form: any digit of any parameter is changed, and the rest solved honestly.
        var json = offer.ProofOfWorkJson;
        var first = json.IndexOf("cost", StringComparison.Ordinal);
        var digits = Enumerable.Range(first, json.Length - first).Where(i => char.IsAsciiDigit(json[i])).ToList();
        var at = digits[dice.Between(0, digits.Count - 1)];
        var changed = json[..at] + (json[at] == '7' ? '3' : '7') + json[(at + 1)..];
        var solved = AltchaSolver.Decode(AltchaSolver.Solve(json)).Replace(json, changed, StringComparison.Ordinal);
        return Try(expected, _ => AltchaSolver.Encode(solved));
    });

    private static bool TrySlide(Func<SlideOffer, IEnumerable<(int First, int Second)>> solve, Dice dice)
    {
        var slide = Slide.Draw(dice);
        var places = solve(SlidePicture.Draw(slide, dice)).Take(Tries).ToList();
        return Try(slide.ToExpected(), n => Hands.Slide(places[n].First, places[n].Second, dice));
    }

    private static bool Try(ExpectedAnswer expected, Func<int, string> answer)
    {
        for (var n = 0; n < Tries; n++)
        {
            var verdict = expected.Judge(answer(n), Age).Verdict;
            if (verdict is CheckVerdict.Right) return true;
            // An odd movement, which chance brings about now and then, is the end of the challenge.
            if (verdict is CheckVerdict.Odd) return false;
        }
        return false;
    }

    private void Measure(string what, int challenges, double atMostPercent, Func<Dice, bool> passes, bool parallel = true)
    {
        var passed = 0;
        Parallel.For(0, challenges, new ParallelOptions { MaxDegreeOfParallelism = parallel ? -1 : 1 }, i =>
        {
            var seed = new byte[Dice.SeedSize];
            BitConverter.TryWriteBytes(seed, i + 1);
            if (passes(new Dice(seed))) Interlocked.Increment(ref passed);
        });

        var percent = 100.0 * passed / challenges;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what}: {percent:0.00} % of {challenges:N0} challenges, three tries each"));
        Assert.InRange(percent, 0, atMostPercent);
    }

    private static int Place(Dice dice) => dice.Between(Slide.MinPlace, Slide.MaxPlace);
}
