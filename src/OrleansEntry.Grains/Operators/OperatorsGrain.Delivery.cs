using OrleansEntry.Contracts.Activity;
using OrleansEntry.Core.Operators;
using OrleansEntry.Grains.Accounts;

namespace OrleansEntry.Grains.Operators;

// What the operators' log is owed rides in their own writes and is handed on afterwards, as an account's. No ledger names it: silos ask
// this grain every second, so it is always awake.
internal sealed partial class OperatorsGrain
{
    private static readonly TimeSpan DeliverAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);

    private long _delivered;
    private Delivery? _delivery;
    private IGrainTimer? _upkeep;

    private IActivityGrain Log => GrainFactory.GetGrain<IActivityGrain>(OperatorLog.Journal);

    private bool OwesLog => _state.Log.Undelivered is [.., { } last] && last.Sequence > _delivered;

    private void ResumeDelivery()
    {
        if (OwesLog)
        {
            _delivery ??= new Delivery(this, DeliverLog, () => OwesLog)
            {
                Soon = DeliverAfter, LongestRetry = LongestRetry, Failed = (after, e) => log.DeliveryFailed(after.TotalSeconds, e),
            };
            _delivery.Resume();
        }
    }

    private async Task DeliverLog(CancellationToken cancellationToken)
    {
        while (OwesLog)
        {
            var owed = _state.Log.Undelivered.Where(e => e.Sequence > _delivered).Select(AccountGrain.ToItem).ToArray();
            await Log.Append([.. owed], cancellationToken);
            _delivered = Math.Max(_delivered, owed[^1].Sequence);
        }
    }

    private void ScheduleUpkeep() => _upkeep ??= this.RegisterGrainTimer(
        Upkeep, new GrainTimerCreationOptions(OperatorSession.TouchEvery, Timeout.InfiniteTimeSpan));

    // Stores when sessions were last used.
    private async Task Upkeep(CancellationToken cancellationToken)
    {
        _upkeep?.Dispose();
        _upkeep = null;
        await Commit(_state with { });
    }
}

internal static partial class OperatorsEvents
{
    [LoggerMessage(EventId = 1701, Level = LogLevel.Error, Message = "What was decided of the operators could not be stored")]
    public static partial void WriteFailed(this ILogger log, Exception exception);

    [LoggerMessage(EventId = 1702, Level = LogLevel.Warning,
        Message = "The operators' log could not be handed on; next try in {Seconds} s")]
    public static partial void DeliveryFailed(this ILogger log, double seconds, Exception exception);

    [LoggerMessage(EventId = 1705, Level = LogLevel.Critical,
        Message = "Operator {Id} was changed in the store, and is refused: their key or roles do not bear their MAC")]
    public static partial void OperatorChanged(this ILogger log, string id);
}
