using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace OrleansEntry.Storage.Embedded;

/// <summary>The one thread that writes. It takes everything that waits, runs it in one transaction, and answers after the commit: the
/// cost of making a write durable is shared by all that came while the last commit was under way.</summary>
internal sealed class StoreWriter : IAsyncDisposable
{
    /// <summary>Most requests in one transaction: the first one's answer waits for the last one's write.</summary>
    internal const int MaxGroup = 512;

    /// <summary>A group is closed by the request that reaches this size, in bytes.</summary>
    internal const int MaxGroupBytes = 16 * 1024 * 1024;

    private readonly WriteSession _session;
    private readonly Channel<WriteRequest> _queue;
    private readonly TimeSpan _waitFor;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private volatile StoreCounters _counters = StoreCounters.Zero;
    private volatile Exception? _fault;

    internal StoreWriter(WriteSession session, EmbeddedStorageOptions options, TimeProvider clock, ILogger log)
    {
        (_session, _waitFor, _clock, _log) = (session, options.WaitFor, clock, log);
        _queue = Channel.CreateBounded<WriteRequest>(new BoundedChannelOptions(options.QueueCapacity) { SingleReader = true });
        new Thread(Run) { Name = "Embedded store writer", IsBackground = true }.Start();
    }

    internal StoreCounters Counters => _counters;

    internal int Waiting => _queue.Reader.Count;

    /// <summary>Why the writer no longer writes.</summary>
    internal Exception? Fault => _fault;

    internal async Task<T> WriteAsync<T>(int bytes, Func<WriteSession, T> apply, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new WriteRequest<T>(bytes, apply, cancellationToken);
        if (!_queue.Writer.TryWrite(request)) await WaitForPlace(request, cancellationToken);
        return await request.Answer;
    }

    /// <summary>Takes no more requests, answers those that wait, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _ended.Task;
    }

    private async Task WaitForPlace(WriteRequest request, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_waitFor, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await _queue.Writer.WriteAsync(request, either.Token);
        }
        catch (ChannelClosedException)
        {
            throw _fault is { } fault ? Broken(fault) : new ObjectDisposedException(nameof(EmbeddedStore));
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new StoreOverloadedException($"The store's queue had no place for {_waitFor}.");
        }
    }

    private void Run()
    {
        var group = new List<WriteRequest>(MaxGroup);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            Take(group);
            Commit(group);
        }

        try
        {
            _session.Dispose();
        }
        finally
        {
            _ended.SetResult();
        }
    }

    private void Take(List<WriteRequest> group)
    {
        group.Clear();
        for (var bytes = 0; group.Count < MaxGroup && bytes < MaxGroupBytes && _queue.Reader.TryRead(out var request);)
        {
            if (request.DropIfCancelled()) continue;
            group.Add(request);
            bytes += request.Bytes;
        }
    }

    private void Commit(List<WriteRequest> group)
    {
        if (group.Count == 0) return;
        if (TryCommit(group) is not { } fault)
        {
            foreach (var request in group) request.Complete();
        }
        else if (group.Count == 1 || _fault is not null)
        {
            foreach (var request in group) request.Fail(Broken(fault));
        }
        else
        {
            // Nothing of the group is stored; one request's fault is not its neighbours'.
            foreach (var request in group) Commit([request]);
        }
    }

    private Exception? TryCommit(List<WriteRequest> group)
    {
        if (_fault is not null) return _fault;
        try
        {
            _session.Begin();
            foreach (var request in group) request.Apply(_session);
            _session.Commit();
            var done = _session.Tally;
            if (done != StoreCounters.Zero) _counters = _counters.Plus(done) with { Commits = _counters.Commits + 1 };
            return null;
        }
        catch (Exception e)
        {
            if (EndsWriting(e) || !TryRollback()) StopWriting(e);
            return e;
        }
    }

    // After a failed fsync nobody knows what is on the disk, and a second one that succeeds proves nothing: better no more writes.
    private static bool EndsWriting(Exception e) =>
        e is SqliteException { SqliteErrorCode: SqliteCode.InputOutput or SqliteCode.Corrupt or SqliteCode.NotADatabase };

    private bool TryRollback()
    {
        try
        {
            _session.Rollback();
            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private void StopWriting(Exception fault)
    {
        _fault = fault;
        _queue.Writer.TryComplete();
        _log.WritingStopped(fault);
    }

    private static IOException Broken(Exception fault) => new($"The embedded store could not write: {fault.Message}", fault);
}
