using System.Text;
using OrleansEntry.Core.Passcodes;
using Xunit;

namespace OrleansEntry.Core.Tests.Passcodes;

public sealed class PasscodeTests
{
    internal static Passcode Typed(string text) =>
        Passcode.TryParse(text, out var passcode) ? passcode : throw new ArgumentException("The test typed no text.", nameof(text));

    [Fact]
    public void Composed_and_decomposed_typing_give_the_same_bytes() =>
        Assert.Equal(Typed("caf\u00e9 \uac00").ToUtf8(), Typed("cafe\u0301 \u1100\u1161").ToUtf8());

    [Theory]
    [InlineData("passcode", "Passcode")]
    [InlineData("passcode", "ｐasscode")]
    [InlineData("passcode", " passcode")]
    [InlineData("passcode", "passcode ")]
    [InlineData("ﬁnd", "find")]
    [InlineData("ς", "σ")]
    public void Nothing_else_is_evened_out(string one, string other) => Assert.NotEqual(Typed(one).ToUtf8(), Typed(other).ToUtf8());

    [Theory]
    [InlineData(" ")]
    [InlineData("~!@#$%^&*()_+{}|:\"<>?")]
    [InlineData("🙂👩‍👩‍👧‍👦")]
    [InlineData("木村 太郎\u3000\u200f")]
    public void Printing_text_of_any_kind_is_taken_as_it_is(string text) =>
        Assert.Equal(Encoding.UTF8.GetBytes(text), Typed(text).ToUtf8());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("pass\0code")]
    [InlineData("pass\ncode")]
    [InlineData("pass\u007fcode")]
    [InlineData("pass\u0085code")]
    public void What_is_no_text_is_refused(string? typed) => Assert.False(Passcode.TryParse(typed, out _));

    [Theory]
    [InlineData(0xD800)]
    [InlineData(0xDC00)]
    [InlineData(0xFFFE)]
    [InlineData(0xFFFF)]
    [InlineData(0xFDD0)]
    public void Half_characters_and_noncharacters_are_refused(int unit) => Assert.False(Passcode.TryParse($"pass{(char)unit}code", out _));

    [Fact]
    public void Every_other_character_can_be_typed()
    {
        for (var value = 0; value <= 0x10FFFF; value++)
        {
            if (!Rune.IsValid(value) || Rune.IsControl(new Rune(value)) || (value & 0xFFFE) == 0xFFFE
                || value is >= 0xFDD0 and <= 0xFDEF) continue;
            Assert.True(Passcode.TryParse(new Rune(value).ToString(), out _), $"U+{value:X}");
        }
    }

    [Fact]
    public void Length_counts_code_points()
    {
        Assert.Equal(8, Typed("🙂🙂🙂🙂🙂🙂🙂a").Length);
        Assert.Equal(1, Typed("e\u0301").Length);
        Assert.True(Passcode.TryParse(new string('a', 1024), out _));
        Assert.False(Passcode.TryParse(new string('a', 1025), out _));
    }

    [Fact]
    public void A_passcode_never_prints_itself() => Assert.Equal("[passcode]", $"{Typed("canary")}");
}
