using OrleansEntry.Contracts;
using OrleansEntry.Grains.Passcodes;
using Xunit;

namespace OrleansEntry.Grains.Tests.Passcodes;

public sealed class HashingThreadsTests : IDisposable
{
    private readonly HashingThreads _threads = new(threads: 1, queueLength: 2);
    private readonly ManualResetEventSlim _gate = new();

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _gate.Set();
        _threads.Dispose();
        _gate.Dispose();
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once_and_computes_nothing()
    {
        var computed = 0;
        var first = await Busy(Test);
        var waiting = Enumerable.Range(0, 2).Select(_ => _threads.Run(() => ++computed, Test)).ToArray();

        Assert.Throws<BusyException>(() => { _ = _threads.Run(() => ++computed, Test); });

        _gate.Set();
        await first;
        await Task.WhenAll(waiting);
        Assert.Equal(2, computed);
        Assert.Equal(3, await _threads.Run(() => ++computed, Test));
    }

    [Fact]
    public async Task Work_whose_caller_left_while_it_waited_is_dropped()
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Test);
        var computed = 0;
        var first = await Busy(Test);
        var dropped = _threads.Run(() => ++computed, leaving.Token);
        var kept = _threads.Run(() => ++computed, Test);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dropped);
        _gate.Set();
        await first;
        Assert.Equal(1, await kept);
    }

    [Fact]
    public async Task Work_that_has_begun_answers_though_its_caller_left()
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Test);
        var first = await Busy(leaving.Token);

        await leaving.CancelAsync();
        _gate.Set();

        Assert.True(await first);
    }

    [Fact]
    public async Task A_caller_who_has_already_left_is_not_queued()
    {
        var computed = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _threads.Run(() => ++computed, new CancellationToken(canceled: true)));

        await _threads.Run(() => 0, Test);
        Assert.Equal(0, computed);
    }

    [Fact]
    public async Task A_fault_reaches_the_caller_and_the_thread_goes_on()
    {
        await Assert.ThrowsAsync<NotSupportedException>(() => _threads.Run<int>(() => throw new NotSupportedException(), Test));

        Assert.Equal(7, await _threads.Run(() => 7, Test));
    }

    [Fact]
    public async Task Callers_do_not_go_on_on_its_threads()
    {
        await Task.Yield();
        var hashing = await _threads.Run(() => Environment.CurrentManagedThreadId, Test);

        Assert.NotEqual(hashing, Environment.CurrentManagedThreadId);
    }

    [Fact]
    public async Task Stopping_fails_what_waits_and_what_comes()
    {
        var first = await Busy(Test);
        var waiting = _threads.Run(() => 1, Test);
        var stopping = Task.Run(_threads.Dispose, Test);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        _gate.Set();
        await stopping;

        Assert.True(await first);
        Assert.Throws<ObjectDisposedException>(() => { _ = _threads.Run(() => 1, Test); });
    }

    // Returns when the one thread is busy until the gate opens.
    private async Task<Task<bool>> Busy(CancellationToken cancellationToken)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = _threads.Run(() =>
        {
            begun.SetResult();
            return _gate.Wait(TimeSpan.FromSeconds(30));
        }, cancellationToken);
        await begun.Task;
        return work;
    }
}
