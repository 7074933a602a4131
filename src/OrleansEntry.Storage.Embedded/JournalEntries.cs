namespace OrleansEntry.Storage.Embedded;

/// <summary>The entries of journals, in SQL.</summary>
internal static class JournalEntries
{
    private const string Columns = "sequence, tag, content";

    // One range of the tag index per tag, merged by SQLite as it goes: a page costs its own entries, however rare its tags are.
    // Left to itself, SQLite reads the whole journal for a rare tag.
    private static readonly string[] BackwardsByTags =
        [.. Enumerable.Range(0, IJournalStore.MaxTagsPerRead + 1).Select(BackwardsSql)];

    /// <summary>Either the newest sequence, or why nothing was written.</summary>
    internal readonly record struct Outcome(long Last, string? Conflict);

    internal static Outcome Append(WriteSession session, string journal, IReadOnlyList<JournalEntry> entries)
    {
        var last = Last(session.Connection, journal);
        if (entries[0].Sequence > last + 1)
            return new Outcome(last, $"The journal {journal} ends at {last}, and {entries[0].Sequence} would leave a gap.");

        // All are compared before the first is written: a refusal writes nothing.
        foreach (var entry in entries.TakeWhile(e => e.Sequence <= last))
        {
            if (!IsStored(session.Connection, journal, entry))
                return new Outcome(last, $"The journal {journal} holds another entry under {entry.Sequence}.");
        }

        foreach (var entry in entries.SkipWhile(e => e.Sequence <= last)) Insert(session.Connection, journal, entry);
        return new Outcome(Count(session, last, entries[^1].Sequence), Conflict: null);
    }

    internal static long Last(StoreConnection connection, string journal) =>
        connection.Number("SELECT sequence FROM journal WHERE journal = $1 ORDER BY sequence DESC LIMIT 1", journal) ?? 0;

    /// <summary>Deletes as many of the newest entries as a page has; whether there may be more.</summary>
    internal static bool DeleteNewest(WriteSession session, string journal)
    {
        var rest = Last(session.Connection, journal) - IJournalStore.MaxEntriesPerRead;
        session.Connection.Command("DELETE FROM journal WHERE journal = $1 AND sequence > $2", journal, rest).ExecuteNonQuery();
        return rest > 0;
    }

    internal static IReadOnlyList<JournalEntry> ReadForwards(StoreConnection connection, string journal, long from, int limit) =>
        Read(connection.Command(
            $"SELECT {Columns} FROM journal WHERE journal = $1 AND sequence >= $2 ORDER BY sequence LIMIT $3", journal, from, limit));

    /// <param name="connection">Where to read.</param>
    /// <param name="journal">The journal.</param>
    /// <param name="before">Only smaller sequences.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="tags">Distinct.</param>
    internal static IReadOnlyList<JournalEntry> ReadBackwards(
        StoreConnection connection, string journal, long before, int limit, string[] tags) =>
        Read(connection.Command(BackwardsByTags[tags.Length], [journal, before, limit, .. tags]));

    internal static string BackwardsSql(int tags)
    {
        const string Range = "WHERE journal = $1 AND sequence < $2";
        var ranges = tags == 0
            ? $"SELECT {Columns} FROM journal {Range}"
            : string.Join(" UNION ALL ", Enumerable.Range(4, tags).Select(
                tag => $"SELECT {Columns} FROM journal INDEXED BY journal_by_tag {Range} AND tag = ${tag}"));
        return ranges + " ORDER BY sequence DESC LIMIT $3";
    }

    private static List<JournalEntry> Read(SqliteCommand command)
    {
        var page = new List<JournalEntry>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
            page.Add(new JournalEntry(reader.GetInt64(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2)));
        return page;
    }

    private static bool IsStored(StoreConnection connection, string journal, JournalEntry entry)
    {
        using var reader = connection
            .Command("SELECT tag, content FROM journal WHERE journal = $1 AND sequence = $2", journal, entry.Sequence)
            .ExecuteReader();
        return reader.Read() && reader.GetString(0) == entry.Tag
            && entry.Content.Span.SequenceEqual(reader.GetFieldValue<byte[]>(1));
    }

    private static void Insert(StoreConnection connection, string journal, JournalEntry entry) =>
        connection.Command(
            "INSERT INTO journal (journal, sequence, tag, content) VALUES ($1, $2, $3, $4)",
            journal, entry.Sequence, entry.Tag, entry.Content.ToArray()).ExecuteNonQuery();

    private static long Count(WriteSession session, long before, long after)
    {
        if (after <= before) return before;

        var tally = session.Tally;
        session.Tally = tally with
        {
            JournalAppends = tally.JournalAppends + 1,
            EntriesAppended = tally.EntriesAppended + after - before,
        };
        return after;
    }
}
