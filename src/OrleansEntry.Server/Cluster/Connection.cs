using Orleans.Runtime;
using OrleansEntry.Gateway;

namespace OrleansEntry.Server.Cluster;

/// <summary>Knows whether this gateway has ever met a silo.</summary>
internal sealed class Connection : IClusterConnection, ILifecycleParticipant<IClusterClientLifecycle>
{
    private volatile bool _isMade;

    /// <inheritdoc/>
    public bool IsMade => _isMade;

    /// <inheritdoc/>
    public void Participate(IClusterClientLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(Connection), ServiceLifecycleStage.Last, _ =>
        {
            _isMade = true;
            return Task.CompletedTask;
        });
}
