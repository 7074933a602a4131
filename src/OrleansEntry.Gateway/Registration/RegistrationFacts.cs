using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.DataProtection;

namespace OrleansEntry.Gateway.Registration;

/// <summary>What a registration id holds.</summary>
/// <param name="IdentifierKey">The key of the identifier's grain: 64 lower-case hex characters.</param>
/// <param name="Nonce">Names the registration.</param>
/// <param name="Client">The client it belongs to.</param>
/// <param name="ExpiresAt">From then on it is over.</param>
internal sealed record RegistrationFacts(string IdentifierKey, string Nonce, ClientBinding Client, DateTimeOffset ExpiresAt);

/// <summary>Seals registrations into ids and reads them back.</summary>
internal sealed class RegistrationIds(IDataProtectionProvider provider)
{
    private const int Size = 32 + 16 + 33 + 8;

    private readonly SealedIds _ids = new(provider, "OrleansEntry.Gateway.RegistrationId.v1");

    /// <summary>The id of a registration.</summary>
    public string Seal(RegistrationFacts facts)
    {
        var bytes = new byte[Size];
        var writer = new FactsWriter(bytes);
        writer.Hex(facts.IdentifierKey);
        writer.Hex(facts.Nonce);
        writer.Client(facts.Client);
        writer.Instant(facts.ExpiresAt);
        return _ids.Seal(bytes);
    }

    /// <summary>Reads an id.</summary>
    public bool TryOpen(string? id, [NotNullWhen(true)] out RegistrationFacts? facts)
    {
        facts = null;
        if (!_ids.TryOpen(id, out var bytes) || bytes.Length != Size) return false;

        var reader = new FactsReader(bytes);
        facts = new RegistrationFacts(reader.Hex(32), reader.Hex(16), reader.Client(), reader.Instant());
        return true;
    }
}
