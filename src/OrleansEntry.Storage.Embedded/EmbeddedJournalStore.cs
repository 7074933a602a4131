namespace OrleansEntry.Storage.Embedded;

/// <summary>Journals in the embedded store, in the same file and through the same writer as the grains' records.</summary>
/// <param name="store">Where the entries go.</param>
public sealed class EmbeddedJournalStore(EmbeddedStore store) : IJournalStore
{
    /// <inheritdoc/>
    /// <exception cref="StoreOverloadedException">Too many writes are waiting.</exception>
    public async Task<long> AppendAsync(
        string journal, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken = default)
    {
        JournalLimits.Check(journal);
        JournalEntry[] checkedEntries = JournalLimits.Checked(entries);
        var outcome = await store.WriteAsync(
            checkedEntries.Sum(e => e.Content.Length),
            session => JournalEntries.Append(session, journal, checkedEntries), cancellationToken);
        return outcome.Conflict is null ? outcome.Last : throw new JournalConflictException(outcome.Conflict);
    }

    /// <inheritdoc/>
    /// <exception cref="StoreOverloadedException">Too many reads are under way.</exception>
    public Task<IReadOnlyList<JournalEntry>> ReadBackwardsAsync(
        string journal, long before, int limit, IReadOnlyList<string> tags, CancellationToken cancellationToken = default)
    {
        JournalLimits.Check(journal);
        JournalLimits.Check(limit);
        string[] distinctTags = JournalLimits.CheckedTags(tags);
        return store.ReadAsync(
            connection => JournalEntries.ReadBackwards(connection, journal, before, limit, distinctTags), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="StoreOverloadedException">Too many reads are under way.</exception>
    public Task<IReadOnlyList<JournalEntry>> ReadForwardsAsync(
        string journal, long from, int limit, CancellationToken cancellationToken = default)
    {
        JournalLimits.Check(journal);
        JournalLimits.Check(limit);
        return store.ReadAsync(connection => JournalEntries.ReadForwards(connection, journal, from, limit), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="StoreOverloadedException">Too many reads are under way.</exception>
    public Task<long> ReadLastSequenceAsync(string journal, CancellationToken cancellationToken = default)
    {
        JournalLimits.Check(journal);
        return store.ReadAsync(connection => JournalEntries.Last(connection, journal), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="StoreOverloadedException">Too many writes are waiting; some entries may be deleted.</exception>
    public async Task DeleteAsync(string journal, CancellationToken cancellationToken = default)
    {
        JournalLimits.Check(journal);

        // In pieces: nobody else's write waits for a whole log.
        while (await store.WriteAsync(bytes: 0, session => JournalEntries.DeleteNewest(session, journal), cancellationToken)) ;
    }
}
