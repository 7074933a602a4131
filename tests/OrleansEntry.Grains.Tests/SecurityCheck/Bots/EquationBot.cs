using OrleansEntry.Grains.SecurityCheck;
using SkiaSharp;

namespace OrleansEntry.Grains.Tests.SecurityCheck.Bots;

/// <summary>Reads equations with the very font they are drawn with: each glyph, turned and sized, is held against every place, and
/// the likeliest row of glyphs that makes an equation is read.</summary>
internal static class EquationBot
{
    private const string Glyphs = "0123456789+−";
    private const int Step = 2;
    private const float Unlike = 0.35f;
    private const int TemplateWidth = 18;
    private const int TemplateHeight = 22;
    private static readonly Template[] Templates = [.. Draw()];

    /// <summary>What the equation comes to, as it was read; <see langword="null"/> where none was.</summary>
    public static int? Read(byte[] webp)
    {
        var picture = Pixels.Decode(webp).Halved();
        var scores = new float[Glyphs.Length, picture.Width];
        Span<float> light = stackalloc float[TemplateWidth * TemplateHeight];
        Span<float> edges = stackalloc float[light.Length];
        for (var x = 4; x < picture.Width - 4; x += Step)
        {
            for (var y = picture.Height / 2 - 4; y <= picture.Height / 2 + 4; y += 4)
            {
                var (left, top) = (x - TemplateWidth / 2, y - TemplateHeight / 2);
                picture.CopyTo(light, left, top, TemplateWidth);
                picture.Edges.CopyTo(edges, left, top, TemplateWidth);
                Alike.Standard(light);
                Alike.Standard(edges);
                foreach (var template in Templates)
                    scores[template.Glyph, x] = MathF.Max(scores[template.Glyph, x], template.Fit(light, edges));
            }
        }
        return Likeliest(scores, picture.Width);
    }

    // Digits, a sign, a digit; the gaps between their middles are what the font and the drawing's play allow, at half size.
    private static int? Likeliest(float[,] scores, int width)
    {
        List<Reading> readings = [.. Starts(scores, width)];
        (float Score, int Result)? best = null;
        for (var glyphs = 1; glyphs < 6; glyphs++)
        {
            var next = new Dictionary<(int X, int State), Reading>();
            foreach (var reading in readings)
            {
                for (var glyph = 0; glyph < Glyphs.Length; glyph++)
                {
                    if (!reading.Takes(glyph)) continue;
                    var (least, most) = reading.Op is not null || glyph >= 10 ? (14, 32) : (8, 18);
                    for (var x = reading.X + least; x <= Math.Min(width - 5, reading.X + most); x += Step)
                    {
                        var longer = reading.And(glyph, x, scores[glyph, x] - Unlike);
                        if (longer.Result is { } result)
                        {
                            if (best is null || longer.Score > best.Value.Score) best = (longer.Score, result);
                        }
                        else if (!next.TryGetValue((x, longer.State), out var known) || known.Score < longer.Score)
                        {
                            next[(x, longer.State)] = longer;
                        }
                    }
                }
            }
            readings = [.. next.Values.OrderByDescending(r => r.Score).Take(200)];
        }
        return best?.Result;
    }

    private static IEnumerable<Reading> Starts(float[,] scores, int width) =>
        from x in Enumerable.Range(2, width / 4).Select(x => x * Step)
        from digit in Enumerable.Range(1, 9)
        where scores[digit, x] > Unlike
        select new Reading(x, digit, 1, null, null, scores[digit, x] - Unlike);

    private static IEnumerable<Template> Draw()
    {
        using var font = new SKFont(Signs.Typeface, 46);
        using var paint = new SKPaint { IsAntialias = true, Color = SKColors.Black };
        for (var glyph = 0; glyph < Glyphs.Length; glyph++)
        {
            foreach (var degrees in (float[])[-10, 0, 10])
            {
                foreach (var size in (float[])[0.95f])
                {
                    using var surface = SKSurface.Create(new SKImageInfo(2 * TemplateWidth, 2 * TemplateHeight));
                    surface.Canvas.Clear(SKColors.White);
                    surface.Canvas.Translate(TemplateWidth, TemplateHeight);
                    surface.Canvas.RotateDegrees(degrees);
                    surface.Canvas.Scale(size);
                    surface.Canvas.DrawText(Glyphs[glyph].ToString(), 0, font.Size * 0.36f, SKTextAlign.Center, font, paint);
                    using var bitmap = new SKBitmap(new SKImageInfo(2 * TemplateWidth, 2 * TemplateHeight));
                    surface.ReadPixels(bitmap.Info, bitmap.GetPixels(), bitmap.RowBytes, 0, 0);
                    yield return new Template(glyph, Pixels.Of(bitmap).Halved());
                }
            }
        }
    }

    private sealed record Reading(int X, int Number, int Digits, char? Op, int? Result, float Score)
    {
        public int State => Number * 4 + (Op is null ? 0 : Op == '+' ? 1 : 2);

        public bool Takes(int glyph) => Op is not null ? glyph < 10 : glyph < 10 ? Digits < 4 : Digits >= 2;

        public Reading And(int glyph, int x, float score) => this switch
        {
            { Op: { } op } => this with { X = x, Score = Score + score, Result = op == '+' ? Number + glyph : Number - glyph },
            _ when glyph >= 10 => this with { X = x, Score = Score + score, Op = Glyphs[glyph] },
            _ => this with { X = x, Score = Score + score, Number = Number * 10 + glyph, Digits = Digits + 1 },
        };
    }

    private sealed class Template(int glyph, Pixels drawn)
    {
        private readonly float[] _light = All(drawn);
        private readonly float[] _edges = All(drawn.Edges);

        public int Glyph => glyph;

        public float Fit(ReadOnlySpan<float> light, ReadOnlySpan<float> edges) =>
            MathF.Max(MathF.Abs(Alike.OfStandard(_light, light)), Alike.OfStandard(_edges, edges));

        private static float[] All(Pixels pixels)
        {
            var all = new float[pixels.Width * pixels.Height];
            pixels.CopyTo(all, 0, 0, pixels.Width);
            Alike.Standard(all);
            return all;
        }
    }
}
