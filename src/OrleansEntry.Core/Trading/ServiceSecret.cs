using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace OrleansEntry.Core.Trading;

/// <summary>What a service may be allowed to do.</summary>
public static class ServiceScope
{
    /// <summary>Redeem approvals.</summary>
    public const string Redeem = "approvals:redeem";

    /// <summary>Ask whether a session lives.</summary>
    public const string Introspect = "sessions:introspect";

    /// <summary>Read what holds an account's withdrawals.</summary>
    public const string ReadHolds = "holds:read";

    /// <summary>All of them.</summary>
    public static IReadOnlySet<string> All { get; } = new HashSet<string>(StringComparer.Ordinal) { Redeem, Introspect, ReadHolds };

    /// <summary>All of them, for a person.</summary>
    public static string Names { get; } = string.Join(", ", All.Order(StringComparer.Ordinal));
}

/// <summary>What a service shows: its name and 256 random bits, <c>name.secret</c>. Settings hold SHA-256 of the bits.</summary>
public sealed class ServiceSecret
{
    /// <summary>Longest name, in characters. Fixed: names stand in settings, logs and credentials.</summary>
    public const int MaxNameLength = 32;

    private const int SecretBytes = 32;

    private readonly byte[] _secret;

    private ServiceSecret(string name, byte[] secret) => (Name, _secret) = (name, secret);

    /// <summary>The service.</summary>
    public string Name { get; }

    /// <summary>What settings hold.</summary>
    public byte[] Hash() => SHA256.HashData(_secret);

    /// <summary>A new secret.</summary>
    /// <exception cref="ArgumentException">The name is none.</exception>
    public static ServiceSecret New(string name) => IsName(name)
        ? new ServiceSecret(name, RandomNumberGenerator.GetBytes(SecretBytes))
        : throw new ArgumentException("A service's name is 1 to 32 of a-z, 0-9 and '-'.", nameof(name));

    /// <summary>Whether a text names a service: 1 to <see cref="MaxNameLength"/> of <c>a-z 0-9 -</c>.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= MaxNameLength && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-');

    /// <summary>Reads what a service sent. Only the canonical form is one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ServiceSecret? secret)
    {
        secret = null;
        if (text is not { Length: <= 128 } || text.Split('.') is not [var name, var bits] || !IsName(name)) return false;

        var bytes = new byte[SecretBytes];
        if (!CanonicalBase64.TryDecode(bits, bytes)) return false;

        secret = new ServiceSecret(name, bytes);
        return true;
    }

    /// <summary>The secret as the service holds it: to be shown once.</summary>
    public string Reveal() => $"{Name}.{Base64Url.EncodeToString(_secret)}";

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"[secret of {Name}]";
}
