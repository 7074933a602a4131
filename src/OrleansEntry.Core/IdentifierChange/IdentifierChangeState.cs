using System.Collections.Immutable;

namespace OrleansEntry.Core.IdentifierChange;

/// <summary>The numbers of a change of identifier.</summary>
public sealed record IdentifierChangePolicy
{
    /// <summary>How long the two mailed codes work. 2 to 10 minutes (ASVS 6.5.5); default 10 minutes.</summary>
    public TimeSpan CodeFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Wrong pairs of codes before other ones are due. 3 to 10; default 5.</summary>
    public int Tries { get; init; } = 5;

    /// <summary>Changes that one account asks for in 24 hours. 1 to 10; default 5.</summary>
    public int CodesInADay { get; init; } = 5;

    /// <summary>How long the former address takes a change back, and is kept for that. 3 to 30 days; default 7 days.</summary>
    public TimeSpan UndoFor { get; init; } = TimeSpan.FromDays(7);
}

/// <summary>An identifier as an account keeps it.</summary>
/// <param name="Key">Its grain key.</param>
/// <param name="Protected">The address, sealed.</param>
/// <param name="Masked">What may be shown of it.</param>
public sealed record SealedIdentifier(string Key, string Protected, string Masked)
{
    /// <summary>The masked form.</summary>
    public override string ToString() => Masked;
}

/// <summary>Where the change of an account's identifier stands.</summary>
public sealed record IdentifierChangeState
{
    /// <summary>It was never changed.</summary>
    public static IdentifierChangeState None { get; } = new();

    /// <summary>A change that waits for its two codes.</summary>
    public AskedChange? Asked { get; init; }

    /// <summary>A change whose codes were given: the new identifier is being claimed.</summary>
    public ClaimedChange? Claim { get; init; }

    /// <summary>The identifier before the present one, for as long as it takes the change back.</summary>
    public FormerIdentifier? Former { get; init; }

    /// <summary>What identifiers are still to be told, in this order; at most four.</summary>
    public ImmutableArray<IdentifierOrder> Orders { get; init; } = [];

    /// <summary>The number of the newest order.</summary>
    public long LastOrder { get; init; }

    /// <summary>When codes were mailed lately, at most <see cref="IdentifierChangePolicy.CodesInADay"/>.</summary>
    public ImmutableArray<DateTimeOffset> CodesMailedAt { get; init; } = [];

    internal IdentifierChangeState Order(string key, Standing standing) => this with
    {
        LastOrder = LastOrder + 1, Orders = Orders.Add(new IdentifierOrder(key, standing, LastOrder + 1)),
    };
}

/// <summary>A change that waits for a code from the new address and one from the present address.</summary>
/// <param name="Id">Its name: the codes are bound to it.</param>
/// <param name="To">The new identifier.</param>
/// <param name="SessionId">The session that asked.</param>
/// <param name="NewCodeHash">The keyed hash of the code that is mailed to the new address.</param>
/// <param name="OldCodeHash">The keyed hash of the code that is mailed to the present address.</param>
/// <param name="TriesLeft">Tries left.</param>
/// <param name="ExpiresAt">Its end.</param>
public sealed record AskedChange(
    string Id, SealedIdentifier To, string SessionId, byte[] NewCodeHash, byte[] OldCodeHash, int TriesLeft, DateTimeOffset ExpiresAt)
{
    /// <summary>Never prints the hashes.</summary>
    public override string ToString() => $"change to {To} asked for until {ExpiresAt:u}";
}

/// <summary>A change whose codes were given.</summary>
/// <param name="To">The new identifier.</param>
/// <param name="Order">The number of the order that claims it.</param>
/// <param name="SessionId">The session that asked.</param>
/// <param name="Network">From which network.</param>
/// <param name="Agent">By what client.</param>
public sealed record ClaimedChange(SealedIdentifier To, long Order, string SessionId, string Network, string Agent);

/// <summary>The identifier before the present one.</summary>
/// <param name="Identifier">What it is.</param>
/// <param name="ChangedAt">When it was replaced.</param>
/// <param name="Until">Until when it takes the change back, and is kept.</param>
/// <param name="FirstNotice">The number of the first mail to it that has the link for that.</param>
public sealed record FormerIdentifier(SealedIdentifier Identifier, DateTimeOffset ChangedAt, DateTimeOffset Until, long FirstNotice);

/// <summary>A wish for another identifier, with everything that a shell draws, seals and looks up for it.</summary>
/// <param name="Id">The change's name.</param>
/// <param name="To">The new identifier.</param>
/// <param name="Own">The present one.</param>
/// <param name="NewCode">The code for the new address.</param>
/// <param name="OldCode">The code for the present address.</param>
public sealed record IdentifierWish(string Id, SealedIdentifier To, SealedIdentifier Own, DrawnCode NewCode, DrawnCode OldCode);

/// <summary>A code to be mailed.</summary>
/// <param name="Hash">Its keyed hash.</param>
/// <param name="Protected">The code, sealed for its mail.</param>
public readonly record struct DrawnCode(byte[] Hash, string Protected)
{
    /// <summary>Never prints the code.</summary>
    public override string ToString() => "[code]";
}

/// <summary>Why a change did not come to be, as it is logged: only ever added to.</summary>
public static class ChangeStop
{
    /// <summary>Somebody inside a session stopped it.</summary>
    public const string Session = "session";

    /// <summary>The new identifier was another account's when it was claimed.</summary>
    public const string Taken = "taken";

    /// <summary>The account was frozen.</summary>
    public const string Frozen = "frozen";

    /// <summary>The passcode was replaced by mail.</summary>
    public const string PasscodeReplaced = "passcode-replaced";
}
