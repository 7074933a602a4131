using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansEntry.Contracts.Activity;
using OrleansEntry.Core.Activity;
using OrleansEntry.Grains.Accounts;
using OrleansEntry.Storage;

namespace OrleansEntry.Grains.Activity;

/// <summary>One account's log over the journal store. Order and hashes come with the entries; the store keeps one per sequence.</summary>
internal sealed class ActivityGrain(IJournalStore journal) : Grain, IActivityGrain, IKeptLogGrain
{
    private string Whole => this.GetPrimaryKeyString();

    // Journals are named with a-z, 0-9 and '-', accounts with hex characters alone.
    private string Kept => $"{Whole}-closed";

    public async Task Append(ImmutableArray<ActivityItem> items, CancellationToken cancellationToken = default)
    {
        foreach (var chunk in items.Chunk(IJournalStore.MaxEntriesPerAppend))
            await journal.AppendAsync(this.GetPrimaryKeyString(), [.. chunk.Select(ActivityJson.Write)], cancellationToken);
    }

    public async Task<ActivityPage> Read(
        long before, int limit, ImmutableArray<string> kinds, CancellationToken cancellationToken = default)
    {
        // One more than asked for tells whether there is a next page.
        var read = await journal.ReadBackwardsAsync(this.GetPrimaryKeyString(), before, limit + 1, kinds, cancellationToken);
        return Page(read, limit, last => last.Sequence);
    }

    public async Task<ActivityPage> Export(long from, int limit, CancellationToken cancellationToken = default)
    {
        var read = await journal.ReadForwardsAsync(this.GetPrimaryKeyString(), from, Math.Min(limit, 999) + 1, cancellationToken);
        return Page(read, Math.Min(limit, 999), last => last.Sequence + 1);
    }

    public async Task Reduce(long through)
    {
        // Whoever was stopped before begins anew, and adds what is missing: the same entries come out the same.
        var hash = ActivityChain.Genesis;
        for (var from = 1L; await journal.ReadLastSequenceAsync(Kept) < through;)
        {
            var read = await journal.ReadForwardsAsync(Whole, from, IJournalStore.MaxEntriesPerAppend);
            if (read.Count == 0) throw new InvalidOperationException("The log ends before its last entry.");

            var kept = new List<JournalEntry>(read.Count);
            foreach (var entry in read.Select(ActivityJson.Read))
            {
                var reduced = ActivityChain.Reduce(hash, entry.ToCore());
                kept.Add(ActivityJson.Write(AccountGrain.ToItem(reduced)));
                hash = reduced.Hash;
            }

            await journal.AppendAsync(Kept, kept);
            from += read.Count;
        }

        await journal.DeleteAsync(Whole);
    }

    public async Task Purge()
    {
        await journal.DeleteAsync(Whole);
        await journal.DeleteAsync(Kept);
    }

    private static ActivityPage Page(IReadOnlyList<JournalEntry> read, int limit, Func<JournalEntry, long> next) => new()
    {
        Items = [.. read.Take(limit).Select(ActivityJson.Read)],
        Next = read.Count > limit ? next(read[limit - 1]) : null,
    };
}

/// <summary>The log of an account that was closed. Key: the account's id. Talks to grains only.</summary>
[Alias("entry.IKeptLogGrain")]
internal interface IKeptLogGrain : IGrainWithStringKey
{
    /// <summary>Keeps what may be kept of the log under another name (see <see cref="ActivityChain.Reduce"/>), and deletes the rest. Safe
    /// to repeat, and to be stopped anywhere.</summary>
    /// <param name="through">The last entry.</param>
    [Alias("Reduce")]
    Task Reduce(long through);

    /// <summary>Deletes all of it. Safe to repeat, and to be stopped anywhere.</summary>
    [Alias("Purge")]
    Task Purge();
}

/// <summary>How an entry is stored in the journal. Members are only ever added.</summary>
internal static class ActivityJson
{
    public static JournalEntry Write(ActivityItem item) =>
        new(item.Sequence, item.Kind, JsonSerializer.SerializeToUtf8Bytes(item, ActivityJsonContext.Default.ActivityItem));

    public static ActivityEntry ToCore(this ActivityItem i) => new()
    {
        Sequence = i.Sequence, At = i.At, Kind = i.Kind, Reason = i.Reason, Network = i.Network, Agent = i.Agent,
        KnownDevice = i.KnownDevice, SessionId = i.SessionId, Detail = i.Detail, Hash = i.Hash,
    };

    public static ActivityItem Read(JournalEntry entry) =>
        JsonSerializer.Deserialize(entry.Content.Span, ActivityJsonContext.Default.ActivityItem)
        ?? throw new JsonException($"Entry {entry.Sequence} of the journal is empty.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ActivityItem))]
internal sealed partial class ActivityJsonContext : JsonSerializerContext;
