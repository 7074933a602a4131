using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace OrleansEntry.Grains.Passcodes;

/// <summary>A passcode's hash as it is stored: <c>&lt;pepper id&gt;$argon2id$v=19$m=…,t=…,p=1$salt$hash</c>, a PHC string with the name
/// of its pepper before it. It says how it was made, so costs and peppers can change under it. It never prints itself.</summary>
public sealed class PasscodeHash
{
    private const int MaxLength = Peppers.MaxIdLength + 128;
    private const int MaxMemoryKiB = 1 << 20;
    private const int MaxIterations = 64;

    private PasscodeHash(string pepperId, string phc, HashCost cost) => (PepperId, Phc, Cost) = (pepperId, phc, cost);

    /// <summary>The form to store.</summary>
    public string Stored => PepperId + Phc;

    /// <summary>The pepper it was made with.</summary>
    internal string PepperId { get; }

    internal string Phc { get; }

    internal HashCost Cost { get; }

    /// <summary>Reads a stored form.</summary>
    /// <param name="stored">What <see cref="Stored"/> gave.</param>
    /// <param name="hash">The hash, when the answer is <see langword="true"/>.</param>
    /// <returns><see langword="false"/> for any other text, and for a cost that no deployment can have set (over 1 GiB or 64 passes):
    /// a damaged record must not occupy a thread for minutes.</returns>
    public static bool TryParse([NotNullWhen(true)] string? stored, [NotNullWhen(true)] out PasscodeHash? hash)
    {
        hash = null;
        if (stored is not { Length: <= MaxLength } || stored.Split('$') is not [var pepper, "argon2id", "v=19", var costs, var salt, var key]) return false;
        if (!Peppers.IsId(pepper) || !IsUnpaddedBase64(salt, Geralt.Argon2id.SaltSize) || !IsUnpaddedBase64(key, Geralt.Argon2id.KeySize)) return false;
        if (costs.Split(',') is not [var m, var t, "p=1"]) return false;
        if (!TryReadNumber(m, "m=", HashCost.MinMemoryKiB, MaxMemoryKiB, out var memory) || !TryReadNumber(t, "t=", 1, MaxIterations, out var passes)) return false;

        hash = new PasscodeHash(pepper, stored[pepper.Length..], new HashCost(memory, passes));
        return true;
    }

    /// <summary>Never the hash.</summary>
    public override string ToString() => "[passcode hash]";

    private static bool TryReadNumber(string text, string name, int min, int max, out int number)
    {
        number = 0;
        return text.StartsWith(name, StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number >= min && number <= max;
    }

    private static bool IsUnpaddedBase64(string text, int bytes) =>
        text.Length == ((bytes * 4) + 2) / 3 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/');
}

/// <summary>What one hash costs. Argon2id with one lane, which is all that libsodium computes.</summary>
/// <param name="MemoryKiB">Memory, in KiB.</param>
/// <param name="Iterations">Passes over it.</param>
internal readonly record struct HashCost(int MemoryKiB, int Iterations)
{
    /// <summary>The least that libsodium computes. Only tests hash so cheaply: options have their own range.</summary>
    public const int MinMemoryKiB = 8;

    public int MemoryBytes => checked(MemoryKiB * 1024);
}
