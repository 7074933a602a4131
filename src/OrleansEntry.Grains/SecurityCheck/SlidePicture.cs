using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core.SecurityCheck;
using SkiaSharp;

namespace OrleansEntry.Grains.SecurityCheck;

/// <summary>Draws a slide: two rows of sockets, each with a sign, and a piece for one socket of each row. A person finds the
/// socket by its sign. The same dice draw the same.</summary>
/// <remarks>All sockets have one outline, so edges tell where sockets are and not which; the piece is filled from elsewhere in the
/// scene, so its rim continues nothing; where its sign is filled, the sockets' signs are drawn as lines, or the other way about, and each
/// is turned, stretched, mirrored and coloured in its own way.</remarks>
internal static class SlidePicture
{
    private const int SocketsInRow = 5;
    private const int Empty = 3;
    private const int SocketWidth = 40;
    private const float SignSize = 23;

    /// <summary>Draws one.</summary>
    /// <param name="slide">Where the pieces belong.</param>
    /// <param name="dice">The chance that decides everything else.</param>
    public static SlideOffer Draw(Slide slide, Dice dice)
    {
        using var surface = SKSurface.Create(new SKImageInfo(Slide.Width, Slide.Height));
        Scene.Paint(surface.Canvas, Slide.Width, Slide.Height, dice);
        using var scene = surface.Snapshot();
        using var shape = Shape(dice);

        var half = Slide.Height / 2;
        var upper = Row(surface.Canvas, scene, shape, slide.First, dice.Between(4, half - Slide.PieceSize - 4), dice);
        var lower = Row(surface.Canvas, scene, shape, slide.Second, dice.Between(half + 4, Slide.Height - Slide.PieceSize - 4), dice);

        using var image = surface.Snapshot();
        return new SlideOffer { Webp = Scene.ToWebp(image), Width = Slide.Width, Height = Slide.Height, Pieces = [upper, lower] };
    }

    private static SlidePieceOffer Row(SKCanvas canvas, SKImage scene, SKPath shape, int place, int top, Dice dice)
    {
        // Sockets that nobody looks at twice, because they have no sign: for edges they are as good as any.
        for (var i = 0; i < Empty; i++) Hollow(canvas, shape, dice.Between(Slide.MinPlace, Slide.MaxPlace), top, dice);

        var places = Places(place, dice);
        var signs = Signs.SomeOf(Signs.Small, places.Count, dice);
        var pieceIsFilled = dice.Between(0, 1) == 0;
        // The piece's own socket is the first of them, and drawn among the others.
        for (var i = 0; i < places.Count; i++) Socket(canvas, shape, places[i], top, signs[i], !pieceIsFilled, dice);
        return Piece(scene, shape, top, signs[0], pieceIsFilled, dice);
    }

    private static void Socket(SKCanvas canvas, SKPath shape, int left, int top, char sign, bool isFilled, Dice dice)
    {
        using var _ = new SKAutoCanvasRestore(canvas);
        var isDark = Hollow(canvas, shape, left, top, dice);
        canvas.Translate(left, top);
        using var paint = new SKPaint { IsAntialias = true };
        Scratches(canvas, paint, dice);
        Sign(canvas, paint, sign, isFilled, isDark ? Light(dice) : Dark(dice), dice);
    }

    private static bool Hollow(SKCanvas canvas, SKPath shape, int left, int top, Dice dice)
    {
        using var _ = new SKAutoCanvasRestore(canvas);
        canvas.Translate(left, top);
        var isDark = dice.Between(0, 1) == 0;
        using var soft = SKMaskFilter.CreateBlur(SKBlurStyle.Normal, 1.2f);
        using var paint = new SKPaint { IsAntialias = true, MaskFilter = soft };
        paint.Color = (isDark ? SKColors.Black : SKColors.White).WithAlpha((byte)dice.Between(100, 135));
        canvas.DrawPath(shape, paint);
        return isDark;
    }

