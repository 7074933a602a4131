using System.Globalization;
using System.Security.Cryptography;

namespace OrleansEntry.Reliability.Tests.Durability;

/// <summary>Chance that can be had again: SplitMix64 from a seed.</summary>
internal sealed class SeededDice(ulong seed)
{
    /// <summary>The environment variable that names a seed to replay.</summary>
    public const string Variable = "ENTRY_SEED";

    private ulong _state = seed;

    /// <summary>The seed to replay, or a new one.</summary>
    public static ulong Seed => ulong.TryParse(Environment.GetEnvironmentVariable(Variable), CultureInfo.InvariantCulture, out var seed)
        ? seed
        : BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));

    /// <summary>0 to <paramref name="sides"/> - 1.</summary>
    public int Roll(int sides)
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)((z ^ (z >> 31)) % (ulong)sides);
    }

    /// <summary>Dice of its own for somebody, so that each one's rolls do not depend on the others' pace.</summary>
    public SeededDice For(int somebody) => new(_state ^ ((ulong)somebody * 0xD6E8FEB86659FD93));
}
