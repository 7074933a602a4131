using System.Collections.Concurrent;
using OrleansEntry.Contracts;

namespace OrleansEntry.Grains.Passcodes;

/// <summary>A few threads of their own and a queue with an end, so that slow computing never takes the silo's threads and never
/// piles up.</summary>
internal sealed class HashingThreads : IDisposable
{
    private readonly BlockingCollection<Job> _queue;
    private readonly Thread[] _threads;
    private bool _stopped;

    public HashingThreads(int threads, int queueLength)
    {
        _queue = new BlockingCollection<Job>(new ConcurrentQueue<Job>(), queueLength);
        _threads = [.. Enumerable.Range(1, threads).Select(n => new Thread(Work) { Name = $"passcode hashing {n}", IsBackground = true })];
        foreach (var thread in _threads) thread.Start();
    }

    /// <summary>Queues work.</summary>
    /// <param name="work">Runs to its end once begun.</param>
    /// <param name="cancellationToken">Drops work that has not begun; work that has answers all the same.</param>
    /// <exception cref="BusyException">The queue is full. Nothing was computed.</exception>
    /// <exception cref="ObjectDisposedException">The silo is stopping.</exception>
    public Task<T> Run<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<T>(cancellationToken);

        var job = new Job<T>(work, cancellationToken);
        try
        {
            if (_queue.TryAdd(job)) return job.Task;
        }
        catch (InvalidOperationException)
        {
            job.Drop();
            throw new ObjectDisposedException(nameof(HashingThreads));
        }

        job.Drop();
        throw new BusyException(TimeSpan.FromSeconds(2));
    }

    /// <summary>Takes no more work, finishes what has begun, drops the rest.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _stopped, true)) return;

        _queue.CompleteAdding();
        while (_queue.TryTake(out var job)) job.Drop();
        foreach (var thread in _threads) thread.Join();
        _queue.Dispose();
    }

    private void Work()
    {
        foreach (var job in _queue.GetConsumingEnumerable()) job.Run();
    }

    private abstract class Job
    {
        public abstract void Run();

        public abstract void Drop();
    }

    private sealed class Job<T> : Job
    {
        // Whoever awaits goes on elsewhere: these threads only hash.
        private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Func<T> _work;
        private readonly CancellationToken _cancellationToken;
        private readonly CancellationTokenRegistration _registration;
        private bool _begun;

        public Job(Func<T> work, CancellationToken cancellationToken)
        {
            (_work, _cancellationToken) = (work, cancellationToken);
            _registration = cancellationToken.UnsafeRegister(static job => ((Job<T>)job!).Cancel(), this);
        }

        public Task<T> Task => _answer.Task;

        public override void Run()
        {
            if (!TryBegin()) return;

            try
            {
                _answer.SetResult(_work());
            }
            catch (Exception fault)
            {
                _answer.SetException(fault);
            }
            finally
            {
                _registration.Dispose();
            }
        }

        public override void Drop()
        {
            if (TryBegin()) _answer.SetException(new ObjectDisposedException(nameof(HashingThreads)));
            _registration.Dispose();
        }

        private void Cancel()
        {
            if (TryBegin()) _answer.SetCanceled(_cancellationToken);
        }

        private bool TryBegin() => !Interlocked.Exchange(ref _begun, true);
    }
}
