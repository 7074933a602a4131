using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansEntry.Contracts.Activity;
using OrleansEntry.Storage;

namespace OrleansEntry.Grains.Activity;

/// <summary>One account's log over the journal store. Order and hashes come with the entries; the store keeps one per sequence.</summary>
internal sealed class ActivityGrain(IJournalStore journal) : Grain, IActivityGrain
{
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

    private static ActivityPage Page(IReadOnlyList<JournalEntry> read, int limit, Func<JournalEntry, long> next) => new()
    {
        Items = [.. read.Take(limit).Select(ActivityJson.Read)],
        Next = read.Count > limit ? next(read[limit - 1]) : null,
    };
}

/// <summary>How an entry is stored in the journal. Members are only ever added.</summary>
internal static class ActivityJson
{
    public static JournalEntry Write(ActivityItem item) =>
        new(item.Sequence, item.Kind, JsonSerializer.SerializeToUtf8Bytes(item, ActivityJsonContext.Default.ActivityItem));

    public static ActivityItem Read(JournalEntry entry) =>
        JsonSerializer.Deserialize(entry.Content.Span, ActivityJsonContext.Default.ActivityItem)
        ?? throw new JsonException($"Entry {entry.Sequence} of the journal is empty.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ActivityItem))]
internal sealed partial class ActivityJsonContext : JsonSerializerContext;
