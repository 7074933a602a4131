using OrleansEntry.Core.Throttling;

namespace OrleansEntry.Gateway.Http;

/// <summary>How much of one kind goes to the operators' log: what strangers can cause must not fill it.</summary>
/// <param name="clock">The clock.</param>
/// <param name="allowance">How many lines at once, and how soon one more.</param>
internal sealed class LogPace(TimeProvider clock, NetworkAllowance allowance)
{
    private readonly Lock _lock = new();
    private NetworkBudget _budget = NetworkBudget.Full(allowance, clock.GetUtcNow());
    private long _passedOver;

    /// <summary>Whether there is room for a line; where not, the event is only counted.</summary>
    /// <param name="passedOver">How many events had no room since the last line.</param>
    public bool Take(out long passedOver)
    {
        lock (_lock)
        {
            (_budget, var nextAt) = _budget.Take(allowance, clock.GetUtcNow());
            passedOver = nextAt is null ? _passedOver : 0;
            _passedOver = nextAt is null ? 0 : _passedOver + 1;
            return nextAt is null;
        }
    }
}
