using Orleans.Concurrency;
using OrleansEntry.Contracts;
using OrleansEntry.Core.IdentifierChange;

namespace OrleansEntry.Grains.Registration;

/// <summary>An identifier as accounts see it. Key: the identifier's keyed hash. Talks to grains only.</summary>
[Alias("entry.IIdentifierKeeper")]
internal interface IIdentifierKeeper : IGrainWithStringKey
{
    /// <summary>Obeys an account's order, durably; <see langword="false"/> when it is another's, or the order is late.</summary>
    [Alias("Obey")]
    Task<bool> Obey(string accountId, Standing standing, long number, long seen);

    /// <summary>Whose it is now.</summary>
    [Alias("Look"), AlwaysInterleave]
    ValueTask<IdentifierSight> Look();
}

/// <summary>Whose an identifier is.</summary>
[GenerateSerializer, Immutable, Alias("entry.IdentifierSight")]
internal sealed record IdentifierSight
{
    /// <summary>Who has it, or keeps it; <see langword="null"/> when it is free.</summary>
    [Id(0)] public string? Owner { get; init; }

    /// <summary>See <see cref="IdentifierState.Generation"/>.</summary>
    [Id(1)] public required long Generation { get; init; }
}

/// <summary>An account as identifiers see it. Key: the account's id. Talks to grains only.</summary>
[Alias("entry.IIdentifierOwner")]
internal interface IIdentifierOwner : IGrainWithStringKey
{
    /// <summary>Somebody wanted an identifier that is taken: its owner is told.</summary>
    /// <param name="identifierKey">The identifier.</param>
    /// <param name="byChange">Whether another account wanted it for a change; otherwise it was to be registered.</param>
    /// <param name="visit">Where that came from.</param>
    [Alias("NoteTry")]
    Task NoteTry(string identifierKey, bool byChange, Visit visit);
}
