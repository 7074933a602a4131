using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core.SecurityCheck;
using SkiaSharp;

namespace OrleansEntry.Grains.SecurityCheck;

/// <summary>Draws a puzzle: one large sign whose six tiles changed places, in one picture, so that neither names nor sizes tell where
/// a tile belongs. The same dice draw the same.</summary>
/// <remarks>A person sees the sign. What a program compares, the seams, is taken away: each tile has a tint and a light of its own,
/// lines that end at its edge, and a frame where the picture loses a strip.</remarks>
internal static class PuzzlePicture
{
    // A multiple of 16, so that the encoder's blocks end where the tiles do.
    private const int TileSize = 96;
    private const float Frame = 6;

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
        using var sign = Large(dice);
        var look = new Look(dice.Within(0, 360), dice.Within(90, 270), IsDark: dice.Between(0, 1) == 0);
        for (var place = 0; place < Puzzle.Tiles; place++) Tile(surface.Canvas, sign, look, puzzle.Shown[place], place, dice);

        using var image = surface.Snapshot();
        return new PuzzleOffer
        {
            Webp = Scene.ToWebp(image), Width = Width, Height = Height, Columns = Puzzle.Columns, Rows = Puzzle.Rows,
        };
    }

    private static SKPath Large(Dice dice)
    {
        using var outline = Signs.Outline(
            Signs.OneOf(Signs.Large, dice), Width * dice.Within(0.92f, 1.02f), Height * dice.Within(0.92f, 1.02f), stretched: true);
        var turned = SKMatrix.CreateRotationDegrees(dice.Within(-7, 7)).PostConcat(SKMatrix.CreateTranslation(Width / 2f, Height / 2f));
        using var builder = new SKPathBuilder();
        builder.AddPath(outline, in turned);
        return builder.Detach();
    }

    private static void Tile(SKCanvas canvas, SKPath sign, Look look, int home, int place, Dice dice)
    {
        var (from, to) = (At(home), At(place));
        using var _ = new SKAutoCanvasRestore(canvas);
        canvas.Translate(to.Left, to.Top);
        canvas.ClipRect(SKRect.Create(TileSize, TileSize));
        var hue = look.Hue + dice.Within(-35, 35);
        canvas.Clear(Color(hue, 40, 36));

        using var inner = new SKAutoCanvasRestore(canvas);
        canvas.ClipRect(SKRect.Create(Frame, Frame, TileSize - 2 * Frame, TileSize - 2 * Frame));
        var (ground, ink) = look.IsDark ? (dice.Within(20, 34), dice.Within(70, 84)) : (dice.Within(70, 84), dice.Within(20, 34));
        canvas.Clear(Color(hue, 45, ground));
        using var paint = new SKPaint { IsAntialias = true };
        Lines(canvas, paint, hue, ground, dice);

        canvas.Save();
        canvas.Translate(-from.Left, -from.Top);
        paint.Style = SKPaintStyle.Fill;
        paint.Color = Color(hue + look.Apart, 60, ink);
        canvas.DrawPath(sign, paint);
        canvas.Restore();
        Lines(canvas, paint, hue, ground, dice);
    }

    // As strong as the sign's own outline, and going on nowhere.
    private static void Lines(SKCanvas canvas, SKPaint paint, float hue, float light, Dice dice)
    {
        paint.Style = SKPaintStyle.Stroke;
        for (var i = dice.Between(1, 2); i > 0; i--)
        {
            using var builder = new SKPathBuilder();
            builder.MoveTo(dice.Within(0, TileSize), dice.Within(0, TileSize));
            builder.QuadTo(
                dice.Within(0, TileSize), dice.Within(0, TileSize), dice.Within(-20, TileSize + 20), dice.Within(-20, TileSize + 20));
            using var path = builder.Detach();
            paint.StrokeWidth = dice.Within(3, 7);
            paint.Color = Color(hue, 60, Math.Clamp(light + dice.Within(-25, 25), 10, 92));
            canvas.DrawPath(path, paint);
        }
    }

    private static SKColor Color(float hue, float saturation, float light) => SKColor.FromHsl((hue + 720) % 360, saturation, light);

    /// <param name="Hue">The ground's colour, in degrees; each tile's is a little off.</param>
    /// <param name="Apart">How far the sign's colour is from it, in degrees.</param>
    /// <param name="IsDark">Whether the sign is light on dark.</param>
    private sealed record Look(float Hue, float Apart, bool IsDark);

    private static SKRect At(int place) =>
        SKRect.Create(place % Puzzle.Columns * TileSize, place / Puzzle.Columns * TileSize, TileSize, TileSize);
}
