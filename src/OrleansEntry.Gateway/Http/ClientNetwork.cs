using System.Net;
using System.Net.Sockets;

namespace OrleansEntry.Gateway.Http;

/// <summary>What one subscriber of the internet holds: the unit that pace is kept by and that the activity log shows.</summary>
internal static class ClientNetwork
{
    /// <summary>The network of a connection without an address (an in-process or a Unix socket).</summary>
    public const string Unknown = "unknown";

    /// <summary>An IPv4 address as it is, in either of its spellings; of an IPv6 address the first 64 bits, because the other 64 are the
    /// visitor's to choose (RFC 4291 §2.5.4).</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null) return Unknown;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily is AddressFamily.InterNetwork) return address.ToString();

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes) + "/64";
    }
}
