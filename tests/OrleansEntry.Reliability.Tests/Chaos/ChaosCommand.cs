using System.Globalization;
using OrleansEntry.Reliability.Tests.Durability;

namespace OrleansEntry.Reliability.Tests.Chaos;

/// <summary>A long run: <c>chaos --minutes N --seed S --logs FOLDER</c>.</summary>
internal static class ChaosCommand
{
    /// <summary>Runs it.</summary>
    /// <returns>0: nothing is wrong; 1: something is; 2: the arguments are.</returns>
    public static async Task<int> Run(string[] arguments)
    {
        var (minutes, seed, logs) = (5.0, SeededDice.Seed, "");
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            var read = arguments[i] switch
            {
                "--minutes" => double.TryParse(value, CultureInfo.InvariantCulture, out minutes) && minutes is > 0 and <= 24 * 60,
                "--seed" => ulong.TryParse(value, CultureInfo.InvariantCulture, out seed),
                "--logs" => (logs = value).Length > 0,
                _ => false,
            };
            if (read) continue;

            await Console.Error.WriteLineAsync("Usage: chaos [--minutes N] [--seed S] [--logs FOLDER]");
            return 2;
        }

        Console.WriteLine($"seed {seed}: replay with chaos --seed {seed}");
        await using var cluster = new Cluster();
        await cluster.InitializeAsync();
        var run = new ChaosRun(cluster, seed, Console.WriteLine);
        try
        {
            var report = await run.Run(0, TimeSpan.FromMinutes(minutes));
            Console.WriteLine(report);
            return report.Violations.Length == 0 ? 0 : 1;
        }
        finally
        {
            if (logs.Length > 0) await Keep(logs, cluster, run);
        }
    }

    private static async Task Keep(string folder, Cluster cluster, ChaosRun run)
    {
        Directory.CreateDirectory(folder);
        foreach (var member in cluster.Members) await File.WriteAllTextAsync(Path.Combine(folder, $"{member.Name}.log"), member.Log);
        await File.WriteAllLinesAsync(Path.Combine(folder, "history.log"), run.History.All.Select(operation => operation.ToString()));
    }
}
