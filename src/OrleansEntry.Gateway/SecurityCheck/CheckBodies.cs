using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansEntry.Contracts.SecurityCheck;

namespace OrleansEntry.Gateway.SecurityCheck;

/// <summary>An answer to a security check.</summary>
internal sealed record CheckAnswerBody : Body
{
    /// <summary>The check that is answered: the id it was offered with. Needed where no entry names it.</summary>
    [StringLength(32, MinimumLength = 32), RegularExpression("^[0-9a-f]{32}$")] public string? Id { get; init; }

    /// <summary>Which of the offered kinds is answered: proof-of-work, slide, puzzle or equation.</summary>
    [StringLength(32, MinimumLength = 1)] public required string Kind { get; init; }

    /// <summary>For a proof-of-work the widget's payload, base64; for an equation the number; for a slide and a puzzle a JSON object
    /// in a string. A slide: member pieces with two objects, the upper piece first, each with input (pointer or keys) and path: three
    /// numbers a point, milliseconds since the point before (0 at first), where the piece's left edge is, in pixels of the picture, and
    /// how high the pointer is (0 with keys). The last point is where it was let go. A puzzle: member swaps, three numbers a swap,
    /// milliseconds since the one before (at first since the picture was shown) and the two places, counted from 0 row by row, whose
    /// tiles changed. Whole numbers, in flat lists; at most 150 points a path.</summary>
    [StringLength(4096, MinimumLength = 1)] public required string Answer { get; init; }
}

/// <summary>Asks for a fresh challenge.</summary>
internal sealed record CheckRenewalBody : Body
{
    /// <summary>The kinds that can be asked for.</summary>
    public const string Kinds = "^(slide|puzzle|equation|proof-of-work)$";

    /// <summary>The kind that is wanted: slide, puzzle, equation or proof-of-work; without it another of the kind before. A kind that
    /// is switched off gives way to one that is not.</summary>
    [RegularExpression(Kinds)] public string? Kind { get; init; }
}

/// <summary>A security check on offer. Any of its kinds may be answered.</summary>
internal sealed record CheckBody
{
    /// <summary>The check's id.</summary>
    public required string Id { get; init; }

    /// <summary>Until when it can be answered.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The kinds on offer, in the order of suggestion: at most one with a picture; proof-of-work is always among them.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>The kinds with a picture that a renewal can ask for: slide, puzzle, equation.</summary>
    public required IReadOnlyList<string> Available { get; init; }

    /// <summary>An ALTCHA challenge (protocol v2), for the stock widget: parameters and signature.</summary>
    public required JsonElement ProofOfWork { get; init; }

    /// <summary>Two pieces, each to be slid along its row into its gap.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public SlideBody? Slide { get; init; }

    /// <summary>A picture whose tiles are to be swapped until it is whole.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public PuzzleBody? Puzzle { get; init; }

    /// <summary>The picture of an equation.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public EquationBody? Equation { get; init; }

    /// <summary>Translates an offer.</summary>
    public static CheckBody From(CheckOffer offer) => new()
    {
        Id = offer.Id,
        ExpiresAt = offer.ExpiresAt,
        Kinds = offer.Kinds,
        Available = offer.Available,
        Slide = offer.Slide is { } slide ? SlideBody.From(slide) : null,
        Puzzle = offer.Puzzle is { } puzzle ? PuzzleBody.From(puzzle) : null,
        ProofOfWork = JsonElement.Parse(offer.ProofOfWorkJson),
        Equation = offer.EquationWebp.Length == 0
            ? null
            : new EquationBody
            {
                Image = WebpAddress(offer.EquationWebp),
                Width = offer.EquationWidth,
                Height = offer.EquationHeight,
            },
    };

    /// <summary>A picture as an address that a page can show.</summary>
    internal static string WebpAddress(byte[] webp) => "data:image/webp;base64," + Convert.ToBase64String(webp);
}

/// <summary>A picture with two gaps and the two pieces that fit them. All lengths are in pixels of the picture.</summary>
internal sealed record SlideBody
{
    /// <summary>A data address with the picture, WebP.</summary>
    public required string Image { get; init; }

    /// <summary>Its width.</summary>
    public required int Width { get; init; }

    /// <summary>Its height.</summary>
    public required int Height { get; init; }

    /// <summary>Two pieces, the upper one first. Each begins at the left edge of its row and can go to width minus its own.</summary>
    public required IReadOnlyList<SlidePieceBody> Pieces { get; init; }

    /// <summary>Translates a slide.</summary>
    public static SlideBody From(SlideOffer offer) => new()
    {
        Image = CheckBody.WebpAddress(offer.Webp),
        Width = offer.Width,
        Height = offer.Height,
        Pieces = [.. offer.Pieces.Select(piece => new SlidePieceBody
        {
            Image = CheckBody.WebpAddress(piece.Webp), Width = piece.Width, Height = piece.Height, Top = piece.Top,
        })],
    };
}

/// <summary>A piece of a slide.</summary>
internal sealed record SlidePieceBody
{
    /// <summary>A data address with the piece, WebP, transparent around its shape.</summary>
    public required string Image { get; init; }

    /// <summary>Its width.</summary>
    public required int Width { get; init; }

    /// <summary>Its height.</summary>
    public required int Height { get; init; }

    /// <summary>From the picture's upper edge to its own.</summary>
    public required int Top { get; init; }
}

/// <summary>A picture in tiles of one size that changed places.</summary>
internal sealed record PuzzleBody
{
    /// <summary>A data address with the picture as it is shown at first, WebP.</summary>
    public required string Image { get; init; }

    /// <summary>Its width in pixels, a multiple of the columns.</summary>
    public required int Width { get; init; }

    /// <summary>Its height in pixels, a multiple of the rows.</summary>
    public required int Height { get; init; }

    /// <summary>Tiles in a row.</summary>
    public required int Columns { get; init; }

    /// <summary>Rows of tiles.</summary>
    public required int Rows { get; init; }

    /// <summary>Translates a puzzle.</summary>
    public static PuzzleBody From(PuzzleOffer offer) => new()
    {
        Image = CheckBody.WebpAddress(offer.Webp), Width = offer.Width, Height = offer.Height, Columns = offer.Columns, Rows = offer.Rows,
    };
}

/// <summary>The picture of a simple equation.</summary>
internal sealed record EquationBody
{
    /// <summary>A data address with a WebP picture.</summary>
    public required string Image { get; init; }

    /// <summary>Its width in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Its height in pixels.</summary>
    public required int Height { get; init; }
}
