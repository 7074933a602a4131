using CsCheck;
using OrleansEntry.Core.Passcodes;
using Xunit;
using static OrleansEntry.Core.Tests.Passcodes.PasscodeTests;

namespace OrleansEntry.Core.Tests.Passcodes;

public sealed class BlocklistTests
{
    [Fact]
    public void It_holds_the_whole_published_list() => Assert.Equal(49_233, Blocklist.Common.Count);

    [Theory]
    [InlineData(8)]
    [InlineData(15)]
    public void At_least_ten_thousand_values_fit_each_policy(int minLength)
    {
        var fitting = Blocklist.Common.Published.Select(value => Stretch(value, minLength)).ToHashSet();

        Assert.True(fitting.Count >= 10_000);
        Assert.All(fitting, value => Assert.True(Blocklist.Common.Contains(value), value));
    }

    [Fact]
    public void Every_published_value_that_is_long_enough_is_listed_in_any_case_and_width() =>
        Assert.All(Blocklist.Common.Published.Where(value => value.Length >= 8), value =>
        {
            Assert.True(Blocklist.Common.Contains(Typed(value)), value);
            Assert.True(Blocklist.Common.Contains(Typed(value.ToUpperInvariant())), value);
            Assert.True(
                Blocklist.Common.Contains(Typed(string.Concat(value.Select(c => c == ' ' ? '\u3000' : (char)(c + 0xFEE0))))), value);
        });

    [Theory]
    [InlineData("aaaaaaaaaaaaaaa")]
    [InlineData("               ")]
    [InlineData("🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂")]
    [InlineData("xyxyxyxyxyxyxyx")]
    [InlineData("xqyxqyxqyxqyxqy")]
    [InlineData("dragondragondra")]
    [InlineData("PasswordPassword")]
    [InlineData("abcdefghijklmno")]
    [InlineData("onmlkjihgfedcba")]
    [InlineData("890123456789012")]
    [InlineData("987654321098765")]
    [InlineData("123456789987654321")]
    [InlineData("wertyuiopasdfgh")]
    [InlineData("1qaz2wsx3edc4rfv")]
    [InlineData("zaq1xsw2cde3vfr4")]
    [InlineData("1q2w3e4r5t6y7u8i9o0p")]
    [InlineData("112233445566778899")]
    [InlineData("111222333444555")]
    [InlineData("qwertyuiop[]asdfgh")]
    [InlineData("!@#$%^&*()!@#$%")]
    [InlineData("ghijghijghijghij")]
    public void Repeats_sequences_and_keyboard_walks_are_listed(string value) => Assert.True(Blocklist.Common.Contains(Typed(value)));

    [Theory]
    [InlineData("correct horse battery")]
    [InlineData("passwordpassworx")]
    [InlineData("xpasswordpassword")]
    [InlineData("abcdefghijklmnx")]
    [InlineData("vkzqvkzqvkzqvkzq")]
    [InlineData("12345678901234x")]
    public void What_only_holds_a_listed_value_is_not_listed(string value) => Assert.False(Blocklist.Common.Contains(Typed(value)));

    [Fact]
    public void Any_piece_of_a_walk_is_a_walk_however_long() =>
        Gen.Int[0, 25].Select(Gen.Int[8, 256]).Sample((start, length) =>
            Blocklist.Common.Contains(string.Concat(Enumerable.Range(start, length).Select(i => (char)('a' + (i % 26))))));

    // The shortest whole number of repeats that is long enough.
    internal static string Stretch(string value, int minLength) =>
        string.Concat(Enumerable.Repeat(value, (minLength + value.Length - 1) / value.Length));
}
