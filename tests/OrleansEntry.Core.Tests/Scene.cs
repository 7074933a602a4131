using System.Globalization;
using System.Security.Cryptography;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;

namespace OrleansEntry.Core.Tests;

/// <summary>The fixed things of every scene: noon, names, callers, seeds.</summary>
internal static class Scene
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly EntryPolicy Policy = new();
    public static readonly Caller Stranger = new(Lane.Stranger, "203.0.113.0/24", "browser");

    public static Caller On(string deviceId) => new(new Lane(deviceId), "198.51.100.0/24", "app");

    public static string Name(int n) => n.ToString("x32", CultureInfo.InvariantCulture);

    public static AccountId Id(int n = 1) =>
        AccountId.TryParse(Name(n), out var id) ? id : throw new ArgumentOutOfRangeException(nameof(n));

    /// <summary>32 bytes that differ for each number.</summary>
    public static byte[] Hash(int n) => SHA256.HashData(BitConverter.GetBytes(n));

    public static SessionSeed SessionSeed(int n) => new(Name(n), Hash(n));

    public static EntrySeed Seed(int n) => new(SessionSeed(n), Name(0x10000 + n), Hash(0x10000 + n));

    public static long StepAt(DateTimeOffset at) => TotpRules.StepAt(at, 30);

    public static CodeVerdict RightAt(DateTimeOffset at) => new CodeVerdict.RightStep(StepAt(at));

    public static readonly CodeVerdict Wrong = new CodeVerdict.Wrong();
}
