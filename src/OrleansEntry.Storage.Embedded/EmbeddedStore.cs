using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace OrleansEntry.Storage.Embedded;

/// <summary>The SQLite database of one data folder: one writer that commits in groups, and a few readers beside it.</summary>
/// <remarks>Nothing is acknowledged before its commit is on the disk. A write whose caller cancels while it still waits may be dropped;
/// once taken it is never undone. A write that fails with anything but a refusal may be stored or not; after a fault of the
/// disk the store writes no more until it is opened again.</remarks>
public sealed class EmbeddedStore : IAsyncDisposable, IDisposable
{
    /// <summary>The name of the meter: the figures of <see cref="StoreCounters"/>, and the length of the writer's queue.</summary>
    public const string MeterName = "OrleansEntry.Storage";

    private readonly StoreWriter _writer;
    private readonly StoreReaders _readers;

    private EmbeddedStore(StoreWriter writer, StoreReaders readers)
    {
        (_writer, _readers) = (writer, readers);
        Meter.CreateObservableCounter("entry.storage.grain_writes", () => Counters.GrainWrites, "{write}");
        Meter.CreateObservableCounter("entry.storage.journal_appends", () => Counters.JournalAppends, "{append}");
        Meter.CreateObservableCounter("entry.storage.entries_appended", () => Counters.EntriesAppended, "{entry}");
        Meter.CreateObservableCounter("entry.storage.commits", () => Counters.Commits, "{commit}");
        Meter.CreateObservableUpDownCounter("entry.storage.waiting", () => _writer.Waiting, "{write}");
    }

    /// <summary>What was made durable since the store was opened.</summary>
    public StoreCounters Counters => _writer.Counters;

    /// <summary>Why the store writes no more; <see langword="null"/> while it does. For health checks.</summary>
    public Exception? Fault => _writer.Fault;

    internal Meter Meter { get; } = new(MeterName);

    /// <summary>Opens the database in a folder; a new folder gets a new one.</summary>
    /// <param name="folder">Stays open longer than the store.</param>
    /// <param name="options">The limits; their folder is not looked at.</param>
    /// <param name="clock">Bounds the waits.</param>
    /// <param name="log">Hears when the store stops writing.</param>
    /// <exception cref="DataFolderException">The database is damaged, not ours, newer, or cannot be used; it was not changed.</exception>
    public static EmbeddedStore Open(DataFolder folder, EmbeddedStorageOptions options, TimeProvider clock, ILogger<EmbeddedStore> log)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        var writer = new StoreWriter(DatabaseFile.Open(folder), options, clock, log);
        return new EmbeddedStore(writer, new StoreReaders(Path.Combine(folder.Path, DatabaseFile.Name), options, clock));
    }

    /// <summary>Answers every write that waits, lets the reads finish, moves the log into the database file and closes it.</summary>
    public async ValueTask DisposeAsync()
    {
        Meter.Dispose();
        await _readers.DisposeAsync();
        await _writer.DisposeAsync(); // the last connection to close is the one that tidies up
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc cref="WriteRequest{T}"/>
    /// <exception cref="StoreOverloadedException">The queue had no place in time; nothing was stored.</exception>
    /// <exception cref="IOException">The database or its disk failed.</exception>
    internal Task<T> WriteAsync<T>(int bytes, Func<WriteSession, T> apply, CancellationToken cancellationToken) =>
        _writer.WriteAsync(bytes, apply, cancellationToken);

    /// <exception cref="StoreOverloadedException">No connection came free in time.</exception>
    internal Task<T> ReadAsync<T>(Func<StoreConnection, T> query, CancellationToken cancellationToken) =>
        _readers.ReadAsync(query, cancellationToken);
}
