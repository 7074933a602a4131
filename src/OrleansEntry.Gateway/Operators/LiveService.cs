using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansEntry.Contracts.Operators;
using OrleansEntry.Core.Clients;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.OfficialAddresses;
using OrleansEntry.Core.Trading;
using OrleansEntry.Gateway.Clients;
using OrleansEntry.Gateway.OfficialAddresses;

namespace OrleansEntry.Gateway.Operators;

/// <summary>The settings of this gateway, with what operators put in their place, as it last heard: a second ago at most while the cluster
/// can be reached. What can not be read changes nothing.</summary>
internal sealed class LiveService : BackgroundService
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(1);

    private readonly IGrainFactory _grains;
    private readonly IClusterConnection? _cluster;
    private readonly DeploymentKeys _keys;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _clock;
    private readonly ILogger<LiveService> _log;
    private readonly Parts _settings;
    private volatile Parts _parts;
    private long _known = -1;

    public LiveService(
        IGrainFactory grains, IOptions<ClientsOptions> clients, IOptions<OfficialOptions> official, IOptions<GatewayOptions> gateway,
        DeploymentKeys keys, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<LiveService> log,
        IClusterConnection? cluster = null)
    {
        (_grains, _cluster, _keys, _lifetime, _clock, _log) = (grains, cluster, keys, lifetime, clock, log);
        _settings = new Parts(clients.Value.ToAdvice(), new SignedList(Read(official.Value), keys), [.. gateway.Value.KnownServices()]);
        _parts = _settings;
    }

    /// <summary>The versions of clients.</summary>
    public ClientAdvice Advice => _parts.Advice;

    /// <summary>The official addresses.</summary>
    public SignedList Official => _parts.Official;

    /// <summary>The services that may ask.</summary>
    public ImmutableArray<KnownService> Services => _parts.Services;

    /// <summary>Hears at once, after a change that this gateway carried out itself.</summary>
    public async Task Refresh()
    {
        if (await OperatorCaller.Grain(_grains).ReadService(_known) is not { } service) return;

        var listed = Read<OfficialOptions>(service.OfficialAddresses);
        _parts = new Parts(
            Read<ClientsOptions>(service.ClientVersions)?.ToAdvice() ?? _settings.Advice,
            listed is null ? _settings.Official : new SignedList(Read(listed), _keys),
            [.. _settings.Services, .. ServiceBook.Read(service.Services)]);
        _known = service.Version;
    }

    /// <summary>The document of a list.</summary>
    public static string Write<T>(T list) => JsonSerializer.Serialize(list, StrictJson.Options);

    /// <summary>The list of a document.</summary>
    public static T? Read<T>(string? document) where T : class =>
        document is null ? null : JsonSerializer.Deserialize<T>(document, StrictJson.Options);

    /// <summary>What is wrong with versions of clients; <see langword="null"/> when nothing is.</summary>
    public static string? RuleOf(ClientsOptions list) => IsInRange(list) ? list.Rule() : "the list is outside its limits";

    /// <summary>What is wrong with official addresses; <see langword="null"/> when nothing is.</summary>
    public static string? RuleOf(OfficialOptions list) =>
        !IsInRange(list) ? "the list is outside its limits" : list.TryRead(out _, out var rule) ? null : rule;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Before everything has started there is no silo to ask.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var heard = _lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);

        using var timer = new PeriodicTimer(ReadEvery, _clock);
        do
        {
            // A gateway without a cluster says so elsewhere.
            if (_cluster is { IsMade: false }) continue;

            try
            {
                await Refresh();
            }
            catch (Exception e)
            {
                _log.NotHeard(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static OfficialList Read(OfficialOptions listed) =>
        listed.TryRead(out var list, out var rule) ? list : throw new InvalidOperationException(rule);

    private static bool IsInRange(object list) =>
        Validator.TryValidateObject(list, new ValidationContext(list), null, validateAllProperties: true);

    private sealed record Parts(ClientAdvice Advice, SignedList Official, ImmutableArray<KnownService> Services);
}

internal static partial class LiveServiceEvents
{
    [LoggerMessage(EventId = 1704, Level = LogLevel.Warning,
        Message = "What operators decided could not be read; what was heard last holds")]
    public static partial void NotHeard(this ILogger log, Exception exception);
}
