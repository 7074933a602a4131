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
