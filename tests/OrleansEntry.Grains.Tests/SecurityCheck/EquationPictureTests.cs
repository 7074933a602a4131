using OrleansEntry.Core.SecurityCheck;
using OrleansEntry.Grains.SecurityCheck;
using OrleansEntry.Grains.Tests.SecurityCheck.Bots;
using Xunit;

namespace OrleansEntry.Grains.Tests.SecurityCheck;

public sealed class EquationPictureTests
{
    // Without its font the native library draws the noise and, silently, no text.
    [Fact]
    public void The_text_is_there_and_not_only_the_noise()
    {
        for (byte seed = 0; seed < 20; seed++)
        {
            var withText = Pixels.Decode(EquationPicture.Draw("478 + 6 = ?", Dice(seed)));
            var without = Pixels.Decode(EquationPicture.Draw("           ", Dice(seed)));

            var changed = Enumerable.Range(0, withText.Width * withText.Height).Select(i => (X: i % withText.Width, Y: i / withText.Width))
                .Count(p => MathF.Abs(withText[p.X, p.Y] - without[p.X, p.Y]) > 0.4f);
            Assert.InRange(changed, 2_000, 16_000);
        }
    }

    private static Dice Dice(byte first)
    {
        var seed = new byte[Core.SecurityCheck.Dice.SeedSize];
        seed[0] = first;
        return new Dice(seed);
    }
}
