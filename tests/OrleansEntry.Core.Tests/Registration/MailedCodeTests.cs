using OrleansEntry.Core.Registration;
using Xunit;

namespace OrleansEntry.Core.Tests.Registration;

public sealed class MailedCodeTests
{
    [Fact]
    public void A_new_one_has_eight_digits_and_is_read_back()
    {
        var codes = Enumerable.Range(0, 1000).Select(_ => MailedCode.New()).ToArray();

        Assert.All(codes, code => Assert.True(MailedCode.TryParse(code, out var read) && read == code && code.Length == MailedCode.Digits));
        Assert.True(codes.Distinct().Count() > 990);
        Assert.Contains(codes, code => code[0] == '0');
    }

    [Theory]
    [InlineData("01234567")]
    [InlineData("0123 4567")]
    [InlineData(" 0123-4567 ")]
    [InlineData("0123\u00A04567")]
    public void Spaces_and_dashes_do_not_matter(string typed) =>
        Assert.Equal((true, "01234567"), (MailedCode.TryParse(typed, out var code), code));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0123456")]
    [InlineData("012345678")]
    [InlineData("0123456a")]
    [InlineData("٠١٢٣٤٥٦٧")]
    [InlineData("+1234567")]
    [InlineData("01234567                         ")]
    public void Anything_else_is_no_code(string? typed) => Assert.False(MailedCode.TryParse(typed, out _));
}
