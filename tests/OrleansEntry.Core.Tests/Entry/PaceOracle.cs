using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Throttling;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Entry;

/// <summary>Judges the pace from the bare history of what was looked at, knowing nothing of meters:
/// the README's table said another way.</summary>
internal sealed class PaceOracle
{
    private static readonly int[] Waits = [30, 60, 120, 300, 600, 1200, 2400, 3600];

    private readonly Dictionary<(Lane, Authenticator), List<DateTimeOffset>> _failures = [];
    private readonly Dictionary<Authenticator, int> _inARow = [];

    public void Verified(Lane lane, Authenticator authenticator, bool right, DateTimeOffset at)
    {
        var failures = _failures.TryGetValue((lane, authenticator), out var known) ? known : _failures[(lane, authenticator)] = [];
        if (Rung(failures) is var rung and >= 5 && at - failures[^1] < TimeSpan.FromDays(1))
            Assert.True(at >= failures[^1].AddSeconds(Waits[Math.Min(rung - 5, 7)]), "nothing is looked at during a wait");

        _inARow[authenticator] = right ? 0 : _inARow.GetValueOrDefault(authenticator) + 1;
        Assert.True(_inARow[authenticator] <= 100, "at most a hundred failures in a row (N-21)");
        if (right) failures.Clear();
        else failures.Add(at);
    }

    public void Forget(Authenticator authenticator)
    {
        foreach (var key in _failures.Keys.Where(k => k.Item2 == authenticator).ToArray()) _failures[key] = [];
        _inARow[authenticator] = 0;
    }

    /// <summary>Every wait is one of the table's and ends when it says.</summary>
    public void Check(Account account, DateTimeOffset now)
    {
        foreach (var lane in account.Devices.Select(d => new Lane(d.Id)).Prepend(Lane.Stranger))
            foreach (var authenticator in Enum.GetValues<Authenticator>())
                if (Pace.Ask(account, lane, authenticator, now, Policy.Pace) is PaceVerdict.Waiting waiting)
                {
                    Assert.True(waiting.Until <= now.AddHours(1));
                    Assert.IsType<PaceVerdict.Open>(Pace.Ask(account, lane, authenticator, waiting.Until, Policy.Pace));
                }
    }

    // The failures since the last quiet day.
    private static int Rung(List<DateTimeOffset> failures)
    {
        var rung = failures.Count == 0 ? 0 : 1;
        while (rung < failures.Count && failures[^rung] - failures[^(rung + 1)] < TimeSpan.FromDays(1)) rung++;
        return rung;
    }
}
