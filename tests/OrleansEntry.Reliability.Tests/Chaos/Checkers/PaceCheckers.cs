using System.Globalization;

namespace OrleansEntry.Reliability.Tests.Chaos;

/// <summary>Failures are counted, waits are kept, and waits end.</summary>
internal static class PaceCheckers
{
    /// <summary>How far the silos' clocks and the clients' may differ: here they are one machine's.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan OnItsWay = TimeSpan.FromSeconds(2);

    /// <summary>I-03: what was refused as wrong is in the log: no guess was evaluated and not counted; and nothing is there that nobody
    /// asked for.</summary>
    public static IEnumerable<string> Failures(IReadOnlyList<Operation> history, IReadOnlyList<Evidence> evidence)
    {
        foreach (var person in evidence)
        {
            var asked = history.Where(o => o.Who == person.Who && (o.Act is Act.Enter or Act.Guess)).ToArray();
            var refused = asked.Where(o => o.Verdict == "401 not-admitted").ToArray();
            var most = refused.Sum(o => o.Attempts)
                + asked.Where(o => o.Verdict != "401 not-admitted" && (o.Outcome is Outcome.Unknown || o.Attempts > 1))
                .Sum(o => o.Attempts);
            var counted = person.Count("entry.passcode-refused");
            if (counted < refused.Length)
                yield return $"I-03: {person.Who} heard of {refused.Length} wrong guesses, {counted} were counted.";
            if (counted > most) yield return $"I-03: {counted} wrong guesses at {person.Who} were counted, at most {most} were made.";

            var codes = asked.Count(o => o.Verdict is "401 code-refused" or "401 code-used" or "401 clock-off");
            if (person.Count("entry.code-refused") < codes)
                yield return $"I-03: {person.Who} heard of {codes} wrong codes, {person.Count("entry.code-refused")} were counted.";
        }
    }

    /// <summary>I-04 and I-05: in each lane nothing is evaluated while a wait lasts that the log tells of, over all silos and restarts; and
    /// after the fifth failure there is such a wait. A known device is told by its network, which is its alone.</summary>
    public static IEnumerable<string> Waits(IReadOnlyList<Evidence> evidence)
    {
        foreach (var person in evidence)
            foreach (var lane in person.Log.Where(IsPasscode).GroupBy(e => e.KnownDevice ? e.Network : "strangers"))
                foreach (var wrong in Waits(lane)) yield return $"I-04, I-05: {person.Who}, {lane.Key}: {wrong}";
    }

    private static IEnumerable<string> Waits(IEnumerable<LogEntry> lane)
    {
        var (failures, until, since) = (0, DateTimeOffset.MinValue, (LogEntry?)null);
        foreach (var entry in lane)
        {
            if (entry.Kind == "entry.locked")
            {
                (failures, until, since) = (0, entry.At + WaitOf(entry), entry);
                continue;
            }

            if (entry.At + Skew < until) yield return $"{entry} was evaluated during the wait of {since}";
            if (failures >= 5) yield return $"{entry} was evaluated after {failures} failures without a wait";
            failures = entry.Kind == "entry.passcode-refused" ? failures + 1 : 0;
        }
    }

    /// <summary>I-06: a wait that a client was told of is one of the log's, so each one ends.</summary>
    public static IEnumerable<string> WaitsEnd(IReadOnlyList<Operation> history, IReadOnlyList<Evidence> evidence)
    {
        foreach (var person in evidence)
        {
            var waits = person.Log.Where(e => e.Kind == "entry.locked").Select(e => (From: e.At, Until: e.At + WaitOf(e))).ToArray();
            foreach (var told in history.Where(o => o.Who == person.Who && o is { Act: Act.Enter or Act.Guess, Verdict: "429 wait" }))
                if (!waits.Any(wait => wait.From <= told.To && told.From <= wait.Until + OnItsWay))
                    yield return $"I-06: no wait of the log explains {told}";
        }
    }

    /// <summary>I-26: one network is admitted no more often than its budget allows in the whole cluster. The budget is kept in memory, so
    /// each silo that was lost may have given it back once: that is the stated slack.</summary>
    public static IEnumerable<string> Throttle(IReadOnlyList<Operation> history, int budget, int silosLost) =>
        history.Where(o => o is { Act: Act.Flood, Verdict: "401 not-admitted" }).GroupBy(o => o.Network)
            .Where(network => network.Count() > budget * (1 + silosLost))
            .Select(network =>
            $"I-26: {network.Count()} attempts were evaluated for {network.Key}, the budget is {budget}, {silosLost} silos were lost.");

    private static bool IsPasscode(LogEntry entry) => entry switch
    {
        { Kind: "entry.passcode-refused" or "entry.passcode-accepted" } => true,
        { Kind: "entry.admitted", Detail: "passcode" } => true,
        { Kind: "entry.locked", Detail: { } detail } => detail.StartsWith("passcode", StringComparison.Ordinal),
        _ => false,
    };

    // "passcode 30"; one that is out of use waits for nothing.
    private static TimeSpan WaitOf(LogEntry locked) => locked.Detail!.Split(' ') is [_, var seconds]
        ? TimeSpan.FromSeconds(long.Parse(seconds, CultureInfo.InvariantCulture))
        : TimeSpan.FromDays(1);
}
