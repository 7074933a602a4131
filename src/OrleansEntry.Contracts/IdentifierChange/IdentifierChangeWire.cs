namespace OrleansEntry.Contracts.IdentifierChange;

/// <summary>A wish for another identifier.</summary>
[GenerateSerializer, Immutable, Alias("entry.NewIdentifier")]
public sealed record NewIdentifier
{
    /// <summary>The canonical identifier.</summary>
    [Id(0)] public required string Identifier { get; init; }

    /// <summary>Never prints the identifier.</summary>
    public override string ToString() => nameof(NewIdentifier);
}

/// <summary>The two codes of a change.</summary>
[GenerateSerializer, Immutable, Alias("entry.IdentifierCodes")]
public sealed record IdentifierCodes
{
    /// <summary>The one that was mailed to the new address, digits alone.</summary>
    [Id(0)] public required string New { get; init; }

    /// <summary>The one that was mailed to the present address, digits alone.</summary>
    [Id(1)] public required string Old { get; init; }

    /// <summary>Never prints the codes.</summary>
    public override string ToString() => nameof(IdentifierCodes);
}

/// <summary>An account's identifier, and where its change stands.</summary>
[GenerateSerializer, Immutable, Alias("entry.IdentifierView")]
public sealed record IdentifierView
{
    /// <summary>The identifier, masked.</summary>
    [Id(0)] public required string Masked { get; init; }

    /// <summary>A change that waits for its codes.</summary>
    [Id(1)] public IdentifierAsked? Waiting { get; init; }

    /// <summary>Whether a change whose codes were given is on its way.</summary>
    [Id(2)] public bool Changing { get; init; }

    /// <summary>The identifier before, while it takes the change back.</summary>
    [Id(3)] public FormerIdentifierView? Former { get; init; }
}

/// <summary>A change that waits for its codes.</summary>
[GenerateSerializer, Immutable, Alias("entry.IdentifierAsked")]
public sealed record IdentifierAsked
{
    /// <summary>The new identifier, masked.</summary>
    [Id(0)] public required string Masked { get; init; }

    /// <summary>Until when the codes work.</summary>
    [Id(1)] public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>The identifier before the present one.</summary>
[GenerateSerializer, Immutable, Alias("entry.FormerIdentifierView")]
public sealed record FormerIdentifierView
{
    /// <summary>The identifier, masked.</summary>
    [Id(0)] public required string Masked { get; init; }

    /// <summary>When it was replaced.</summary>
    [Id(1)] public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Until when it takes the change back.</summary>
    [Id(2)] public required DateTimeOffset Until { get; init; }
}
