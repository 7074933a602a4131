using System.Diagnostics;
using OrleansEntry.Core.SecurityCheck;
using OrleansEntry.Grains.SecurityCheck;
using OrleansEntry.Tests;

namespace OrleansEntry.Benchmarks.Checks;

/// <summary>How long each kind takes to judge a right answer.</summary>
internal static class Judging
{
    private const int Times = 10_000;

    /// <summary>Each kind, and its spread.</summary>
    public static IEnumerable<(string Kind, string Spread)> All()
    {
        var dice = Chance.Dice();
        var slide = Slide.Draw(dice);
        yield return (CheckKind.Slide, Time(slide.ToExpected(), Hands.Slide(slide.First, slide.Second, dice)));

        var puzzle = Puzzle.Draw(dice);
        var swaps = Hands.Arrange([.. puzzle.Shown.Select(t => (int)t)], [0, 1, 2, 3, 4, 5], dice);
        yield return (CheckKind.Puzzle, Time(puzzle.ToExpected(), Hands.Swaps(swaps)));

        var equation = Equation.Draw(dice);
        yield return (CheckKind.Equation, Time(equation.ToExpected(), ChecksRun.Text($"{equation.Result}")));

        var (challenge, expected) = AltchaChallenge.Create(
            Chance.Bytes(AltchaParameters.NonceLength), Chance.Bytes(AltchaParameters.NonceLength), counter: 20, new WorkPolicy().Cost,
            DateTimeOffset.UnixEpoch, new SecurityCheckKey(new byte[SecurityCheckKey.Size]));
        yield return (CheckKind.ProofOfWork, Time(expected, AltchaSolver.Solve(challenge.ToJson())));
    }

    private static string Time(ExpectedAnswer expected, string answer)
    {
        List<double> took = [];
        for (var i = 0; i < Times; i++)
        {
            var began = Stopwatch.GetTimestamp();
            if (expected.Judge(answer, TimeSpan.FromMinutes(1)).Verdict is not CheckVerdict.Right)
                throw new InvalidOperationException($"The right answer of {expected.Kind} is not right.");
            took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        return ChecksRun.Spread(took);
    }
}
