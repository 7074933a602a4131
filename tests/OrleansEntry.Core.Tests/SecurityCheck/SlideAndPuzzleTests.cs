using CsCheck;
using OrleansEntry.Core.SecurityCheck;
using OrleansEntry.Tests;
using Xunit;

namespace OrleansEntry.Core.Tests.SecurityCheck;

public sealed class SlideAndPuzzleTests
{
    private static readonly Gen<byte[]> Seeds = Gen.Byte.Array[Dice.SeedSize];
    private static readonly SecurityCheckKey Key = new(new byte[SecurityCheckKey.Size]);
    private static readonly Slide Known = new(120, 230);

    [Fact]
    public void Every_slide_lies_in_its_bounds_and_its_places_are_right_and_no_others() => Seeds.Sample(seed =>
    {
        var dice = new Dice(seed);
        var slide = Slide.Draw(dice);
        var expected = slide.ToExpected();

        Assert.InRange(slide.First, Slide.MinPlace, Slide.MaxPlace);
        Assert.InRange(slide.Second, Slide.MinPlace, Slide.MaxPlace);
        Assert.Equal(CheckVerdict.Right, expected.JudgeSoon(Hands.Slide(slide.First, slide.Second, dice)));
        Assert.Equal(CheckVerdict.Right, expected.JudgeSoon(
            Hands.Slide(slide.First - Slide.Tolerance, slide.Second + Slide.Tolerance, dice)));
        Assert.Equal(CheckVerdict.Wrong, expected.JudgeSoon(Hands.Slide(slide.First - Slide.Tolerance - 1, slide.Second, dice)));
        Assert.Equal(CheckVerdict.Wrong, expected.JudgeSoon(Hands.Slide(slide.First, slide.Second + Slide.Tolerance + 1, dice)));
        Assert.Equal(CheckVerdict.Right, expected.JudgeSoon(
            Hands.Slide(("keys", Hands.Keys(slide.First, dice)), ("pointer", Hands.Drag(slide.Second, dice)))));
    });

    [Fact]
    public void An_odd_movement_is_odd_whether_it_leads_to_the_place_or_not_and_so_is_one_longer_than_its_challenge()
    {
        var dice = new Dice(new byte[Dice.SeedSize]);
        var expected = Known.ToExpected();
        int[] straight = [.. Enumerable.Range(0, 13).SelectMany(i => (int[])[40, i * 10, 50])];
        var answer = Hands.Slide(120, 230, dice);

        Assert.Equal(CheckVerdict.Odd, expected.JudgeSoon(Hands.Slide(("pointer", straight), ("pointer", Hands.Drag(230, dice)))));
        Assert.Equal(CheckVerdict.Odd, expected.JudgeSoon(Hands.Slide(("pointer", straight), ("pointer", Hands.Drag(90, dice)))));
        Assert.Equal(CheckVerdict.Odd, expected.Judge(answer, TimeSpan.FromMilliseconds(400)).Verdict);
        Assert.Equal(2, expected.Judge(answer, TimeSpan.FromSeconds(30)).Traces.Distinct().Count());
    }

    [Fact]
    public void Every_puzzle_is_mixed_and_the_swaps_that_make_it_whole_are_right_and_others_are_wrong() => Seeds.Sample(seed =>
    {
        var dice = new Dice(seed);
        var puzzle = Puzzle.Draw(dice);
        int[] Shown() => [.. puzzle.Shown.Select(t => (int)t)];
        var solved = Hands.Arrange(Shown(), [0, 1, 2, 3, 4, 5], dice);

        Assert.Equal([0, 1, 2, 3, 4, 5], Shown().Order());
        Assert.NotEmpty(solved);
        Assert.Equal(CheckVerdict.Right, puzzle.ToExpected().JudgeSoon(Hands.Swaps(solved)));
        Assert.Equal(CheckVerdict.Wrong, puzzle.ToExpected().JudgeSoon(Hands.Swaps([.. solved, 500, 1, 2])));
        Assert.Equal(CheckVerdict.Odd, puzzle.ToExpected().Judge(Hands.Swaps(solved), TimeSpan.FromMilliseconds(200)).Verdict);
    });

