using OrleansEntry.Core.Passkeys;

namespace OrleansEntry.Grains.Accounts;

/// <summary>The stored shape of a passkey.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Passkey")]
public sealed record PasskeyRecord
{
    /// <summary>Its public name.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>What its owner calls it.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>Its authenticator's name for it.</summary>
    [Id(2)] public required byte[] CredentialId { get; init; }

    /// <summary>Its public key, COSE.</summary>
    [Id(3)] public required byte[] PublicKey { get; init; }

    /// <summary>Its counter.</summary>
    [Id(4)] public uint Counter { get; init; }

    /// <summary>Whether it can be kept on several devices.</summary>
    [Id(5)] public bool BackupEligible { get; init; }

    /// <summary>Whether it is.</summary>
    [Id(6)] public bool BackedUp { get; init; }

    /// <summary>How its authenticator is reached.</summary>
    [Id(7)] public List<string> Transports { get; init; } = [];

    /// <summary>When it was added.</summary>
    [Id(8)] public DateTimeOffset Since { get; init; }

    /// <summary>When it was last used.</summary>
    [Id(9)] public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Its MAC, 32 bytes; empty for one that was added before there was any, which counts no more.</summary>
    [Id(10)] public byte[] Mac { get; init; } = [];

    /// <summary>Never prints the key.</summary>
    public override string ToString() => $"passkey {Id}";

    internal Passkey ToCore() => new()
    {
        Id = Id, Name = Name, Since = Since, LastUsedAt = LastUsedAt, Mac = [.. Mac],
        Credential = new PasskeyCredential
        {
            Id = [.. CredentialId], PublicKey = [.. PublicKey], Counter = Counter, BackupEligible = BackupEligible, BackedUp = BackedUp,
            Transports = [.. Transports],
        },
    };

    internal static PasskeyRecord From(Passkey p) => new()
    {
        Id = p.Id, Name = p.Name, CredentialId = [.. p.Credential.Id], PublicKey = [.. p.Credential.PublicKey],
        Counter = p.Credential.Counter, BackupEligible = p.Credential.BackupEligible, BackedUp = p.Credential.BackedUp,
        Transports = [.. p.Credential.Transports], Since = p.Since, LastUsedAt = p.LastUsedAt, Mac = [.. p.Mac],
    };
}
