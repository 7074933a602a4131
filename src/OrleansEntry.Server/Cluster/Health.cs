using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Runtime;

namespace OrleansEntry.Server.Cluster;

/// <summary>A silo is ready while it is an active member of its cluster.</summary>
internal sealed class SiloHealth(ISiloStatusOracle members) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(members.CurrentStatus is SiloStatus.Active
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"This silo is {members.CurrentStatus}."));
}

/// <summary>A gateway is ready while some silo answers it.</summary>
internal sealed class ClientHealth(IGrainFactory grains) : IHealthCheck
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true, cancellationToken)
                .WaitAsync(AnswerWithin, TimeProvider.System, cancellationToken);
            return HealthCheckResult.Healthy();
        }
#pragma warning disable CA1031 // Whatever keeps a silo from answering, this gateway is of no use meanwhile.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return HealthCheckResult.Unhealthy("No silo answers.", e);
        }
    }
}
