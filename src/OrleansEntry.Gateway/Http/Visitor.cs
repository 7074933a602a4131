using OrleansEntry.Contracts;
using OrleansEntry.Core.Clients;
using OrleansEntry.Core.Keys;
using OrleansEntry.Gateway.Operators;

namespace OrleansEntry.Gateway.Http;

/// <summary>Who is asking, as far as one request tells.</summary>
/// <param name="visit">What grains are told.</param>
/// <param name="bind">Makes the binding when it is asked for: a session check, which needs none, is spared two hashes.</param>
/// <param name="isBrowser">Whether a browser asks.</param>
/// <param name="headers">What came with the request.</param>
/// <param name="advice">Which clients are old.</param>
internal sealed class Visitor(Visit visit, Func<ClientBinding> bind, bool isBrowser, IHeaderDictionary headers, ClientAdvice advice)
{
    private ClientBinding? _binding;

    /// <summary>What grains are told.</summary>
    public Visit Visit => visit;

    /// <summary>The same for the door, which looks closer: a session check is spared it.</summary>
    public Visit VisitAtDoor => visit with
    {
        MissingSigns = ClientSigns.Missing(headers), ClientIsOld = advice.IsOld(ClientAgent.ReleaseOf(headers.UserAgent)),
    };

    /// <summary>The client, for what goes on only where it began.</summary>
    public ClientBinding Binding => _binding ??= bind();

    /// <summary>Whether a browser asks: it keeps its session in the cookie and never sees it (ASVS 3.3.4).</summary>
    public bool IsBrowser => isBrowser;

    /// <summary>The header by which clients without cookies show their device.</summary>
    public const string DeviceHeader = "Entry-Device";
}

/// <summary>Reads visitors from requests.</summary>
internal sealed class Visitors(DeploymentKeys keys, Cookies cookies, LiveService live)
{
    /// <summary>The visitor behind a request. Nothing is given out.</summary>
    public Visitor Read(HttpContext http) => Read(http, Shown(http), shown: true);

    /// <summary>The visitor behind a request; one without a device is given one with the answer.</summary>
    public Visitor Welcome(HttpContext http)
    {
        if (Shown(http) is { } shown) return Read(http, shown, shown: true);

        var given = DeviceToken.New();
        cookies.GiveDevice(http, given);
        return Read(http, given, shown: false);
    }

    private Visitor Read(HttpContext http, byte[]? device, bool shown)
    {
        var userAgent = http.Request.Headers.UserAgent.ToString();
        if (userAgent.Length > ClientAgent.MaxLength) userAgent = userAgent[..ClientAgent.MaxLength];
        var network = ClientNetwork.Of(http.Connection.RemoteIpAddress);
        var showedDevice = shown && device is not null;
        var isBrowser = http.Request.Headers.ContainsKey("Sec-Fetch-Mode");

        return new Visitor(
            new Visit
            {
                Network = network, Agent = ClientAgent.Of(userAgent), DeviceSecret = showedDevice ? device : null,
                Once = Idempotency.Of(http),
                DevicePasses = cookies.Passes(http), KeepsPass = isBrowser,
            },
            () => ClientBinding.Of(device ?? [], network, userAgent, showedDevice, keys),
            isBrowser,
            http.Request.Headers,
            live.Advice);
    }

    // What has not the form of a device is no device: the visitor gets a new one.
    private byte[]? Shown(HttpContext http) =>
        DeviceToken.TryParse(cookies.Device(http), out var secret)
            || DeviceToken.TryParse(http.Request.Headers[Visitor.DeviceHeader], out secret)
            ? secret
            : null;
}
