using System.Security.Cryptography;

namespace OrleansEntry.Gateway.Http;

/// <summary>How a wait is told: coarsely, so that nobody can read from it which limit fired or aim at its end.</summary>
internal static class RetryAfter
{
    private const double MaxStretch = 0.2;
    private static readonly int[] SmallSteps = [5, 15, 30];

    /// <summary>Rounds a wait up to 5, 15 or 30 seconds or to whole minutes, after stretching it a little.</summary>
    /// <param name="wait">The true wait; less than nothing counts as nothing.</param>
    /// <param name="jitter">0 to 1: which part of the greatest stretch (a fifth of the wait) is added.</param>
    public static TimeSpan Coarse(TimeSpan wait, double jitter)
    {
        var seconds = Math.Max(0, wait.TotalSeconds) * (1 + (MaxStretch * jitter));
        foreach (var step in SmallSteps)
        {
            if (seconds <= step) return TimeSpan.FromSeconds(step);
        }

        return TimeSpan.FromMinutes(Math.Ceiling(seconds / 60));
    }

    /// <summary>The wait in words: <c>about 5 minutes</c>.</summary>
    public static string InWords(TimeSpan coarse) => coarse switch
    {
        { TotalSeconds: < 60 } => $"about {coarse.TotalSeconds:0} seconds",
        { TotalMinutes: < 2 } => "about a minute",
        { TotalMinutes: < 120 } => $"about {coarse.TotalMinutes:0} minutes",
        _ => $"about {Math.Ceiling(coarse.TotalHours):0} hours",
    };

    /// <summary>429, with a coarse <c>Retry-After</c>.</summary>
    public static Problem Refuse(DateTimeOffset until, DateTimeOffset now)
    {
        var wait = Coarse(until - now, RandomNumberGenerator.GetInt32(1001) / 1000d);
        return new Problem(Problems.Wait)
            .Saying($"Too many tries from here. You can try again in {InWords(wait)}; on another device that you have used before you may "
            + "not have to wait.")
            .RetryAfter(wait);
    }
}
