using System.Collections.Immutable;
using System.Security.Cryptography;
using OrleansEntry.Core.Keys;

namespace OrleansEntry.Core.Passkeys;

/// <summary>The MAC under which a public key is stored, together with whose it is and what hangs on it: whoever may write to the store
/// can neither replace a key nor give it to somebody else (ASVS 6.7.1). A row without its MAC counts as an unknown key.</summary>
internal static class PasskeyMac
{
    /// <summary>The MAC, 32 bytes.</summary>
    /// <param name="keys">The deployment's.</param>
    /// <param name="credential">What the authenticator gave away. What changes with each use is left out.</param>
    /// <param name="bonds">Whose it is, and what else must not change. Of accounts and of operators they begin differently, so that no
    /// passkey of an account makes an operator.</param>
    public static ImmutableArray<byte> Of(DeploymentKeys keys, PasskeyCredential credential, params ReadOnlySpan<string> bonds)
    {
        using var facts = new MemoryStream();
        using var writer = new BinaryWriter(facts);
        // Each part is told with its length, so that nothing moves from one into the next.
        writer.Write(bonds.Length);
        foreach (var bond in bonds) writer.Write(bond);
        foreach (var part in new[] { credential.Id, credential.PublicKey })
        {
            writer.Write(part.Length);
            writer.Write(part.AsSpan());
        }

        writer.Write(credential.BackupEligible);
        return [.. keys.SignPublicKey(facts.GetBuffer().AsSpan(0, (int)facts.Length))];
    }

    /// <summary>Whether it is the stored one, in constant time.</summary>
    public static bool Is(this ImmutableArray<byte> mac, ImmutableArray<byte> stored) =>
        CryptographicOperations.FixedTimeEquals(mac.AsSpan(), stored.AsSpan());
}
