using System.Diagnostics.Metrics;
using Microsoft.Extensions.Time.Testing;
using Orleans;
using Orleans.Runtime;
using OrleansEntry.Storage.Conformance;

namespace OrleansEntry.Storage.Embedded;

public sealed class EmbeddedStoreTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task Parallel_writes_share_commits()
    {
        await using var backend = EmbeddedBackend.In(_temporary.New());
        using var gate = Gate.Close(backend.Store);

        var writes = Enumerable.Range(0, 400).Select(n => Write(backend, n)).ToArray();
        gate.Open();
        await Task.WhenAll(writes);

        Assert.Equal(400, backend.Store.Counters.GrainWrites);
        Assert.InRange(backend.Store.Counters.Commits, 1, 20);
    }

    [Fact]
    public async Task A_refusal_in_a_group_is_its_own_and_what_follows_it_sees_the_groups_writes()
    {
        await using var backend = EmbeddedBackend.In(_temporary.New());
        using var gate = Gate.Close(backend.Store);

        var created = Write(backend, 1);
        var refused = Write(backend, 1);
        var other = Write(backend, 2);
        gate.Open();

        await Task.WhenAll(created, other);
        await Assert.ThrowsAsync<Orleans.Storage.InconsistentStateException>(() => refused);
        Assert.Equal(2, backend.Store.Counters.GrainWrites);
    }

    [Fact]
    public async Task A_fault_in_a_group_is_not_its_neighbours()
    {
        await using var backend = EmbeddedBackend.In(_temporary.New());
        using var gate = Gate.Close(backend.Store);

        var before = Write(backend, 1);
        var faulty = backend.Store.WriteAsync<int>(0, session =>
        {
            GrainRecords.Write(session, new GrainKey(GrainId.Create("account", "half"), "note"), null, []);
            throw new InvalidOperationException("broken");
        }, Cancelled);
        var after = Write(backend, 2);
        gate.Open();

        await Task.WhenAll(before, after);
        await Assert.ThrowsAsync<IOException>(() => faulty);
        Assert.Null(await backend.Store.ReadAsync(
            c => GrainRecords.Read(c, new GrainKey(GrainId.Create("account", "half"), "note")), Cancelled));
        Assert.Equal(2, backend.Store.Counters.GrainWrites);
        Assert.Null(backend.Store.Fault);
    }

    [Fact]
    public async Task After_a_fault_of_the_disk_nobody_of_the_group_is_told_success_and_nothing_more_is_written()
    {
        await using var backend = EmbeddedBackend.In(_temporary.New());
        using var gate = Gate.Close(backend.Store);

        var earlier = Write(backend, 0);
        var faulty = backend.Store.WriteAsync<int>(
            0, _ => throw new Microsoft.Data.Sqlite.SqliteException("disk I/O error", SqliteCode.InputOutput), Cancelled);
        var queued = Write(backend, 1);
        gate.Open();

        foreach (var write in (Task[])[earlier, faulty, queued]) await Assert.ThrowsAsync<IOException>(() => write);
        await Assert.ThrowsAsync<IOException>(() => Write(backend, 2));
        Assert.NotNull(backend.Store.Fault);
        Assert.Equal(0, backend.Store.Counters.Commits);
    }

    [Fact]
    public async Task Everything_acknowledged_is_in_the_files_of_a_store_that_was_never_closed()
    {
        var path = _temporary.New();
        var copy = _temporary.New("copy");
        await using var backend = EmbeddedBackend.In(path);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(n => Write(backend, n)));
        await backend.Journals.AppendAsync("a", [new JournalEntry(1, "tag", new byte[] { 1 })], Cancelled);
        var etag = (await Read(backend, 0)).ETag;

        // What a power cut or kill -9 leaves: the database and its log, no closing.
        Directory.CreateDirectory(copy);
        foreach (var name in (string[])["format", "entry.db", "entry.db-wal"])
            File.Copy(Path.Combine(path, name), Path.Combine(copy, name));
        await using var survivor = EmbeddedBackend.In(copy);

        for (var n = 0; n < 200; n++) Assert.Equal(n, (await Read(survivor, n)).State!.Number);
        Assert.Equal(1, await survivor.Journals.ReadLastSequenceAsync("a", Cancelled));
        Assert.Equal(etag, (await Read(survivor, 0)).ETag);
    }

    [Fact]
    public async Task Etags_go_on_where_they_were_after_a_record_is_gone_and_the_store_reopened()
    {
        var path = _temporary.New();
        string etag;
        await using (var backend = EmbeddedBackend.In(path))
        {
            var state = await Write(backend, 1);
            etag = state.ETag!;
            await backend.Grains.ClearStateAsync("note", Grain(1), state, Cancelled);
        }

        await using var again = EmbeddedBackend.In(path);

        Assert.NotEqual(etag, (await Write(again, 1)).ETag);
    }

    [Fact]
    public async Task Disposal_answers_every_write_that_waits_and_tidies_the_files()
    {
        var path = _temporary.New();
        var backend = EmbeddedBackend.In(path);
        var gate = Gate.Close(backend.Store);
        var writes = Enumerable.Range(0, 100).Select(n => Write(backend, n)).ToArray();

        var disposal = backend.DisposeAsync();
        gate.Open();
        await disposal;

        await Task.WhenAll(writes);
        Assert.False(File.Exists(Path.Combine(path, "entry.db-wal")));
        await using var again = EmbeddedBackend.In(path);
        Assert.Equal(99, (await Read(again, 99)).State!.Number);
    }

    [Fact]
    public async Task A_closed_store_says_so_and_closes_again_without_complaint()
    {
        var backend = EmbeddedBackend.In(_temporary.New());
        await backend.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Write(backend, 1));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Read(backend, 1));
        await backend.DisposeAsync();
    }

    [Fact]
    public async Task A_write_that_is_cancelled_while_it_waits_is_dropped()
    {
        await using var backend = EmbeddedBackend.In(_temporary.New());
        using var gate = Gate.Close(backend.Store);
        using var caller = new CancellationTokenSource();
        var write = backend.Grains.WriteStateAsync("note", Grain(1), new GrainState<Note>(new Note()), caller.Token);

        await caller.CancelAsync();
        gate.Open();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        Assert.False((await Read(backend, 1)).RecordExists);
    }

    [Fact]
    public async Task A_write_that_was_taken_is_kept_although_its_caller_cancels()
    {
        await using var backend = EmbeddedBackend.In(_temporary.New());
        using var caller = new CancellationTokenSource();
        var key = new GrainKey(Grain(1), "note");

        var outcome = await backend.Store.WriteAsync(0, session =>
        {
            caller.Cancel();
            return GrainRecords.Write(session, key, null, "{}"u8.ToArray());
        }, caller.Token);

        Assert.True(outcome.Done);
        Assert.True((await Read(backend, 1)).RecordExists);
    }

    [Fact]
    public async Task A_full_queue_makes_callers_wait_and_then_refuses_them()
    {
        var clock = new FakeTimeProvider();
        var options = new EmbeddedStorageOptions { QueueCapacity = 1, WaitFor = TimeSpan.FromSeconds(3) };
        await using var backend = EmbeddedBackend.In(_temporary.New(), options, clock);
        using var gate = Gate.Close(backend.Store);
        using var caller = new CancellationTokenSource();
        var queued = Write(backend, 1);
        var waiting = Write(backend, 2);
        var cancelled = backend.Grains.WriteStateAsync("note", Grain(3), new GrainState<Note>(new Note()), caller.Token);

        await caller.CancelAsync();
        clock.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await Assert.ThrowsAsync<StoreOverloadedException>(() => waiting);
        gate.Open();
        await queued;
        Assert.False((await Read(backend, 2)).RecordExists);
        Assert.False((await Read(backend, 3)).RecordExists);
    }

    [Fact]
    public async Task Reads_beyond_the_connections_wait_and_are_then_refused()
    {
        var clock = new FakeTimeProvider();
        await using var backend = EmbeddedBackend.In(_temporary.New(), new EmbeddedStorageOptions { ReadConnections = 1 }, clock);
        using var open = new ManualResetEventSlim();
        var first = backend.Store.ReadAsync(_ => { open.Wait(Cancelled); return 1; }, Cancelled);
        var second = Read(backend, 1);

        clock.Advance(TimeSpan.FromSeconds(5));

        await Assert.ThrowsAsync<StoreOverloadedException>(() => second);
        open.Set();
        Assert.Equal(1, await first);
        Assert.False((await Read(backend, 1)).RecordExists);
    }

    [Fact]
    public async Task Counters_say_what_was_stored_and_the_meter_says_the_same()
    {
        await using var backend = EmbeddedBackend.In(_temporary.New());
        var state = await Write(backend, 1);
        await backend.Grains.ClearStateAsync("note", Grain(1), state, Cancelled);
        await backend.Grains.ClearStateAsync("note", Grain(1), state, Cancelled);
        JournalEntry[] entries = [new(1, "tag", new byte[1]), new(2, "tag", new byte[1])];
        await backend.Journals.AppendAsync("a", entries, Cancelled);
        await backend.Journals.AppendAsync("a", entries, Cancelled);

        var metered = new List<(string, long)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter == backend.Store.Meter) l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => metered.Add((instrument.Name, value)));
        listener.Start();
        listener.RecordObservableInstruments();

        Assert.Equal(new StoreCounters(GrainWrites: 2, JournalAppends: 1, EntriesAppended: 2, Commits: 3), backend.Store.Counters);
        Assert.Equal(
            [("entry.storage.commits", 3), ("entry.storage.entries_appended", 2), ("entry.storage.grain_writes", 2),
                ("entry.storage.journal_appends", 1)],
            metered.OrderBy(m => m.Item1, StringComparer.Ordinal));
    }

    private static GrainId Grain(int n) => GrainId.Create("account", $"g{n}");

    private static async Task<GrainState<Note>> Write(EmbeddedBackend backend, int n)
    {
        var state = new GrainState<Note>(new Note { Number = n });
        await backend.Grains.WriteStateAsync("note", Grain(n), state, Cancelled);
        return state;
    }

    private static async Task<GrainState<Note>> Read(EmbeddedBackend backend, int n)
    {
        var state = new GrainState<Note>();
        await backend.Grains.ReadStateAsync("note", Grain(n), state, Cancelled);
        return state;
    }

    /// <summary>Holds the writer inside a group of its own, so that what comes meanwhile waits.</summary>
    private sealed class Gate : IDisposable
    {
        private readonly ManualResetEventSlim _open = new();
        private Task _held = Task.CompletedTask;

        public static Gate Close(EmbeddedStore store)
        {
            var gate = new Gate();
            using var taken = new ManualResetEventSlim();
            gate._held = store.WriteAsync(0, _ => { taken.Set(); gate._open.Wait(); return 0; }, CancellationToken.None);
            taken.Wait();
            return gate;
        }

        public void Open() => _open.Set();

        public void Dispose()
        {
            _open.Set();
            _held.Wait();
            _open.Dispose();
        }
    }
}
