using CsCheck;
using OrleansEntry.Core.Identifiers;
using OrleansEntry.Core.Passcodes;
using Xunit;
using static OrleansEntry.Core.Tests.Passcodes.PasscodeTests;

namespace OrleansEntry.Core.Tests.Passcodes;

public sealed class PasscodeRulesTests
{
    private static readonly PasscodeRules Rules = PasscodeRules.Standard;

    [Theory]
    [InlineData("correct horses")]
    [InlineData("🙂🙃🙂🙂🙃🙃🙂a")]
    public void Fourteen_code_points_are_too_few_alone_and_enough_with_a_second_factor(string text)
    {
        var passcode = Typed(text);

        Assert.Equal(new PasscodeAnswer.TooShort(15, passcode.Length), Rules.Judge(passcode, null, PasscodePolicy.Alone));
        Assert.IsType<PasscodeAnswer.Accepted>(Rules.Judge(passcode, null, PasscodePolicy.WithSecondFactor));
    }

    [Fact]
    public void The_lengths_hold_to_the_code_point()
    {
        Assert.IsType<PasscodeAnswer.Accepted>(Rules.Judge(Typed("correct horsesX"), null, PasscodePolicy.Alone));
        Assert.IsType<PasscodeAnswer.TooShort>(Rules.Judge(Typed("vkzq wm"), null, PasscodePolicy.WithSecondFactor));
        Assert.IsType<PasscodeAnswer.Accepted>(Rules.Judge(Typed("vkzq wmx"), null, PasscodePolicy.WithSecondFactor));
        Assert.IsType<PasscodeAnswer.Accepted>(Rules.Judge(Typed(Words(256)), null, PasscodePolicy.Alone));
        Assert.Equal(new PasscodeAnswer.TooLong(256, 257), Rules.Judge(Typed(Words(257)), null, PasscodePolicy.Alone));
        Assert.IsType<PasscodeAnswer.Accepted>(Rules.Judge(Typed("🙂🙃🙂🙂🙃🙃🙂🙂🙂🙃🙃🙂🙃🙃🙃"), null, PasscodePolicy.Alone));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(15)]
    public void Every_listed_value_that_fits_the_policy_is_refused(int minLength)
    {
        var policy = new PasscodePolicy(minLength);

        Assert.All(Blocklist.Common.Published.Select(value => BlocklistTests.Stretch(value, minLength)).Distinct(),
            value => Assert.Equal(new PasscodeAnswer.Listed(), Rules.Judge(Typed(value), null, policy)));
    }

    [Fact]
    public void A_listed_value_with_something_behind_it_is_another_passcode() =>
        Assert.IsType<PasscodeAnswer.Accepted>(Rules.Judge(Typed("qwerty123456789 fjord"), null, PasscodePolicy.Alone));

    // One kind of character is as good as four.
    [Theory]
    [InlineData('0', 10)]
    [InlineData('a', 26)]
    [InlineData('A', 26)]
    [InlineData('!', 15)]
    [InlineData('\u0430', 32)]
    [InlineData('\u4e00', 5000)]
    public void Random_strings_of_one_class_are_accepted(char first, int size) =>
        Gen.Int[0, size - 1].Select(i => (char)(first + i)).Array[15, 64].Select(c => new string(c)).Sample(text =>
            Rules.Judge(Typed(text), null, PasscodePolicy.Alone) is PasscodeAnswer.Accepted || Blocklist.Common.Contains(Typed(text)));

    public static TheoryData<string> ServiceWordList => [.. ServiceWords.Standard.All];

