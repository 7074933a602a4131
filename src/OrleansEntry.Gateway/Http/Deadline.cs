namespace OrleansEntry.Gateway.Http;

/// <summary>No request waits for grains longer than <see cref="AnswerWithin"/> in all, however many it asks one after another: whoever
/// waits longer has given up, and asks again beside it. What is still under way then goes on; its outcome is unknown.</summary>
/// <param name="clock">The clock.</param>
internal sealed class Deadline(TimeProvider clock) : IOutgoingGrainCallFilter
{
    /// <summary>How long a request waits for all its grains; what is left to ten seconds is for the rest.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(8.5);

    /// <summary>A call begun so early ends in time by its own limit, which is eight seconds at most: it needs no other.</summary>
    public static readonly TimeSpan EarlyFor = TimeSpan.FromSeconds(0.5);

    private static readonly AsyncLocal<object?> _began = new();

    /// <summary>Runs a request against the clock.</summary>
    public async Task Run(HttpContext http, RequestDelegate next)
    {
        _began.Value = clock.GetTimestamp();
        await next(http);
    }

    /// <inheritdoc/>
    /// <exception cref="TimeoutException">The request's time is over.</exception>
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        // In a process that is gateway and silo, a grain that calls another one must never go by the clock of who woke it.
        if (context.SourceContext is not null || _began.Value is not long began) return context.Invoke();

        var gone = clock.GetElapsedTime(began);
        return gone <= EarlyFor ? context.Invoke() : Within(AnswerWithin - gone, context.Invoke);
    }

    private Task Within(TimeSpan left, Func<Task> call) => left > TimeSpan.Zero
        ? call().WaitAsync(left, clock)
        : throw new TimeoutException("The request has waited for its grains as long as it may.");
}
