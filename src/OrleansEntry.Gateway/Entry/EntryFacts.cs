using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.DataProtection;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Core.Accounts;

namespace OrleansEntry.Gateway.Entry;

/// <summary>What an entry id holds.</summary>
/// <param name="Account">The account to be entered, or its stand-in.</param>
/// <param name="Nonce">Names the entry and its security check.</param>
/// <param name="Client">The client it belongs to.</param>
/// <param name="ExpiresAt">From then on it is over.</param>
/// <param name="NetworkUsedPercent">How much of its budgets the client's network had used up when it began.</param>
internal sealed record EntryFacts(AccountId Account, string Nonce, ClientBinding Client, DateTimeOffset ExpiresAt, byte NetworkUsedPercent)
{
    /// <summary>The entry, as grains are told it.</summary>
    public EntryTicket Ticket => new()
    {
        Nonce = Nonce, Client = Client.Name, ExpiresAt = ExpiresAt, NetworkUsedPercent = NetworkUsedPercent,
    };
}

/// <summary>Seals entries into ids and reads them back.</summary>
internal sealed class EntryIds(IDataProtectionProvider provider)
{
    private const int Size = 16 + 16 + 33 + 8 + 1;

    private readonly SealedIds _ids = new(provider, "OrleansEntry.Gateway.EntryId.v2");

    /// <summary>The id of an entry.</summary>
    public string Seal(EntryFacts facts)
    {
        var bytes = new byte[Size];
        var writer = new FactsWriter(bytes);
        writer.Hex(facts.Account.Value);
        writer.Hex(facts.Nonce);
        writer.Client(facts.Client);
        writer.Instant(facts.ExpiresAt);
        writer.Byte(facts.NetworkUsedPercent);
        return _ids.Seal(bytes);
    }

    /// <summary>Reads an id.</summary>
    public bool TryOpen(string? id, [NotNullWhen(true)] out EntryFacts? facts)
    {
        facts = null;
        if (!_ids.TryOpen(id, out var bytes) || bytes.Length != Size) return false;

        var reader = new FactsReader(bytes);
        if (!AccountId.TryParse(reader.Hex(16), out var account)) return false;

        facts = new EntryFacts(account, reader.Hex(16), reader.Client(), reader.Instant(), reader.Byte());
        return true;
    }
}
