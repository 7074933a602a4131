using System.Text;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace OrleansEntry.Storage.Azure;

public sealed class AzureGrainStorageTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly GrainId Account = GrainId.Create("account", "a1");

    private readonly Wire _wire = new();
    private AzureBackend _backend = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private TableClient Table => _backend.Table<AzureTableGrainStorageOptions>();

    public async ValueTask InitializeAsync() => _backend = await AzureBackend.Open(azurite.ConnectionString, _wire.Tap);

    public async ValueTask DisposeAsync()
    {
        await _backend.DisposeAsync();
        _wire.Dispose();
    }

    [Fact]
    public async Task A_row_is_laid_out_as_the_official_provider_does_and_names_no_class()
    {
        await Write(new Note { Text = "hello", Number = 7 });

        var row = (await Table.GetEntityAsync<TableEntity>("entry_account_a1", "note", cancellationToken: Cancelled)).Value;
        Assert.Equal("""{"Text":"hello","Number":7}""", Encoding.UTF8.GetString(row.GetBinary("Data")));
        Assert.Equal(["Data", "PartitionKey", "RowKey", "Timestamp", "odata.etag"], row.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_row_of_the_official_provider_is_read_and_replaced()
    {
        var theirs = new TableEntity("entry_account_a1", "note") { ["Data"] = """{"Text":"theirs"}"""u8.ToArray() };
        await Table.AddEntityAsync(theirs, Cancelled);

        var state = await Read();
        Assert.Equal(("theirs", true), (state.State!.Text, state.RecordExists));
        state.State.Text = "ours";
        await _backend.Grains.WriteStateAsync("note", Account, state, Cancelled);

        Assert.Equal("ours", (await Read()).State!.Text);
    }

    [Fact]
    public async Task An_update_whose_answer_was_lost_counts_and_its_caller_is_told_to_read_again()
    {
        var state = await Write(new Note { Number = 1 });
        state.State!.Number = 2;
        _wire.LoseNextAnswerTo(HttpMethod.Put);

        await Assert.ThrowsAsync<InconsistentStateException>(() => _backend.Grains.WriteStateAsync("note", Account, state, Cancelled));

        Assert.Equal(2, (await Read()).State!.Number);
    }

    [Fact]
    public async Task A_creation_whose_answer_was_lost_counts_and_its_caller_is_told_to_read_again()
    {
        _wire.LoseNextAnswerTo(HttpMethod.Post);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Write(new Note { Number = 1 }));

        Assert.Equal(1, (await Read()).State!.Number);
    }

    [Fact]
    public async Task A_deletion_whose_answer_was_lost_counts_and_its_caller_is_told_to_read_again()
    {
        var state = await Write(new Note { Number = 1 });
        _wire.LoseNextAnswerTo(HttpMethod.Delete);

        await Assert.ThrowsAsync<InconsistentStateException>(() => _backend.Grains.ClearStateAsync("note", Account, state, Cancelled));

        Assert.Equal((1, true), (state.State!.Number, state.RecordExists));
        Assert.False((await Read()).RecordExists);
    }

    [Fact]
    public async Task A_caller_who_leaves_during_a_write_keeps_a_state_that_can_not_overwrite_it()
    {
        using var caller = new CancellationTokenSource();
        var state = await Write(new Note { Number = 1 });
        state.State!.Number = 2;
        _wire.Then = async (_, answer) =>
        {
            await caller.CancelAsync();
            return answer;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _backend.Grains.WriteStateAsync("note", Account, state, caller.Token));

        state.State.Number = 3;
        await Assert.ThrowsAsync<InconsistentStateException>(() => _backend.Grains.WriteStateAsync("note", Account, state, Cancelled));
        Assert.Equal(2, (await Read()).State!.Number);
    }

    [Fact]
    public async Task A_table_that_is_gone_is_a_fault_and_no_service_without_accounts()
    {
        await Table.DeleteAsync(Cancelled);

        var fault = await Assert.ThrowsAsync<RequestFailedException>(Read);
        await Assert.ThrowsAsync<RequestFailedException>(() => Write(new Note()));

        Assert.Equal("TableNotFound", fault.ErrorCode);
    }

    [Fact]
    public async Task Many_silos_may_create_the_table_at_once()
    {
        await using var fresh = new AzureBackend(azurite.ConnectionString);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => fresh.GrainStorage.CreateTable(Cancelled)));

        await fresh.Grains.WriteStateAsync("note", Account, new GrainState<Note>(new Note()), Cancelled);
    }

    private async Task<GrainState<Note>> Write(Note note)
    {
        var state = new GrainState<Note>(note);
        await _backend.Grains.WriteStateAsync("note", Account, state, Cancelled);
        return state;
    }

    private async Task<GrainState<Note>> Read()
    {
        var state = new GrainState<Note>();
        await _backend.Grains.ReadStateAsync("note", Account, state, Cancelled);
        return state;
    }
}
