using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core;
using OrleansEntry.Core.SecurityCheck;
using OrleansEntry.Grains.SecurityCheck;
using CheckScope = OrleansEntry.Contracts.SecurityCheck.CheckScope;

namespace OrleansEntry.Benchmarks.Checks;

/// <summary>100,000 open checks in one silo, until the last has expired; and what so many empty activations would take.</summary>
internal static class Crowd
{
    private const int Opened = 100_000;
    private static readonly TimeSpan SweptAfter = TimeSpan.FromSeconds(17);
    private static readonly CheckScope Nobody = new() { Purpose = CheckPurpose.Entry, Subject = "nobody", Client = "nobody" };

    public static async Task Measure(IServiceProvider host, TextWriter output)
    {
        var (grains, within) = (host.GetRequiredService<IGrainFactory>(), host.GetRequiredService<CheckPolicy>().AnswerWithin);
        await ChecksRun.OpenOne(grains, null);

        var before = Live();
        var watch = Stopwatch.StartNew();
        await Parallel.ForAsync(0, Opened, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (_, _) =>
            await ChecksRun.OpenOne(grains, null));
        var took = watch.Elapsed;
        var live = Live() - before;
        output.WriteLine(ChecksRun.Text(
            $"{Opened:N0} checks opened in {took.TotalSeconds:0.0} s: {live / 1e6:0.0} MB live, {live / Opened:N0} bytes each"));

        // From a little before the first expires until the last was swept: how long a call to any of the grains takes.
        var rest = within - watch.Elapsed - TimeSpan.FromSeconds(1);
        if (rest > TimeSpan.Zero) await Task.Delay(rest, TimeProvider.System);
        List<double> latencies = [];
        while (watch.Elapsed < took + within + SweptAfter)
        {
            latencies.Add(await ChecksRun.Time(() => grains.GetSecurityCheck(HexName.New()).Redeem(Nobody)));
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }
        output.WriteLine($"while they expire, {latencies.Count:N0} calls one after the other: {ChecksRun.Spread(latencies)}");

        await Task.Delay(SweptAfter, TimeProvider.System);
        output.WriteLine(ChecksRun.Text(
            $"after that: {await Activations(grains):N0} grains with checks left, {(Live() - before) / 1e6:0.0} MB live"));
        await Bare(grains, output);
    }

    private static async Task Bare(IGrainFactory grains, TextWriter output)
    {
        var before = Live();
        await Parallel.ForAsync(0, Opened, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (_, _) =>
            await grains.GetGrain<IBareGrain>(HexName.New()).Touch());
        var live = Live() - before;
        output.WriteLine(ChecksRun.Text($"{Opened:N0} empty grains, to compare: {live / 1e6:0.0} MB live, {live / Opened:N0} bytes each"));
    }

    private static async Task<int> Activations(IGrainFactory grains)
    {
        var statistics = await grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics();
        return statistics.Where(s => s.GrainType.Contains(nameof(SecurityChecksGrain), StringComparison.Ordinal))
            .Sum(s => s.ActivationCount);
    }

    private static long Live() => GC.GetTotalMemory(forceFullCollection: true);
}

/// <summary>A grain with nothing in it.</summary>
[Alias("benchmarks.IBareGrain")]
public interface IBareGrain : IGrainWithStringKey
{
    /// <summary>Does nothing.</summary>
    [Alias("Touch")]
    Task Touch();
}

/// <summary>What Orleans itself takes for an activation.</summary>
internal sealed class BareGrain : Grain, IBareGrain
{
    public Task Touch() => Task.CompletedTask;
}
