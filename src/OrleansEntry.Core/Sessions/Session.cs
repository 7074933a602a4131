using System.Collections.Immutable;
using System.Security.Cryptography;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.SecondFactor;

namespace OrleansEntry.Core.Sessions;

/// <summary>One session. Its secret is known to its client alone.</summary>
public sealed record Session
{
    /// <summary>Its public name.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 of the token's secret.</summary>
    public required byte[] SecretHash { get; init; }

    /// <summary>How the person entered, and what was proved since: the session's assurance (I-16).</summary>
    public required ImmutableArray<string> Methods { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was last used.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>From which network it began.</summary>
    public required string Network { get; init; }

    /// <summary>By what client, as it named itself.</summary>
    public required string Agent { get; init; }

    /// <summary>The known device it began on: its commands draw on that device's budgets, whoever knocks outside.</summary>
    public required string DeviceId { get; init; }

    /// <summary>When presence was last proved.</summary>
    public DateTimeOffset ConfirmedAt { get; init; }

    /// <summary>Whether that took a second factor.</summary>
    public bool ConfirmedWithSecondFactor { get; init; }

    /// <summary>With that: which; <see langword="null"/> when presence was proved by the passcode alone.</summary>
    public string? ConfirmedBy { get; init; }

    /// <summary>With that: since when the account had the factor that was shown, which may be gone by now.</summary>
    public DateTimeOffset? ConfirmedFactorSince { get; init; }

    /// <summary>The same with presence proved now.</summary>
    /// <param name="account">The account as it is when the methods prove it.</param>
    /// <param name="proved">The methods that were just shown.</param>
    /// <param name="now">When.</param>
    internal Session Confirmed(Account account, ImmutableArray<string> proved, DateTimeOffset now)
    {
        var factor = proved.FirstOrDefault(m => m != Method.Passcode);
        return this with
        {
            ConfirmedAt = now, ConfirmedWithSecondFactor = factor is not null, ConfirmedBy = factor,
            ConfirmedFactorSince = factor is null ? null : ProbationRules.SinceOf(account, factor),
        };
    }

    /// <summary>Its end in any case.</summary>
    public DateTimeOffset ExpiresAt(SessionPolicy policy) => StartedAt + policy.AbsoluteFor;

    /// <summary>Its end when it is not used again.</summary>
    public DateTimeOffset IdleExpiresAt(SessionPolicy policy)
    {
        var (idle, absolute) = (LastSeenAt + policy.IdleFor, ExpiresAt(policy));
        return idle < absolute ? idle : absolute;
    }

    /// <summary>Whether it still lives. At its end itself it is over.</summary>
    public bool IsLive(DateTimeOffset now, SessionPolicy policy) =>
        now < IdleExpiresAt(policy) && !(StartedAt <= policy.EndedThrough);

    /// <summary>Whether the secret is its own, in constant time.</summary>
    public bool Owns(ReadOnlySpan<byte> secretHash) => CryptographicOperations.FixedTimeEquals(SecretHash, secretHash);

    /// <summary>Never prints the hash.</summary>
    public override string ToString() => $"session {Id}";
}

/// <summary>What a shell draws for a new or rotated session: chance comes in as a value.</summary>
/// <param name="Id">The public name of a new session; unused when one is rotated.</param>
/// <param name="SecretHash">SHA-256 of the new secret.</param>
public sealed record SessionSeed(string Id, byte[] SecretHash)
{
    /// <summary>Never prints the hash.</summary>
    public override string ToString() => $"session seed {Id}";
}
