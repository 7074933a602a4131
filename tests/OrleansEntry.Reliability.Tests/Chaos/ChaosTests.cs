using System.Diagnostics;
using System.Globalization;
using OrleansEntry.Reliability.Tests.Durability;

namespace OrleansEntry.Reliability.Tests.Chaos;

/// <summary>A cluster under faults, and how soon it is back.</summary>
[Collection(Cluster.Collection)]
public sealed class ChaosTests(Cluster cluster, ITestOutputHelper output)
{
    private static readonly TimeSpan OneSiloOfThree = TimeSpan.FromSeconds(8);

    // A start of the process included, which takes two or three seconds of a machine that nobody else uses.
    private static readonly TimeSpan AllSilos = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Every_invariant_holds_while_processes_and_storage_fail()
    {
        var seed = SeededDice.Seed;
        output.WriteLine($"seed {seed}: replay with {SeededDice.Variable}={seed}");

        var report = await new ChaosRun(cluster, seed, output.WriteLine).Run(strikes: 9);

        output.WriteLine(report.ToString());
        Assert.True(report.Violations.Length == 0, $"seed {seed}: {string.Join('\n', report.Violations)}");
        Assert.Equal(Enum.GetValues<Fault>().Order(), report.Strikes.Select(strike => strike.Fault).Order());
    }

    /// <summary>I-24: one silo of three is killed.</summary>
    [Fact]
    public async Task After_one_silo_of_three_is_killed_everybody_enters_again_in_time()
    {
        var people = await cluster.Settlers;
        var watch = Stopwatch.StartNew();
        await cluster.Silos[1].Kill();

        var took = await Task.WhenAll(people.Select(one => Back(one, watch)));
        await cluster.Heal();

        Tell("one silo of three killed", took);
        Assert.All(took, time => Assert.InRange(time, TimeSpan.Zero, OneSiloOfThree));
    }

    /// <summary>I-24: all silos are killed, and one is started.</summary>
    [Fact]
    public async Task After_all_silos_are_killed_and_one_starts_everybody_enters_again_in_time()
    {
        var people = await cluster.Settlers;
        await Task.WhenAll(cluster.Silos.Select(silo => silo.Kill()));
        var watch = Stopwatch.StartNew();
        var start = cluster.Silos[0].Start();

        var took = await Task.WhenAll(people.Select(one => Back(one, watch)));
        await start;
        await cluster.Heal();

        Tell("all silos killed, one started", took);
        Assert.All(took, time => Assert.InRange(time, TimeSpan.Zero, AllSilos));
    }

    [Fact]
    public async Task A_rolling_restart_under_load_fails_nobody()
    {
        var people = await cluster.Settlers;
        using var over = new CancellationTokenSource();
        var (later, entries, slowest) = (GatewayRoute.Later, 0, 0L);
        var load = people.Select(async one =>
        {
            while (!over.IsCancellationRequested)
            {
                var watch = Stopwatch.StartNew();
                (await Enter(one)).Is("200 done", "201 done");
                Interlocked.Increment(ref entries);
                lock (people) slowest = Math.Max(slowest, watch.ElapsedMilliseconds);
                (await one.Home.Delete("v1/session")).Is("204", "401 no-session");
            }
        }).ToArray();

        try
        {
            foreach (var member in cluster.Members)
            {
                var before = Volatile.Read(ref entries);
                Assert.Equal(0, await member.Stop());
                await member.Start();
                if (load.FirstOrDefault(one => one.IsFaulted) is { } failed) await failed;
                Assert.True(Volatile.Read(ref entries) > before, $"Nobody entered while {member.Name} was restarted.");
            }
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(load);
            await cluster.Heal();
        }

        output.WriteLine($"{entries} entries over five restarts, none failed; {GatewayRoute.Later - later} × \"later\"; "
            + $"the slowest took {slowest} ms");
    }

    private void Tell(string what, TimeSpan[] took) =>
        output.WriteLine($"{what}: back after {string.Join(", ", took.Select(Seconds))} s");

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    // From a device that the account knows: no check, one request.
    private static Task<Answer> Enter(Settler one)
    {
        one.Home.Token = null;
        return one.Home.Begin(one.Person.Identifier, one.Person.Passcode);
    }

    // Bounded by the test's own bound: whoever never comes back fails it.
    private static async Task<TimeSpan> Back(Settler one, Stopwatch since)
    {
        for (; since.Elapsed < TimeSpan.FromSeconds(30); await Task.Delay(LookAgainAfter, TimeProvider.System))
        {
            try
            {
                if ((await Enter(one)).Next == "done") return since.Elapsed;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                // Not yet.
            }
        }

        return since.Elapsed;
    }
}