    [Theory]
    [MemberData(nameof(ServiceWordList))]
    public void A_service_word_padded_to_length_is_refused(string word)
    {
        string[] padded =
        [
            word.PadRight(15, '1'), word.PadLeft(15, '!'), word.PadRight(15, 'x'), "aa" + word.PadRight(15, '.'),
            $"{word} 2026 {word}!!!!!!",
            $"{word.ToUpperInvariant()}-0123456789876543", $"{string.Concat(word.Reverse())}9182736450918273",
            $"{word}exchange{word}{word[..2]}",
            string.Join(' ', word.AsEnumerable()) + " 37 37 37 37",
        ];

        Assert.All(padded, text => Assert.True(Refused(text) is "passcode-service-word" or "passcode-listed", text));
        Assert.All([8, 15], length => Assert.NotNull(Refused(word.Length < length ? BlocklistTests.Stretch(word, length) : word)));
    }

    [Theory]
    [InlineData("exchange for two bicycles")]
    [InlineData("a wallet of fog 77")]
    [InlineData("tradewinds carry on")]
    public void A_service_word_among_others_is_accepted(string text) => Assert.Null(Refused(text));

    [Theory]
    [InlineData("bo.larsen77@mail.example.test")]
    [InlineData("BO.LARSEN77@MAIL.EXAMPLE.TEST")]
    [InlineData("bo.larsen77bo.larsen77")]
    [InlineData("bolarsen1234567890")]
    [InlineData("77nesral.ob 77nesral.ob")]
    [InlineData("larsen larsen larsen")]
    [InlineData("!!!!!!!!!!larsen")]
    [InlineData("Larsennnnnnnnnnnn")]
    [InlineData("77larsenlarsenlar")]
    [InlineData("ＬＡＲＳＥＮ 20262026")]
    public void A_person_s_own_address_is_refused(string text) =>
        Assert.Equal("passcode-like-identifier", Refused(text, "bo.larsen77@mail.example.test"));

    [Fact]
    public void A_person_s_name_next_to_a_service_word_is_refused() =>
        Assert.Equal("passcode-service-word", Refused("larsen wallet 2026", "bo.larsen77@mail.example.test"));

    [Theory]
    [InlineData("bo.larsen77@mail.example.test", "larsen likes trains")]
    [InlineData("12345@mail.example.test", "919812345730185")]
    [InlineData("x@mail.example.test", "vxkxqxxwm 1 xxzz")]
    public void An_address_says_nothing_about_unrelated_text(string person, string text) => Assert.Null(Refused(text, person));

    [Fact]
    public void An_address_of_digits_is_refused_among_digits() =>
        Assert.Equal("passcode-like-identifier", Refused("9481947718302995", "4819477@mail.example.test"));

    [Fact]
    public void Every_refusal_says_why_without_the_passcode()
    {
        PasscodeAnswer.Refused[] refusals =
        [
            new PasscodeAnswer.TooShort(15, 14), new PasscodeAnswer.TooLong(256, 257), new PasscodeAnswer.Listed(),
            new PasscodeAnswer.ServiceWord(), new PasscodeAnswer.LikeIdentifier(),
        ];

        Assert.Equal(refusals.Length, refusals.Select(refusal => refusal.Code).Distinct().Count());
        Assert.All(refusals, refusal => Assert.EndsWith(".", refusal.Advice, StringComparison.Ordinal));
        Assert.Equal(
            refusals.Length, typeof(PasscodeAnswer).GetNestedTypes().Count(type => type.IsSubclassOf(typeof(PasscodeAnswer.Refused))));
    }

    [Theory]
    [InlineData(7, 256)]
    [InlineData(65, 256)]
    [InlineData(15, 63)]
    [InlineData(15, 257)]
    public void A_policy_outside_its_range_is_a_fault(int minLength, int maxLength) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PasscodePolicy(minLength, maxLength));

    private static string? Refused(string text, string? person = null)
    {
        Identifier? owner = Identifier.TryParse(person, out var id) ? id : null;
        return (Rules.Judge(Typed(text), owner, PasscodePolicy.WithSecondFactor) as PasscodeAnswer.Refused)?.Code;
    }

    // Numbers in words of a sort: long, and neither a repeat nor a walk.
    private static string Words(int length) => string.Concat(Enumerable.Range(0, length).Select(i => $"{i} fjords, "))[..length];
}
