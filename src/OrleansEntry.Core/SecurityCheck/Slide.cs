namespace OrleansEntry.Core.SecurityCheck;

/// <summary>Where the two gaps of a slide are. Each piece begins at the left edge of its own row.</summary>
/// <remarks>Two pieces, because one place among two hundred is guessed too often: both together once in 800 times, so three
/// tries guess less than one challenge in two hundred.</remarks>
/// <param name="First">The upper piece's place: pixels from the picture's left edge to its own; <see cref="MinPlace"/> to
/// <see cref="MaxPlace"/>.</param>
/// <param name="Second">The lower piece's place, likewise.</param>
public sealed record Slide(int First, int Second)
{
    /// <summary>Width of the picture, in pixels.</summary>
    public const int Width = 360;

    /// <summary>Height of the picture, in pixels.</summary>
    public const int Height = 180;

    /// <summary>Width and height of a piece, in pixels.</summary>
    public const int PieceSize = 52;

    /// <summary>The leftmost place of a gap: a piece at rest never lies over it.</summary>
    public const int MinPlace = PieceSize + 4;

    /// <summary>The rightmost place of a gap, included.</summary>
    public const int MaxPlace = Width - PieceSize;

    /// <summary>How far a piece may lie beside its gap, in pixels.</summary>
    public const int Tolerance = 4;

    /// <summary>A slide whose places are each as likely as the other.</summary>
    /// <param name="dice">The chance to make it from.</param>
    public static Slide Draw(Dice dice) => new(dice.Between(MinPlace, MaxPlace), dice.Between(MinPlace, MaxPlace));

    /// <summary>What judges an answer to this slide.</summary>
    public ExpectedAnswer ToExpected() => new Expected((short)First, (short)Second);

    /// <summary>Never prints the places.</summary>
    public override string ToString() => "[slide]";

    private sealed class Expected(short first, short second) : ExpectedAnswer(CheckKind.Slide)
    {
        public override CheckFinding Judge(string answer, TimeSpan age)
        {
            if (!PathAnswers.TryRead(answer, PathJson.Default.SlideAnswer, out var given)
                || given.Pieces is not [{ } one, { } two] || !one.IsReadable || !two.IsReadable)
                return CheckVerdict.Wrong;

            // The longer one, not both together: a person goes back to the first piece after the second.
            var took = Math.Max(Movement.Duration(one.Path.AsSpan(Movement.PerPoint..)),
                Movement.Duration(two.Path.AsSpan(Movement.PerPoint..)));
            if (!one.IsPlausible || !two.IsPlausible || !Movement.FitsInto(took, age)) return CheckVerdict.Odd;

            // Both are always looked at, so the time tells nothing about which one is off.
            var right = Math.Abs(one.Place - first) <= Tolerance & Math.Abs(two.Place - second) <= Tolerance;
            return right ? new CheckFinding(CheckVerdict.Right, [Movement.Trace(one.Path), Movement.Trace(two.Path)]) : CheckVerdict.Wrong;
        }
    }
}

/// <summary>An answer to a slide: how both pieces were moved, the upper one first.</summary>
internal sealed record SlideAnswer(SlideAnswer.Piece[] Pieces)
{
    /// <param name="Input"><see cref="Pointer"/> or <see cref="Keys"/>.</param>
    /// <param name="Path">Three numbers a point: milliseconds since the one before, the piece's place, the pointer's height.</param>
    internal sealed record Piece(string Input, int[] Path)
    {
        public const string Pointer = "pointer";
        public const string Keys = "keys";

        public bool IsReadable => Input is Pointer or Keys && Movement.IsPath(Path);

        public bool IsPlausible => Input is Keys ? Movement.IsKeyed(Path) : Movement.IsDrag(Path);

        /// <summary>Where the piece was let go: the end of its path.</summary>
        public int Place => Path[^2];
    }
}
