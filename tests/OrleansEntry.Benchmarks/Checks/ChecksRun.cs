using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core;
using OrleansEntry.Core.SecurityCheck;
using OrleansEntry.Grains.SecurityCheck;
using CheckDemand = OrleansEntry.Contracts.SecurityCheck.CheckDemand;
using CheckScope = OrleansEntry.Contracts.SecurityCheck.CheckScope;

namespace OrleansEntry.Benchmarks.Checks;

/// <summary>Measures the security check in one silo of its own, in this process: pictures, opening, judging, a rush, and how many can be
/// open.</summary>
internal static class ChecksRun
{
    private const int Timed = 1_000;
    private const int Rush = 500;

    // Of each of three kinds; as many as a rush takes, and far fewer than by default: filling the shelves takes longest.
    private const int Ahead = 170;
    private static readonly CheckScope Scope = new() { Purpose = CheckPurpose.Entry, Subject = "subject", Client = "client" };

    public static async Task<int> Run(TextWriter output)
    {
        output.WriteLine(Text($"The security check, {Environment.ProcessorCount} processors, {Environment.Version}"));
        foreach (var kind in (IPictureKind[])[new SlideKind(), new PuzzleKind(), new EquationKind()])
            output.WriteLine(Text($"{kind.Kind}: {Pictures(kind):0} pictures/s on two threads"));
        foreach (var (kind, judging) in Judging.All()) output.WriteLine($"judging a right answer, {kind}: {judging}");

        await InSilo(async host =>
        {
            var (grains, pool) = (host.GetRequiredService<IGrainFactory>(), host.GetRequiredService<PicturePool>());
            await Open(grains, null, Timed);
            output.WriteLine($"opening, silent, one after the other: {await Open(grains, null, Timed)}");
            output.WriteLine($"opening, silent, {Rush} at once: {await OpenAtOnce(grains, null)}");
            await Filled(pool);
            output.WriteLine($"opening, slide, one after the other: {await Open(grains, CheckKind.Slide, Ahead)}");
            await Filled(pool);
            output.WriteLine($"opening, slide, {Rush} at once: {await OpenAtOnce(grains, CheckKind.Slide)}");
            output.WriteLine($"opening, slide, {Rush} at once with the pictures used up: {await OpenAtOnce(grains, CheckKind.Slide)}");
        }, o => o.PicturesAhead = Ahead);

        // The least work: the room that a check takes is the same.
        await InSilo(host => Crowd.Measure(host, output), o => (o.PicturesAhead, o.WorkCost) = (0, 1));
        return 0;
    }

    internal static string Spread(List<double> milliseconds)
    {
        milliseconds.Sort();
        return Text($"p50 {milliseconds[milliseconds.Count / 2]:0.000} ms, p99 {milliseconds[milliseconds.Count * 99 / 100]:0.000} ms, ")
            + Text($"longest {milliseconds[^1]:0.000} ms");
    }

    internal static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    internal static async Task<double> Time(Func<Task> act)
    {
        var began = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    internal static async Task<CheckOffer> OpenOne(IGrainFactory grains, string? kind) =>
        (await grains.GetSecurityCheck(HexName.New()).Open(Scope, new CheckDemand { VisibleKind = kind }))!;

    private static async Task InSilo(Func<IServiceProvider, Task> measure, Action<SecurityCheckOptions>? configure = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo.UseLocalhostClustering());
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new SecurityCheckKey(new byte[SecurityCheckKey.Size]));
        builder.Services.AddSecurityCheck();
        if (configure is not null) builder.Services.Configure(configure);
        using var host = builder.Build();
        await host.StartAsync();
        await measure(host.Services);
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

    private static async Task<string> Open(IGrainFactory grains, string? kind, int count)
    {
        List<double> took = [];
        for (var i = 0; i < count; i++) took.Add(await Time(() => OpenOne(grains, kind)));
        return Spread(took);
    }

    private static async Task<string> OpenAtOnce(IGrainFactory grains, string? kind)
    {
        var shown = 0;
        var took = await Task.WhenAll(Enumerable.Range(0, Rush).Select(_ => Task.Run(() => Time(async () =>
        {
            if ((await OpenOne(grains, kind)).Kinds.Count > 1) Interlocked.Increment(ref shown);
        }))));
        return Text($"{Spread([.. took])}; {shown} with a picture");
    }

    private static async Task Filled(PicturePool pool)
    {
        // An eager painter would share the processors with what is measured.
        while (CheckKind.Visible.Any(kind => pool.Count(kind) < Ahead))
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
    }
}
