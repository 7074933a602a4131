using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansEntry.Storage.Embedded;

namespace OrleansEntry.Server;

/// <summary>Not ready once the store has stopped writing: a full disk or a damaged file needs a person.</summary>
internal sealed class StoreHealth(EmbeddedStore store) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(store.Fault is null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
}
