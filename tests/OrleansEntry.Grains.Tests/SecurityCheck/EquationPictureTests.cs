using OrleansEntry.Core.SecurityCheck;
using OrleansEntry.Grains.SecurityCheck;
using SkiaSharp;
using Xunit;

namespace OrleansEntry.Grains.Tests.SecurityCheck;

public sealed class EquationPictureTests
{
    [Fact]
    public void A_picture_decodes_to_its_size_and_is_small()
    {
        for (byte seed = 0; seed < 50; seed++)
        {
            var webp = EquationPicture.Draw("95 − 9 = ?", Dice(seed));

            using var bitmap = SKBitmap.Decode(webp);
            Assert.Equal((EquationPicture.Width, EquationPicture.Height), (bitmap.Width, bitmap.Height));
            Assert.InRange(webp.Length, 500, 20_000 - 1);
        }
    }

    // Without its font the native library draws the noise and, silently, no text.
    [Fact]
    public void The_text_is_there_and_not_only_the_noise()
    {
        for (byte seed = 0; seed < 20; seed++)
        {
            var withText = DarkPixels(EquationPicture.Draw("48 + 6 = ?", Dice(seed)));
            var without = DarkPixels(EquationPicture.Draw("          ", Dice(seed)));

            // The noise alone leaves a few dozen dark pixels at most, the text more than a thousand.
            Assert.InRange(without, 0, 200);
            Assert.InRange(withText, 800, int.MaxValue);
        }
    }

    [Fact]
    public void The_same_dice_draw_the_same_picture_and_others_another()
    {
        var pictures = Enumerable.Range(0, 20).Select(i => EquationPicture.Draw("7 + 5 = ?", Dice((byte)i))).ToList();

        Assert.Equal(pictures[3], EquationPicture.Draw("7 + 5 = ?", Dice(3)));
        Assert.Equal(20, pictures.Select(Convert.ToBase64String).Distinct().Count());
    }

    [Fact]
    public void No_text_touches_the_edge()
    {
        for (byte seed = 0; seed < 50; seed++)
        {
            using var bitmap = SKBitmap.Decode(EquationPicture.Draw("95 − 9 = ?", Dice(seed)));
            var edge = Enumerable.Range(0, bitmap.Height)
                .Count(y => IsDark(bitmap.GetPixel(0, y)) || IsDark(bitmap.GetPixel(bitmap.Width - 1, y)));

            Assert.InRange(edge, 0, 20);
        }
    }

    private static Dice Dice(byte first)
    {
        var seed = new byte[Core.SecurityCheck.Dice.SeedSize];
        seed[0] = first;
        return new Dice(seed);
    }

    private static int DarkPixels(byte[] webp)
    {
        using var bitmap = SKBitmap.Decode(webp);
        return bitmap.Pixels.Count(IsDark);
    }

    private static bool IsDark(SKColor color) => color.Red + color.Green + color.Blue < 3 * 110;
}