    private static SlidePieceOffer Piece(SKImage scene, SKPath shape, int top, char sign, bool isFilled, Dice dice)
    {
        using var surface = SKSurface.Create(new SKImageInfo(Slide.PieceSize, Slide.PieceSize));
        using var paint = new SKPaint { IsAntialias = true };
        var canvas = surface.Canvas;
        canvas.Clear(SKColors.Transparent);
        canvas.Save();
        canvas.ClipPath(shape, SKClipOperation.Intersect, antialias: true);
        var (left, up) = (dice.Between(0, Slide.Width - Slide.PieceSize), dice.Between(0, Slide.Height - Slide.PieceSize));
        canvas.DrawImage(scene, -left, -up, SKSamplingOptions.Default);
        var isDark = dice.Between(0, 1) == 0;
        canvas.DrawColor((isDark ? SKColors.Black : SKColors.White).WithAlpha(130));
        canvas.Restore();

        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeWidth = 2.5f;
        paint.Color = isDark ? SKColors.White : SKColors.Black;
        canvas.DrawPath(shape, paint);
        Sign(canvas, paint, sign, isFilled, isDark ? Light(dice) : Dark(dice), dice);

        using var image = surface.Snapshot();
        return new SlidePieceOffer { Webp = Scene.ToWebp(image), Width = Slide.PieceSize, Height = Slide.PieceSize, Top = top };
    }

    private static void Sign(SKCanvas canvas, SKPaint paint, char sign, bool isFilled, SKColor color, Dice dice)
    {
        using var _ = new SKAutoCanvasRestore(canvas);
        canvas.Translate(Slide.PieceSize / 2f + dice.Within(-1, 1), Slide.PieceSize / 2f + dice.Within(-1, 1));
        canvas.RotateDegrees(dice.Within(-30, 30));
        canvas.Skew(dice.Within(-0.25f, 0.25f), dice.Within(-0.1f, 0.1f));
        canvas.Scale(dice.Between(0, 1) == 0 ? 1 : -1, 1);
        using var outline = Signs.Outline(sign, SignSize * dice.Within(0.95f, 1.25f), SignSize * dice.Within(0.85f, 1.1f));
        paint.Style = isFilled ? SKPaintStyle.Fill : SKPaintStyle.Stroke;
        paint.StrokeWidth = 1.6f;
        paint.Color = color;
        canvas.DrawPath(outline, paint);
    }

    private static void Scratches(SKCanvas canvas, SKPaint paint, Dice dice)
    {
        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeWidth = 1.4f;
        for (var i = 0; i < 3; i++)
        {
            paint.Color = (dice.Between(0, 1) == 0 ? Light(dice) : Dark(dice)).WithAlpha(150);
            canvas.DrawLine(dice.Within(8, 44), dice.Within(8, 44), dice.Within(8, 44), dice.Within(8, 44), paint);
        }
    }

    // The sockets of a row, the right one first; the others lie anywhere that is free.
    private static List<int> Places(int place, Dice dice)
    {
        List<int> places = [place];
        for (var tries = 0; places.Count < SocketsInRow; tries++)
        {
            // Where the first ones leave no room for the last, they are thrown again.
            if (tries == 40) (places, tries) = ([place], 0);
            var other = dice.Between(Slide.MinPlace, Slide.MaxPlace);
            if (places.TrueForAll(p => Math.Abs(p - other) >= SocketWidth + 2)) places.Add(other);
        }
        return places;
    }

    private static SKColor Light(Dice dice) => SKColor.FromHsl(dice.Within(0, 360), 90, dice.Within(80, 92));

    private static SKColor Dark(Dice dice) => SKColor.FromHsl(dice.Within(0, 360), 90, dice.Within(12, 24));

    // A square with rounded corners, one bulge and one dent.
    private static SKPath Shape(Dice dice)
    {
        const float middle = Slide.PieceSize / 2f, low = middle - SocketWidth / 2f + 2, high = Slide.PieceSize - low;
        using var square = Filled(b => b.AddRoundRect(new SKRect(low, low, high, high), 9, 9));
        using var bulge = Filled(b => b.AddCircle(middle, dice.Between(0, 1) == 0 ? low : high, 6));
        using var dent = Filled(b => b.AddCircle(dice.Between(0, 1) == 0 ? low : high, middle, 5));
        using var bulged = square.Op(bulge, SKPathOp.Union);
        return bulged.Op(dent, SKPathOp.Difference);
    }

    private static SKPath Filled(Action<SKPathBuilder> add)
    {
        using var builder = new SKPathBuilder();
        add(builder);
        return builder.Detach();
    }
}
