namespace OrleansEntry.Core.Alerts;

/// <summary>The numbers of further addresses for alerts.</summary>
public sealed record AlertPolicy
{
    /// <summary>Further addresses of one account. 0 to 5; default 3.</summary>
    public int MaxAddresses { get; init; } = 3;

    /// <summary>How long a mailed code works. 2 to 10 minutes (ASVS 6.5.5); default 10 minutes, as a registration's.</summary>
    public TimeSpan CodeFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Wrong codes before another one is due. 3 to 10; default 5, as a registration's.</summary>
    public int Tries { get; init; } = 5;

    /// <summary>Codes that one account has mailed in 24 hours: beginning anew neither makes guessing easier (ASVS 6.6.3) nor floods
    /// somebody's mailbox. 1 to 50; default 10.</summary>
    public int CodesInADay { get; init; } = 10;
}

/// <summary>A further address that alerts go to. Its owner proved it.</summary>
/// <param name="Id">Its public name.</param>
/// <param name="Name">A keyed hash of the address, to know it again.</param>
/// <param name="Protected">The address, sealed.</param>
/// <param name="Masked">What may be shown of it.</param>
/// <param name="Since">When it was proved.</param>
public sealed record AlertAddress(string Id, string Name, string Protected, string Masked, DateTimeOffset Since)
{
    /// <summary>Never prints the address.</summary>
    public override string ToString() => $"alert address {Id}";
}

/// <summary>An address that waits for its code; there is one at a time.</summary>
/// <param name="Address">The address.</param>
/// <param name="SessionId">The session that asked.</param>
/// <param name="CodeHash">The keyed hash of its code.</param>
/// <param name="TriesLeft">Tries left.</param>
/// <param name="ExpiresAt">Its end.</param>
public sealed record PendingAlertAddress(
    AlertAddress Address, string SessionId, byte[] CodeHash, int TriesLeft, DateTimeOffset ExpiresAt)
{
    /// <summary>Never prints code or address.</summary>
    public override string ToString() => $"{Address} waits until {ExpiresAt:u}";
}

/// <summary>A wish for a further address, with everything that a shell draws and seals for it.</summary>
/// <param name="Address">The address; it counts from its proof on.</param>
/// <param name="IsIdentifier">Whether it is the account's own identifier.</param>
/// <param name="CodeHash">The keyed hash of the code.</param>
/// <param name="ProtectedCode">The code, sealed for its mail.</param>
public sealed record AlertAddressWish(AlertAddress Address, bool IsIdentifier, byte[] CodeHash, string ProtectedCode)
{
    /// <summary>Never prints code or address.</summary>
    public override string ToString() => $"wish for {Address}";
}
