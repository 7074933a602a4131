using System.Text.RegularExpressions;

namespace OrleansEntry.Storage.Azure;

public sealed partial class AzureJournalStoreTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly Wire _wire = new();
    private AzureBackend _backend = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _backend = await AzureBackend.Open(azurite.ConnectionString, _wire.Tap);

    public async ValueTask DisposeAsync()
    {
        await _backend.DisposeAsync();
        _wire.Dispose();
    }

    [Fact]
    public async Task A_journal_is_one_partition_with_the_newest_row_first()
    {
        await _backend.Journals.AppendAsync("log", Entries(1, 300)[..100], Cancelled);

        var table = _backend.Table<AzureTableJournalOptions>();
        var rows = await table.QueryAsync<TableEntity>(cancellationToken: Cancelled).ToListAsync(Cancelled);

        Assert.All(rows, row => Assert.Equal("log", row.PartitionKey));
        Assert.Equal(rows.Select(row => row.RowKey).Order(StringComparer.Ordinal), rows.Select(row => row.RowKey));
        Assert.Equal("7fffffffffffff9b 7ffffffffffffffe", $"{rows[0].RowKey} {rows[^1].RowKey}");
        Assert.Equal((100, 1), (JournalRows.SequenceOf(rows[0]), JournalRows.SequenceOf(rows[^1])));
    }

    [Fact]
    public async Task A_group_is_one_transaction_and_a_page_one_query()
    {
        await _backend.Journals.AppendAsync("log", Entries(1, 100), Cancelled);
        _wire.Forget();

        await _backend.Journals.AppendAsync("log", Entries(101, 100), Cancelled);
        Assert.Equal(["GET", "POST"], _wire.Methods);

        _wire.Forget();
        Assert.Equal(100, (await _backend.Journals.ReadBackwardsAsync("log", 150, 100, [], Cancelled)).Count);
        Assert.Equal(100, (await _backend.Journals.ReadForwardsAsync("log", 50, 100, Cancelled)).Count);
        Assert.Equal(["GET", "GET"], _wire.Methods);
    }

    [Fact]
    public async Task An_append_whose_answer_was_lost_is_done_and_said_to_be()
    {
        _wire.LoseNextAnswerTo(HttpMethod.Post);
        _wire.Forget();

        Assert.Equal(3, await _backend.Journals.AppendAsync("log", Entries(1, 3), Cancelled));

        Assert.Equal(2, _wire.Methods.Count(method => method == "POST"));
        Assert.Equal(3, (await _backend.Journals.ReadForwardsAsync("log", 1, 10, Cancelled)).Count);
    }

    [Fact]
    public async Task A_writer_who_lost_a_race_adds_what_is_still_missing()
    {
        var others = new AzureTableJournalStore(new AzureTableJournalOptions
        {
            ConnectionString = azurite.ConnectionString,
            Table = _backend.Options<AzureTableJournalOptions>().Table,
        }, TimeProvider.System);
        var raced = false;
        _wire.Instead = async (request, _) =>
        {
            if (request.Method != HttpMethod.Post || raced) return null;
            raced = true;
            await others.AppendAsync("log", Entries(1, 2), Cancelled);
            return null;
        };

        Assert.Equal(5, await _backend.Journals.AppendAsync("log", Entries(1, 5), Cancelled));

        Assert.Equal([1, 2, 3, 4, 5], (await others.ReadForwardsAsync("log", 1, 10, Cancelled)).Select(e => e.Sequence));
    }

    // Azure takes 15 comparisons in a filter, Azurite any number.
    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 4)]
    [InlineData(12, 15)]
    [InlineData(13, 3)]
    [InlineData(16, 3)]
    public void A_filter_has_no_more_comparisons_than_azure_takes(int tags, int comparisons)
    {
        var filter = JournalRows.Range("log", 1, 10, [.. Enumerable.Range(0, tags).Select(n => $"t{n}")]);

        Assert.Equal(comparisons, Comparison().Count(filter));
    }

    [GeneratedRegex(" (eq|ne|lt|le|gt|ge) ")]
    private static partial Regex Comparison();

    private static JournalEntry[] Entries(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(n => new JournalEntry(n, "tag", new byte[] { (byte)n }))];
}
