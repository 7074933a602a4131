using OrleansEntry.Core.SecurityCheck;
using SkiaSharp;

namespace OrleansEntry.Grains.SecurityCheck;

/// <summary>Draws an equation so that a person reads it at a glance and a simple text reader stumbles.</summary>
/// <remarks>Dark on white, so that it sits on a light card in dark mode too. The same dice draw the same picture.</remarks>
internal static class EquationPicture
{
    /// <summary>Width, in pixels.</summary>
    public const int Width = 280;

    /// <summary>Height, in pixels.</summary>
    public const int Height = 88;

    private const int Quality = 70;
    private const float Margin = 16;

    // The native library brings no font of its own, and draws nothing, silently, without one.
    private static readonly Lazy<SKTypeface> Typeface = new(LoadTypeface);

    /// <summary>Draws a text as a WebP picture, a few milliseconds of work.</summary>
    /// <param name="text">The equation.</param>
    /// <param name="dice">The chance that places, turns and colours everything.</param>
    public static byte[] Draw(string text, Dice dice)
    {
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height));
        using var paint = new SKPaint { IsAntialias = true };
        var canvas = surface.Canvas;
        canvas.Clear(SKColors.White);

        Dots(canvas, paint, dice);
        Curves(canvas, paint, dice, count: 5, alpha: 100);
        Glyphs(canvas, paint, dice, text);
        Strikes(canvas, paint, dice);

        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Webp, Quality);
        return data.ToArray();
    }

    private static void Glyphs(SKCanvas canvas, SKPaint paint, Dice dice, string text)
    {
        using var font = new SKFont(Typeface.Value, dice.Within(38, 44));
        paint.Style = SKPaintStyle.Fill;

        var advances = text.Select(c => font.MeasureText(c.ToString()) * dice.Within(0.95f, 1.1f)).ToArray();
        var fit = Math.Min(1, (Width - 2 * Margin) / advances.Sum());
        var x = Margin + dice.Within(0, Math.Max(0, Width - 2 * Margin - advances.Sum() * fit));

        for (var i = 0; i < text.Length; x += advances[i++] * fit)
        {
            using var _ = new SKAutoCanvasRestore(canvas);
            canvas.Translate(x + advances[i] * fit / 2, Height / 2f + dice.Within(-7, 7));
            // More than this, and a seven is taken for a one.
            canvas.RotateDegrees(dice.Within(-9, 9));
            canvas.Skew(dice.Within(-0.12f, 0.12f), dice.Within(-0.06f, 0.06f));
            canvas.Scale(fit * dice.Within(0.9f, 1.1f), fit * dice.Within(0.9f, 1.12f));
            paint.Color = Ink(dice, alpha: 255);
            // Half a capital's height below the middle: glyphs turn about their own centre.
            canvas.DrawText(text[i].ToString(), 0, font.Size * 0.36f, SKTextAlign.Center, font, paint);
        }
    }

    private static void Curves(SKCanvas canvas, SKPaint paint, Dice dice, int count, byte alpha)
    {
        paint.Style = SKPaintStyle.Stroke;
        for (var i = 0; i < count; i++)
        {
            using var builder = new SKPathBuilder();
            builder.MoveTo(dice.Within(-10, Width * 0.2f), dice.Within(0, Height));
            builder.CubicTo(
                dice.Within(0, Width), dice.Within(-20, Height + 20),
                dice.Within(0, Width), dice.Within(-20, Height + 20),
                dice.Within(Width * 0.8f, Width + 10), dice.Within(0, Height));
            using var path = builder.Detach();
            paint.StrokeWidth = dice.Within(1, 2.2f);
            paint.Color = Ink(dice, alpha);
            canvas.DrawPath(path, paint);
        }
    }

    // White cuts through the glyphs break them up for a machine and hide no stroke from a person.
    private static void Strikes(SKCanvas canvas, SKPaint paint, Dice dice)
    {
        paint.Style = SKPaintStyle.Stroke;
        paint.Color = SKColors.White;
        for (var i = 0; i < 4; i++)
        {
            paint.StrokeWidth = dice.Within(1, 1.8f);
            canvas.DrawLine(0, dice.Within(-20, Height + 20), Width, dice.Within(-20, Height + 20), paint);
        }
    }

    private static void Dots(SKCanvas canvas, SKPaint paint, Dice dice)
    {
        paint.Style = SKPaintStyle.Fill;
        for (var i = dice.Between(60, 90); i > 0; i--)
        {
            paint.Color = Ink(dice, alpha: 110);
            canvas.DrawCircle(dice.Within(0, Width), dice.Within(0, Height), dice.Within(0.6f, 1.8f), paint);
        }
    }

    // Any hue, dark enough for at least 4.5:1 on white where it is opaque (WCAG 2.2, 1.4.3).
    private static SKColor Ink(Dice dice, byte alpha) =>
        SKColor.FromHsl(dice.Within(0, 360), dice.Within(30, 70), dice.Within(16, 26)).WithAlpha(alpha);

    private static SKTypeface LoadTypeface()
    {
        const string name = "OrleansEntry.Grains.SecurityCheck.Fonts.DejaVuSans-Bold.ttf";
        using var stream = typeof(EquationPicture).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        using var data = SKData.Create(stream);
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException($"{name} is not a font.");
    }
}
