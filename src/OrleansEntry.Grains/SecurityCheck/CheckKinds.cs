using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core.SecurityCheck;

namespace OrleansEntry.Grains.SecurityCheck;

/// <summary>One kind of check with a picture. A new kind is one of these, its member of <see cref="CheckOffer"/>, its name in
/// <see cref="CheckKind"/>, and a line in <see cref="SecurityCheckRegistration"/>.</summary>
internal interface IPictureKind
{
    /// <summary>Its name; one of <see cref="CheckKind.Visible"/>.</summary>
    string Kind { get; }

    /// <summary>Draws one, a few milliseconds of work; called outside grains, from many threads at once.</summary>
    /// <param name="dice">The chance that decides everything about it.</param>
    DrawnPicture Draw(Dice dice);
}

/// <summary>A picture that waits to be offered, once.</summary>
/// <param name="Expected">What judges an answer to it.</param>
/// <param name="AddTo">Puts it into an offer.</param>
internal sealed record DrawnPicture(ExpectedAnswer Expected, Func<CheckOffer, CheckOffer> AddTo)
{
    public override string ToString() => "[picture]";
}

/// <summary>Kind <see cref="CheckKind.Slide"/>: two pieces and their gaps.</summary>
internal sealed class SlideKind : IPictureKind
{
    public string Kind => CheckKind.Slide;

    public DrawnPicture Draw(Dice dice)
    {
        var slide = Slide.Draw(dice);
        var drawn = SlidePicture.Draw(slide, dice);
        return new DrawnPicture(slide.ToExpected(), offer => offer with { Slide = drawn });
    }
}

/// <summary>Kind <see cref="CheckKind.Puzzle"/>: tiles that changed places.</summary>
internal sealed class PuzzleKind : IPictureKind
{
    public string Kind => CheckKind.Puzzle;

    public DrawnPicture Draw(Dice dice)
    {
        var puzzle = Puzzle.Draw(dice);
        var drawn = PuzzlePicture.Draw(puzzle, dice);
        return new DrawnPicture(puzzle.ToExpected(), offer => offer with { Puzzle = drawn });
    }
}

/// <summary>Kind <see cref="CheckKind.Equation"/>: a small sum in a picture, made anew each time.</summary>
internal sealed class EquationKind : IPictureKind
{
    public string Kind => CheckKind.Equation;

    public DrawnPicture Draw(Dice dice)
    {
        var equation = Equation.Draw(dice);
        var webp = EquationPicture.Draw(equation.Text, dice);
        return new DrawnPicture(equation.ToExpected(), offer => offer with
        {
            EquationWebp = webp,
            EquationWidth = EquationPicture.Width,
            EquationHeight = EquationPicture.Height,
        });
    }
}

/// <summary>Kind <see cref="CheckKind.ProofOfWork"/>: needs neither eyes nor ears, only a browser.</summary>
internal sealed class ProofOfWorkKind(CheckPolicy policy, SecurityCheckKey key)
{
    /// <summary>Makes one challenge, a millisecond of work.</summary>
    /// <param name="offer">The offer so far.</param>
    /// <param name="terms">Until when, and how hard.</param>
    /// <returns>The offer with the work in it, and what judges an answer to it.</returns>
    public (CheckOffer Offer, ExpectedAnswer Expected) Pose(CheckOffer offer, ChallengeTerms terms)
    {
        var (min, max) = policy.Work.CountersAfter(terms.Doublings);
        var (challenge, expected) = AltchaChallenge.Create(
            Chance.Bytes(AltchaParameters.NonceLength), Chance.Bytes(AltchaParameters.NonceLength),
            Chance.Dice().Between(min, max), policy.Work.Cost, terms.ExpiresAt, key);
        return (offer with { ProofOfWorkJson = challenge.ToJson() }, expected);
    }
}
