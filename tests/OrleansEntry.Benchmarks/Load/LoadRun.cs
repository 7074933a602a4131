using System.Diagnostics;
using OrleansEntry.Tests;

namespace OrleansEntry.Benchmarks.Load;

/// <summary>One run: people are written into a data folder, the server is started on it, everything is measured in turns, and the
/// table is printed.</summary>
internal sealed class LoadRun(Plan plan, string folder) : IDisposable
{
    private readonly SecondFactorWrites _writes = new();
    private readonly Series _liveKiB = new();
    private readonly Series _residentKiB = new();
    private readonly Series _startsNew = new();
    private readonly Series _startsFull = new();
    private readonly WorkSeries _hashes = new();
    private readonly WorkSeries _entries = new();
    private readonly WorkSeries _bare = new();
    private readonly WorkSeries _sessions = new();
    private readonly WorkSeries _refusals = new();
    private readonly HashLoad _hashing = new();

    private Person[] _entering = [];
    private Person[] _active = [];
    private Person? _locked;

    private string Data => Path.Combine(folder, "data");

    /// <summary>Measures and prints.</summary>
    public static async Task<int> Run(Plan plan, TextWriter output)
    {
        HttpLoad.UseLittle();
        var folder = Directory.CreateTempSubdirectory("entry-load-").FullName;
        try
        {
            using var run = new LoadRun(plan, folder);
            var began = Stopwatch.GetTimestamp();
            await run.LookInside();
            await run.Start();
            output.WriteLine();
            output.WriteLine($"OrleansEntry under load, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, {ProcessFacts.Machine()}");
            output.WriteLine($"Argon2id {HashLoad.Defaults.MemoryKiB / 1024} MiB, {HashLoad.Defaults.Iterations} passes, "
                + $"{HashLoad.Defaults.Threads} threads; {plan.Repeats} turns of {plan.Spell.TotalSeconds:0.#} s; "
                + $"{Plan.EntryConnections} connections enter, {Plan.Connections} do the rest; "
                + $"{Stopwatch.GetElapsedTime(began).TotalSeconds:0} s in all");
            output.WriteLine();
            run.Tell().Write(output);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hashing.Dispose();

    // In this process: what the store and the collector know.
    private async Task LookInside()
    {
        await using var server = await InnerServer.Start(Data);
        var seed = new Seed(server.Services);
        _entering = await seed.Entering(plan.Entering);
        _active = await seed.Active(plan.Active);
        _locked = await seed.Locked();

        var withTotp = await seed.Entering(Plan.Starts * Plan.SecondFactorEntries, withTotp: true);
        foreach (var people in withTotp.Chunk(Plan.SecondFactorEntries)) await _writes.Measure(server, people);

        await Activate(server.Address, _entering);
        foreach (var people in _active.Chunk(plan.Active / Plan.Starts).Take(Plan.Starts))
        {
            var before = LiveBytes();
            await Activate(server.Address, people);
            _liveKiB.Add((LiveBytes() - before) / 1024d / people.Length);
        }
    }

    // As processes of their own: new and full data folders in turn. The last server goes on to carry the load.
    private async Task Start()
    {
        await MeasureStart(Path.Combine(folder, "unwatched"), new Series(), _ => Task.CompletedTask);
        for (var turn = 1; turn <= Plan.Starts; turn++)
        {
            await MeasureStart(Path.Combine(folder, $"new-{turn}"), _startsNew, _ => Task.CompletedTask);
            await MeasureStart(folder, _startsFull, async server =>
            {
                var address = await server.Ready();
                await MeasureMemory(server, address);
                if (turn == Plan.Starts) await MeasureLoad(server, address);
            });
        }
    }

    private static async Task MeasureStart(string directory, Series milliseconds, Func<ServerProcess, Task> goOn)
    {
        Directory.CreateDirectory(directory);
        var began = Stopwatch.GetTimestamp();
        await using var server = ServerProcess.Start(directory, InnerServer.Environment, HttpLoad.Undone, InnerServer.Settings("data"));
        await server.Ready();
        milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);

        await goOn(server);
        server.Signal(15);
        await server.Ended();
    }

    private async Task MeasureMemory(ServerProcess server, Uri address)
    {
        await Activate(address, _entering);
        var before = ProcessFacts.ResidentKiB(server.Id);
        await Activate(address, _active);
        _residentKiB.Add((ProcessFacts.ResidentKiB(server.Id) - before) / _active.Length);
    }

    private async Task MeasureLoad(ServerProcess server, Uri address)
    {
        using var entries = await HttpLoad.Connect(address, Plan.EntryConnections, [.. _entering.Select(p => p.WholeEntry())], 200);
        using var sessions = await HttpLoad.Connect(address, Plan.Connections, [.. _active.Select(p => p.SessionCheck())], 200);
        using var refusals = await HttpLoad.Connect(
            address, Plan.Connections, [.. Enumerable.Range(0, Plan.Attackers).Select(n => _locked!.AttackFrom(Person.NetworkOf(172, n)))],
            429);

        await using var bareServer = await BareServer.Start(await sessions.One());
        using var bare = await HttpLoad.Connect(bareServer.Address, Plan.Connections, [.. _active.Select(p => p.SessionCheck())], 200);

        (Func<TimeSpan, Task<(int, TimeSpan)>> Work, int Process, WorkSeries Series)[] measures =
        [
            (_hashing.For, Environment.ProcessId, _hashes),
            (entries.For, server.Id, _entries),
            (bare.For, bareServer.Id, _bare),
            (sessions.For, server.Id, _sessions),
            (refusals.For, server.Id, _refusals),
        ];

        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var (work, _, _) in measures.Skip(1)) await work(plan.WarmUp);
        }

