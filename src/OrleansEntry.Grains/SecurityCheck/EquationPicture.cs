using OrleansEntry.Core.SecurityCheck;
using SkiaSharp;

namespace OrleansEntry.Grains.SecurityCheck;

/// <summary>Draws an equation so that a person reads it and a simple text reader stumbles. The same dice draw the same picture.</summary>
/// <remarks>Everything is drawn by turning light into dark and dark into light: where patches and bands lie, the writing changes sides, so
/// that no glyph looks like itself as a whole; then all of it is waved.</remarks>
internal static class EquationPicture
{
    /// <summary>Width, in pixels.</summary>
    public const int Width = 320;

    /// <summary>Height, in pixels.</summary>
    public const int Height = 100;

    private const float Margin = 14;

    /// <summary>Draws a text as a WebP picture, a few milliseconds of work.</summary>
    /// <param name="text">The equation.</param>
    /// <param name="dice">The chance that places, turns and colours everything.</param>
    public static byte[] Draw(string text, Dice dice)
    {
        var info = new SKImageInfo(Width, Height);
        using var flat = SKSurface.Create(info);
        flat.Canvas.Clear(SKColors.White);
        using (var invert = new SKPaint { IsAntialias = true, Color = SKColors.White, BlendMode = SKBlendMode.Difference })
        {
            Patches(flat.Canvas, invert, dice);
            Glyphs(flat.Canvas, invert, dice, text);
            Bands(flat.Canvas, invert, dice);
        }

        using var surface = SKSurface.Create(info);
        Wave(flat, surface.Canvas, dice);
        Tint(surface.Canvas, dice);
        using var image = surface.Snapshot();
        return Scene.ToWebp(image);
    }

    private static void Glyphs(SKCanvas canvas, SKPaint paint, Dice dice, string text)
    {
        using var font = new SKFont(Signs.Typeface, dice.Within(44, 50));
        paint.Style = SKPaintStyle.Fill;

        var advances = text.Select(c => font.MeasureText(c.ToString()) * dice.Within(0.98f, 1.12f)).ToArray();
        var fit = Math.Min(1, (Width - 2 * Margin) / advances.Sum());
        var x = Margin + dice.Within(0, Math.Max(0, Width - 2 * Margin - advances.Sum() * fit));

        for (var i = 0; i < text.Length; x += advances[i++] * fit)
        {
            using var _ = new SKAutoCanvasRestore(canvas);
            canvas.Translate(x + advances[i] * fit / 2, Height / 2f + dice.Within(-9, 9));
            // More than this, and a seven is taken for a one.
            canvas.RotateDegrees(dice.Within(-13, 13));
            canvas.Skew(dice.Within(-0.22f, 0.22f), dice.Within(-0.1f, 0.1f));
            canvas.Scale(fit * dice.Within(0.92f, 1.12f), fit * dice.Within(0.95f, 1.25f));
            // Half a capital's height below the middle: glyphs turn about their own centre.
            canvas.DrawText(text[i].ToString(), 0, font.Size * 0.36f, SKTextAlign.Center, font, paint);
        }
    }

    private static void Patches(SKCanvas canvas, SKPaint paint, Dice dice)
    {
        paint.Style = SKPaintStyle.Fill;
        const int count = 3;
        for (var i = 0; i < count; i++)
        {
            canvas.Save();
            canvas.Translate(dice.Within(i + 0.25f, i + 0.75f) * Width / count, dice.Within(10, Height - 10));
            canvas.RotateDegrees(dice.Within(0, 180));
            canvas.DrawOval(0, 0, dice.Within(34, 52), dice.Within(24, 38), paint);
            canvas.Restore();
        }
    }

    private static void Bands(SKCanvas canvas, SKPaint paint, Dice dice)
    {
        paint.Style = SKPaintStyle.Stroke;
        for (var i = 0; i < 2; i++)
        {
            using var builder = new SKPathBuilder();
            builder.MoveTo(-10, dice.Within(0, Height));
            builder.CubicTo(
                dice.Within(0, Width), dice.Within(-30, Height + 30), dice.Within(0, Width), dice.Within(-30, Height + 30),
                Width + 10, dice.Within(0, Height));
            using var path = builder.Detach();
            paint.StrokeWidth = dice.Within(1.4f, 2.4f);
            canvas.DrawPath(path, paint);
        }
    }

    // Each column goes up or down a little, then each row to and fro.
    private static void Wave(SKSurface flat, SKCanvas canvas, Dice dice)
    {
        using var columns = SKSurface.Create(new SKImageInfo(Width, Height));
        using (var image = flat.Snapshot())
            Shift(image, columns.Canvas, Width, dice, (i, by) => (SKRect.Create(i, 0, 1, Height), SKRect.Create(i, by, 1, Height)));
        using (var image = columns.Snapshot())
            Shift(image, canvas, Height, dice, (i, by) => (SKRect.Create(0, i, Width, 1), SKRect.Create(by, i, Width, 1)));
    }

    private static void Shift(SKImage image, SKCanvas canvas, int count, Dice dice, Func<int, float, (SKRect From, SKRect To)> strip)
    {
        var (high, length, phase) = (dice.Within(1.8f, 3), dice.Within(50, 90), dice.Within(0, MathF.Tau));
        var sampling = new SKSamplingOptions(SKFilterMode.Linear);
        canvas.Clear(SKColors.White);
        for (var i = 0; i < count; i++)
        {
            var (from, to) = strip(i, high * MathF.Sin(phase + MathF.Tau * i / length));
            canvas.DrawImage(image, from, to, sampling);
        }
    }

    // Any hue; the dark at least 4.5:1 against the light (WCAG 2.2, 1.4.3).
    private static void Tint(SKCanvas canvas, Dice dice)
    {
        using var paint = new SKPaint { BlendMode = SKBlendMode.Screen };
        paint.Color = SKColor.FromHsl(dice.Within(0, 360), dice.Within(30, 70), dice.Within(16, 26));
        canvas.DrawPaint(paint);
        paint.BlendMode = SKBlendMode.Multiply;
        paint.Color = SKColor.FromHsl(dice.Within(0, 360), dice.Within(30, 70), dice.Within(90, 95));
        canvas.DrawPaint(paint);
    }
}
