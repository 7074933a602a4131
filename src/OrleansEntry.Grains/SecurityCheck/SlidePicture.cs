using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core.SecurityCheck;
using SkiaSharp;

namespace OrleansEntry.Grains.SecurityCheck;

/// <summary>Draws a slide: a scene with two gaps, others that fit nothing, and the two pieces. The same dice draw the same.</summary>
internal static class SlidePicture
{
    /// <summary>Draws one.</summary>
    /// <param name="slide">Where the gaps are.</param>
    /// <param name="dice">The chance that decides everything else.</param>
    public static SlideOffer Draw(Slide slide, Dice dice)
    {
        using var surface = SKSurface.Create(new SKImageInfo(Slide.Width, Slide.Height));
        Scene.Paint(surface.Canvas, Slide.Width, Slide.Height, dice);
        using var scene = surface.Snapshot();

        var half = Slide.Height / 2;
        var upper = dice.Between(4, half - Slide.PieceSize - 4);
        var lower = dice.Between(half + 4, Slide.Height - Slide.PieceSize - 4);
        using var first = Shape(dice);
        using var second = Shape(dice);
        var pieces = new[] { Piece(scene, first, slide.First, upper), Piece(scene, second, slide.Second, lower) };
        Gap(surface.Canvas, first, slide.First, upper);
        Gap(surface.Canvas, second, slide.Second, lower);

        using var image = surface.Snapshot();
        return new SlideOffer { Webp = Scene.ToWebp(image), Width = Slide.Width, Height = Slide.Height, Pieces = pieces };
    }

    private static SlidePieceOffer Piece(SKImage scene, SKPath shape, int left, int top)
    {
        using var surface = SKSurface.Create(new SKImageInfo(Slide.PieceSize, Slide.PieceSize));
        using var paint = new SKPaint { IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = 2, Color = SKColors.White };
        surface.Canvas.Clear(SKColors.Transparent);
        surface.Canvas.Save();
        surface.Canvas.ClipPath(shape, SKClipOperation.Intersect, antialias: true);
        surface.Canvas.DrawImage(scene, -left, -top, SKSamplingOptions.Default);
        surface.Canvas.Restore();
        surface.Canvas.DrawPath(shape, paint);
        using var image = surface.Snapshot();
        return new SlidePieceOffer { Webp = Scene.ToWebp(image), Width = Slide.PieceSize, Height = Slide.PieceSize, Top = top };
    }

    private static void Gap(SKCanvas canvas, SKPath shape, int left, int top)
    {
        using var _ = new SKAutoCanvasRestore(canvas);
        canvas.Translate(left, top);
        using var paint = new SKPaint { IsAntialias = true, Color = SKColors.Black.WithAlpha(120) };
        canvas.DrawPath(shape, paint);
    }

    private static SKPath Shape(Dice dice)
    {
        using var builder = new SKPathBuilder();
        const float low = 9, high = Slide.PieceSize - 9;
        builder.AddRect(new SKRect(low, low, high, high));
        builder.AddCircle(Slide.PieceSize / 2f, dice.Between(0, 1) == 0 ? low : high, 8);
        builder.AddCircle(dice.Between(0, 1) == 0 ? low : high, Slide.PieceSize / 2f, 8);
        return builder.Detach();
    }
}
