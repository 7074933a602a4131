using System.Text.Json;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace OrleansEntry.Storage.Conformance;

/// <summary>What Orleans and this project expect of any grain storage.</summary>
public abstract class GrainStorageConformance : GrainConformanceTests
{
    [Fact]
    public async Task Reading_nothing_gives_a_new_state_without_an_etag()
    {
        var state = new GrainState<Note>(null!, "old") { RecordExists = true };

        await Grains.ReadStateAsync("note", Account, state, Cancelled);

        Assert.Equal("", state.State!.Text);
        Assert.Null(state.ETag);
        Assert.False(state.RecordExists);
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("Ünïcödé \u0000 \t 🦆 \u202E שלום")]
    public async Task What_was_written_is_read(string text)
    {
        var written = await Write(Account, new Note { Text = text, Number = 7 });

        var read = await Read(Account);

        Assert.Equal((text, 7, written.ETag, true), (read.State!.Text, read.State!.Number, read.ETag, read.RecordExists));
    }

    [Theory]
    [InlineData(23)]
    [InlineData(4_095)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(131_071)]
    [InlineData(131_072)]
    [InlineData(131_073)]
    [InlineData(700_001)]
    public Task A_state_of_any_odd_size_is_kept(int bytes) => Keep(bytes);

    [Fact]
    public Task The_largest_state_is_kept() => Keep(Backend.Limits.StorableBytes);

    [Fact]
    public async Task A_state_that_is_too_large_is_refused_and_nothing_is_written()
    {
        var tooLarge = new GrainState<Note>(NoteOf(Backend.Limits.MaxStateBytes + 1));

        await Assert.ThrowsAsync<StateTooLargeException>(() => Grains.WriteStateAsync("note", Account, tooLarge, Cancelled));

        Assert.Equal((null, false), (tooLarge.ETag, tooLarge.RecordExists));
        Assert.False((await Read(Account)).RecordExists);

        var grown = await Write(Account, new Note { Text = "kept" });
        var etag = grown.ETag;
        grown.State = tooLarge.State;
        await Assert.ThrowsAsync<StateTooLargeException>(() => Grains.WriteStateAsync("note", Account, grown, Cancelled));

        Assert.Equal(etag, grown.ETag);
        Assert.Equal(("kept", etag), await Read(Account) is var read ? (read.State!.Text, read.ETag) : default);
    }

    [Fact]
    public async Task A_state_that_shrinks_keeps_nothing_of_its_former_length()
    {
        var state = await Write(Account, NoteOf(200_000));
        state.State = NoteOf(100);

        await Grains.WriteStateAsync("note", Account, state, Cancelled);

        Assert.Equal(NoteOf(100).Text, (await Read(Account)).State!.Text);
    }

    [Fact]
    public async Task Writing_equal_values_changes_the_etag()
    {
        var state = await Write(Account, new Note { Text = "same" });
        var first = state.ETag;

        await Grains.WriteStateAsync("note", Account, state, Cancelled);

        Assert.NotEqual(first, state.ETag);
    }

    [Fact]
    public async Task Each_state_name_and_each_grain_is_a_record_of_its_own()
    {
        var other = GrainId.Create("account", "A1");
        await Write(Account, new Note { Text = "one" });
        await Write(Account, new Note { Text = "two" }, name: "Note");
        await Write(other, new Note { Text = "three" });

        await Grains.ClearStateAsync("Note", Account, await Read(Account, "Note"), Cancelled);

        Assert.Equal("one", (await Read(Account)).State!.Text);
        Assert.False((await Read(Account, "Note")).RecordExists);
        Assert.Equal("three", (await Read(other)).State!.Text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("*")]
    [InlineData("no-such-etag")]
    [InlineData("W/\"datetime'2026-01-01T00%3A00%3A00.0000000Z'\"")]
    public async Task A_record_is_not_overwritten_or_cleared_without_its_etag(string? etag)
    {
        await Write(Account, new Note { Text = "kept" });

        await Assert.ThrowsAsync<InconsistentStateException>(() =>
            Grains.WriteStateAsync("note", Account, new GrainState<Note>(new Note(), etag), Cancelled));
        await Assert.ThrowsAsync<InconsistentStateException>(() =>
            Grains.ClearStateAsync("note", Account, new GrainState<Note>(new Note(), etag), Cancelled));

        Assert.Equal("kept", (await Read(Account)).State!.Text);
    }

    [Fact]
    public async Task A_stale_etag_neither_writes_nor_clears_and_leaves_the_callers_state_alone()
    {
        var stale = await Write(Account, new Note { Text = "first" });
        var etag = stale.ETag;
        var fresh = await Read(Account);
        fresh.State!.Text = "second";
        await Grains.WriteStateAsync("note", Account, fresh, Cancelled);

        var refusal = await Assert.ThrowsAsync<InconsistentStateException>(() =>
            Grains.WriteStateAsync("note", Account, stale, Cancelled));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Grains.ClearStateAsync("note", Account, stale, Cancelled));

        Assert.Equal(etag, refusal.CurrentEtag);
        Assert.Equal((etag, "first", true), (stale.ETag, stale.State!.Text, stale.RecordExists));
        Assert.Equal("second", (await Read(Account)).State!.Text);
    }

