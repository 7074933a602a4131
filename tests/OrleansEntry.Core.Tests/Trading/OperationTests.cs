using System.Text.Json;
using OrleansEntry.Core.Trading;
using Xunit;

namespace OrleansEntry.Core.Tests.Trading;

public sealed class OperationTests
{
    private static readonly TradingPolicy Numbers = new();
    private static readonly OperationPolicy Withdraw = Numbers.Find("withdraw")!;

    [Fact]
    public void The_same_details_hash_the_same_however_they_are_written_and_one_byte_changes_the_hash()
    {
        var one = Read("""{"amount":"0.50","asset":"BTC","fee":1.0}""");
        var other = Read("""{ "fee": 1e0, "asset": "\u0042TC", "amount": "0.50" }""");

        Assert.Equal(one.Hash(), other.Hash());
        Assert.Equal("""{"amount":"0.50","asset":"BTC","fee":1}""", one.Canonical);
        Assert.NotEqual(one.Hash(), Read("""{"amount":"0.51","asset":"BTC","fee":1.0}""").Hash());
    }

    [Theory]
    [InlineData("""[]""", "is an object")]
    [InlineData(""" "text" """, "is an object")]
    [InlineData("""{"a":[[[[1]]]]}""", "is nested at most 4 deep")]
    [InlineData("""{"a":{"b":{"c":{}}}}""", null)]
    [InlineData("""{"a":{"b":{"c":{"d":{}}}}}""", "is nested at most 4 deep")]
    [InlineData("""{"a.b":1}""", "has members named with 1 to 64 letters, digits, '_' and '-'")]
    [InlineData("""{"":1}""", "has members named with 1 to 64 letters, digits, '_' and '-'")]
    [InlineData("""{"а":1}""", "has members named with 1 to 64 letters, digits, '_' and '-'")]
    [InlineData("""{"a":"x\u202ey"}""", "holds no characters that cannot be seen")]
    [InlineData("""{"a":"x\u0000y"}""", "holds no characters that cannot be seen")]
    [InlineData("""{"a":"x\u200by"}""", "holds no characters that cannot be seen")]
    [InlineData("""{"a":"\ue000"}""", "holds no characters that cannot be seen")]
    [InlineData("""{"a":12345678901234567890}""", "writes numbers with more digits than a double carries as strings")]
    [InlineData("""{"a":0.10000000000000000001}""", "writes numbers with more digits than a double carries as strings")]
    [InlineData("""{"a":1e-400}""", "writes numbers with more digits than a double carries as strings")]
    [InlineData("""{"a":1e-99999999999999999999}""", "writes numbers with more digits than a double carries as strings")]
    [InlineData("""{"a":[0.1,-0,0e99999999999999,1e22,100.00,-2.5e-7]}""", null)]
    [InlineData("""{"a":1,"a":2}""", "holds numbers that a double holds, texts that are texts, and no name twice")]
    [InlineData("""{"a":1e400}""", "holds numbers that a double holds, texts that are texts, and no name twice")]
    [InlineData("""{}""", null)]
    public void Details_keep_to_their_rules(string sent, string? broken)
    {
        using var json = JsonDocument.Parse(sent);

        Assert.Equal(broken is null, OperationDetails.TryRead(json.RootElement, Numbers, out var details, out var rule));
        Assert.Equal((broken, broken is null), (rule, details is not null));
    }

    [Fact]
    public void Details_have_a_size()
    {
        Assert.Null(Refused(Wide(64)));
        Assert.Equal("holds at most 64 values", Refused(Wide(65)));
        Assert.Null(Refused($$"""{"a":"{{new string('x', 4096 - 8)}}"}"""));
        Assert.Equal("has at most 4,096 bytes", Refused($$"""{"a":"{{new string('x', 4096 - 7)}}"}"""));

        static string Wide(int n) => $"{{{string.Join(',', Enumerable.Range(0, n).Select(i => $"\"m{i}\":{i}"))}}}";
    }

    [Fact]
    public void How_large_they_may_be_is_the_deployments()
    {
        var small = Numbers with { DetailBytes = 256, DetailValues = 4, DetailDepth = 1 };

        Assert.Null(Refused("""{"a":1,"b":2,"c":3,"d":4}""", small));
        Assert.Equal("holds at most 4 values", Refused("""{"a":1,"b":2,"c":3,"d":4,"e":5}""", small));
        Assert.Equal("is nested at most 1 deep", Refused("""{"a":{}}""", small));
        Assert.Equal("has at most 256 bytes", Refused($$"""{"a":"{{new string('x', 249)}}"}""", small));
    }

    [Fact]
    public void Everything_is_shown_also_what_the_sentence_leaves_out()
    {
        var details =
            Read("""{"amount":"0.5","asset":"BTC","address":"bc1q","memo":"for Ada","to":{"name":"x"},"legs":[{"n":1},null],"none":{}}""");

        Assert.Equal("Withdraw 0.5 BTC to bc1q", OperationSentence.Of(Withdraw, details));
        Assert.Equal(
            ["address=bc1q", "amount=0.5", "asset=BTC", "legs.0.n=1", "legs.1=null", "memo=for Ada", "none={}", "to.name=x"],
            details.Facts.Select(f => $"{f.Name}={f.Value}"));
    }

    [Fact]
    public void A_sentence_that_would_say_too_little_is_not_said() =>
        Assert.Equal("Approve “withdraw”", OperationSentence.Of(Withdraw, Read("""{"amount":"0.5","asset":"BTC"}""")));

    [Fact]
    public void A_member_cannot_bring_placeholders_of_its_own() => Assert.Equal(
        "Withdraw {asset} BTC to {amount}",
        OperationSentence.Of(Withdraw, Read("""{"amount":"{asset}","asset":"BTC","address":"{amount}"}""")));

    [Fact]
    public void A_long_value_is_shortened_in_its_middle_and_whole_in_the_facts()
    {
        var details = Read($$"""{"amount":"1","asset":"BTC","address":"{{new string('a', 50)}}😀{{new string('b', 50)}}"}""");

        var sentence = OperationSentence.Of(Withdraw, details);

        Assert.Equal($"Withdraw 1 BTC to {new string('a', 32)}…{new string('b', 31)}", sentence);
        Assert.Contains(details.Facts, f => f.Value.Length == 102);
    }

    internal static OperationDetails Read(string sent)
    {
        using var json = JsonDocument.Parse(sent);
        return OperationDetails.TryRead(json.RootElement, Numbers, out var details, out var rule)
            ? details
            : throw new FormatException(rule);
    }

    private static string? Refused(string sent, TradingPolicy? policy = null)
    {
        using var json = JsonDocument.Parse(sent);
        OperationDetails.TryRead(json.RootElement, policy ?? Numbers, out _, out var rule);
        return rule;
    }
}
