using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrleansEntry.Core.Keys;

namespace OrleansEntry.Core.Operators;

/// <summary>Lets one person become an operator, once. Nothing of it is stored before it is used: a keyed MAC of 256 bits says that it is
/// ours. Only who holds the deployment's secret makes one: the server, for an operator with the role, and its command line.</summary>
/// <param name="Name">What they will be called.</param>
/// <param name="Roles">What they will be there for.</param>
/// <param name="Nonce">Tells it from others.</param>
/// <param name="ExpiresAt">Its end, exact to a millisecond.</param>
public sealed record OperatorInvitation(string Name, ImmutableSortedSet<string> Roles, string Nonce, DateTimeOffset ExpiresAt)
{
    /// <summary>How long one works.</summary>
    public static readonly TimeSpan WorksFor = TimeSpan.FromHours(1);

    /// <summary>Longest text form.</summary>
    public const int MaxTextLength = 512;

    /// <summary>A new one.</summary>
    /// <param name="name">What they will be called.</param>
    /// <param name="roles">What they will be there for.</param>
    /// <param name="now">When.</param>
    /// <param name="invitation">The invitation, when the answer is <see langword="true"/>.</param>
    public static bool TryMake(
        string name, IEnumerable<string> roles, DateTimeOffset now, [NotNullWhen(true)] out OperatorInvitation? invitation)
    {
        var set = roles.ToImmutableSortedSet(StringComparer.Ordinal);
        var ok = Operator.IsName(name) && set.Count > 0 && set.All(OperatorRole.All.Contains);
        invitation = ok ? new OperatorInvitation(name, set, HexName.New(), now + WorksFor) : null;
        return ok;
    }

    /// <summary>The text form. This is the secret itself: for the person who is invited and nobody else.</summary>
    public string Reveal(DeploymentKeys keys)
    {
        var facts = Encoding.UTF8.GetBytes(string.Join(
            '\n', Name, string.Join(',', Roles), Nonce, ExpiresAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)));
        return $"{Base64Url.EncodeToString(facts)}.{Base64Url.EncodeToString(keys.SignInvitation(facts))}";
    }

    /// <summary>Reads what a stranger shows. Only what we made is an invitation.</summary>
    public static bool TryRead(string? text, DeploymentKeys keys, [NotNullWhen(true)] out OperatorInvitation? invitation)
    {
        invitation = null;
        if (text is not { Length: <= MaxTextLength } || text.Split('.') is not [var left, var right]) return false;
        if (!Base64Url.IsValid(left, out var length)) return false;

        var facts = new byte[length];
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!CanonicalBase64.TryDecode(left, facts) || !CanonicalBase64.TryDecode(right, mac)) return false;
        if (!CryptographicOperations.FixedTimeEquals(keys.SignInvitation(facts), mac)) return false;

        // From here on it is our own writing.
        var parts = Encoding.UTF8.GetString(facts).Split('\n');
        invitation = new OperatorInvitation(
            parts[0], [.. parts[1].Split(',')], parts[2],
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[3], CultureInfo.InvariantCulture)));
        return true;
    }

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"invitation of {Name}";
}
