using System.Collections.Immutable;
using System.Security.Cryptography;

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
    public required DateTimeOffset ConfirmedAt { get; init; }

    /// <summary>Whether that took a second factor.</summary>
    public required bool ConfirmedWithSecondFactor { get; init; }

    /// <summary>With that: which; <see langword="null"/> when presence was proved by the passcode alone.</summary>
    public string? ConfirmedBy { get; init; }

    /// <summary>Its end in any case.</summary>
    public DateTimeOffset ExpiresAt(SessionPolicy policy) => StartedAt + policy.AbsoluteFor;

    /// <summary>Its end when it is not used again.</summary>
    public DateTimeOffset IdleExpiresAt(SessionPolicy policy)
    {
        var (idle, absolute) = (LastSeenAt + policy.IdleFor, ExpiresAt(policy));
        return idle < absolute ? idle : absolute;
    }

    /// <summary>Whether it still lives. At its end itself it is over.</summary>
    public bool IsLive(DateTimeOffset now, SessionPolicy policy) => now < IdleExpiresAt(policy);

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
