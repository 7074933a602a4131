namespace OrleansEntry.Contracts.SecurityCheck;

/// <summary>A challenge that is out. The visitor answers it by whichever of its kinds they like best.</summary>
[GenerateSerializer, Immutable, Alias("entry.CheckOffer")]
public sealed record CheckOffer
{
    /// <summary>The check it belongs to: 32 lower-case hexadecimal characters.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>From then on the check is over, unless it was passed or renewed before.</summary>
    [Id(1)] public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Wrong answers until this challenge is over; at least 1.</summary>
    [Id(2)] public required int TriesLeft { get; init; }

    /// <summary>The kinds offered, such as <c>equation</c>; <c>proof-of-work</c> is always among them.</summary>
    [Id(3)] public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>Kind <c>equation</c>: the picture, as WebP, less than 20 kB, dark on white.</summary>
    [Id(4)] public byte[] EquationWebp { get; init; } = [];

    /// <summary>Kind <c>equation</c>: width of the picture, in pixels.</summary>
    [Id(5)] public int EquationWidth { get; init; }

    /// <summary>Kind <c>equation</c>: height of the picture, in pixels.</summary>
    [Id(6)] public int EquationHeight { get; init; }

    /// <summary>Kind <c>proof-of-work</c>: the challenge as the JSON object that ALTCHA's widget takes (protocol v2), to be
    /// sent on as it is: <c>{"parameters":{…},"signature":"…"}</c>; less than 1 kB.</summary>
    [Id(7)] public string ProofOfWorkJson { get; init; } = "";

    /// <summary>Prints neither the picture nor the work.</summary>
    public override string ToString() => $"{nameof(CheckOffer)} {Id} until {ExpiresAt:O}";
}
