using Microsoft.Net.Http.Headers;
using OrleansEntry.Core.Trading;
using OrleansEntry.Gateway.Operators;

namespace OrleansEntry.Gateway.Services;

/// <summary>Knows the services that may ask about other people's sessions and approvals.</summary>
internal sealed class ServiceCredentials(LiveService live, TimeProvider clock)
{
    private const string Scheme = "Bearer ";

    /// <summary>The service behind a request; <see langword="null"/> when there is none.</summary>
    public KnownService? Find(HttpContext http)
    {
        var authorization = http.Request.Headers[HeaderNames.Authorization];
        if (authorization.Count != 1 || !authorization.ToString().StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;

        return ServiceSecret.TryParse(authorization.ToString()[Scheme.Length..], out var shown)
            ? KnownService.Find(live.Services, shown, clock.GetUtcNow())
            : null;
    }
}
