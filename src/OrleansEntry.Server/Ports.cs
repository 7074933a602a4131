using System.Net;
using System.Net.Sockets;
using OrleansEntry.Server.Settings;

namespace OrleansEntry.Server;

/// <summary>Asks for the ports before the silo starts: one that is busy is told at once and alone, without what a silo says that has to
/// end while it begins. Kestrel still has the last word.</summary>
internal static class Ports
{
    /// <summary>Refuses the start when somebody else listens at an address of the loopback or of this machine.</summary>
    /// <param name="urls">The setting <c>Urls</c>.</param>
    public static void DemandFree(string? urls)
    {
        foreach (var address in ListenAddresses.Read(urls))
            if (address.Host is { } host) Demand(address.Url, host, address.Port);
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
