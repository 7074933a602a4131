using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;

namespace OrleansEntry.Storage.Azure;

/// <summary>Before a silo joins, it declares those dead that are gone: the table has not heard of them for as long as Orleans allows,
/// and nobody answers at their port. Both are asked for, so that a silo whose network is cut off from the others harms none that lives:
/// those keep writing that they do.</summary>
/// <remarks>Orleans would ask the departed, wait five seconds and ask again, and send calls to them until they were voted out.
/// After the loss of all silos the first that starts again would be late by as much.</remarks>
internal sealed partial class DepartedSilos(
    IMembershipTable table, ILocalSiloDetails self, IOptions<ClusterMembershipOptions> options, TimeProvider clock,
    ILogger<DepartedSilos> log)
    : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(200);

    private readonly TimeSpan _publishes = options.Value.IAmAliveTablePublishTimeout;

    // As Orleans counts it.
    private readonly TimeSpan _allowed = options.Value.IAmAliveTablePublishTimeout * options.Value.NumMissedTableIAmAliveLimit;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(DepartedSilos), ServiceLifecycleStage.AfterRuntimeGrainServices - 1, Settle, _ => Task.CompletedTask);

    /// <summary>Ends when every silo of the table either lives, as far as can be told, or is declared dead.</summary>
    /// <remarks>That takes no longer than Orleans' own patience with a silent silo. A table that can not be read or written is no reason
    /// not to start: Orleans goes on its own way then.</remarks>
    internal async Task Settle(CancellationToken cancellationToken)
    {
        try
        {
            for (var until = clock.GetUtcNow() + _allowed; ; await Task.Delay(LookAgainAfter, clock, cancellationToken))
                if (await Bury(cancellationToken) == 0 || clock.GetUtcNow() >= until) return;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            NotSettled(log, e);
        }
    }

    // How many silos answer nobody and are not declared dead yet.
    private async Task<int> Bury(CancellationToken cancellationToken)
    {
        var data = await table.ReadAllAsync(cancellationToken);
        var silent = data.Members.Where(m =>
            m.Item1.Status is SiloStatus.Active && !m.Item1.SiloAddress.Equals(self.SiloAddress)
            && SilentFor(m.Item1) > _publishes).ToArray();
        var answers = await Task.WhenAll(silent.Select(m => Answers(m.Item1.SiloAddress, cancellationToken)));
        var gone = silent.Where((_, i) => !answers[i]).ToArray();
        if (gone.FirstOrDefault(m => SilentFor(m.Item1) > _allowed) is not var (entry, etag)) return gone.Length;

        // One at a time, each on the table as it is then.
        entry.AddSuspector(self.SiloAddress, clock.GetUtcNow().UtcDateTime);
        entry.Status = SiloStatus.Dead;
        if (await table.UpdateRowAsync(entry, etag, data.Version.Next(), cancellationToken)) DeclaredDead(log, entry.SiloAddress);
        return await Bury(cancellationToken);
    }

    private TimeSpan SilentFor(MembershipEntry entry) =>
        clock.GetUtcNow().UtcDateTime - (entry.IAmAliveTime > entry.StartTime ? entry.IAmAliveTime : entry.StartTime);

    private static async Task<bool> Answers(SiloAddress silo, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(AnswersWithin);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(silo.Endpoint, patience.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(EventId = 3101, Level = LogLevel.Information, Message = "Silo {Silo} is gone: it is declared dead")]
    private static partial void DeclaredDead(ILogger log, SiloAddress silo);

    [LoggerMessage(EventId = 3102, Level = LogLevel.Warning,
        Message = "Silos that are gone could not be declared dead; Orleans finds out by itself, later")]
    private static partial void NotSettled(ILogger log, Exception exception);
}
