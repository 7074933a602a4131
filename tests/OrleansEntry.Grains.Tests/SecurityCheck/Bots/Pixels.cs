using SkiaSharp;

namespace OrleansEntry.Grains.Tests.SecurityCheck.Bots;

/// <summary>A decoded picture as a bot sees it: how light each pixel is, and how much of it is there, 0 to 1.</summary>
internal sealed class Pixels
{
    private readonly float[] _light;
    private readonly float[] _alpha;

    private Pixels(int width, int height, float[] light, float[] alpha) => (Width, Height, _light, _alpha) = (width, height, light, alpha);

    public int Width { get; }

    public int Height { get; }

    public float this[int x, int y] => _light[Math.Clamp(y, 0, Height - 1) * Width + Math.Clamp(x, 0, Width - 1)];

    public float Alpha(int x, int y) => x < 0 || y < 0 || x >= Width || y >= Height ? 0 : _alpha[y * Width + x];

    public static Pixels Decode(byte[] image)
    {
        using var bitmap = SKBitmap.Decode(image);
        return Of(bitmap);
    }

    public static Pixels Of(SKBitmap bitmap)
    {
        var colors = bitmap.Pixels;
        return new Pixels(
            bitmap.Width, bitmap.Height,
            [.. colors.Select(c => (0.299f * c.Red + 0.587f * c.Green + 0.114f * c.Blue) / 255)], [.. colors.Select(c => c.Alpha / 255f)]);
    }

    /// <summary>Half as large, each pixel the mean of four.</summary>
    public Pixels Halved()
    {
        var (w, h) = (Width / 2, Height / 2);
        var (light, alpha) = (new float[w * h], new float[w * h]);
        for (var i = 0; i < light.Length; i++)
        {
            var (x, y) = (i % w * 2, i / w * 2);
            light[i] = (this[x, y] + this[x + 1, y] + this[x, y + 1] + this[x + 1, y + 1]) / 4;
            alpha[i] = Alpha(x, y);
        }
        return new Pixels(w, h, light, alpha);
    }

    /// <summary>Sobel's measure of how hard the edge at a pixel is.</summary>
    public float Edge(int x, int y)
    {
        float Down(int at) => this[at, y - 1] + 2 * this[at, y] + this[at, y + 1];
        float Across(int at) => this[x - 1, at] + 2 * this[x, at] + this[x + 1, at];
        var (dx, dy) = (Down(x + 1) - Down(x - 1), Across(y + 1) - Across(y - 1));
        return MathF.Sqrt(dx * dx + dy * dy);
    }

    /// <summary>A picture of the edges.</summary>
    public Pixels Edges() =>
        new(Width, Height, [.. Enumerable.Range(0, Width * Height).Select(i => Edge(i % Width, i / Width))], _alpha);

    /// <summary>The light between pixels.</summary>
    public float At(float x, float y)
    {
        var (left, top) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        var (fx, fy) = (x - left, y - top);
        return (this[left, top] * (1 - fx) + this[left + 1, top] * fx) * (1 - fy)
            + (this[left, top + 1] * (1 - fx) + this[left + 1, top + 1] * fx) * fy;
    }
}

/// <summary>How alike two rows of numbers are, whatever their mean and spread: -1 to 1.</summary>
internal static class Alike
{
    public static float Measure(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
        for (var i = 0; i < a.Length; i++)
        {
            sa += a[i];
            sb += b[i];
            saa += a[i] * a[i];
            sbb += b[i] * b[i];
            sab += a[i] * b[i];
        }
        var spread = (saa - sa * sa / a.Length) * (sbb - sb * sb / a.Length);
        return spread <= 1e-9f ? 0 : (sab - sa * sb / a.Length) / MathF.Sqrt(spread);
    }
}