        for (var turn = 0; turn < plan.Repeats; turn++)
        {
            foreach (var (work, process, series) in measures)
            {
                var before = ProcessFacts.ProcessorTime(process);
                var (done, took) = await work(plan.Spell);
                series.Add(done, took, ProcessFacts.ProcessorTime(process) - before);
            }
        }
    }

    // An active account has begun to enter and been asked for its session: its own grain, its identifier's and its network's are there.
    private static async Task Activate(Uri address, IReadOnlyList<Person> people)
    {
        using var beginnings = await HttpLoad.Connect(address, Plan.Connections, [.. people.Select(p => p.Beginning())], 201);
        using var checks = await HttpLoad.Connect(address, Plan.Connections, [.. people.Select(p => p.SessionCheck())], 200);
        await beginnings.Through();
        await checks.Through();
    }

    private static double LiveBytes()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private Table Tell()
    {
        var table = new Table();
        table.Add("raw Argon2id hashes/s", _hashes.Rate, "N1");
        table.Add("entries with passcode/s", _entries.Rate, "N1");
        table.Add("  over raw hashes", _entries.Rate.Over(_hashes.Rate), "0.00", "≥ 0.90", ratio => ratio >= 0.90);
        table.Add("  processor besides the hash, µs", _entries.ProcessorMicroseconds.Less(_hashes.ProcessorMicroseconds));
        table.AddGap();
        table.Add("bare endpoint, requests/s", _bare.Rate);
        table.Add("session checks/s", _sessions.Rate);
        table.Add("  over the bare endpoint", _sessions.Rate.Over(_bare.Rate), "0.00", "≥ 0.60", ratio => ratio >= 0.60);
        table.Add("  processor of a bare request, µs", _bare.ProcessorMicroseconds, "0.0");
        table.Add("  processor of a session check, µs", _sessions.ProcessorMicroseconds, "0.0");
        table.AddGap();
        table.Add("refusals of a locked account/s", _refusals.Rate, aim: "> 5,000", isMet: rate => rate > 5_000);
        table.Add("  processor of a refusal, µs", _refusals.ProcessorMicroseconds, "0.0");
        table.AddGap();
        table.Add("an entry with second factor: writes waited for", _writes.WaitedFor, "0.##", "2", writes => writes <= 2);
        table.Add("  writes afterwards", _writes.WrittenLater, "0.##");
        table.Add("  activity-log appends, deferred", _writes.Appends, "0.##");
        table.Add("  activity-log entries in them", _writes.EntriesAppended, "0.##");
        table.AddGap();
        table.Add("process start to first answer, new data folder, ms", _startsNew);
        table.Add("process start to first answer, full data folder, ms", _startsFull);
        table.Add($"memory an active account of {plan.Active:N0}: resident, KiB", _residentKiB, "0.0");
        table.Add("  live objects, KiB", _liveKiB, "0.0");
        return table;
    }
}
