using System.Net;
using System.Net.Sockets;

namespace OrleansEntry.Server;

/// <summary>Asks for the ports before the silo starts: one that is busy is told at once and alone, without what a silo says that has to
/// end while it begins. Kestrel still has the last word.</summary>
internal static class Ports
{
    /// <summary>Refuses the start when somebody else listens at an address of the loopback or of this machine.</summary>
    /// <param name="urls">The setting <c>Urls</c>, checked before.</param>
    public static void DemandFree(string? urls)
    {
        foreach (var url in (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var address = BindingAddress.Parse(url);
            var isNumber = IPAddress.TryParse(address.Host.Trim('[', ']'), out var number);
            if (isNumber || address.Host == "localhost") Demand(url, number ?? IPAddress.Loopback, address.Port);
        }
    }

    private static void Demand(string url, IPAddress host, int port)
    {
        try
        {
            using var probe = new TcpListener(host, port);
            probe.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            throw new StartException(
                $"Failed to bind to address {url}: address already in use: "
                    + "stop the program that uses it or choose another address with --urls.");
        }
        catch (SocketException)
        {
            // What else may be wrong with an address is told by whoever opens it.
        }
    }
}
