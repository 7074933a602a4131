using System.Diagnostics;
using OrleansEntry.Core.OfficialAddresses;

namespace OrleansEntry.Benchmarks.Checks;

/// <summary>Measures the check of an address on one thread: against a short list and against the longest.</summary>
internal static class OfficialRun
{
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(3);

    // What is found at once, what resembles something, and what is held against everything in vain.
    private static readonly (string Name, string[] Typed)[] Asked =
    [
        ("official", ["https://example0.test/enter", "no-reply@example0.test", "@example0"]),
        ("look-alike", ["https://ex\u0430mple0.test/", "https://example0.test@evil.other/", "https://exampel0-login.other/"]),
        ("unknown", ["https://www.weather-report.other/today", "somebody@mail.other", "https://xn--wetter-bericht-vpb.other/"]),
    ];

    public static int Run(TextWriter output)
    {
        output.WriteLine(ChecksRun.Text($"Checks of an address a second, one thread, {Environment.Version}"));
        foreach (var entries in (int[])[1, OfficialList.MaxEntries])
        {
            var list = ListOf(entries);
            foreach (var (name, typed) in Asked)
            {
                Rate(list, typed, TimeSpan.FromSeconds(1));
                output.WriteLine(ChecksRun.Text($"{entries} of each kind listed, {name}: {Rate(list, typed, Measured):0}"));
            }
        }

        return 0;
    }

    private static double Rate(OfficialList list, string[] typed, TimeSpan span)
    {
        var (count, watch) = (0, Stopwatch.StartNew());
        for (; watch.Elapsed < span; count++) OfficialAddressRules.Check(list, typed[count % typed.Length]);
        return count / watch.Elapsed.TotalSeconds;
    }

    private static OfficialList ListOf(int entries)
    {
        var each = Enumerable.Range(0, entries).ToList();
        return OfficialList.TryRead(
            1, new DateOnly(2026, 11, 24), [.. each.Select(i => $"example{i}.test")], [.. each.Select(i => $"no-reply@example{i}.test")],
            [.. each.Select(i => new OfficialHandle($"example{i}", "Example Social"))], out var list, out var rule)
            ? list
            : throw new InvalidOperationException(rule);
    }
}
