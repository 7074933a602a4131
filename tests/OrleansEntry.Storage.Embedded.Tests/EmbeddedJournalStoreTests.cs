using OrleansEntry.Storage.Conformance;

namespace OrleansEntry.Storage.Embedded;

public sealed class EmbeddedJournalStoreTests : JournalConformance
{
    protected override ValueTask<IStorageBackend> Open() => new(EmbeddedBackend.InTemporaryFolder());

    [Fact]
    public async Task A_page_by_rare_tags_is_planned_as_ranges_of_the_index_without_a_sort()
    {
        var store = ((EmbeddedBackend)Backend).Store;

        var plan = await store.ReadAsync(connection =>
        {
            var steps = new List<string>();
            using var reader = connection
                .Command("EXPLAIN QUERY PLAN " + JournalEntries.BackwardsSql(tags: 2), "a", 10L, 10, "x", "y").ExecuteReader();
            while (reader.Read()) steps.Add(reader.GetString(3));
            return string.Join('\n', steps);
        }, Cancelled);

        Assert.Contains("SEARCH journal USING INDEX journal_by_tag (journal=? AND tag=? AND sequence<?)", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("B-TREE", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal);
    }
}

public sealed class EmbeddedJournalModelTests : JournalModelConformance
{
    protected override ValueTask<IStorageBackend> Open() => new(EmbeddedBackend.InTemporaryFolder());
}
