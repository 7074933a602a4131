namespace OrleansEntry.Contracts.SecurityCheck;

/// <summary>What a check is good for: one purpose, for one subject, by one client. A pass is worth nothing elsewhere.</summary>
[GenerateSerializer, Immutable, Alias("entry.CheckScope")]
public sealed record CheckScope
{
    /// <summary>What the visitor is about to do: one of <see cref="CheckPurpose"/>; 1 to 256 characters.</summary>
    [Id(0)] public required string Purpose { get; init; }

    /// <summary>Whom or what it concerns: an id or a keyed hash, never a person's text; 1 to 256 characters.</summary>
    [Id(1)] public required string Subject { get; init; }

    /// <summary>Who asks: an id or a keyed hash of the visitor's client; 1 to 256 characters.</summary>
    [Id(2)] public required string Client { get; init; }

    /// <summary>Prints the purpose alone.</summary>
    public override string ToString() => $"{nameof(CheckScope)} {Purpose}";
}

/// <summary>What a visitor is about to do when a check is asked for.</summary>
public static class CheckPurpose
{
    /// <summary>Entering an account.</summary>
    public const string Entry = "entry";

    /// <summary>Registering an account.</summary>
    public const string Registration = "registration";
}
