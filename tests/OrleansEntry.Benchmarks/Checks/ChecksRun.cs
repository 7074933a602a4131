using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core;
using OrleansEntry.Core.SecurityCheck;
using OrleansEntry.Grains.SecurityCheck;
using OrleansEntry.Tests;
using CheckDemand = OrleansEntry.Contracts.SecurityCheck.CheckDemand;
using CheckScope = OrleansEntry.Contracts.SecurityCheck.CheckScope;

namespace OrleansEntry.Benchmarks.Checks;

/// <summary>Measures the security check in one silo of its own, in this process: pictures, opening, judging, and how many can be
/// open.</summary>
internal static class ChecksRun
{
    private const int Timed = 1_000;
    private const int Opened = 100_000;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(60);
    private static readonly CheckScope Scope = new() { Purpose = CheckPurpose.Entry, Subject = "subject", Client = "client" };

    public static async Task<int> Run(TextWriter output)
    {
        foreach (var kind in (IPictureKind[])[new SlideKind(), new PuzzleKind(), new EquationKind()])
            output.WriteLine(Text($"{kind.Kind}: {Pictures(kind):0} pictures/s on two threads"));
        output.WriteLine($"judging a solved proof-of-work: {Verification()}");

        await InSilo(_ => { }, async grains =>
        {
            await Time(grains, new CheckDemand());
            output.WriteLine($"opening a silent check: {await Time(grains, new CheckDemand())}");
            output.WriteLine($"opening a slide: {await Time(grains, new CheckDemand { VisibleKind = CheckKind.Slide })}");
        });
        // The least work, and no pictures: the room that a check takes is the same.
        await InSilo(o => (o.AnswerWithin, o.WorkCost, o.PicturesAhead) = (AnswerWithin, 1, 0), grains => Crowd(grains, output));
        return 0;
    }

    private static async Task InSilo(Action<SecurityCheckOptions> configure, Func<IGrainFactory, Task> measure)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo.UseLocalhostClustering());
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new SecurityCheckKey(new byte[SecurityCheckKey.Size]));
        builder.Services.AddSecurityCheck();
        builder.Services.Configure(configure);
        using var host = builder.Build();
        await host.StartAsync();
        await measure(host.Services.GetRequiredService<IGrainFactory>());
        await host.StopAsync();
    }

    private static double Pictures(IPictureKind kind)
    {
        kind.Draw(Chance.Dice());
        var (drawn, watch) = (0, Stopwatch.StartNew());
        Parallel.For(0, 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, _ =>
        {
            while (watch.Elapsed < TimeSpan.FromSeconds(3))
            {
                kind.Draw(Chance.Dice());
                Interlocked.Increment(ref drawn);
            }
        });
        return drawn / watch.Elapsed.TotalSeconds;
    }

    private static string Verification()
    {
        var (challenge, expected) = AltchaChallenge.Create(
            Chance.Bytes(16), Chance.Bytes(16), counter: 20, cost: 1000, DateTimeOffset.UnixEpoch,
            new SecurityCheckKey(new byte[SecurityCheckKey.Size]));
        var answer = AltchaSolver.Solve(challenge.ToJson());
        List<double> took = [];
        for (var i = 0; i < 10 * Timed; i++)
        {
            var began = Stopwatch.GetTimestamp();
            expected.Judge(answer, TimeSpan.Zero);
            took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        return Spread(took);
    }

    private static async Task<string> Time(IGrainFactory grains, CheckDemand demand)
    {
        List<double> took = [];
        for (var i = 0; i < Timed; i++)
        {
            var check = grains.GetGrain<ISecurityCheckGrain>(HexName.New());
            var began = Stopwatch.GetTimestamp();
            await check.Open(Scope, demand);
            took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        return Spread(took);
    }

    private static async Task Crowd(IGrainFactory grains, TextWriter output)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        await Parallel.ForAsync(0, Opened, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (_, cancellationToken) =>
            await grains.GetGrain<ISecurityCheckGrain>(HexName.New()).Open(Scope, new CheckDemand(), cancellationToken));
        var openingTook = watch.Elapsed;
        var open = await CountOpen(grains);
        var live = GC.GetTotalMemory(forceFullCollection: true) - before;
        var each = live / (double)open / 1024;
        output.WriteLine(Text(
            $"{open:N0} open checks after {openingTook.TotalSeconds:0.0} s: {live / 1e6:0.0} MB live, {each:0.00} KiB each"));

        // A beat every 10 ms; what comes late was held up.
        var (longest, last, lagging) = (TimeSpan.Zero, Stopwatch.GetTimestamp(), new List<double>());
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var ends = Stopwatch.StartNew();
        while (ends.Elapsed < AnswerWithin + TimeSpan.FromSeconds(10) && await timer.WaitForNextTickAsync())
        {
            var gap = Stopwatch.GetElapsedTime(last);
            last = Stopwatch.GetTimestamp();
            longest = gap > longest ? gap : longest;
            lagging.Add(gap.TotalMilliseconds);
        }
        var left = await CountOpen(grains);
        output.WriteLine(Text(
            $"while they expire, a beat of 10 ms: {Spread(lagging)}, longest {longest.TotalMilliseconds:0} ms; {left:N0} left"));
    }

    private static async Task<int> CountOpen(IGrainFactory grains)
    {
        var statistics = await grains.GetGrain<Orleans.Runtime.IManagementGrain>(0).GetSimpleGrainStatistics();
        return statistics.Where(s => s.GrainType.Contains(nameof(SecurityCheckGrain), StringComparison.Ordinal))
            .Sum(s => s.ActivationCount);
    }

    private static string Spread(List<double> milliseconds)
    {
        milliseconds.Sort();
        return Text($"p50 {milliseconds[milliseconds.Count / 2]:0.000} ms, p99 {milliseconds[milliseconds.Count * 99 / 100]:0.000} ms");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
