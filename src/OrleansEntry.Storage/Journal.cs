namespace OrleansEntry.Storage;

/// <summary>One entry of a journal: bytes at a place. The store never looks inside.</summary>
/// <param name="Sequence">Its place in the journal; the first is 1 and there are no gaps.</param>
/// <param name="Tag">What a reader may filter by: 1 to <see cref="MaxTagLength"/> visible ASCII characters.</param>
/// <param name="Content">The entry itself; at most <see cref="MaxContentBytes"/> bytes.</param>
public sealed record JournalEntry(long Sequence, string Tag, ReadOnlyMemory<byte> Content)
{
    /// <summary>Longest accepted <see cref="Content"/>, in bytes.</summary>
    public const int MaxContentBytes = 16 * 1024;

    /// <summary>Longest accepted <see cref="Tag"/>, in characters.</summary>
    public const int MaxTagLength = 64;
}

/// <summary>Ordered, gap-free, append-only logs, one per name; one that has had its
/// time is deleted whole. Every storage backend keeps this promise.</summary>
public interface IJournalStore
{
    /// <summary>Appends entries durably: when the task completes, they survive the death of the process.</summary>
    /// <param name="journal">The journal's name: 1 to <see cref="MaxNameLength"/> characters of <c>a-z 0-9 -</c>.</param>
    /// <param name="entries">Consecutive entries, 1 to <see cref="MaxEntriesPerAppend"/>. Those already stored under
    /// the same sequence are skipped, so an append is safe to repeat.</param>
    /// <param name="cancellationToken">Stops waiting for a place in the queue; never undoes what was stored.</param>
    /// <returns>The journal's newest sequence after the append.</returns>
    /// <exception cref="JournalConflictException">The first new entry would leave a gap, or an entry already stored under
    /// its sequence differs from it: a fault on our side, nothing was written.</exception>
    /// <exception cref="ArgumentException">A limit is broken; nothing was written.</exception>
    Task<long> AppendAsync(string journal, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken = default);

    /// <summary>Reads one page, newest first.</summary>
    /// <param name="journal">The journal's name.</param>
    /// <param name="before">Only entries with a smaller sequence; <see cref="long.MaxValue"/> for the newest page.</param>
    /// <param name="limit">At most this many, 1 to <see cref="MaxEntriesPerRead"/>.</param>
    /// <param name="tags">Only entries with one of these tags, at most <see cref="MaxTagsPerRead"/>; empty for all.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<IReadOnlyList<JournalEntry>> ReadBackwardsAsync(
        string journal, long before, int limit, IReadOnlyList<string> tags, CancellationToken cancellationToken = default);

    /// <summary>Reads on from a place, oldest first, for exports.</summary>
    /// <param name="journal">The journal's name.</param>
    /// <param name="from">The first sequence to read.</param>
    /// <param name="limit">At most this many, 1 to <see cref="MaxEntriesPerRead"/>.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<IReadOnlyList<JournalEntry>> ReadForwardsAsync(
        string journal, long from, int limit, CancellationToken cancellationToken = default);

    /// <summary>The newest sequence of a journal; 0 when it is empty.</summary>
    /// <param name="journal">The journal's name.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<long> ReadLastSequenceAsync(string journal, CancellationToken cancellationToken = default);

    /// <summary>Deletes a whole journal, its newest entries first: whoever is stopped in between leaves one without a gap, and doing it
    /// again deletes the rest. It is for a journal that nobody appends to any more.</summary>
    /// <param name="journal">The journal's name; one that is empty stays so.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task DeleteAsync(string journal, CancellationToken cancellationToken = default);

    /// <summary>Most entries in one append.</summary>
    const int MaxEntriesPerAppend = 100;

    /// <summary>Most entries in one page.</summary>
    const int MaxEntriesPerRead = 1_000;

    /// <summary>Most tags that one read filters by.</summary>
    const int MaxTagsPerRead = 32;

    /// <summary>Longest name of a journal, in characters.</summary>
    const int MaxNameLength = 64;
}

/// <summary>An append that would leave a gap or contradict what is stored.</summary>
public sealed class JournalConflictException(string message) : Exception(message);
