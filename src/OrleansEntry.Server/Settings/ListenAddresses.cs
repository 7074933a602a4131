using System.Net;

namespace OrleansEntry.Server.Settings;

/// <summary>An address to listen at.</summary>
/// <param name="Url">As it is set.</param>
/// <param name="Port">Its port; 0 for any that is free.</param>
/// <param name="Host">Where on this machine; <see langword="null"/> for every address of it, or a socket file.</param>
internal sealed record ListenAddress(string Url, int Port, IPAddress? Host);

/// <summary>Reads the setting <c>Urls</c>. It takes no name but <c>localhost</c> and those that end in <c>.localhost</c> (RFC 6761 §6.3):
/// for every other one Kestrel listens at all addresses of the machine, so that <c>lcoalhost</c> would open to the network what was meant
/// for this machine alone. Who means all of them says <c>*</c> or <c>+</c>.</summary>
internal static class ListenAddresses
{
    private const string Localhost = "localhost";

    /// <summary>The addresses.</summary>
    /// <param name="urls">The setting: addresses, separated by <c>;</c>.</param>
    /// <exception cref="StartException">One of them is none, or names a host that is not this machine's.</exception>
    public static IReadOnlyList<ListenAddress> Read(string? urls) =>
        [.. (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(One)];

    // TLS ends at the proxy in front; Kestrel would say so by a stack trace.
    private static ListenAddress One(string url)
    {
        if (!url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || Parse(url) is not { } address)
            throw new StartException($"Urls takes addresses such as http://localhost:5080, separated by ';': '{url}' is none.");
        if (address.IsUnixPipe || address.Host is "*" or "+") return new ListenAddress(url, address.Port, Host: null);
        if (IsLocal(address.Host)) return new ListenAddress(url, address.Port, IPAddress.Loopback);

        return IPAddress.TryParse(address.Host, out var number)
            ? new ListenAddress(url, address.Port, number)
            : throw new StartException($"Urls takes localhost, an IP address, or * for every address of this machine, and no other name: "
                + $"'{url}' would listen at all of them.");
    }

    private static bool IsLocal(string host) => host.Equals(Localhost, StringComparison.OrdinalIgnoreCase)
        || host.EndsWith($".{Localhost}", StringComparison.OrdinalIgnoreCase);

    private static BindingAddress? Parse(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { PathBase.Length: 0, Port: >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort } address
                ? address
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
