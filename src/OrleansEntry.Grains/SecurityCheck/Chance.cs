using System.Security.Cryptography;
using OrleansEntry.Core.SecurityCheck;

namespace OrleansEntry.Grains.SecurityCheck;

/// <summary>Where the chance of this capability comes from: the system's generator, and nowhere else.</summary>
internal static class Chance
{
    public static byte[] Bytes(int count) => RandomNumberGenerator.GetBytes(count);

    public static Dice Dice() => new(Bytes(Core.SecurityCheck.Dice.SeedSize));
}
