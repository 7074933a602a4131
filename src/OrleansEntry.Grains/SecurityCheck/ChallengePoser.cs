using System.Collections.Immutable;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core.SecurityCheck;

namespace OrleansEntry.Grains.SecurityCheck;

/// <summary>Makes challenges, at most one per processor (or two) at a time, so that drawing and working never hold up grains.</summary>
internal sealed class ChallengePoser(PicturePool pictures, ProofOfWorkKind work, CheckPolicy policy) : IDisposable
{
    /// <summary>Challenges being made or waiting to be; at a few milliseconds each, a queue of this length lasts
    /// a second or two.</summary>
    public const int MaxUnderWay = 1000;

    private readonly SemaphoreSlim _places = new(Math.Max(2, Environment.ProcessorCount));
    private int _underWay;

    /// <summary>Makes one challenge: the kind with a picture that the terms name, and proof-of-work.</summary>
    /// <param name="offer">The offer without any kind.</param>
    /// <param name="terms">What it shows, until when, and how hard.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="LimitExceededException"><see cref="MaxUnderWay"/> are already on their way: overload.</exception>
    public async Task<(CheckOffer Offer, ImmutableArray<ExpectedAnswer> Expected)> Pose(
        CheckOffer offer, ChallengeTerms terms, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _underWay) > MaxUnderWay)
                throw new LimitExceededException("Too many security checks are being made.");

            await _places.WaitAsync(cancellationToken);
            try { return await Task.Run(() => Make(offer, terms), CancellationToken.None); }
            finally { _places.Release(); }
        }
        finally { Interlocked.Decrement(ref _underWay); }
    }

    public void Dispose() => _places.Dispose();

    private (CheckOffer Offer, ImmutableArray<ExpectedAnswer> Expected) Make(CheckOffer offer, ChallengeTerms terms)
    {
        (offer, var solved) = work.Pose(offer with { Available = policy.VisibleKinds }, terms);

        // Where a picture is due and none is drawn, the work is there all the same, and would have passed beside the picture, too.
        var picture = terms.VisibleKind is { } kind ? pictures.Take(kind) : null;
        return picture is null
            ? (offer with { Kinds = [solved.Kind] }, [solved])
            : (picture.AddTo(offer) with { Kinds = [picture.Expected.Kind, solved.Kind] }, [picture.Expected, solved]);
    }
}
