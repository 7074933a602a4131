using Orleans.Runtime;
using OrleansEntry.Core.Duty;
using OrleansEntry.Grains.Closing;

namespace OrleansEntry.Grains.Duty;

/// <summary>Wakes the ledgers: those of a silo that died are awake again within a minute, wherever there is a silo. Every silo does
/// it, so none is needed for it; a ledger that is awake already answers from memory. Once an hour it also sends the ledgers of closed
/// accounts on their round.</summary>
internal sealed class DutyWatch(IGrainFactory grains, TimeProvider clock, ILogger<DutyWatch> log)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private const int WokenAtOnce = 4;

    private static readonly TimeSpan WakeEvery = TimeSpan.FromMinutes(1);

    // Times around: once an hour.
    private const int PurgeEvery = 60;
    private static readonly TimeSpan LetStartFor = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private Task _watch = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(DutyWatch), ServiceLifecycleStage.Active, Start, Stop);

    public void Dispose() => _stop.Dispose();

    // The start does not wait for the first time around.
    private Task Start(CancellationToken cancellationToken)
    {
        _watch = Task.Run(() => Watch(_stop.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _watch.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Watch(CancellationToken stop)
    {
        // A start is answered for first; what is owed has waited longer already.
        await Task.Delay(LetStartFor, clock, stop);
        using var timer = new PeriodicTimer(WakeEvery, clock);
        var around = 0;
        do
        {
            await All(ledger => grains.GetGrain<IDutyGrain>(ledger).Wake(), stop);

            // Not at once: a start has enough to read.
            if (around++ % PurgeEvery == 1) await All(ledger => grains.GetGrain<IPurgeGrain>(ledger).GoRound(), stop);
        }
        while (await timer.WaitForNextTickAsync(stop));
    }

    private async Task All(Func<int, Task> wake, CancellationToken stop)
    {
        var (failed, why) = (0, (Exception?)null);
        var around = new ParallelOptions { MaxDegreeOfParallelism = WokenAtOnce, CancellationToken = stop };
        await Parallel.ForEachAsync(Enumerable.Range(0, DutyLedger.Ledgers), around, async (ledger, _) =>
        {
            try
            {
                await wake(ledger);
            }
            catch (Exception e)
            {
                Interlocked.Increment(ref failed);
                why = e;
            }
        });
        if (failed > 0 && !stop.IsCancellationRequested) log.NotWoken(failed, WakeEvery.TotalSeconds, why);
    }
}
