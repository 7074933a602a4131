using Orleans.Concurrency;
using OrleansEntry.Contracts;
using OrleansEntry.Core.Duty;
using OrleansEntry.Grains.Registration;

namespace OrleansEntry.Grains.Duty;

/// <summary>Keeps one ledger and goes its rounds: asks those on it, and strikes out who owes nothing.</summary>
/// <remarks>Reentrant: an account that enlists must not wait for a round that waits for that account. What comes during a write is
/// stored by the next one, together. Memory may run ahead of storage here: a name too many costs a question, and who is struck out has
/// agreed.</remarks>
[Reentrant]
internal sealed class DutyGrain(
    [PersistentState("duty", GrainStorageNames.Entry)] IPersistentState<DutyRecord> stored,
    TimeProvider clock, ILogger<DutyGrain> log) : Grain, IDutyGrain
{
    private const int AskedAtOnce = 32;

    private static readonly TimeSpan RoundEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BusyFor = TimeSpan.FromSeconds(5);

    private DutyLedger _ledger = DutyLedger.Empty;
    private IGrainTimer? _rounds;
    private Task? _write;
    private long _changes;
    private long _changesStored;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _ledger = stored.State.ToCore();

        // Whoever is on it now may have lost its silo together with this ledger: all are asked at once.
        GoRounds(TimeSpan.Zero, askAfter: TimeSpan.Zero);
        return Task.CompletedTask;
    }

    public Task Wake() => Task.CompletedTask;

    public async Task<DateTimeOffset> Enlist(string? accountId)
    {
        var (next, enlistedAt) = _ledger.Enlist(accountId, clock.GetUtcNow());
        if (enlistedAt is not { } at) throw new BusyException(BusyFor);

        await Store(next);
        GoRounds(RoundEvery, DutyLedger.AskAfter);
        return at;
    }

    // A timer for each round, so that rounds never overlap. It keeps the ledger awake for as long as there are names on it.
    private void GoRounds(TimeSpan after, TimeSpan askAfter)
    {
        if (_rounds is not null || _ledger.Enlisted.IsEmpty) return;

        _rounds = this.RegisterGrainTimer(
            _ => Round(askAfter), new GrainTimerCreationOptions(after, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
    }

    private async Task Round(TimeSpan askAfter)
    {
        try
        {
            var paid = new List<Enlistment>();
            foreach (var some in _ledger.Due(clock.GetUtcNow(), askAfter).Chunk(AskedAtOnce))
            {
                var owe = await Task.WhenAll(some.Select(Owes));
                paid.AddRange(some.Where((_, i) => !owe[i]));
            }

            if (paid.Count > 0) await Store(_ledger.Strike(paid));
        }
        finally
        {
            _rounds?.Dispose();
            _rounds = null;
            GoRounds(RoundEvery, DutyLedger.AskAfter);
        }
    }

    // Who can not be asked stays on the ledger.
    private async Task<bool> Owes(Enlistment enlistment)
    {
        try
        {
            return enlistment.VisitorsLedger is { } visitors
                ? await GrainFactory.GetGrain<IVisitorsGrain>(visitors).StillOwes(enlistment.At)
                : await GrainFactory.GetGrain<IDebtor>(enlistment.AccountId).StillOwes(enlistment.At);
        }
        catch (Exception e)
        {
            log.NotAsked(enlistment.AccountId, e);
            return true;
        }
    }

    private async Task Store(DutyLedger next)
    {
        _ledger = next;
        var change = ++_changes;
        while (_changesStored < change) await (_write = _write is null or { IsCompleted: true } ? Write() : _write);
    }

    private async Task Write()
    {
        try
        {
            var changes = _changes;
            stored.State = DutyRecord.From(_ledger);
            await stored.WriteStateAsync(CancellationToken.None);
            _changesStored = changes;
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