    [Fact]
    public void Every_mixed_order_is_as_likely_as_another()
    {
        var dice = new Dice(new byte[Dice.SeedSize]);

        var counts = Enumerable.Range(0, 72_000).Select(_ => string.Join("", Puzzle.Draw(dice).Shown)).CountBy(o => o).ToDictionary();

        Assert.Equal(719, counts.Count);
        // 100 are expected of each; 60 away is six standard deviations.
        Assert.All(counts.Values, count => Assert.InRange(count, 40, 160));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("17")]
    [InlineData("""{"pieces":null}""")]
    [InlineData("""{"pieces":[]}""")]
    [InlineData("""{"pieces":[null,null]}""")]
    [InlineData("""{"pieces":[{"input":"pointer","path":[]},{"input":"pointer","path":[]}]}""")]
    [InlineData("""{"pieces":[{"input":"pointer","path":[0,120]},{"input":"pointer","path":[0,230,1]}]}""")]
    [InlineData("""{"pieces":[{"input":"mind","path":[0,120,1]},{"input":"pointer","path":[0,230,1]}]}""")]
    [InlineData("""{"pieces":[{"input":"keys","path":[0,1e9,1]},{"input":"keys","path":[0,230,1]}]}""")]
    [InlineData("""{"pieces":[{"input":"keys","path":[-5,120,1]},{"input":"keys","path":[0,230,1]}]}""")]
    [InlineData("""{"pieces":[{"input":"keys","path":[0,120,1],"more":1},{"input":"keys","path":[0,230,1]}]}""")]
    [InlineData("""{"swaps":null}""")]
    [InlineData("""{"swaps":[]}""")]
    [InlineData("""{"swaps":[900,0]}""")]
    [InlineData("""{"swaps":[900,0,6]}""")]
    [InlineData("""{"swaps":[900,-1,2]}""")]
    [InlineData("""{"swaps":[900,2,2]}""")]
    [InlineData("""{"swaps":[900,0.5,2]}""")]
    [InlineData("""{"swaps":[2147483647,0,1]}""")]
    [InlineData("""{"swaps":[900,0,1],"swaps":[900,0,1]}""")]
    public void What_can_not_be_read_is_wrong(string answer)
    {
        Assert.Equal(CheckVerdict.Wrong, Known.ToExpected().JudgeSoon(answer));
        Assert.Equal(CheckVerdict.Wrong, new Puzzle([1, 0, 2, 3, 4, 5]).ToExpected().JudgeSoon(answer));
    }

    [Fact]
    public void Nothing_that_can_be_sent_makes_judging_throw_or_passes()
    {
        var work = AltchaChallenge.Create(new byte[16], new byte[16], 5, 1, DateTimeOffset.UnixEpoch, Key);
        ExpectedAnswer[] all =
        [
            Known.ToExpected(), new Puzzle([1, 0, 2, 3, 4, 5]).ToExpected(), new Equation("407 + 5 = ?", 412).ToExpected(), work.Expected,
        ];
        void Judge(string answer)
        {
            foreach (var expected in all)
                if (answer.Trim(' ') != "412") Assert.NotEqual(CheckVerdict.Right, expected.JudgeSoon(answer));
        }

        Gen.String.Sample(Judge);
        string[] words =
            ["7", "\"pieces\"", "\"path\"", "\"swaps\"", "\"input\"", "\"keys\"", "{", "}", "[", "]", ":", ",", "null", "1e99"];
        Gen.Int[0, words.Length - 1].Array[0, 30].Select(picks => string.Concat(picks.Select(i => words[i]))).Sample(Judge);
        Gen.Int.Array[0, 40].Select(path => Hands.Slide(("pointer", path), ("keys", path))).Sample(Judge);
        Gen.Int[0, 5].Array[0, 60].Select(swaps => $$"""{"swaps":[{{string.Join(',', swaps)}}]}""").Sample(Judge);
        Judge("\ud800");
        Judge("""{"swaps":"\ud800"}""");
    }

    [Fact]
    public void Neither_prints_itself() =>
        Assert.Equal("[slide] [puzzle] [expected slide]", $"{Known} {new Puzzle([1, 0, 2, 3, 4, 5])} {Known.ToExpected()}");
}
