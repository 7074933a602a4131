namespace OrleansEntry.Storage.Azure;

/// <summary>A journal's entries as rows: partition = the journal's name; row key = 16 lower-case hex digits of
/// <see cref="long.MaxValue"/> less the sequence, so that the newest row comes first; columns <c>Tag</c> and <c>Content</c>.</summary>
internal static class JournalRows
{
    /// <summary>Most tags that a query names. A filter holds at most 15 comparisons (Microsoft, "Querying tables and entities"), and three
    /// of them are the range. Azurite takes more, so this limit is ours to keep.</summary>
    internal const int MaxTagsInFilter = 12;

    private const string Tag = "Tag";
    private const string Content = "Content";

    internal static string KeyOf(long sequence) => (long.MaxValue - sequence).ToString("x16", CultureInfo.InvariantCulture);

    internal static long SequenceOf(TableEntity row) =>
        long.MaxValue - long.Parse(row.RowKey, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    internal static TableEntity ToRow(string journal, JournalEntry entry) =>
        new(journal, KeyOf(entry.Sequence)) { [Tag] = entry.Tag, [Content] = entry.Content.ToArray() };

    internal static JournalEntry ToEntry(TableEntity row) => new(SequenceOf(row), row.GetString(Tag), row.GetBinary(Content));

    /// <summary>Which rows lie between two sequences, both included.</summary>
    internal static string Range(string journal, long from, long to) => TableClient.CreateQueryFilter(
        $"PartitionKey eq {journal} and RowKey ge {KeyOf(to)} and RowKey le {KeyOf(from)}");

    /// <summary>The same range, and only the tags, as far as the service can tell them apart.</summary>
    internal static string Range(string journal, long from, long to, string[] tags) => tags.Length is 0 or > MaxTagsInFilter
        ? Range(journal, from, to)
        : $"{Range(journal, from, to)} and ({string.Join(" or ", tags.Select(tag => TableClient.CreateQueryFilter($"Tag eq {tag}")))})";
}
