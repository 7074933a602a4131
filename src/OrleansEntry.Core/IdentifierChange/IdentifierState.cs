namespace OrleansEntry.Core.IdentifierChange;

/// <summary>What an identifier is to an account. The numbers are stored.</summary>
public enum Standing
{
    /// <summary>Nothing: anybody may have it.</summary>
    Free = 0,

    /// <summary>It names the account: by it the account is entered.</summary>
    Named = 1,

    /// <summary>It was the account's and may be again: it names nobody, and nobody else gets it.</summary>
    Reserved = 2,
}

/// <summary>What an account tells an identifier to be. Safe to repeat.</summary>
/// <param name="Key">The identifier's grain key.</param>
/// <param name="Standing">What it shall be.</param>
/// <param name="Number">Grows with each order of an account: of two, the later one holds in whatever order they arrive.</param>
public sealed record IdentifierOrder(string Key, Standing Standing, long Number);

/// <summary>Whose an identifier is, as itself knows it. Pure.</summary>
public sealed record IdentifierState
{
    /// <summary>Nobody's, and nobody's before.</summary>
    public static IdentifierState Nobodys { get; } = new();

    /// <summary>The account that has it; <see langword="null"/> when it is free.</summary>
    public string? Owner { get; init; }

    /// <summary>Whether it is only kept for its owner.</summary>
    public bool Reserved { get; init; }

    /// <summary>The number of the owner's last order that was obeyed.</summary>
    public long LastOrder { get; init; }

    /// <summary>Grows whenever it gets another owner or none.</summary>
    public long Generation { get; init; }

    /// <summary>The account that it names; <see langword="null"/> when it looks like an unknown one.</summary>
    public string? Names => Reserved ? null : Owner;

    /// <summary>Somebody registered it.</summary>
    public IdentifierState Registered(string account) => new() { Owner = account, Generation = Generation + 1 };

    /// <summary>Obeys an order, or does not.</summary>
    /// <param name="account">Who gives it.</param>
    /// <param name="standing">What it shall be to that account.</param>
    /// <param name="number">The order's number.</param>
    /// <param name="seen">The <see cref="Generation"/> that the account saw when it sent the order: what changed since is not
    /// claimed.</param>
    /// <returns>Itself as it is then, and whether it is so. An order that is late, because its sender's silo was given up meanwhile,
    /// changes nothing.</returns>
    public (IdentifierState Next, bool Obeyed) Obey(string account, Standing standing, long number, long seen)
    {
        if (Owner is null) return standing is Standing.Free ? (Freed(), true) : Claim(account, standing, number, seen);
        if (Owner != account) return (this, standing is Standing.Free);
        if (number < LastOrder) return (this, false);

        var next = standing is Standing.Free
            ? Freed()
            : this with { Reserved = standing is Standing.Reserved, LastOrder = number };
        return (next == this ? this : next, true);
    }

    private (IdentifierState Next, bool Obeyed) Claim(string account, Standing standing, long number, long seen) => seen == Generation
        ? (Registered(account) with { Reserved = standing is Standing.Reserved, LastOrder = number }, true)
        : (this, false);

    // Also where nobody had it: a claim that is still under way comes too late then.
    private IdentifierState Freed() => new() { Generation = Generation + 1 };
}
