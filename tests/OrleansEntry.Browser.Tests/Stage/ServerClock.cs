using System.Runtime.CompilerServices;

namespace OrleansEntry.Browser.Tests;

/// <summary>The clock of one server: it goes as the machine's does, and can be put forward.</summary>
internal sealed class ServerClock : TimeProvider
{
    private static readonly ConditionalWeakTable<IBrowserContext, ServerClock> Clocks = [];

    private long _ahead;

    /// <summary>The clock of the server that a page came from.</summary>
    public static ServerClock Of(IPage page) => Clocks.TryGetValue(page.Context, out var clock)
        ? clock
        : throw new InvalidOperationException("This page belongs to no server of these tests.");

    /// <summary>Remembers that a browser is about this clock's server.</summary>
    public void Over(IBrowserContext browser) => Clocks.Add(browser, this);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));

    /// <summary>Puts the clock forward to an instant that has not come yet.</summary>
    public void ForwardTo(DateTimeOffset instant)
    {
        if (instant - GetUtcNow() is { Ticks: > 0 and var left }) Interlocked.Add(ref _ahead, left);
    }
}
