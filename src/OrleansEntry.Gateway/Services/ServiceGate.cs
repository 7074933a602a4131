using OrleansEntry.Contracts.Throttling;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Trading;

namespace OrleansEntry.Gateway.Services;

/// <summary>Marks a route that only works for a service.</summary>
/// <param name="Scope">What the service must be allowed to do.</param>
internal sealed record NeedsService(string Scope);

/// <summary>Stands before the routes for services. It comes before an idempotency key is looked at: nobody else is given an answer
/// again.</summary>
internal sealed class ServiceGate(ServiceCredentials credentials, Visitors visitors, IGrainFactory grains, DeploymentKeys keys,
    TimeProvider clock)
{
    /// <summary>Lets services pass that may do what the route does.</summary>
    public Task Admit(HttpContext http, RequestDelegate next) =>
        http.GetEndpoint()?.Metadata.GetMetadata<NeedsService>() is { Scope: var scope } ? Admit(http, scope, next) : next(http);

    /// <summary>The service that was let pass.</summary>
    public static KnownService Of(HttpContext http) =>
        http.Features.Get<KnownService>() ?? throw new InvalidOperationException("This route does not demand a service.");

    private async Task Admit(HttpContext http, string scope, RequestDelegate next)
    {
        var service = credentials.Find(http);
        if (service is null)
        {
            await (await Refuse(http)).ExecuteAsync(http);
            return;
        }

        if (!service.Scopes.Contains(scope))
        {
            await new Problem(Problems.NotInScope).ExecuteAsync(http);
            return;
        }

        http.Features.Set(service);
        await next(http);
    }

    // Secrets of 256 bits are not guessed; what is slowed down is the noise. A service with the right secret never waits for it.
    private async Task<Problem> Refuse(HttpContext http)
    {
        var network = grains.GetGrain<IAddressThrottleGrain>(keys.NameNetwork(visitors.Read(http).Visit.Network));
        return await network.Take(NetworkBudgets.Attempt) is { } until
            ? RetryAfter.Refuse(until, clock.GetUtcNow())
            : new Problem(Problems.NoService);
    }
}
