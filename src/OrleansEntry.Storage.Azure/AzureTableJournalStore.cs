using Azure.Data.Tables.Models;
using Orleans;
using Orleans.Runtime;

namespace OrleansEntry.Storage.Azure;

/// <summary>Journals on Azure Table Storage: one partition each.</summary>
/// <remarks>
/// <para>An append is one entity-group transaction that only adds rows, and as long as a journal is appended to its rows are never changed
/// or deleted. So "the entry before the
/// first new one is stored", once read, stays true, and that is all an append has to know: there is no head row to agree on. Of two writers
/// who add the same sequence, one transaction fails as a whole; its writer reads what is stored now, compares, and adds what is still
/// missing. An append whose answer was lost ends the same way, as done.</para>
/// <para>A reader never sees a gap. Rows are read from the newest to the oldest, and when an entry is stored, all older ones have
/// been stored before it or in the same transaction: whatever is added during the read lies before the place where the read is.</para>
/// </remarks>
/// <param name="options">Valid options.</param>
/// <param name="clock">Bounds the time of calls.</param>
public sealed class AzureTableJournalStore(AzureTableJournalOptions options, TimeProvider clock)
    : IJournalStore, ILifecycleParticipant<ISiloLifecycle>
{
    private readonly AzureTable _table = new(options, clock);

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(AzureTableJournalStore), ServiceLifecycleStage.ApplicationServices, CreateTable);

    /// <summary>Creates the table where there is none. The silo does so when it starts.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task CreateTable(CancellationToken cancellationToken = default) => _table.Create(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="IOException">The service cannot be used now; the entries may have been stored.</exception>
    /// <exception cref="TimeoutException">The service did not answer in time; likewise.</exception>
    public async Task<long> AppendAsync(
        string journal, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken = default)
    {
        JournalLimits.Check(journal);
        JournalEntry[] checkedEntries = JournalLimits.Checked(entries);
        return await _table.Call((_, token) => Append(journal, checkedEntries, token), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The service cannot be used now.</exception>
    /// <exception cref="TimeoutException">The service did not answer in time.</exception>
    public async Task<IReadOnlyList<JournalEntry>> ReadBackwardsAsync(
        string journal, long before, int limit, IReadOnlyList<string> tags, CancellationToken cancellationToken = default)
    {
        JournalLimits.Check(journal);
        JournalLimits.Check(limit);
        string[] distinctTags = JournalLimits.CheckedTags(tags);
        return before <= 1 ? [] : await Read(journal, from: 1, to: before - 1, limit, distinctTags, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The service cannot be used now.</exception>
    /// <exception cref="TimeoutException">The service did not answer in time.</exception>
    public async Task<IReadOnlyList<JournalEntry>> ReadForwardsAsync(
        string journal, long from, int limit, CancellationToken cancellationToken = default)
    {
        JournalLimits.Check(journal);
        JournalLimits.Check(limit);
        from = Math.Max(from, 1);
        var to = from > long.MaxValue - limit ? long.MaxValue : from + limit - 1;

        // There are no gaps, so the next entries are a range of known length.
        var page = await Read(journal, from, to, limit, [], cancellationToken);
        page.Reverse();
        return page;
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The service cannot be used now.</exception>
    /// <exception cref="TimeoutException">The service did not answer in time.</exception>
    public async Task<long> ReadLastSequenceAsync(string journal, CancellationToken cancellationToken = default)
    {
        JournalLimits.Check(journal);
        var newest = await Read(journal, from: 1, to: long.MaxValue, limit: 1, [], cancellationToken);
        return newest is [var entry] ? entry.Sequence : 0;
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The service cannot be used now; some entries may be deleted.</exception>
    /// <exception cref="TimeoutException">The service did not answer in time; likewise.</exception>
    public async Task DeleteAsync(string journal, CancellationToken cancellationToken = default)
    {
        JournalLimits.Check(journal);
        const int Most = IJournalStore.MaxEntriesPerAppend;
        while (await Read(journal, from: 1, to: long.MaxValue, Most, [], cancellationToken) is { Count: > 0 } newest)
            await Delete(journal, newest, cancellationToken);
    }

    private async Task Delete(string journal, List<JournalEntry> entries, CancellationToken cancellationToken)
    {
        try
        {
            await _table.Call(
                (table, token) => table.SubmitTransactionAsync(
                    entries.Select(e => new TableTransactionAction(
                        TableTransactionActionType.Delete, new TableEntity(journal, JournalRows.KeyOf(e.Sequence)), ETag.All)), token),
                cancellationToken);
        }
        catch (TableTransactionFailedException e) when (e.ErrorCode == TableErrorCode.ResourceNotFound)
        {
            // Somebody else deletes it too, or an answer was lost: what is left is read again.
        }
    }

    private async Task<long> Append(string journal, JournalEntry[] entries, CancellationToken cancellationToken)
    {
        // Every lost race means that one more of these entries is stored.
        for (var race = 0; race <= entries.Length; race++)
        {
            var last = await ReadLastSequenceAsync(journal, cancellationToken);
            if (entries[0].Sequence > last + 1)
                throw new JournalConflictException($"The journal {journal} ends at {last}, and {entries[0].Sequence} would leave a gap.");

            // All are compared before the first is written: a refusal writes nothing.
            await Compare(journal, [.. entries.TakeWhile(e => e.Sequence <= last)], cancellationToken);
            JournalEntry[] missing = [.. entries.SkipWhile(e => e.Sequence <= last)];
            if (missing.Length == 0) return last;
            if (await TryAdd(journal, missing, cancellationToken)) return missing[^1].Sequence;
        }

        throw new IOException($"The journal {journal} says that entries exist which it does not show.");
    }

    private Task<List<JournalEntry>> Read(
        string journal, long from, long to, int limit, string[] tags, CancellationToken cancellationToken) =>
        _table.Call(
            async (table, token) =>
            {
                var read = new List<JournalEntry>();
                await foreach (var page in AzureTable.Pages(table, JournalRows.Range(journal, from, to, tags), limit, token))
                {
                    var entries = page.Select(JournalRows.ToEntry);
                    if (tags.Length > 0) entries = entries.Where(e => tags.Contains(e.Tag, StringComparer.Ordinal));
                    read.AddRange(entries.Take(limit - read.Count));
                    if (read.Count == limit) break;
                }

                return read;
            },
            cancellationToken);

    private async Task Compare(string journal, JournalEntry[] entries, CancellationToken cancellationToken)
    {
        if (entries.Length == 0) return;
        var stored = await ReadForwardsAsync(journal, entries[0].Sequence, entries.Length, cancellationToken);
        for (var i = 0; i < entries.Length; i++)
        {
            if (i >= stored.Count || !AreSame(entries[i], stored[i]))
                throw new JournalConflictException($"The journal {journal} holds another entry under {entries[i].Sequence}.");
        }
    }

    private static bool AreSame(JournalEntry one, JournalEntry other) =>
        one.Sequence == other.Sequence && one.Tag == other.Tag && one.Content.Span.SequenceEqual(other.Content.Span);

    // At most 100 rows and about 2.2 MiB: a transaction holds 100 and 4 MiB (Microsoft, "Performing entity group transactions").
    private async Task<bool> TryAdd(string journal, JournalEntry[] entries, CancellationToken cancellationToken)
    {
        try
        {
            await _table.Call(
                (table, token) => table.SubmitTransactionAsync(
                    entries.Select(e => new TableTransactionAction(TableTransactionActionType.Add, JournalRows.ToRow(journal, e))), token),
                cancellationToken);
            return true;
        }
        catch (TableTransactionFailedException e) when (e.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            return false;
        }
    }
}
