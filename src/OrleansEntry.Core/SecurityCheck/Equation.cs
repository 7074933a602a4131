namespace OrleansEntry.Core.SecurityCheck;

/// <summary>A small sum that a person does in their head.</summary>
/// <param name="Text">What is shown, such as <c>7 + 5 = ?</c>.</param>
/// <param name="Result">What it comes to; 0 to 99.</param>
public sealed record Equation(string Text, int Result)
{
    /// <summary>The largest result.</summary>
    public const int MaxResult = 99;

    private const int SmallestOperand = 2;
    private const int LargestOperand = 9;

    /// <summary>Makes up an equation: one operand of one digit, or a product of two such.</summary>
    /// <remarks>The result is thrown first and every result is as likely as the other, so that no guess is better than
    /// one in a hundred; sums of two throws would give some results away.</remarks>
    /// <param name="dice">The chance to make it from.</param>
    public static Equation Draw(Dice dice)
    {
        var result = dice.Between(0, MaxResult);
        var operand = dice.Between(SmallestOperand, LargestOperand);

        return dice.Between(0, 2) switch
        {
            0 when FactorNear(operand, result) is { } factor => new($"{result / factor} × {factor} = ?", result),
            // The difference begins with a number of at most two digits.
            1 when result + operand <= MaxResult => new($"{result + operand} − {operand} = ?", result),
            _ when result > operand => new($"{result - operand} + {operand} = ?", result),
            _ => new($"{result + operand} − {operand} = ?", result),
        };
    }

    // The first one-digit factor from there on, round in a circle, that leaves another.
    private static int? FactorNear(int operand, int result)
    {
        const int count = LargestOperand - SmallestOperand + 1;
        for (var i = 0; i < count; i++)
        {
            var factor = SmallestOperand + (operand - SmallestOperand + i) % count;
            if (result % factor == 0 && result / factor is >= SmallestOperand and <= LargestOperand) return factor;
        }
        return null;
    }

    /// <summary>What judges an answer to this equation.</summary>
    public ExpectedAnswer ToExpected() => new Expected(Result);

    /// <summary>Never prints the equation.</summary>
    public override string ToString() => "[equation]";

    private sealed class Expected(int result) : ExpectedAnswer(CheckKind.Equation)
    {
        // One or two plain digits, spaces around them forgiven; comparing two numbers takes one time.
        public override CheckVerdict Judge(string answer)
        {
            var digits = answer.AsSpan().Trim(' ');
            if (digits.Length is not (1 or 2)) return CheckVerdict.Wrong;

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
