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

    /// <summary>The kinds offered, in the order of suggestion: at most one with a picture; <c>proof-of-work</c> is always among
    /// them.</summary>
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

    /// <summary>The kinds with a picture that a renewal may ask for.</summary>
    [Id(8)] public IReadOnlyList<string> Available { get; init; } = [];

    /// <summary>Kind <c>slide</c>: the picture with its gaps and the pieces that fit them.</summary>
    [Id(9)] public SlideOffer? Slide { get; init; }

    /// <summary>Kind <c>puzzle</c>: the picture whose tiles changed places.</summary>
    [Id(10)] public PuzzleOffer? Puzzle { get; init; }

    /// <summary>Prints neither the picture nor the work.</summary>
    public override string ToString() => $"{nameof(CheckOffer)} {Id} until {ExpiresAt:O}";
}

/// <summary>A picture with gaps. Everything is in pixels; the piece in each row begins at the left edge.</summary>
[GenerateSerializer, Immutable, Alias("entry.SlideOffer")]
public sealed record SlideOffer
{
    /// <summary>The picture as WebP; with the pieces less than 20 kB.</summary>
    [Id(0)] public required byte[] Webp { get; init; }

    /// <summary>Width of the picture.</summary>
    [Id(1)] public required int Width { get; init; }

    /// <summary>Height of the picture.</summary>
    [Id(2)] public required int Height { get; init; }

    /// <summary>The pieces, from top to bottom; no row overlaps another.</summary>
    [Id(3)] public required IReadOnlyList<SlidePieceOffer> Pieces { get; init; }
}

/// <summary>A piece that is slid along its row.</summary>
[GenerateSerializer, Immutable, Alias("entry.SlidePieceOffer")]
public sealed record SlidePieceOffer
{
    /// <summary>The piece as WebP, transparent around its shape.</summary>
    [Id(0)] public required byte[] Webp { get; init; }

    /// <summary>Width of the piece, in pixels of the picture.</summary>
    [Id(1)] public required int Width { get; init; }

    /// <summary>Height of the piece.</summary>
    [Id(2)] public required int Height { get; init; }

    /// <summary>From the picture's upper edge to the piece's.</summary>
    [Id(3)] public required int Top { get; init; }
}

/// <summary>A picture in tiles of one size that changed places.</summary>
[GenerateSerializer, Immutable, Alias("entry.PuzzleOffer")]
public sealed record PuzzleOffer
{
    /// <summary>The picture as it is shown at first, as WebP, less than 20 kB.</summary>
    [Id(0)] public required byte[] Webp { get; init; }

    /// <summary>Width of the picture, in pixels: a multiple of <see cref="Columns"/>.</summary>
    [Id(1)] public required int Width { get; init; }

    /// <summary>Height of the picture: a multiple of <see cref="Rows"/>.</summary>
    [Id(2)] public required int Height { get; init; }

    /// <summary>Tiles in a row.</summary>
    [Id(3)] public required int Columns { get; init; }

    /// <summary>Rows of tiles.</summary>
    [Id(4)] public required int Rows { get; init; }
}
