using System.Numerics;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace OrleansEntry.Grains.Tests.SecurityCheck.Bots;

/// <summary>A decoded picture as a bot sees it: how light each pixel is, and how much of it is there, 0 to 1.</summary>
internal sealed class Pixels
{
    private readonly float[] _light;
    private readonly float[] _alpha;
    private Pixels? _edges;

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
            Array.ConvertAll(colors, c => (0.299f * c.Red + 0.587f * c.Green + 0.114f * c.Blue) / 255),
            Array.ConvertAll(colors, c => c.Alpha / 255f));
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

    /// <summary>Sobel's measure of how hard the edge at a pixel is, as a picture.</summary>
    public Pixels Edges => _edges ??= FindEdges();

    /// <summary>The light between pixels.</summary>
    public float At(float x, float y)
    {
        var (left, top) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        var (fx, fy) = (x - left, y - top);
        return (this[left, top] * (1 - fx) + this[left + 1, top] * fx) * (1 - fy)
            + (this[left, top + 1] * (1 - fx) + this[left + 1, top + 1] * fx) * fy;
    }

    /// <summary>A part of the picture, row by row.</summary>
    public void CopyTo(Span<float> part, int left, int top, int width)
    {
        for (var i = 0; i < part.Length; i += width)
        {
            var y = Math.Clamp(top + i / width, 0, Height - 1);
            if (left >= 0 && left + width <= Width) _light.AsSpan(y * Width + left, width).CopyTo(part[i..]);
            else for (var x = 0; x < width; x++) part[i + x] = this[left + x, y];
        }
    }

    private Pixels FindEdges()
    {
        var edges = new float[Width * Height];
        for (var i = 0; i < edges.Length; i++)
        {
            var (x, y) = (i % Width, i / Width);
            float Down(int at) => this[at, y - 1] + 2 * this[at, y] + this[at, y + 1];
            float Across(int at) => this[x - 1, at] + 2 * this[x, at] + this[x + 1, at];
            var (dx, dy) = (Down(x + 1) - Down(x - 1), Across(y + 1) - Across(y - 1));
            edges[i] = MathF.Sqrt(dx * dx + dy * dy);
        }
        return new Pixels(Width, Height, edges, _alpha);
    }
}

/// <summary>How alike two rows of numbers are, whatever their mean and spread: -1 to 1.</summary>
internal static class Alike
{
    public static float Measure(float[] a, float[] b) => OfStandard(Standard([.. a]), Standard([.. b]));

    /// <summary>Moves and stretches a row, in place, so that its mean is 0 and its length 1; a row without spread becomes 0.</summary>
    public static Span<float> Standard(Span<float> row)
    {
        float sum = 0, squares = 0;
        foreach (var x in row)
        {
            sum += x;
            squares += x * x;
        }
        var (mean, spread) = (sum / row.Length, squares - sum * sum / row.Length);
        var scale = spread <= 1e-5f ? 0 : 1 / MathF.Sqrt(spread);
        for (var i = 0; i < row.Length; i++) row[i] = (row[i] - mean) * scale;
        return row;
    }

    /// <summary>The same for two rows that were made standard before.</summary>
    public static float OfStandard(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var va = MemoryMarshal.Cast<float, Vector<float>>(a);
        var vb = MemoryMarshal.Cast<float, Vector<float>>(b);
        var sums = Vector<float>.Zero;
        for (var i = 0; i < va.Length; i++) sums += va[i] * vb[i];
        var sum = Vector.Sum(sums);
        for (var i = va.Length * Vector<float>.Count; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
