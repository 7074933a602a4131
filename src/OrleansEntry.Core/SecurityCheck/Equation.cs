namespace OrleansEntry.Core.SecurityCheck;

/// <summary>A small sum that a person does in their head.</summary>
/// <param name="Text">What is shown, such as <c>478 + 5 = ?</c>.</param>
/// <param name="Result">What it comes to; <see cref="MinResult"/> to <see cref="MaxResult"/>.</param>
public sealed record Equation(string Text, int Result)
{
    /// <summary>The smallest result.</summary>
    public const int MinResult = 100;

    /// <summary>The largest result.</summary>
    public const int MaxResult = 999;

    private const int SmallestOperand = 2;
    private const int LargestOperand = 9;

    /// <summary>Makes up an equation: a number and one digit more or less.</summary>
    /// <remarks>The result is thrown first and every result is as likely as the other, so that three guesses are right once in
    /// three hundred challenges; sums of two throws would give some results away.</remarks>
    /// <param name="dice">The chance to make it from.</param>
    public static Equation Draw(Dice dice)
    {
        var result = dice.Between(MinResult, MaxResult);
        var operand = dice.Between(SmallestOperand, LargestOperand);

        return dice.Between(0, 1) == 0
            ? new($"{result - operand} + {operand} = ?", result)
            : new($"{result + operand} − {operand} = ?", result);
    }

    /// <summary>What judges an answer to this equation.</summary>
    public ExpectedAnswer ToExpected() => new Expected(Result);

    /// <summary>Never prints the equation.</summary>
    public override string ToString() => "[equation]";

    private sealed class Expected(int result) : ExpectedAnswer(CheckKind.Equation)
    {
        // Up to three plain digits, spaces around them forgiven; comparing two numbers takes one time.
        public override CheckFinding Judge(string answer, TimeSpan age)
        {
            var digits = answer.AsSpan().Trim(' ');
            if (digits.Length is not (> 0 and <= 3)) return CheckVerdict.Wrong;

            var given = 0;
            foreach (var digit in digits)
            {
                if (!char.IsAsciiDigit(digit)) return CheckVerdict.Wrong;
                given = given * 10 + (digit - '0');
            }
            return given == result ? CheckVerdict.Right : CheckVerdict.Wrong;
        }
    }
}
