using System.Globalization;
using System.Text;

namespace OrleansEntry.Benchmarks.Load;

/// <summary>Somebody with an account, and what their client holds. Each asks from a network of their own.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Identifier">Its identifier.</param>
/// <param name="Network">The client's address.</param>
/// <param name="Device">The known device's secret, as a client without cookies sends it.</param>
/// <param name="Token">A session's token.</param>
/// <param name="TotpSecret">The authenticator's secret; empty where there is none.</param>
internal sealed record Person(string AccountId, string Identifier, string Network, string Device, string Token, byte[] TotpSecret)
{
    /// <summary>Everybody's passcode.</summary>
    public const string Passcode = "correct horse battery staple";

    /// <summary>A distinct address for each number.</summary>
    public static string NetworkOf(int net, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{net}.{(number >> 16) & 255}.{(number >> 8) & 255}.{number & 255}");

    /// <summary>Who am I.</summary>
    public byte[] SessionCheck() => Request("GET", "/v1/session", Network, $"Authorization: Bearer {Token}\r\n", body: null);

    /// <summary>What time is it: the same way through a gateway, and nobody behind it is asked.</summary>
    public byte[] Time() => Request("GET", "/v1/time", Network, $"Authorization: Bearer {Token}\r\n", body: null);

    /// <summary>The newest twenty entries of the log.</summary>
    public byte[] LogPage() => Request("GET", "/v1/activity?limit=20", Network, $"Authorization: Bearer {Token}\r\n", body: null);

    /// <summary>Begins an entry on the known device.</summary>
    public byte[] Beginning() => Entry($$"""{"identifier":"{{Identifier}}"}""");

    /// <summary>Enters in one call on the known device.</summary>
    public byte[] WholeEntry() => Entry($$"""{"identifier":"{{Identifier}}","passcode":"{{Passcode}}"}""");

    /// <summary>Tries to enter from elsewhere, as a bot does: no device, no cookie.</summary>
    public byte[] AttackFrom(string network) =>
        Request("POST", "/v1/entries", network, "", $$"""{"identifier":"{{Identifier}}","passcode":"123456789012345"}""");

    /// <summary>Never the secrets.</summary>
    public override string ToString() => Identifier;

    private byte[] Entry(string body) => Request("POST", "/v1/entries", Network, $"Entry-Device: {Device}\r\n", body);

    private static byte[] Request(string method, string path, string network, string headers, string? body)
    {
        var content = body is null ? "" : $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n";
        return Encoding.ASCII.GetBytes(
            $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: load/1.0\r\nX-Forwarded-For: "
                + $"{network}\r\n{headers}{content}\r\n{body}");
    }
}
