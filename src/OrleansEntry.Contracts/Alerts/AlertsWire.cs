using System.Collections.Immutable;

namespace OrleansEntry.Contracts.Alerts;

/// <summary>The safety phrase of an account.</summary>
[GenerateSerializer, Immutable, Alias("entry.SafetyPhraseView")]
public sealed record SafetyPhraseView
{
    /// <summary>The phrase; <see langword="null"/> when none is set.</summary>
    [Id(0)] public string? Phrase { get; init; }

    /// <summary>Since when.</summary>
    [Id(1)] public DateTimeOffset? Since { get; init; }

    /// <summary>Never prints the phrase.</summary>
    public override string ToString() => nameof(SafetyPhraseView);
}

/// <summary>A phrase to be set.</summary>
[GenerateSerializer, Immutable, Alias("entry.NewSafetyPhrase")]
public sealed record NewSafetyPhrase
{
    /// <summary>The phrase, as the rules read it.</summary>
    [Id(0)] public required string Phrase { get; init; }

    /// <summary>Never prints the phrase.</summary>
    public override string ToString() => nameof(NewSafetyPhrase);
}

/// <summary>The further addresses of an account.</summary>
[GenerateSerializer, Immutable, Alias("entry.AlertAddressesView")]
public sealed record AlertAddressesView
{
    /// <summary>Each of them.</summary>
    [Id(0)] public required ImmutableArray<AlertAddressView> Addresses { get; init; }

    /// <summary>One that waits for its code.</summary>
    [Id(1)] public AlertAddressAsked? Waiting { get; init; }

    /// <summary>How many there may be.</summary>
    [Id(2)] public required int Most { get; init; }
}

/// <summary>One further address.</summary>
[GenerateSerializer, Immutable, Alias("entry.AlertAddressView")]
public sealed record AlertAddressView
{
    /// <summary>Its public name: 32 lower-case hex characters.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The address, masked.</summary>
    [Id(1)] public required string Masked { get; init; }

    /// <summary>When it was proved.</summary>
    [Id(2)] public required DateTimeOffset Since { get; init; }
}

/// <summary>A further address that waits for its code.</summary>
[GenerateSerializer, Immutable, Alias("entry.AlertAddressAsked")]
public sealed record AlertAddressAsked
{
    /// <summary>Its public name.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The address, masked.</summary>
    [Id(1)] public required string Masked { get; init; }

    /// <summary>Until when its code works.</summary>
    [Id(2)] public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>A wish for a further address.</summary>
[GenerateSerializer, Immutable, Alias("entry.NewAlertAddress")]
public sealed record NewAlertAddress
{
    /// <summary>The canonical address.</summary>
    [Id(0)] public required string Address { get; init; }

    /// <summary>Never prints the address.</summary>
    public override string ToString() => nameof(NewAlertAddress);
}

/// <summary>A code that was mailed to a further address.</summary>
[GenerateSerializer, Immutable, Alias("entry.AlertAddressCode")]
public sealed record AlertAddressCode
{
    /// <summary>The address that is meant.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The code, digits alone.</summary>
    [Id(1)] public required string Code { get; init; }

    /// <summary>Never prints the code.</summary>
    public override string ToString() => $"{nameof(AlertAddressCode)} {Id}";
}
