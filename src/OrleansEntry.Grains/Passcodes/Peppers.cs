using System.Buffers;
using System.Collections.Frozen;
using System.Security.Cryptography;

namespace OrleansEntry.Grains.Passcodes;

/// <summary>The keys that turn a stolen passcode hash into nothing: they are kept apart from the account records (NIST SP 800-63B-4
/// §3.1.1.2, ASVS 11.4.2). One makes new hashes; older ones only verify, until the last hash under them is renewed.</summary>
/// <remarks>Losing a key that hashes still name locks those people out; removing it does too. It never prints itself.</remarks>
public sealed class Peppers
{
    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private readonly FrozenDictionary<string, byte[]> _keys;

    /// <summary>Takes the deployment's peppers.</summary>
    /// <param name="currentId">Which one makes new hashes.</param>
    /// <param name="keys">Each id, 1 to <see cref="MaxIdLength"/> of <c>a-z 0-9 -</c>, with its key, at least
    /// <see cref="MinKeyBytes"/> from an approved generator. 1 to <see cref="MaxCount"/>.</param>
    /// <exception cref="ArgumentException">Something of that is not so: a fault in the configuration. The text names ids, never keys.</exception>
    public Peppers(string currentId, IReadOnlyDictionary<string, byte[]> keys)
    {
        ArgumentNullException.ThrowIfNull(currentId);
        ArgumentNullException.ThrowIfNull(keys);

        if (keys.Count is 0 or > MaxCount) throw new ArgumentException($"There must be 1 to {MaxCount} peppers.", nameof(keys));
        if (!keys.ContainsKey(currentId)) throw new ArgumentException($"The current pepper '{currentId}' is not among the keys.", nameof(currentId));

        foreach (var (id, key) in keys)
        {
            if (!IsId(id)) throw new ArgumentException($"A pepper's id is 1 to {MaxIdLength} of a-z, 0-9 and '-'; '{id}' is not.", nameof(keys));
            if (key is not { Length: >= MinKeyBytes }) throw new ArgumentException($"Pepper '{id}' needs at least {MinKeyBytes} bytes.", nameof(keys));
        }

        CurrentId = currentId;
        _keys = keys.ToFrozenDictionary(pair => pair.Key, pair => (byte[])pair.Value.Clone(), StringComparer.Ordinal);
    }

    /// <summary>Shortest key, in bytes.</summary>
    public const int MinKeyBytes = 32;

    /// <summary>Longest id, in characters.</summary>
    public const int MaxIdLength = 16;

    /// <summary>Most peppers at a time.</summary>
    public const int MaxCount = 16;

    /// <summary>Bytes that <see cref="Season"/> makes.</summary>
    internal const int SeasonedBytes = HMACSHA512.HashSizeInBytes;

    /// <summary>Which one makes new hashes.</summary>
    public string CurrentId { get; }

    /// <summary>Reads peppers as configuration holds them.</summary>
    /// <param name="currentId">Which one makes new hashes.</param>
    /// <param name="keys">Each id with its key in Base64.</param>
    /// <exception cref="ArgumentException">As for the constructor, or a key is not Base64.</exception>
    public static Peppers FromBase64(string currentId, IReadOnlyDictionary<string, string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return new Peppers(currentId, keys.ToDictionary(pair => pair.Key, pair => Decode(pair.Key, pair.Value)));
    }

    /// <summary>How many there are, and none of them.</summary>
    public override string ToString() => $"[{_keys.Count} pepper(s)]";

    internal static bool IsId(ReadOnlySpan<char> text) => text.Length is > 0 and <= MaxIdLength && !text.ContainsAnyExcept(IdCharacters);

    internal bool Has(string id) => _keys.ContainsKey(id);

    /// <summary>The keyed step before the slow one: HMAC-SHA-512 of the passcode's bytes, raw. Its fixed length also keeps the bytes
    /// of a passcode from ever being cut or ended early by what follows.</summary>
    internal void Season(string id, ReadOnlySpan<byte> passcode, Span<byte> seasoned) => HMACSHA512.HashData(_keys[id], passcode, seasoned);

    private static byte[] Decode(string id, string base64)
    {
        try
        {
            return Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            // Without the inner exception: nothing that has seen the key travels on.
            throw new ArgumentException($"Pepper '{id}' is not Base64.", nameof(base64));
        }
    }
}
