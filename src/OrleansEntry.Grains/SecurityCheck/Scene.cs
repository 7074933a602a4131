using OrleansEntry.Core.SecurityCheck;
using SkiaSharp;

namespace OrleansEntry.Grains.SecurityCheck;

/// <summary>An invented picture, different each time: nothing that a program could have seen before.</summary>
internal static class Scene
{
    /// <summary>Quality of every WebP that is sent; a compromise between size and smears.</summary>
    public const int Quality = 72;

    /// <summary>Paints a scene over the whole of a canvas.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="width">Width, in pixels.</param>
    /// <param name="height">Height, in pixels.</param>
    /// <param name="dice">The chance that decides everything.</param>
    public static void Paint(SKCanvas canvas, int width, int height, Dice dice)
    {
        var hue = dice.Within(0, 360);
        using var paint = new SKPaint { IsAntialias = true };
        Ground(canvas, paint, width, height, hue, dice);
        for (var i = dice.Between(9, 13); i > 0; i--) Blob(canvas, paint, width, height, hue, dice);
        for (var i = dice.Between(5, 8); i > 0; i--) Ribbon(canvas, paint, width, height, hue, dice);
        Grain(canvas, width, height, dice);
    }

    /// <summary>The picture as WebP.</summary>
    /// <param name="image">The picture.</param>
    public static byte[] ToWebp(SKImage image)
    {
        using var data = image.Encode(SKEncodedImageFormat.Webp, Quality);
        return data.ToArray();
    }

    private static void Ground(SKCanvas canvas, SKPaint paint, int width, int height, float hue, Dice dice)
    {
        var angle = dice.Within(0, MathF.Tau);
        var (dx, dy) = (MathF.Cos(angle) * width / 2, MathF.Sin(angle) * height / 2);
        using var shader = SKShader.CreateLinearGradient(
            new SKPoint(width / 2f - dx, height / 2f - dy), new SKPoint(width / 2f + dx, height / 2f + dy),
            [Tint(hue, 70, dice), Tint(hue + 40, 50, dice), Tint(hue + 190, 60, dice)], SKShaderTileMode.Clamp);
        paint.Shader = shader;
        canvas.DrawRect(0, 0, width, height, paint);
        paint.Shader = null;
    }

    private static void Blob(SKCanvas canvas, SKPaint paint, int width, int height, float hue, Dice dice)
    {
        var radius = dice.Within(14, 52);
        using var _ = new SKAutoCanvasRestore(canvas);
        canvas.Translate(dice.Within(0, width), dice.Within(0, height));
        canvas.RotateDegrees(dice.Within(0, 180));
        canvas.Scale(1, dice.Within(0.5f, 1));

        paint.Style = SKPaintStyle.Fill;
        using var shader = SKShader.CreateLinearGradient(
            new SKPoint(-radius, 0), new SKPoint(radius, 0),
            [Tint(hue + dice.Within(-70, 70), 60, dice).WithAlpha(230), Tint(hue + dice.Within(100, 260), 60, dice).WithAlpha(200)],
            SKShaderTileMode.Clamp);
        paint.Shader = shader;
        canvas.DrawCircle(0, 0, radius, paint);
        paint.Shader = null;
    }

    private static void Ribbon(SKCanvas canvas, SKPaint paint, int width, int height, float hue, Dice dice)
    {
        using var builder = new SKPathBuilder();
        builder.MoveTo(-10, dice.Within(0, height));
        builder.CubicTo(
            dice.Within(0, width), dice.Within(-height, 2 * height), dice.Within(0, width), dice.Within(-height, 2 * height),
            width + 10, dice.Within(0, height));
        using var path = builder.Detach();
        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeWidth = dice.Within(3, 12);
        paint.Color = Tint(hue + dice.Within(0, 360), 60, dice).WithAlpha(210);
        canvas.DrawPath(path, paint);
    }

    // Fine noise over everything: no edge in the picture is clean, and no two patches are alike.
    private static void Grain(SKCanvas canvas, int width, int height, Dice dice)
    {
        using var noise = SKShader.CreatePerlinNoiseFractalNoise(0.09f, 0.09f, 3, dice.Between(1, 30_000));
        using var paint = new SKPaint { Shader = noise, BlendMode = SKBlendMode.SoftLight };
        canvas.DrawRect(0, 0, width, height, paint);
    }

    private static SKColor Tint(float hue, float saturation, Dice dice) =>
        SKColor.FromHsl((hue + 720) % 360, saturation, dice.Within(30, 72));
}
