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
        Assert.Equal(equation.Result, parts[1] switch { "+" => a + b, "−" => a - b, "×" => a * b, _ => -1 });
        Assert.InRange(equation.Result, 0, 99);
        Assert.InRange(a, 0, 99);
        Assert.InRange(b, 2, 9);
        Assert.Equal(["=", "?"], parts[3..]);
    });

    [Fact]
    public void No_result_is_likelier_than_another_and_every_operation_occurs()
    {
        var dice = new Dice(new byte[Dice.SeedSize]);
        var drawn = Enumerable.Range(0, 20_000).Select(_ => Equation.Draw(dice)).ToList();

        var counts = drawn.CountBy(e => e.Result).ToDictionary();
        Assert.Equal(100, counts.Count);
        // 200 are expected of each; 100 away is seven standard deviations.
        Assert.All(counts.Values, count => Assert.InRange(count, 100, 300));
        Assert.All("+−×", op => Assert.Contains(drawn, e => e.Text.Contains(op)));
    }

    [Theory]
    [InlineData("12", CheckVerdict.Right)]
    [InlineData(" 12 ", CheckVerdict.Right)]
    [InlineData("012", CheckVerdict.Wrong)]
    [InlineData("13", CheckVerdict.Wrong)]
    [InlineData("1", CheckVerdict.Wrong)]
    [InlineData("", CheckVerdict.Wrong)]
    [InlineData("-12", CheckVerdict.Wrong)]
    [InlineData("+12", CheckVerdict.Wrong)]
    [InlineData("1２", CheckVerdict.Wrong)]
    [InlineData("1\n2", CheckVerdict.Wrong)]
    public void Only_the_plain_number_is_right(string answer, CheckVerdict verdict) =>
        Assert.Equal(verdict, new Equation("7 + 5 = ?", 12).ToExpected().Judge(answer));

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
