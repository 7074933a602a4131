using OrleansEntry.Contracts;

namespace OrleansEntry.Grains.Duty;

/// <summary>One of a fixed number of ledgers of accounts that may owe something. Key: the ledger's number. Talks to grains only.</summary>
[Alias("entry.IDutyGrain")]
internal interface IDutyGrain : IGrainWithIntegerKey
{
    /// <summary>Puts an account on the ledger, durably.</summary>
    /// <param name="accountId">The account, or <see cref="Core.Duty.Enlistment.NameOf">a ledger of visitors</see>;
    /// <see langword="null"/> for the stand-in of an unknown identifier: it waits as long and leaves no name.</param>
    /// <returns>The instant that names this enlistment.</returns>
    /// <exception cref="BusyException">The ledger is full.</exception>
    [Alias("Enlist")]
    Task<DateTimeOffset> Enlist(string? accountId);

    /// <summary>Nothing but to be awake: a ledger with names on it goes its rounds by itself.</summary>
    [Alias("Wake")]
    Task Wake();
}

/// <summary>An account as its ledger sees it. Key: the account's id. Talks to grains only.</summary>
[Alias("entry.IDebtor")]
internal interface IDebtor : IGrainWithStringKey
{
    /// <summary>Whether the account still owes something; asking it also sets it to paying.</summary>
    /// <param name="enlistedAt">The enlistment that is struck out when it does not. The account agrees to that here, in its own turn:
    /// it enlists again before its next debt.</param>
    [Alias("StillOwes")]
    Task<bool> StillOwes(DateTimeOffset enlistedAt);
}
