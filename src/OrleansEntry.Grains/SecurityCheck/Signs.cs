using OrleansEntry.Core.SecurityCheck;
using SkiaSharp;

namespace OrleansEntry.Grains.SecurityCheck;

/// <summary>The letters and signs that pictures are made of, from the one embedded font.</summary>
internal static class Signs
{
    // The native library brings no font of its own, and draws nothing, silently, without one.
    private static readonly Lazy<SKTypeface> Loaded = new(Load);

    /// <summary>The embedded font.</summary>
    public static SKTypeface Typeface => Loaded.Value;

    /// <summary>Signs that nobody takes for another, however they are turned a little.</summary>
    public const string Small = "☀☁☂★☎♥♣♫⚑⚓⚡✈✉✂✿☽☻♞";

    /// <summary>Signs of which a quarter is still known for what it is a part of.</summary>
    public const string Large = "☂☎☻⚓✈☀♥✿⚙♞";

    /// <summary>A sign of a set.</summary>
    public static char OneOf(string set, Dice dice) => set[dice.Between(0, set.Length - 1)];

    /// <summary>So many different signs of a set.</summary>
    public static char[] SomeOf(string set, int count, Dice dice)
    {
        var all = set.ToCharArray();
        for (var i = 0; i < count; i++)
        {
            var j = dice.Between(i, all.Length - 1);
            (all[i], all[j]) = (all[j], all[i]);
        }
        return all[..count];
    }

    /// <summary>The outline of a sign, its middle in the origin, as large as fits into a box.</summary>
    /// <param name="sign">The sign.</param>
    /// <param name="width">The box's width, in pixels.</param>
    /// <param name="height">The box's height, in pixels.</param>
    /// <param name="stretched">Whether it fills the box both ways.</param>
    public static SKPath Outline(char sign, float width, float height, bool stretched = false)
    {
        using var font = new SKFont(Typeface, 100);
        using var path = font.GetTextPath(sign.ToString(), new SKPoint(0, 0));
        var bounds = path.TightBounds;
        var (sx, sy) = (width / bounds.Width, height / bounds.Height);
        if (!stretched) sx = sy = Math.Min(sx, sy);

        var fit = SKMatrix.CreateTranslation(-bounds.MidX, -bounds.MidY).PostConcat(SKMatrix.CreateScale(sx, sy));
        using var builder = new SKPathBuilder();
        builder.AddPath(path, in fit);
        return builder.Detach();
    }

    private static SKTypeface Load()
    {
        const string name = "OrleansEntry.Grains.SecurityCheck.Fonts.DejaVuSans-Bold.ttf";
        using var stream = typeof(Signs).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        using var data = SKData.Create(stream);
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException($"{name} is not a font.");
    }
}
