using System.Security.Cryptography;
using OrleansEntry.Core.Throttling;

namespace OrleansEntry.Core.Devices;

/// <summary>A device from which the account was entered before.</summary>
public sealed record KnownDevice
{
    /// <summary>Its name in this account: 32 lower-case hex characters.</summary>
    public required string Id { get; init; }

    /// <summary>What is stored of its secret; bound to the account, so that two accounts of one browser can not be told to belong
    /// together.</summary>
    public required byte[] SecretHash { get; init; }

    /// <summary>What it said it is.</summary>
    public required string Agent { get; init; }

    /// <summary>When it first entered.</summary>
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>When it last entered.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>What its owner calls it; <see langword="null"/> when they gave it no name.</summary>
    public string? Name { get; init; }

    /// <summary>Until when it is trusted; <see langword="null"/> when it never was.</summary>
    public DateTimeOffset? TrustedUntil { get; init; }

    /// <summary>The generation of its <see cref="DevicePass"/>; 0 for a device that keeps a secret of its own instead (an app).</summary>
    public int Generation { get; init; }

    /// <summary>When the generation was made.</summary>
    public DateTimeOffset RotatedAt { get; init; }

    /// <summary>Its own budgets.</summary>
    public Meters Meters { get; init; } = Meters.None;

    /// <summary>Longest name, in UTF-16 code units. Fixed: one line in every list and mail.</summary>
    public const int MaxNameLength = 40;

    /// <summary>Whether it is trusted.</summary>
    public bool IsTrusted(DateTimeOffset now) => now < TrustedUntil;

    /// <summary>Length of a device's secret in bytes.</summary>
    public const int SecretBytes = 32;

    /// <summary>What is stored of a secret: SHA-256 over secret and account; at 256 bits a plain hash is enough (ASVS 6.5.2).</summary>
    public static byte[] Hash(ReadOnlySpan<byte> secret, string accountId)
    {
        Span<byte> input = stackalloc byte[SecretBytes + HexName.Length];
        if (secret.Length != SecretBytes || accountId.Length != HexName.Length)
            throw new ArgumentException("A device secret has 32 bytes and an account id 32 characters.");

        secret.CopyTo(input);
        System.Text.Encoding.ASCII.GetBytes(accountId, input[SecretBytes..]);
        return SHA256.HashData(input);
    }

    /// <summary>Never prints the hash.</summary>
    public override string ToString() => $"{Agent} [{Id}]";
}
