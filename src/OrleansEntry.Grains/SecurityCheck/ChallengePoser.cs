using System.Collections.Immutable;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core.SecurityCheck;

namespace OrleansEntry.Grains.SecurityCheck;

/// <summary>Makes challenges of every kind, at most one per processor at a time, so that drawing never holds up grains.</summary>
internal sealed class ChallengePoser(IEnumerable<ICheckKind> kinds) : IDisposable
{
    /// <summary>Challenges being made or waiting to be; at a few milliseconds each, a queue of this length lasts
    /// a second or two.</summary>
    public const int MaxUnderWay = 1000;

    private readonly ImmutableArray<ICheckKind> _kinds = [.. kinds];
    private readonly SemaphoreSlim _places = new(Environment.ProcessorCount);
    private int _underWay;

    /// <summary>Makes one challenge of every kind.</summary>
    /// <param name="offer">The offer without any kind.</param>
    /// <param name="terms">Until when, and how hard.</param>
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
            try { return await Task.Run(() => PoseAll(offer, terms), CancellationToken.None); }
            finally { _places.Release(); }
        }
        finally { Interlocked.Decrement(ref _underWay); }
    }

    public void Dispose() => _places.Dispose();

    private (CheckOffer Offer, ImmutableArray<ExpectedAnswer> Expected) PoseAll(CheckOffer offer, ChallengeTerms terms)
    {
        var expected = ImmutableArray.CreateBuilder<ExpectedAnswer>(_kinds.Length);
        foreach (var kind in _kinds)
        {
            (offer, var one) = kind.Pose(offer, terms);
            expected.Add(one);
        }
        return (offer with { Kinds = [.. expected.Select(e => e.Kind)] }, expected.ToImmutable());
    }
}
