using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core.SecurityCheck;
using SkiaSharp;

namespace OrleansEntry.Grains.SecurityCheck;

/// <summary>Draws a puzzle: a scene whose tiles changed places, in one picture, so that neither names nor sizes tell where a tile
/// belongs. The same dice draw the same.</summary>
internal static class PuzzlePicture
{
    // A multiple of 16, so that the encoder's blocks end where the tiles do.
    private const int TileSize = 96;

    /// <summary>Width, in pixels.</summary>
    public const int Width = Puzzle.Columns * TileSize;

    /// <summary>Height, in pixels.</summary>
    public const int Height = Puzzle.Rows * TileSize;

    /// <summary>Draws one.</summary>
    /// <param name="puzzle">Which tile is shown where.</param>
    /// <param name="dice">The chance that decides everything else.</param>
    public static PuzzleOffer Draw(Puzzle puzzle, Dice dice)
    {
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height));
        Scene.Paint(surface.Canvas, Width, Height, dice);
        using var scene = surface.Snapshot();

        for (var place = 0; place < Puzzle.Tiles; place++) surface.Canvas.DrawImage(scene, At(puzzle.Shown[place]), At(place), SKSamplingOptions.Default);

        using var image = surface.Snapshot();
        return new PuzzleOffer
        {
            Webp = Scene.ToWebp(image), Width = Width, Height = Height, Columns = Puzzle.Columns, Rows = Puzzle.Rows,
        };
    }

    private static SKRect At(int place) =>
        SKRect.Create(place % Puzzle.Columns * TileSize, place / Puzzle.Columns * TileSize, TileSize, TileSize);
}
