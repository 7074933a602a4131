using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using OrleansEntry.Core.Trading;

namespace OrleansEntry.Gateway.Services;

/// <summary>A service as it is known here.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Scopes">What it may do.</param>
internal sealed record KnownService(string Name, IReadOnlySet<string> Scopes);

/// <summary>Knows the services that may ask about other people's sessions and approvals.</summary>
internal sealed class ServiceCredentials
{
    private const string Scheme = "Bearer ";

    private readonly (KnownService Service, byte[] Hash)[] _secrets;

    /// <summary>Takes what the settings name.</summary>
    public ServiceCredentials(IOptions<GatewayOptions> options) => _secrets =
    [
        .. from service in options.Value.Services
           let known = new KnownService(service.Key, service.Value.Scopes.ToHashSet(StringComparer.Ordinal))
           from secret in service.Value.Secrets
           select (known, Convert.FromHexString(secret)),
    ];

    /// <summary>The service behind a request; <see langword="null"/> when there is none. Looks at every secret, each in constant time, so
    /// that an unknown name takes as long as a known one.</summary>
    public KnownService? Find(HttpContext http)
    {
        var authorization = http.Request.Headers[HeaderNames.Authorization];
        if (authorization.Count != 1 || !authorization.ToString().StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        if (!ServiceSecret.TryParse(authorization.ToString()[Scheme.Length..], out var secret)) return null;

        var hash = secret.Hash();
        KnownService? found = null;
        foreach (var (service, known) in _secrets)
            if (CryptographicOperations.FixedTimeEquals(known, hash) & service.Name == secret.Name) found = service;
        return found;
    }
}
