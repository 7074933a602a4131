using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OrleansEntry.Tests;

/// <summary>Solves a proof-of-work as a browser does: from the challenge's JSON alone, knowing nothing of the server's code.</summary>
internal static class AltchaSolver
{
    /// <summary>The payload that ALTCHA's widget would send, base64.</summary>
    /// <param name="challengeJson">The challenge as sent to a browser.</param>
    /// <param name="counterLimit">Counters tried before giving up.</param>
    public static string Solve(string challengeJson, int counterLimit = 100_000)
    {
        using var document = JsonDocument.Parse(challengeJson);
        var parameters = document.RootElement.GetProperty("parameters");
        var (counter, key) = Search(parameters, counterLimit);
        var solution = string.Create(
            CultureInfo.InvariantCulture, $$"""{"counter":{{counter}},"derivedKey":"{{Convert.ToHexStringLower(key)}}","time":12.3}""");
        return Encode($$"""{"challenge":{{challengeJson}},"solution":{{solution}}}""");
    }

    /// <summary>A payload's base64.</summary>
    public static string Encode(string payloadJson) => Convert.ToBase64String(Encoding.UTF8.GetBytes(payloadJson));

    /// <summary>A payload's JSON.</summary>
    public static string Decode(string payload) => Encoding.UTF8.GetString(Convert.FromBase64String(payload));

    private static (uint Counter, byte[] Key) Search(JsonElement parameters, int counterLimit)
    {
        if (parameters.GetProperty("algorithm").GetString() != "PBKDF2/SHA-256") throw new NotSupportedException("Another algorithm.");

        var nonce = Convert.FromHexString(parameters.GetProperty("nonce").GetString()!);
        var salt = Convert.FromHexString(parameters.GetProperty("salt").GetString()!);
        var prefix = Convert.FromHexString(parameters.GetProperty("keyPrefix").GetString()!);
        var cost = parameters.GetProperty("cost").GetInt32();
        var keyLength = parameters.GetProperty("keyLength").GetInt32();

        var password = new byte[nonce.Length + sizeof(uint)];
        nonce.CopyTo(password, 0);
        for (uint counter = 0; counter < counterLimit; counter++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(password.AsSpan(nonce.Length), counter);
            var key = Rfc2898DeriveBytes.Pbkdf2(password, salt, cost, HashAlgorithmName.SHA256, keyLength);
            if (key.AsSpan().StartsWith(prefix)) return (counter, key);
        }
        throw new InvalidOperationException($"No counter below {counterLimit} fits.");
    }
}
