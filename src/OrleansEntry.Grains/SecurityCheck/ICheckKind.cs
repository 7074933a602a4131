using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core.SecurityCheck;

namespace OrleansEntry.Grains.SecurityCheck;

/// <summary>One kind of check. A new kind is one of these, its members of <see cref="CheckOffer"/>, and a line in
/// <see cref="SecurityCheckRegistration"/>.</summary>
internal interface ICheckKind
{
    /// <summary>Makes one challenge, a few milliseconds of work; called outside grains, from many threads at once.</summary>
    /// <param name="offer">The offer so far; the kind fills its own members and leaves the others alone.</param>
    /// <param name="terms">Until when, and how hard.</param>
    /// <returns>The offer with this kind in it, and what judges an answer to it.</returns>
    (CheckOffer Offer, ExpectedAnswer Expected) Pose(CheckOffer offer, ChallengeTerms terms);
}

/// <summary>Kind <see cref="CheckKind.Equation"/>: a small sum in a picture, made anew each time.</summary>
internal sealed class EquationKind : ICheckKind
{
    public (CheckOffer Offer, ExpectedAnswer Expected) Pose(CheckOffer offer, ChallengeTerms terms)
    {
        var dice = Chance.Dice();
        var equation = Equation.Draw(dice);
        return (offer with
        {
            EquationWebp = EquationPicture.Draw(equation.Text, dice),
            EquationWidth = EquationPicture.Width,
            EquationHeight = EquationPicture.Height,
        }, equation.ToExpected());
    }
}

/// <summary>Kind <see cref="CheckKind.ProofOfWork"/>: needs neither eyes nor ears, only a browser.</summary>
internal sealed class ProofOfWorkKind(CheckPolicy policy, SecurityCheckKey key) : ICheckKind
{
    public (CheckOffer Offer, ExpectedAnswer Expected) Pose(CheckOffer offer, ChallengeTerms terms)
    {
        var (min, max) = policy.Work.CountersAfter(terms.Doublings);
        var (challenge, expected) = AltchaChallenge.Create(
            Chance.Bytes(AltchaParameters.NonceLength), Chance.Bytes(AltchaParameters.NonceLength),
            Chance.Dice().Between(min, max), policy.Work.Cost, terms.ExpiresAt, key);
        return (offer with { ProofOfWorkJson = challenge.ToJson() }, expected);
    }
}
