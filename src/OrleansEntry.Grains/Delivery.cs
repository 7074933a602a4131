namespace OrleansEntry.Grains;

/// <summary>Hands on one kind of debt, soon and again until it is paid. It keeps the grain awake meanwhile, and it interleaves:
/// a slow service must not stand in the door.</summary>
/// <param name="grain">Whose debt.</param>
/// <param name="deliver">Hands on what is owed.</param>
/// <param name="owes">Whether something is owed still.</param>
internal sealed class Delivery(IGrainBase grain, Func<CancellationToken, Task> deliver, Func<bool> owes)
{
    private static readonly TimeSpan ShortestRetry = TimeSpan.FromSeconds(1);

    private IGrainTimer? _timer;
    private TimeSpan? _retryAfter;

    /// <summary>How soon the first try is.</summary>
    public required TimeSpan Soon { get; init; }

    /// <summary>The longest time between two tries.</summary>
    public required TimeSpan LongestRetry { get; init; }

    /// <summary>Hears of a try that failed, and when the next one is.</summary>
    public required Action<TimeSpan, Exception> Failed { get; init; }

    public void Resume() => _timer ??= grain.RegisterGrainTimer(
        Run, new GrainTimerCreationOptions(_retryAfter ?? Soon, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });

    private async Task Run(CancellationToken cancellationToken)
    {
        try
        {
            await deliver(cancellationToken);
            _retryAfter = null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var after = (_retryAfter ?? Soon) * 2;
            after = after < ShortestRetry ? ShortestRetry : after < LongestRetry ? after : LongestRetry;
            _retryAfter = after;
            Failed(after, e);
        }
        finally
        {
            _timer?.Dispose();
            _timer = null;
            if (owes()) Resume();
        }
    }
}
