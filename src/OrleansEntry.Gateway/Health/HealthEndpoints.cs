using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OrleansEntry.Gateway.Health;

/// <summary>How this process is.</summary>
internal sealed record HealthBody
{
    /// <summary>live, ready or not-ready. Which part is missing is for operators to find elsewhere.</summary>
    public required string Status { get; init; }
}

/// <summary>For orchestrators and load balancers.</summary>
internal static class HealthEndpoints
{
    /// <summary>Maps <c>/health/live</c> and <c>/health/ready</c>.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Health").AnswersHead();
        health.MapGet("/live", Live).Describe("Is it running", "Asks nobody else.");
        health.MapGet("/ready", Ready).Describe("Can it work", "Runs every health check that the server registered.").Produces<HealthBody>(200).Produces<HealthBody>(503);
    }

    private static Ok<HealthBody> Live() => TypedResults.Ok(new HealthBody { Status = "live" });

    private static async Task<IResult> Ready(HealthCheckService checks, CancellationToken cancellationToken)
    {
        var report = await checks.CheckHealthAsync(cancellationToken);
        return report.Status is HealthStatus.Unhealthy
            ? TypedResults.Json(new HealthBody { Status = "not-ready" }, statusCode: StatusCodes.Status503ServiceUnavailable)
            : TypedResults.Ok(new HealthBody { Status = "ready" });
    }
}
