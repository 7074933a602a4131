using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using OrleansEntry.Core.Accounts;

namespace OrleansEntry.Core.Activity;

/// <summary>One entry of the activity log, chained to the one before.</summary>
public sealed record ActivityEntry
{
    /// <summary>Its place: 1, 2, 3, … without a gap.</summary>
    public required long Sequence { get; init; }

    /// <summary>When, in whole milliseconds UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What: one of <see cref="ActivityKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Why, where the kind alone does not say it.</summary>
    public string? Reason { get; init; }

    /// <summary>From which network.</summary>
    public required string Network { get; init; }

    /// <summary>By what client, as it named itself.</summary>
    public required string Agent { get; init; }

    /// <summary>Whether the account knew the device.</summary>
    public required bool KnownDevice { get; init; }

    /// <summary>The session it belongs to.</summary>
    public string? SessionId { get; init; }

    /// <summary>A fact that belongs to the kind.</summary>
    public string? Detail { get; init; }

    /// <summary>SHA-256 over the hash before and this entry's fields, 64 lower-case hex characters.</summary>
    public string Hash { get; init; } = "";
}

/// <summary>The chain: each entry's hash covers its fields and the hash before, so that none can be changed, dropped,
/// added or moved unseen (ASVS 16.4.2).</summary>
public static class ActivityChain
{
    /// <summary>The hash before the first entry.</summary>
    public static string Genesis { get; } = new('0', 64);

    /// <summary>The entry's hash. Every field is written with its length, so that no two different entries hash the same bytes.</summary>
    public static string Hash(string previous, ActivityEntry entry)
    {
        using var bytes = new MemoryStream(256);
        Write(bytes, "orleans-entry/activity/1");
        Write(bytes, previous);
        Write(bytes, entry.Sequence);
        Write(bytes, entry.At.ToUnixTimeMilliseconds());
        Write(bytes, entry.Kind);
        Write(bytes, entry.Reason);
        Write(bytes, entry.Network);
        Write(bytes, entry.Agent);
        Write(bytes, entry.KnownDevice ? 1 : 0);
        Write(bytes, entry.SessionId);
        Write(bytes, entry.Detail);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    /// <summary>What is kept of an entry after its account was closed: what happened, when and why, and neither network, client, session
    /// nor detail. It is chained anew, because the old hash covers what is gone; the last entry goes on naming the hash before it as it
    /// was, so that somebody who exported the log before can tell that it is this one.</summary>
    /// <param name="previous">The hash of what is kept of the entry before.</param>
    /// <param name="entry">The whole entry.</param>
    public static ActivityEntry Reduce(string previous, ActivityEntry entry)
    {
        entry = entry with
        {
            Network = "", Agent = "", SessionId = null, Detail = entry.Kind == ActivityKind.AccountClosed ? entry.Detail : null,
        };
        return entry with { Hash = Hash(previous, entry) };
    }

    private static void Write(MemoryStream bytes, string? text)
    {
        // A missing text is not an empty one.
        if (text is null)
        {
            Write(bytes, -1L);
            return;
        }

        var utf8 = Encoding.UTF8.GetBytes(text);
        Write(bytes, utf8.LongLength);
        bytes.Write(utf8);
    }

    private static void Write(MemoryStream bytes, long number)
    {
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(eight, number);
        bytes.Write(eight);
    }
}

/// <summary>What the log is owed, and where the chain stands. It rides in the account,
/// so that a change and its entry are one write.</summary>
/// <param name="Sequence">The newest sequence given; 0 before the first.</param>
/// <param name="Hash">The newest hash.</param>
/// <param name="Undelivered">Entries the log is not known to have, oldest first.</param>
public sealed record ActivityOutbox(long Sequence, string Hash, ImmutableArray<ActivityEntry> Undelivered)
{
    /// <summary>Most entries that wait. At the limit the account refuses to change: nothing happens unlogged.</summary>
    public const int MaxUndelivered = 256;

    /// <summary>An empty log.</summary>
    public static ActivityOutbox Empty { get; } = new(0, ActivityChain.Genesis, []);

    /// <summary>Whether it has no room for another command's entries.</summary>
    public bool IsFull => Undelivered.Length > MaxUndelivered - 32;

    /// <summary>One more entry.</summary>
    public ActivityOutbox Add(DateTimeOffset at, string kind, Caller caller, string? reason, string? sessionId, string? detail)
    {
        var entry = new ActivityEntry
        {
            Sequence = Sequence + 1,
            At = DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()),
            Kind = kind,
            Reason = reason,
            Network = caller.Network,
            Agent = caller.Agent,
            KnownDevice = !caller.Lane.IsStranger,
            SessionId = sessionId,
            Detail = detail,
        };
        entry = entry with { Hash = ActivityChain.Hash(Hash, entry) };
        return new ActivityOutbox(entry.Sequence, entry.Hash, Undelivered.Add(entry));
    }

    /// <summary>Without those that the log has.</summary>
    public ActivityOutbox Without(long throughSequence) =>
        Undelivered.Length > 0 && Undelivered[0].Sequence <= throughSequence
            ? this with { Undelivered = [.. Undelivered.Where(e => e.Sequence > throughSequence)] }
            : this;
}
