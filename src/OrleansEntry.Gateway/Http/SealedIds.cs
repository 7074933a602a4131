using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace OrleansEntry.Gateway.Http;

/// <summary>Seals the facts of a flow into its id (AEAD by Data Protection), so that no server has to remember them and nobody can change or read them.</summary>
internal sealed class SealedIds(IDataProtectionProvider provider, string purpose)
{
    /// <summary>Longest id that is looked at, in characters.</summary>
    public const int MaxLength = 512;

    private readonly IDataProtector _protector = provider.CreateProtector(purpose);

    /// <summary>The id that holds these bytes.</summary>
    public string Seal(byte[] facts) => Base64Url.EncodeToString(_protector.Protect(facts));

    /// <summary>Reads an id. Only an id that we made, in the one form we made it, is one.</summary>
    public bool TryOpen([NotNullWhen(true)] string? id, [NotNullWhen(true)] out byte[]? facts)
    {
        facts = null;
        if (id is not { Length: > 0 and <= MaxLength } || !Base64Url.IsValid(id)) return false;

        var bytes = Base64Url.DecodeFromChars(id);
        if (Base64Url.EncodeToString(bytes) != id) return false;

        try
        {
            facts = _protector.Unprotect(bytes);
            return true;
        }
        catch (CryptographicException)
        {
            // Data Protection has no Try form: this is its "no".
            return false;
        }
    }
}
