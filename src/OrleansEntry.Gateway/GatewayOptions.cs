using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;
using OrleansEntry.Core.Trading;
using OrleansEntry.Gateway.Services;

namespace OrleansEntry.Gateway;

/// <summary>Section <c>Gateway</c>. Read once; a gateway with bad values does not start.</summary>
public sealed class GatewayOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Gateway";

    /// <summary>The origins of our own pages, for example <c>https://entry.example.test</c>: scheme, host and, where it is not the
    /// scheme's own, port. A change that a browser sends from any other origin is refused. Empty (the default): the origin that the
    /// request itself was sent to. At most 16.</summary>
    [MaxLength(16)] public IList<string> PublicOrigins { get; init; } = [];

    /// <summary>The origins of trading services to which a person may go back after an approval, for example
    /// <c>https://trade.example.test</c>; https alone outside of development. None by default; at most 16.</summary>
    [MaxLength(16)] public IList<string> ReturnOrigins { get; init; } = [];

    /// <summary>How long a device is remembered by its browser. 1 to 400 days (browsers keep no cookie for longer);
    /// default 400 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "400.00:00:00")] public TimeSpan DeviceCookieLifetime { get; set; } = TimeSpan.FromDays(400);

    /// <summary>The services that may redeem approvals, ask about sessions and read holds, by name (1 to 32 of <c>a-z 0-9 -</c>). None by
    /// default; at most 16. <c>OrleansEntry.Server service</c> makes them, lets them take over from one another, and lists them.</summary>
    [MaxLength(16)] public Dictionary<string, ServiceCredentialOptions> Services { get; init; } = [];

    /// <summary>The services; all of them are readable once the options are validated.</summary>
    public IEnumerable<KnownService> KnownServices() => Services.Select(set =>
        KnownService.TryRead(set.Key, set.Value.Scopes, set.Value.Secrets, out var service, out var rule)
            ? service
            : throw new InvalidOperationException($"{Section}:Services:{set.Key} {rule}."));

    /// <summary>Whether <c>/docs</c> shows the API's browsable reference. Default: in development only.</summary>
    public bool? ShowDocs { get; set; }
}

/// <summary>Section <c>Network</c>: what stands between the visitors and this gateway.</summary>
public sealed class NetworkOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Network";

    /// <summary>Addresses and networks (CIDR) of the reverse proxies in front, for example <c>10.0.0.5</c> or <c>fd00::/8</c>. Only they
    /// are believed about where a request comes from (<c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c>); from everybody else, and when the
    /// list is empty (the default), the headers are ignored. At most 64.</summary>
    [MaxLength(64)] public IList<string> TrustedProxies { get; init; } = [];

    internal IEnumerable<IPNetwork> Networks() => TrustedProxies.Select(text => TryRead(text, out var network)
        ? network
        : throw new InvalidOperationException($"{Section}: '{text}' is no address and no network."));

    internal static bool TryRead(string text, out IPNetwork network)
    {
        if (!text.Contains('/', StringComparison.Ordinal) && IPAddress.TryParse(text, out var address))
        {
            network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
            return true;
        }

        return IPNetwork.TryParse(text, out network);
    }
}

[OptionsValidator]
internal sealed partial class GatewayOptionsValidator : IValidateOptions<GatewayOptions>;

[OptionsValidator]
internal sealed partial class NetworkOptionsValidator : IValidateOptions<NetworkOptions>;
