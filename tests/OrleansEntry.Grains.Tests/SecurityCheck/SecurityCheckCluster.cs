using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.TestingHost;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core.SecurityCheck;
using OrleansEntry.Grains.SecurityCheck;
using Xunit;

namespace OrleansEntry.Grains.Tests.SecurityCheck;

/// <summary>Two silos whose grains see a clock that only the tests move; the runtime keeps real time.</summary>
public sealed class SecurityCheckCluster : IAsyncLifetime
{
    private static readonly string[] RuntimeClocks =
    [
        TimeProviderNames.Messaging, TimeProviderNames.Membership, TimeProviderNames.SystemTimers,
        TimeProviderNames.ActivationManagement, TimeProviderNames.GrainDirectory,
    ];

    private InProcessTestCluster? _cluster;
    private int _begun;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2030, 1, 2, 12, 0, 0, TimeSpan.Zero));

    public IGrainFactory Grains => _cluster!.Client;

    public IReadOnlyList<InProcessSiloHandle> Silos => _cluster!.Silos;

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(Clock);
            foreach (var name in RuntimeClocks) silo.Services.AddKeyedSingleton(name, TimeProvider.System);
            silo.Services.AddSingleton(new SecurityCheckKey(new byte[SecurityCheckKey.Size]));
            silo.Services.AddSecurityCheck();
            silo.Services.Remove(silo.Services.Single(s => s.ImplementationType == typeof(SlideKind)));
            silo.Services.AddSingleton<IPictureKind, KnownSlide>();
            // The least work that is still some: these tests are about the grain.
            silo.Services.Configure<SecurityCheckOptions>(o =>
                (o.WorkCost, o.WorkCounterMin, o.WorkCounterMax, o.PicturesAhead) = (10, 5, 20, 0));
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
    }

    /// <summary>A slide whose places the tests know.</summary>
    internal sealed class KnownSlide : IPictureKind
    {
        public static Slide Slide { get; } = new(120, 230);

        public string Kind => CheckKind.Slide;

        public DrawnPicture Draw(Dice dice) => new(Slide.ToExpected(), offer => offer with { Slide = SlidePicture.Draw(Slide, dice) });
    }

    /// <summary>A check in a grain that holds no other.</summary>
    public OneSecurityCheck NewCheck() => NewCheck(Grains);

    /// <summary>The same, for who calls from one of the silos.</summary>
    public OneSecurityCheck NewCheck(IGrainFactory caller) =>
        caller.GetSecurityCheck(Interlocked.Increment(ref _begun).ToString("x3", CultureInfo.InvariantCulture) + new string('a', 29));

    public async Task<int> CountActivations(IGrain grain) => (await WhereIs(grain)).Length;

    public async Task<SiloAddress[]> WhereIs(IGrain grain)
    {
        var details = await Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        return [.. details.Where(d => d.GrainId == grain.GetGrainId()).Select(d => d.SiloAddress)];
    }
}
