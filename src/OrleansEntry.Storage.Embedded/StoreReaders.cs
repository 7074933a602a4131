using System.Collections.Concurrent;

namespace OrleansEntry.Storage.Embedded;

/// <summary>A few connections that only read. They see every acknowledged write, and neither wait for the writer nor hold it up.</summary>
internal sealed class StoreReaders(string file, EmbeddedStorageOptions options, TimeProvider clock) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turns = new(options.ReadConnections);
    private readonly ConcurrentBag<StoreConnection> _idle = [];
    private volatile bool _disposed;

    internal async Task<T> ReadAsync<T>(Func<StoreConnection, T> query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_turns.Wait(0, CancellationToken.None)) await WaitForTurn(cancellationToken);

        // On the thread pool: a grain's scheduler does not wait for a disk. The turn ends there too, however busy that scheduler is.
        return await Task.Run(() => Read(query), CancellationToken.None);
    }

    /// <summary>Lets the reads under way finish, then closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        for (var i = 0; i < options.ReadConnections; i++) await _turns.WaitAsync();
        while (_idle.TryTake(out var connection)) connection.Dispose();
        _turns.Release(options.ReadConnections); // whoever still waits learns that the store is closed
    }

    private async Task WaitForTurn(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.WaitFor, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await _turns.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new StoreOverloadedException($"The store had no read connection free for {options.WaitFor}.");
        }
    }

    private T Read<T>(Func<StoreConnection, T> query)
    {
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(EmbeddedStore));
            if (!_idle.TryTake(out var connection)) connection = StoreConnection.Open(file, SqliteOpenMode.ReadOnly);
            try
            {
                return query(connection);
            }
            finally
            {
                _idle.Add(connection);
            }
        }
        finally
        {
            _turns.Release();
        }
    }
}
