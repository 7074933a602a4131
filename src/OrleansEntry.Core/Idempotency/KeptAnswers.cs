using System.Security.Cryptography;
using OrleansEntry.Core.Accounts;

namespace OrleansEntry.Core.Idempotency;

/// <summary>What an account answered to a request that carried an idempotency key. It is stored by the write that carried the request
/// out, so that neither is there without the other.</summary>
/// <param name="Name">Names the request: by whom, what, and under which key. 32 bytes that only who made the request can know.</param>
/// <param name="Sealed">The answer. Only the same request opens it.</param>
/// <param name="Until">From then on it is forgotten.</param>
public sealed record KeptAnswer(byte[] Name, byte[] Sealed, DateTimeOffset Until)
{
    /// <summary>Never prints what is in it.</summary>
    public override string ToString() => $"[kept until {Until:O}]";
}

/// <summary>Which answers an account keeps. Pure.</summary>
public static class KeptAnswers
{
    /// <summary>Answers of one account. At the limit the oldest goes.</summary>
    public const int Max = 16;

    /// <summary>Longest answer that is kept, sealed, in bytes. The longest there is, ten recovery codes and a session, has about
    /// 700.</summary>
    public const int MaxBytes = 4096;

    /// <summary>How long an answer is kept: as long as the gateway remembers a key.</summary>
    public static TimeSpan KeptFor { get; } = TimeSpan.FromMinutes(10);

    /// <summary>The answer to a request that was carried out before; <see langword="null"/> when none is kept.</summary>
    public static byte[]? Find(Account account, ReadOnlySpan<byte> name, DateTimeOffset now)
    {
        foreach (var kept in account.Kept)
            if (now < kept.Until && CryptographicOperations.FixedTimeEquals(kept.Name, name)) return kept.Sealed;
        return null;
    }

    /// <summary>The account with one more answer. A stand-in keeps none, and too long an answer is not kept: its command may then be
    /// carried out once more when it is repeated.</summary>
    public static Account Keep(Account account, byte[] name, byte[] answer, DateTimeOffset now) =>
        account.Exists && answer.Length <= MaxBytes
            ? account with { Kept = [.. Live(account, now).TakeLast(Max - 1), new KeptAnswer(name, answer, now + KeptFor)] }
            : account;

    /// <summary>The account without answers whose time is over; the same instance when there are none.</summary>
    public static Account Forget(Account account, DateTimeOffset now) =>
        account.Kept.Any(kept => now >= kept.Until) ? account with { Kept = [.. Live(account, now)] } : account;

    private static IEnumerable<KeptAnswer> Live(Account account, DateTimeOffset now) => account.Kept.Where(kept => now < kept.Until);
}
