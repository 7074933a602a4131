using System.Text;
using CsCheck;
using OrleansEntry.Core.SafetyPhrases;
using Xunit;

namespace OrleansEntry.Core.Tests.SafetyPhrases;

public sealed class SafetyPhraseTests
{
    [Theory]
    [InlineData("blue kettle", "blue kettle")]
    [InlineData("  blue kettle ", "blue kettle")]
    [InlineData("u\u0308ber 7", "\u00FCber 7")]
    [InlineData("Ђорђе, 9 & \"x\" 'y'", "Ђорђе, 9 & \"x\" 'y'")]
    [InlineData("🫖🫖🫖🫖", "🫖🫖🫖🫖")]
    public void What_shows_is_taken_as_it_is(string typed, string phrase)
    {
        Assert.True(SafetyPhrase.TryParse(typed, out var read));
        Assert.Equal(phrase, read.Text);
        Assert.DoesNotContain(phrase, $"{read}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(40, true)]
    [InlineData(41, false)]
    public void The_lengths_hold_to_the_code_point(int length, bool fits)
    {
        Assert.Equal(fits, SafetyPhrase.TryParse(new string('a', length), out _));
        Assert.Equal(fits, SafetyPhrase.TryParse(string.Concat(Enumerable.Repeat("🫖", length)), out _));
        Assert.Equal(fits, SafetyPhrase.TryParse(string.Concat(Enumerable.Repeat("u\u0308", length)), out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("      ")]
    [InlineData("two\nlines")]
    [InlineData("tab\tthere")]
    [InlineData("nul\0here")]
    [InlineData("line\u2028here")]
    [InlineData("blank\u00A0here")]
    [InlineData("wide\u3000blank")]
    [InlineData("turned \u202Eround")]
    [InlineData("zero\u200Bwidth")]
    [InlineData("joined\u200Dhere")]
    [InlineData("filler\u3164here")]
    [InlineData("private \uE000")]
    [InlineData("none \uFFFE there")]
    [InlineData("\u0308mark first")]
    [InlineData("<b>bold</b>")]
    public void What_does_not_show_as_it_is_is_refused(string? typed) => Assert.False(SafetyPhrase.TryParse(typed, out _));

    [Fact]
    public void Half_a_character_is_none() => Assert.False(SafetyPhrase.TryParse($"lone {(char)0xD800} half", out _));

    [Fact]
    public void Whatever_is_taken_is_one_line_of_text_that_is_taken_again_as_it_is() =>
        Gen.String[Gen.Char, 0, 50].Sample(typed =>
        {
            if (!SafetyPhrase.TryParse(typed, out var phrase)) return;

            Assert.True(phrase.Text.IsNormalized(NormalizationForm.FormC));
            Assert.InRange(phrase.Text.EnumerateRunes().Count(), SafetyPhrase.MinLength, SafetyPhrase.MaxLength);
            Assert.DoesNotContain(phrase.Text, c => char.IsControl(c) || c is '<' or '>' || (char.IsWhiteSpace(c) && c != ' '));
            Assert.True(SafetyPhrase.TryParse(phrase.Text, out var again));
            Assert.Equal(phrase.Text, again.Text);
        }, iter: 20_000);
}
