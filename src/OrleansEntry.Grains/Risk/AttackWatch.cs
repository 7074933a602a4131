using System.Diagnostics.Metrics;
using Orleans.Runtime;
using OrleansEntry.Core.Operators;
using OrleansEntry.Core.Risk;

namespace OrleansEntry.Grains.Risk;

/// <summary>What this silo sees of strangers, and the level of the cluster as it last heard of it. Counting costs an increment; a timer
/// reports the counts and brings back the level, so that no request waits for a grain.</summary>
/// <remarks>While nobody can be reported to, the level stays what it was and the counts add up.</remarks>
internal sealed class AttackWatch : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>The name of the instruments' meter.</summary>
    public const string MeterName = "OrleansEntry.Risk";

    private readonly CancellationTokenSource _stop = new();
    private readonly IGrainFactory _grains;
    private readonly AttackModePolicy _policy;
    private readonly TimeProvider _clock;
    private readonly ILogger<AttackWatch> _log;
    private readonly Counter<long> _allBeginnings;
    private readonly Counter<long> _allRefusals;
    private readonly Counter<long> _asked;
    private Task _reporting = Task.CompletedTask;
    private DateTimeOffset _reportedAt;
    private ClusterLevel _known;
    private int _level;
    private volatile ForcedLevel? _least;
    private int _beginnings;
    private int _refusals;

    public AttackWatch(IGrainFactory grains, AttackModePolicy policy, TimeProvider clock, IMeterFactory meters, ILogger<AttackWatch> log)
    {
        (_grains, _policy, _clock, _log) = (grains, policy, clock, log);
        var meter = meters.Create(MeterName);
        _allBeginnings =
            meter.CreateCounter<long>("entry.strangers.beginnings", "{beginning}", "Entries and registrations begun by strangers.");
        _allRefusals =
            meter.CreateCounter<long>("entry.strangers.refusals", "{refusal}", "Wrong passcodes, codes and checks of strangers.");
        _asked = meter.CreateCounter<long>("entry.checks.asked", "{check}", "Security checks asked for at entries.");
        meter.CreateObservableGauge("entry.attack.level", () => (int)Level, "{level}", "0 calm, 1 alert, 2 attack.");
    }

    /// <summary>The level of the cluster: what was measured, a report ago at most, or what operators set where that is more.</summary>
    public AttackLevel Level
    {
        get
        {
            var (measured, least) = ((AttackLevel)Volatile.Read(ref _level), _least?.At(_clock.GetUtcNow()) ?? AttackLevel.Calm);
            return least > measured ? least : measured;
        }
    }

    /// <summary>Sets the lowest level for a while; <see langword="null"/> takes it back.</summary>
    public void SetLeast(ForcedLevel? least) => _least = least;

    /// <summary>A stranger began an entry or a registration.</summary>
    public void CountBeginning()
    {
        Interlocked.Increment(ref _beginnings);
        _allBeginnings.Add(1);
    }

    /// <summary>A passcode, a code or a check of a stranger was wrong.</summary>
    public void CountRefusal()
    {
        Interlocked.Increment(ref _refusals);
        _allRefusals.Add(1);
    }

    /// <summary>A check was asked for.</summary>
    public void CountAsked(RiskOutcome outcome) => _asked.Add(1, new KeyValuePair<string, object?>("outcome", outcome.Name()));

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(AttackWatch), ServiceLifecycleStage.Active, Start, Stop);

    public void Dispose() => _stop.Dispose();

    private Task Start(CancellationToken cancellationToken)
    {
        _reportedAt = _clock.GetUtcNow();
        _reporting = Task.Run(() => Watch(_stop.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _reporting.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Watch(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(_policy.ReportEvery, _clock);
        while (await timer.WaitForNextTickAsync(stop)) await Report();
    }

    private async Task Report()
    {
        var (now, beginnings, refusals) =
            (_clock.GetUtcNow(), Interlocked.Exchange(ref _beginnings, 0), Interlocked.Exchange(ref _refusals, 0));
        try
        {
            _known = await _grains.GetGrain<IAttackModeGrain>(0).Report(new StrangersSeen
            {
                Beginnings = beginnings, Refusals = refusals, Over = now - _reportedAt, Known = _known,
            });
            Volatile.Write(ref _level, _known.Level);
            _reportedAt = now;
        }
        catch (Exception e)
        {
            Interlocked.Add(ref _beginnings, beginnings);
            Interlocked.Add(ref _refusals, refusals);
            _log.NotReported(Level, e);
        }
    }
}
