using System.Diagnostics;
using OrleansEntry.Tests;

namespace OrleansEntry.Benchmarks.Load;

/// <summary>How much is stored, how often and how long is measured.</summary>
/// <param name="Few">Accounts in the small storage; enough for all measures.</param>
/// <param name="Many">Accounts in the large one.</param>
/// <param name="ShortLog">Entries of a young account's log.</param>
/// <param name="LongLog">Entries of an old account's log.</param>
/// <param name="Turns">Turns of each measure.</param>
/// <param name="Spell">How long one turn of a rate takes.</param>
internal sealed record ClusterPlan(int Few, int Many, int ShortLog, int LongLog, int Turns, TimeSpan Spell)
{
    /// <summary>Accounts that are entered: enough that none reaches its limit of sessions.</summary>
    public const int Entering = 256;

    /// <summary>Accounts whose sessions are checked.</summary>
    public const int Active = 256;

    /// <summary>Accounts that are woken in one turn.</summary>
    public const int Woken = 40;

    /// <summary>Requests that are timed in one turn.</summary>
    public const int Timed = 40;

    /// <summary>The one whose figures count.</summary>
    public static ClusterPlan Full { get; } = new(1_000, 100_000, 10, 100_000, Turns: 5, TimeSpan.FromSeconds(3));

    /// <summary>The one that shows that it works.</summary>
    public static ClusterPlan Quick { get; } = new(600, 2_000, 10, 1_000, Turns: 3, TimeSpan.FromSeconds(0.5));
}

/// <summary>What one storage gave.</summary>
internal sealed record ClusterFigures(int Accounts)
{
    public Series Bare { get; } = new();

    public Series Checks { get; } = new();

    public Series Entries { get; } = new();

    /// <summary>Requests that were answered "later" while rates were measured: not counted in them.</summary>
    public Series Refused { get; } = new();

    /// <summary>Medians of each turn, in milliseconds; so are those below.</summary>
    public Series EntryTime { get; } = new();

    public Series CheckTime { get; } = new();

    public Series WakeTime { get; } = new();
}

/// <summary>Three silos and two gateways over Azurite, once with few and once with many accounts stored.</summary>
internal sealed class ClusterRun(ClusterPlan plan, string folder)
{
    private readonly ClusterWrites _writes = new();
    private readonly ClusterFigures _few = new(plan.Few);
    private readonly ClusterFigures _many = new(plan.Many);
    private readonly Series _shortPage = new();
    private readonly Series _longPage = new();
    private readonly Series _shortEntry = new();
    private readonly Series _longEntry = new();