    [Fact]
    public async Task Clearing_deletes_the_record_and_gives_a_new_state()
    {
        var state = await Write(Account, new Note { Text = "gone" });

        await Grains.ClearStateAsync("note", Account, state, Cancelled);

        Assert.Equal(("", null, false), (state.State!.Text, state.ETag, state.RecordExists));
        Assert.Equal(("", null, false), await Read(Account) is var read ? (read.State!.Text, read.ETag, read.RecordExists) : default);
    }

    [Fact]
    public async Task Clearing_before_any_write_succeeds_and_again()
    {
        var state = new GrainState<Note>(new Note { Text = "unsaved" });

        await Grains.ClearStateAsync("note", Account, state, Cancelled);
        await Grains.ClearStateAsync("note", Account, state, Cancelled);

        Assert.Equal(("", null, false), (state.State!.Text, state.ETag, state.RecordExists));
    }

    [Fact]
    public async Task An_etag_dies_with_its_record_even_when_the_record_is_made_anew()
    {
        var old = await Write(Account, new Note { Text = "old" });
        await Grains.ClearStateAsync("note", Account, await Read(Account), Cancelled);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Grains.WriteStateAsync("note", Account, old, Cancelled));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Grains.ClearStateAsync("note", Account, old, Cancelled));
        await Write(Account, new Note { Text = "new" });
        await Assert.ThrowsAsync<InconsistentStateException>(() => Grains.WriteStateAsync("note", Account, old, Cancelled));

        Assert.Equal("new", (await Read(Account)).State!.Text);
    }

    [Fact]
    public async Task Of_64_writers_with_one_etag_one_wins()
    {
        var etag = (await Write(Account, new Note())).ETag;

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 64).Select(n => TryWrite(n, etag)));

        var winner = Assert.Single(outcomes, n => n != 0);
        Assert.Equal(winner, (await Read(Account)).State!.Number);
    }

    [Fact]
    public async Task Of_64_writers_who_create_one_record_one_wins()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 64).Select(n => TryWrite(n, etag: null)));

        var winner = Assert.Single(outcomes, n => n != 0);
        Assert.Equal(winner, (await Read(Account)).State!.Number);
    }

    [Fact]
    public async Task A_call_that_was_cancelled_before_it_began_does_nothing()
    {
        using var left = new CancellationTokenSource();
        await left.CancelAsync();
        var state = await Write(Account, new Note { Text = "kept" });
        var etag = state.ETag;
        state.State = new Note { Text = "unwanted" };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Grains.WriteStateAsync("note", Account, state, left.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Grains.ClearStateAsync("note", Account, state, left.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Grains.ReadStateAsync("note", Account, state, left.Token));

        Assert.Equal(etag, state.ETag);
        Assert.Equal("kept", (await Read(Account)).State!.Text);
    }

    // A prime number of letters, so that two columns of a state never hold the same.
    private static Note NoteOf(int bytes)
    {
        var envelope = JsonSerializer.SerializeToUtf8Bytes(new Note()).Length;
        return new Note { Text = string.Concat(Enumerable.Range(0, bytes - envelope).Select(i => (char)('a' + i % 23))) };
    }

    private async Task Keep(int bytes)
    {
        var note = NoteOf(bytes);

        await Write(Account, note);

        Assert.Equal(note.Text, (await Read(Account)).State!.Text);
    }

    private async Task<int> TryWrite(int number, string? etag)
    {
        try
        {
            await Grains.WriteStateAsync("note", Account, new GrainState<Note>(new Note { Number = number }, etag), Cancelled);
            return number;
        }
        catch (InconsistentStateException)
        {
            return 0;
        }
    }
}
