using System.Globalization;
using CsCheck;
using OrleansEntry.Core.SecurityCheck;
using Xunit;

namespace OrleansEntry.Core.Tests.SecurityCheck;

public sealed class EquationTests
{
    private static readonly Gen<byte[]> Seeds = Gen.Byte.Array[Dice.SeedSize];

    [Fact]
    public void Every_equation_is_true_and_small() => Seeds.Sample(seed =>
    {
        var equation = Equation.Draw(new Dice(seed));

        var parts = equation.Text.Split(' ');
        var (a, b) = (Number(parts[0]), Number(parts[2]));
        Assert.Equal(equation.Result, parts[1] switch { "+" => a + b, "−" => a - b, _ => -1 });
        Assert.InRange(equation.Result, 100, 999);
        Assert.InRange(a, 91, 1008);
        Assert.InRange(b, 2, 9);
        Assert.Equal(["=", "?"], parts[3..]);
    });

    [Fact]
    public void No_result_is_likelier_than_another_and_every_operation_occurs()
    {
        var dice = new Dice(new byte[Dice.SeedSize]);
        var drawn = Enumerable.Range(0, 90_000).Select(_ => Equation.Draw(dice)).ToList();

        var counts = drawn.CountBy(e => e.Result).ToDictionary();
        Assert.Equal(900, counts.Count);
        // 100 are expected of each; 60 away is six standard deviations.
        Assert.All(counts.Values, count => Assert.InRange(count, 40, 160));
        Assert.All("+−", op => Assert.Contains(drawn, e => e.Text.Contains(op)));
    }

    [Theory]
    [InlineData("412", CheckVerdict.Right)]
    [InlineData(" 412 ", CheckVerdict.Right)]
    [InlineData("0412", CheckVerdict.Wrong)]
    [InlineData("413", CheckVerdict.Wrong)]
    [InlineData("41", CheckVerdict.Wrong)]
    [InlineData("", CheckVerdict.Wrong)]
    [InlineData("-412", CheckVerdict.Wrong)]
    [InlineData("+412", CheckVerdict.Wrong)]
    [InlineData("41２", CheckVerdict.Wrong)]
    [InlineData("41\n2", CheckVerdict.Wrong)]
    public void Only_the_plain_number_is_right(string answer, CheckVerdict verdict) =>
        Assert.Equal(verdict, new Equation("407 + 5 = ?", 412).ToExpected().JudgeSoon(answer));

    [Fact]
    public void An_equation_does_not_print_itself() =>
        Assert.Equal(("[equation]", "[expected equation]"),
            ($"{new Equation("7 + 5 = ?", 12)}", $"{new Equation("7 + 5 = ?", 12).ToExpected()}"));

    [Fact]
    public void The_same_seed_throws_the_same_numbers_within_their_bounds() =>
        Gen.Select(Seeds, Gen.Int, Gen.Int).Sample((seed, a, b) =>
        {
            var (min, max) = (Math.Min(a, b), Math.Max(a, b));

            var thrown = new Dice(seed).Between(min, max);

            Assert.Equal(thrown, new Dice(seed).Between(min, max));
            Assert.InRange(thrown, min, max);
            Assert.InRange(new Dice(seed).Within(-1, 1), -1, 1);
        });

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
