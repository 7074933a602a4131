using System.Text;
using System.Text.Json;
using CsCheck;
using OrleansEntry.Core.Trading;
using Xunit;

namespace OrleansEntry.Core.Tests.Trading;

public sealed class CanonicalJsonTests
{
    // RFC 8785 §3.2.2 to §3.2.4, with the bytes it prints.
    [Fact]
    public void The_RFC_s_example()
    {
        const string sent = """
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """;
        const string bytes =
            "7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a5b333333333333333333"
            + "2e333333333333332c31652b33302c34"
            + "2e352c302e3030322c31652d32375d2c22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d";

        Assert.Equal(bytes, Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Write(sent))));
    }

    // RFC 8785 §3.2.3.
    [Fact]
    public void Members_stand_in_the_order_of_their_UTF_16_units()
    {
        const string sent = """
            {"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
             "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"}
            """;

        using var written = JsonDocument.Parse(Write(sent));

        Assert.Equal(
            ["Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign", "Emoji: Grinning Face",
                "Hebrew Letter Dalet With Dagesh"],
            written.RootElement.EnumerateObject().Select(m => m.Value.GetString()));
    }

    [Theory]
    [InlineData("""{"a":1,"a":1}""")]
    [InlineData("""{"a":1,"\u0061":2}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""")]
    [InlineData("""[1e400]""")]
    public void What_is_no_I_JSON_is_refused(string sent) => Assert.Throws<FormatException>(() => Write(sent));

    [Theory]
    [InlineData("{ \"b\" : [ ] , \"a\" : { } }", """{"a":{},"b":[]}""")]
    [InlineData("\"\\u002f\\u007f\\u0000\"", "\"/\u007f\\u0000\"")]
    [InlineData(" -0 ", "0")]
    public void One_value_has_one_text(string sent, string canonical) => Assert.Equal(canonical, Write(sent));

    [Fact]
    public void Writing_again_changes_nothing() =>
        Gen.Dictionary(Gen.String, Gen.Double.Where(double.IsFinite)).Where(d => d.Keys.All(IsText)).Sample(value =>
        {
            var once = Write(JsonSerializer.Serialize(value));
            Assert.Equal(once, Write(once));
        });

    private static bool IsText(string text) => text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar);

    private static string Write(string json)
    {
        using var document = JsonDocument.Parse(json);
        return CanonicalJson.Write(document.RootElement);
    }
}
