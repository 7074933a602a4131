using System.Diagnostics;
using System.Globalization;
using OrleansEntry.Reliability.Tests.Durability;

namespace OrleansEntry.Reliability.Tests.Chaos;

/// <summary>What a run showed.</summary>
internal sealed record ChaosReport(Operation[] History, Evidence[] Evidence, Strike[] Strikes, int SilosLost, int Hit, int Later,
    TimeSpan Took)
{
    public string[] Violations { get; } = Verdicts.Of(History, Evidence, SilosLost);

    public override string ToString()
    {
        int Of(Outcome outcome) => History.Count(o => o.Outcome == outcome);
        var waits = History.Where(o => o is { Act: Act.Enter, Outcome: Outcome.Ok }).Select(o => (o.To - o.From).TotalMilliseconds).Order()
            .ToArray();
        var worst = waits.Length > 0 ? waits[^1] : 0;
        var median = waits.Length > 0 ? waits[waits.Length / 2] : 0;
        var (ok, refused, unknown) = (Of(Outcome.Ok), Of(Outcome.Refused), Of(Outcome.Unknown));
        var faults = string.Join(", ", Strikes.GroupBy(s => s.Fault).Select(g => $"{g.Key} {g.Count()}"));
        var logged = $"{Evidence.Length} accounts with {Evidence.Sum(e => e.Log.Length)} log entries";
        return string.Create(CultureInfo.InvariantCulture,
            $"""
            {History.Length} operations in {Took.TotalSeconds:0} s: {ok} ok, {refused} refused, {unknown} unknown; {Later} × "later"
            {Strikes.Length} faults ({faults}), {SilosLost} silos lost, {Hit} requests to the storage disturbed
            {logged}; an entry took {median:0} ms in the median, {worst:0} ms at most with its repeats;
            no request waited longer than {GatewayRoute.Slowest.TotalMilliseconds:0} ms for its answer
            {Violations.Length} violations{string.Concat(Violations.Select(v => $"\n  {v}"))}
            """);
    }
}

/// <summary>A seeded crowd on a cluster that a seeded schedule disturbs. The same seed makes the same plans; how the processes' steps fall
/// between each other is the machine's.</summary>
internal sealed class ChaosRun(Cluster cluster, ulong seed, Action<string> tell)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    private const int Workers = 4;
    private const int PeopleOfWorker = 2;

    private readonly History _history = new();

    /// <summary>What the clients saw so far.</summary>
    public History History => _history;

    /// <summary>Runs until so many strikes are over, or, if there is one, the time.</summary>
    public async Task<ChaosReport> Run(int strikes, TimeSpan? time = null)
    {
        var dice = new SeededDice(seed);
        var (watch, later, hit) = (_watch, GatewayRoute.Later, cluster.Storages.Sum(storage => storage.Hit));
        var stage = new ChaosStage(cluster, _history);
        var conductor = new Conductor(cluster, _history, Say);
        var flood = cluster.NewNetwork();
        using var over = new CancellationTokenSource();

        var residents = Enumerable.Range(0, Workers * PeopleOfWorker).Select(i => new Resident(stage, dice.For(i + 1), flood)).ToArray();
        await Task.WhenAll(residents.Chunk(PeopleOfWorker).Select(async own =>
        {
            foreach (var resident in own) await resident.Arrive(ChaosStage.NewPerson());
        }));
        Say($"{residents.Length} accounts");

        var lives = residents.Chunk(PeopleOfWorker).Select((own, worker) => Live(own, dice.For(100 + worker), over.Token)).ToArray();
        try
        {
            foreach (var strike in Schedule.From(dice.For(0)).TakeWhile((_, i) => time is { } end ? watch.Elapsed < end : i < strikes))
            {
                var struck = conductor.Strike(strike);
                await Task.WhenAny([struck, .. lives]);
                if (lives.FirstOrDefault(life => life.IsCompleted) is { } broken) await broken;
                await struck;
                await stage.Mails();
            }
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(lives);
            foreach (var storage in cluster.Storages) storage.Heal();
            await conductor.Refill();
        }

        Say("all quiet");
        var evidence = await Task.WhenAll(residents.Select(resident => resident.Close()));
        return new ChaosReport(_history.All, evidence, [.. conductor.Done], conductor.SilosLost,
            cluster.Storages.Sum(storage => storage.Hit) - hit, GatewayRoute.Later - later, watch.Elapsed);
    }

    private void Say(string text) => tell(string.Create(CultureInfo.InvariantCulture, $"{_watch.Elapsed.TotalSeconds,6:0.0} s  {text}"));

    private static async Task Live(Resident[] own, SeededDice dice, CancellationToken over)
    {
        while (!over.IsCancellationRequested) await own[dice.Roll(own.Length)].Step();
    }
}
