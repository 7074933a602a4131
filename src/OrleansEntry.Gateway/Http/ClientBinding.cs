using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using OrleansEntry.Core;
using OrleansEntry.Core.Keys;

namespace OrleansEntry.Gateway.Http;

/// <summary>Which client something belongs to: an entry or a registration goes on only where it began.</summary>
/// <param name="Device">The hash of the device secret that came with the request or was given out with its answer:
/// 32 hex characters.</param>
/// <param name="NetworkAndAgent">The keyed hash of network and User-Agent, for clients that keep no cookies: 32 hex characters.</param>
/// <param name="ShowedDevice">Whether the device secret came with the request.</param>
internal sealed record ClientBinding(string Device, string NetworkAndAgent, bool ShowedDevice)
{
    /// <summary>One name for the client, for what others bind to it: the device where it showed one.</summary>
    public string Name => ShowedDevice ? Device : NetworkAndAgent;

    /// <summary>What this client may have gone by a moment ago: the answer to its first request may have given it the device.</summary>
    public IEnumerable<ClientBinding> Alternatives => ShowedDevice ? [this, this with { ShowedDevice = false }] : [this];

    /// <summary>What this client may go by later, when it uses what it was given with the answer.</summary>
    public ImmutableArray<string> LaterNames => ShowedDevice ? [Device] : [Device, NetworkAndAgent];

    /// <summary>The binding of a request.</summary>
    /// <param name="deviceSecret">The device's secret, shown or just made.</param>
    /// <param name="network">The client's network.</param>
    /// <param name="userAgent">What the client says it is, in full.</param>
    /// <param name="showedDevice">Whether the secret came with the request.</param>
    /// <param name="keys">Networks are few: their hash is keyed.</param>
    public static ClientBinding Of(
        ReadOnlySpan<byte> deviceSecret, string network, string userAgent, bool showedDevice, DeploymentKeys keys) =>
        new(Convert.ToHexStringLower(SHA256.HashData(deviceSecret).AsSpan(0, HexName.Length / 2)),
            keys.NameNetwork($"{network}\n{userAgent}"), showedDevice);

    /// <summary>Whether a later request comes from the client of this binding: by its device if it shows one;
    /// by network and agent only if it never did.</summary>
    public bool Admits(ClientBinding later) => later.ShowedDevice
        ? AreEqual(Device, later.Device)
        : !ShowedDevice && AreEqual(NetworkAndAgent, later.NetworkAndAgent);

    private static bool AreEqual(string a, string b) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(a), Encoding.ASCII.GetBytes(b));
}
