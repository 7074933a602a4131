using System.Runtime.CompilerServices;

namespace OrleansEntry.Browser.Tests;

/// <summary>The clock of one server: it goes as the machine's does, and can be put forward; what was due meanwhile then happens.</summary>
internal sealed class ServerClock : TimeProvider
{
    private static readonly ConditionalWeakTable<IBrowserContext, ServerClock> Clocks = [];

    private readonly HashSet<Alarm> _alarms = [];
    private long _ahead;

    /// <summary>The clock of the server that a page came from.</summary>
    public static ServerClock Of(IPage page) => Clocks.TryGetValue(page.Context, out var clock)
        ? clock
        : throw new InvalidOperationException("This page belongs to no server of these tests.");

    /// <summary>Remembers that a browser is about this clock's server.</summary>
    public void Over(IBrowserContext browser) => Clocks.Add(browser, this);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        lock (_alarms) _alarms.Add(alarm);
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Puts the clock forward to an instant that has not come yet.</summary>
    public void ForwardTo(DateTimeOffset instant)
    {
        if (instant - GetUtcNow() is not { Ticks: > 0 and var left }) return;

        Interlocked.Add(ref _ahead, left);
        Alarm[] alarms;
        lock (_alarms) alarms = [.. _alarms];
        foreach (var alarm in alarms) alarm.LookAgain();
    }

    private sealed class Alarm : ITimer
    {
        private readonly ServerClock _clock;
        private readonly ITimer _timer;
        private readonly Lock _gate = new();
        private DateTimeOffset? _due;
        private TimeSpan _period;

        public Alarm(ServerClock clock, Action ring)
        {
            _clock = clock;
            _timer = System.CreateTimer(_ =>
            {
                lock (_gate) Set(_period > TimeSpan.Zero ? _period : Timeout.InfiniteTimeSpan);
                ring();
            }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_gate)
            {
                _period = period;
                return Set(dueTime);
            }
        }

        public void LookAgain()
        {
            lock (_gate)
                if (_due is { } due) Set(TimeSpan.FromTicks(Math.Max(0, (due - _clock.GetUtcNow()).Ticks)));
        }

        public void Dispose()
        {
            lock (_clock._alarms) _clock._alarms.Remove(this);
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private bool Set(TimeSpan left)
        {
            _due = left == Timeout.InfiniteTimeSpan ? null : _clock.GetUtcNow() + left;
            return _timer.Change(left, Timeout.InfiniteTimeSpan);
        }
    }
}
