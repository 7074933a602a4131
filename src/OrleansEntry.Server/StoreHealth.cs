using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansEntry.Storage.Embedded;

namespace OrleansEntry.Server;

/// <summary>Not ready once the store has given up writing: nothing could be counted any more, so nobody is let in.</summary>
internal sealed class StoreHealth(EmbeddedStore store) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(store.Fault is null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The store writes no more."));
}
