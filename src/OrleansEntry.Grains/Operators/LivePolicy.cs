using Orleans.Runtime;
using OrleansEntry.Contracts.Operators;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Operators;
using OrleansEntry.Core.Risk;
using OrleansEntry.Grains.Risk;

namespace OrleansEntry.Grains.Operators;

/// <summary>The settings together with what operators decided, as this silo last heard: a second ago at most, while the operators' grain
/// can be reached. No request waits for it but the first of a silo, which must not let in whom operators put out.</summary>
internal sealed class LivePolicy(
    EntryPolicy settings, AttackWatch watch, IGrainFactory grains, TimeProvider clock, ILogger<LivePolicy> log)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private Task _reading = Task.CompletedTask;
    private Task? _first;
    private volatile Known? _known;

    /// <summary>The policy of entries.</summary>
    public EntryPolicy Entry => _known?.Entry ?? settings;

    /// <summary>Waits until this silo has heard once. A failure is the caller's, and the next caller asks again.</summary>
    public Task Ready()
    {
        if (_known is not null) return Task.CompletedTask;
        if (_first is not { IsFaulted: false, IsCanceled: false } first) _first = first = Read();
        return first;
    }

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(LivePolicy), ServiceLifecycleStage.Active, Start, Stop);

    public void Dispose() => _stop.Dispose();

    private Task Start(CancellationToken cancellationToken)
    {
        _reading = Task.Run(() => Watch(_stop.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Watch(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(ReadEvery, clock);
        while (await timer.WaitForNextTickAsync(stop))
        {
            try
            {
                await Read();
            }
            catch (Exception e)
            {
                log.NotHeard(e);
            }
        }
    }

    private async Task Read()
    {
        if (await grains.GetGrain<IOperatorsGrain>(0).ReadService(_known?.Version ?? -1) is not { } service) return;

        var entry = settings with { Sessions = settings.Sessions with { EndedThrough = service.SessionsEndedThrough } };
        watch.SetLeast(service.AttackUntil is { } until ? new ForcedLevel((AttackLevel)service.Attack, until) : null);
        _known = new Known(service.Version, entry);
    }

    private sealed record Known(long Version, EntryPolicy Entry);
}

internal static partial class LivePolicyEvents
{
    [LoggerMessage(EventId = 1703, Level = LogLevel.Warning,
        Message = "What operators decided could not be read; what was heard last holds")]
    public static partial void NotHeard(this ILogger log, Exception exception);
}