    /// <summary>Measures and prints.</summary>
    public static async Task<int> Run(ClusterPlan plan, TextWriter output)
    {
        HttpLoad.UseLittle();
        var folder = Directory.CreateTempSubdirectory("entry-cluster-load-").FullName;
        try
        {
            var run = new ClusterRun(plan, folder);
            var began = Stopwatch.GetTimestamp();
            void Tell(string doing) => output.WriteLine($"{Stopwatch.GetElapsedTime(began).TotalSeconds,5:0} s  {doing}");
            Tell("counting the writes of an entry");
            await run._writes.Measure(Path.Combine(folder, "writes"));
            await run.With(run._few, withLogs: true, Tell);
            await run.With(run._many, withLogs: false, Tell);
            output.WriteLine();
            output.WriteLine($"A cluster under load, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, {ProcessFacts.Machine()}");
            output.WriteLine("three silos, two gateways and Azurite (in memory), each a process; "
                + $"{plan.Turns} turns of {plan.Spell.TotalSeconds:0.#} s; {Plan.EntryConnections} connections enter, "
                + $"{Plan.Connections} check; {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s in all");
            output.WriteLine();
            run.Tell().Write(output);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task With(ClusterFigures figures, bool withLogs, Action<string> tell)
    {
        tell($"storing {figures.Accounts:N0} accounts");
        var data = Path.Combine(folder, $"{figures.Accounts}");
        await using var storage = await Azurite.Start(inMemory: true);
        var settings = LocalCluster.Settings(data, storage);
        Person[] people;
        Person[] logs = [];
        await using (var server = await InnerServer.Start(LocalCluster.Environment, [.. settings, "--Cluster:Id", "seed"]))
        {
            var seed = new Seed(server.Services);
            people = await seed.Alike(figures.Accounts);
            if (withLogs) logs = [await seed.WithLog(plan.ShortLog), await seed.WithLog(plan.LongLog)];
        }

        tell($"measuring with {figures.Accounts:N0} accounts");
        await using var cluster = await LocalCluster.Start(folder, settings);
        await Measure(figures, cluster, people);
        if (logs is [var young, var old]) await MeasureLogs(cluster.Gateways[0], young, old);
    }

    private async Task Measure(ClusterFigures figures, LocalCluster cluster, Person[] people)
    {
        var entering = people[..ClusterPlan.Entering];
        var active = people[ClusterPlan.Entering..(ClusterPlan.Entering + ClusterPlan.Active)];
        var asleep = people[(ClusterPlan.Entering + ClusterPlan.Active)..].Chunk(ClusterPlan.Woken).ToArray();
        var (first, second) = (cluster.Gateways[0], cluster.Gateways[1]);
        byte[][] entries = [.. entering.Select(p => p.WholeEntry())];
        using var bare = await HttpLoad.Connect(first, Plan.Connections, [.. active.Select(p => p.Time())], 200, true);
        using var checks = await HttpLoad.Connect(first, Plan.Connections, [.. active.Select(p => p.SessionCheck())], 200, true);
        using var oneHalf = await HttpLoad.Connect(first, Plan.EntryConnections / 2, entries[..(entries.Length / 2)], 200, true);
        using var otherHalf = await HttpLoad.Connect(second, Plan.EntryConnections / 2, entries[(entries.Length / 2)..], 200, true);
        HttpLoad[] all = [bare, checks, oneHalf, otherHalf];
        async Task<double> Enter(TimeSpan spell)
        {
            var both = await Task.WhenAll(oneHalf.For(spell), otherHalf.For(spell));
            return both.Sum(half => half.Done / half.Took.TotalSeconds);
        }

        // A new cluster that is asked everything at once has to wake all accounts while it compiles its own code.
        foreach (var load in all) await load.Gently();
        foreach (var work in (HttpLoad[])[bare, checks, checks]) await work.For(plan.Spell);
        await Enter(plan.Spell);
        var before = all.Sum(load => load.Refused);
        for (var turn = 0; turn < plan.Turns; turn++)
        {
            figures.Bare.Add(Rate(await bare.For(plan.Spell)));
            figures.Checks.Add(Rate(await checks.For(plan.Spell)));
            figures.Entries.Add(await Enter(plan.Spell));
            figures.CheckTime.Add(Median(await checks.Times(ClusterPlan.Timed)));
            figures.EntryTime.Add(Median(await oneHalf.Times(ClusterPlan.Timed)));
            using var sleepers = await HttpLoad.Connect(first, 1, [.. asleep[turn].Select(p => p.SessionCheck())], 200);
            figures.WakeTime.Add(Median(await sleepers.Times(asleep[turn].Length)));
        }

        figures.Refused.Add(all.Sum(load => load.Refused) - before);
    }

    private async Task MeasureLogs(Uri gateway, Person young, Person old)
    {
        (Person, Series, Series)[] both = [(young, _shortPage, _shortEntry), (old, _longPage, _longEntry)];
        foreach (var (person, page, entry) in both)
        {
            using var reads = await HttpLoad.Connect(gateway, 1, [person.LogPage()], 200);
            using var entries = await HttpLoad.Connect(gateway, 1, [person.WholeEntry()], 200);
            for (var turn = 0; turn < plan.Turns; turn++)
            {
                page.Add(Median(await reads.Times(ClusterPlan.Timed)));

                // No more than an account may have sessions: the one that reads is the oldest.
                entry.Add(Median(await entries.Times(3)));
            }
        }
    }

    private Table Tell()
    {
        var table = new Table();
        _writes.Tell(table);
        foreach (var figures in (ClusterFigures[])[_few, _many])
        {
            table.AddGap();
            table.AddTitle($"{figures.Accounts:N0} accounts stored");
            table.Add("bare endpoint of a gateway, requests/s", figures.Bare);
            table.Add("session checks/s through it", figures.Checks);
            table.Add("  over the bare endpoint", figures.Checks.Over(figures.Bare), "0.00");
            table.Add("entries with passcode/s, two gateways", figures.Entries, "N1");
            table.Add("requests answered \"later\" (503) meanwhile", figures.Refused);
            table.Add("an entry, one at a time, ms", figures.EntryTime, "0.0");
            table.Add("a session check, one at a time, ms", figures.CheckTime, "0.00");
            table.Add("the first check of a sleeping account, ms", figures.WakeTime, "0.00");
        }

        table.AddGap();
        table.AddTitle($"change of the median from {plan.Few:N0} to {plan.Many:N0} accounts, %");
        Change(table, "an entry", _few.EntryTime, _many.EntryTime);
        Change(table, "a session check", _few.CheckTime, _many.CheckTime);
        Change(table, "the first check of a sleeping account", _few.WakeTime, _many.WakeTime);
        table.AddGap();
        table.AddTitle($"one account's log, from {plan.ShortLog:N0} to {plan.LongLog:N0} entries");
        table.Add($"a page of twenty, {plan.ShortLog:N0} entries, ms", _shortPage, "0.00");
        table.Add($"a page of twenty, {plan.LongLog:N0} entries, ms", _longPage, "0.00");
        Change(table, "  change of the median, %", _shortPage, _longPage);
        table.Add($"an entry, {plan.ShortLog:N0} entries, ms", _shortEntry, "0.0");
        table.Add($"an entry, {plan.LongLog:N0} entries, ms", _longEntry, "0.0");
        Change(table, "  change of the median, %", _shortEntry, _longEntry);
        return table;
    }

    private static void Change(Table table, string name, Series few, Series many)
    {
        var change = new Series();
        change.Add((many.Median / few.Median - 1) * 100);
        table.Add(name, change, "+0.0;-0.0;0.0", "< 10", percent => percent < 10);
    }

    private static double Rate((int Done, TimeSpan Took) work) => work.Done / work.Took.TotalSeconds;

    private static double Median(double[] times)
    {
        var series = new Series();
        foreach (var time in times) series.Add(time);
        return series.Median;
    }
}
