using System.Text.Json.Nodes;
using CsCheck;
using OrleansEntry.Core.SecurityCheck;
using OrleansEntry.Tests;
using Xunit;

namespace OrleansEntry.Core.Tests.SecurityCheck;

public sealed class AltchaTests
{
    private static readonly DateTimeOffset Late = DateTimeOffset.FromUnixTimeSeconds(4102444800);
    private static readonly SecurityCheckKey Key = new(Bytes(0, 32));

    // Made once by altcha-lib 2.8.0: its solver on the challenge of the first test. Its own verifier accepts it too, with these
    // key bytes as its secret: both sides sign the same text.
    private const string SolvedByAltcha =
        "eyJjaGFsbGVuZ2UiOnsicGFyYW1ldGVycyI6eyJhbGdvcml0aG0iOiJQQktERjIvU0hBLTI1NiIsImNvc3QiOjEwMDAsImV4cGlyZXNBdCI6NDEw" +
        "MjQ0NDgwMCwia2V5TGVuZ3RoIjozMiwia2V5UHJlZml4IjoiZDliNTQxODFlZDQwNDJmMzU0ZWQ1MjA2NmJkYTkwYjYiLCJub25jZSI6IjEwMTEx" +
        "MjEzMTQxNTE2MTcxODE5MWExYjFjMWQxZTFmIiwic2FsdCI6IjIwMjEyMjIzMjQyNTI2MjcyODI5MmEyYjJjMmQyZTJmIn0sInNpZ25hdHVyZSI6" +
        "IjI2ZmZjNWM4N2QyNDk1YzVkN2MwNDU0ZWUyN2Y4NjEyZWU4MzExMTExNjY5MDE2YjkzOWU4NWI3MzU0Mjg3NWIifSwic29sdXRpb24iOnsiY291" +
        "bnRlciI6NDIxLCJkZXJpdmVkS2V5IjoiZDliNTQxODFlZDQwNDJmMzU0ZWQ1MjA2NmJkYTkwYjYwMWM0MDI2MDQ0YmM3MTFlNDJhOGM2MDg1MjE5" +
        "OWFkNiIsInRpbWUiOjI3OS4zfX0=";

    [Fact]
    public void A_challenge_has_the_shape_that_the_widget_takes()
    {
        var (challenge, _) = Fixed();

        Assert.Equal(
            """
            {"parameters":{"algorithm":"PBKDF2/SHA-256","cost":1000,"expiresAt":4102444800,"keyLength":32,
            "keyPrefix":"d9b54181ed4042f354ed52066bda90b6","nonce":"101112131415161718191a1b1c1d1e1f",
            "salt":"202122232425262728292a2b2c2d2e2f"},
            "signature":"26ffc5c87d2495c5d7c0454ee27f8612ee8311111669016b939e85b73542875b"}
            """.ReplaceLineEndings(""), challenge.ToJson());
    }

    [Fact]
    public void A_payload_of_the_protocols_own_library_is_right() =>
        Assert.Equal(CheckVerdict.Right, Fixed().Expected.JudgeSoon(SolvedByAltcha));

    [Fact]
    public void A_payload_of_our_own_solver_is_right() =>
        Gen.Select(Gen.Byte.Array[16], Gen.Byte.Array[16], Gen.Int[0, 40]).Sample((nonce, salt, counter) =>
        {
            var (challenge, expected) = AltchaChallenge.Create(nonce, salt, counter, cost: 3, Late, Key);

            Assert.Equal(CheckVerdict.Right, expected.JudgeSoon(AltchaSolver.Solve(challenge.ToJson())));
        }, iter: 50);

    [Theory]
    [InlineData("challenge.parameters.algorithm", "SHA-256")]
    [InlineData("challenge.parameters.cost", 1)]
    [InlineData("challenge.parameters.expiresAt", 4102444801)]
    [InlineData("challenge.parameters.keyLength", 16)]
    [InlineData("challenge.parameters.keyPrefix", "00b54181ed4042f354ed52066bda90b6")]
    [InlineData("challenge.parameters.nonce", "001112131415161718191a1b1c1d1e1f")]
    [InlineData("challenge.parameters.salt", "002122232425262728292a2b2c2d2e2f")]
    [InlineData("challenge.signature", "00ffc5c87d2495c5d7c0454ee27f8612ee8311111669016b939e85b73542875b")]
    [InlineData("challenge.signature", null)]
    [InlineData("solution.counter", 420)]
    [InlineData("solution.counter", -1)]
    [InlineData("solution.counter", 421.5)]
    [InlineData("solution.counter", "421")]
    [InlineData("solution.derivedKey", "d9b54181ed4042f354ed52066bda90b601c4026044bc711e42a8c60852199ad7")]
    [InlineData("solution.derivedKey", "D9B54181ED4042F354ED52066BDA90B601C4026044BC711E42A8C60852199AD6")]
    [InlineData("solution.derivedKey", "d9b54181ed4042f354ed52066bda90b6")]
    [InlineData("solution.more", 1)]
    [InlineData("more", 1)]
    public void A_payload_with_any_member_changed_is_wrong(string path, object? value)
    {
        var payload = JsonNode.Parse(AltchaSolver.Decode(SolvedByAltcha))!;
        var steps = path.Split('.');
        var parent = steps[..^1].Aggregate(payload, (node, step) => node[step]!);
        parent[steps[^1]] = value switch
        {
            string text => JsonValue.Create(text),
            double number => JsonValue.Create(number),
            null => null,
            _ => JsonValue.Create(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)),
        };

        Assert.Equal(CheckVerdict.Wrong, Fixed().Expected.JudgeSoon(AltchaSolver.Encode(payload.ToJsonString())));
    }

    [Fact]
    public void A_payload_is_right_without_the_time_it_took_and_wrong_when_a_member_comes_twice()
    {
        var json = AltchaSolver.Decode(SolvedByAltcha);
        var timeless = json.Replace(",\"time\":279.3", "", StringComparison.Ordinal);
        var twice = json.Replace("\"counter\":421", "\"counter\":421,\"counter\":421", StringComparison.Ordinal);

        Assert.NotEqual(json, timeless);
        Assert.Equal(CheckVerdict.Right, Fixed().Expected.JudgeSoon(AltchaSolver.Encode(timeless)));
        Assert.NotEqual(json, twice);
        Assert.Equal(CheckVerdict.Wrong, Fixed().Expected.JudgeSoon(AltchaSolver.Encode(twice)));
    }

    [Fact]
    public void Another_challenge_of_ours_well_solved_is_wrong_here()
    {
        var (other, _) = AltchaChallenge.Create(Bytes(17, 16), Bytes(32, 16), counter: 5, cost: 3, Late, Key);

        Assert.Equal(CheckVerdict.Wrong, Fixed().Expected.JudgeSoon(AltchaSolver.Solve(other.ToJson())));
    }

    [Fact]
    public void The_same_work_under_another_expiry_of_ours_is_wrong_here()
    {
        var (longer, _) = AltchaChallenge.Create(Bytes(16, 16), Bytes(32, 16), counter: 421, cost: 1000, Late.AddMinutes(1), Key);

        Assert.Equal(CheckVerdict.Wrong, Fixed().Expected.JudgeSoon(AltchaSolver.Solve(longer.ToJson())));
    }

    [Fact]
    public void A_challenge_signed_with_another_key_is_wrong_here()
    {
        var (challenge, _) = AltchaChallenge.Create(Bytes(16, 16), Bytes(32, 16), 5, 3, Late, new SecurityCheckKey(Bytes(1, 32)));
        var (_, expected) = AltchaChallenge.Create(Bytes(16, 16), Bytes(32, 16), 5, 3, Late, Key);

        Assert.Equal(CheckVerdict.Wrong, expected.JudgeSoon(AltchaSolver.Solve(challenge.ToJson())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("rubbish")]
    [InlineData("bnVsbA==")]     // null
    [InlineData("W10=")]         // []
    [InlineData("e30=")]         // {}
    [InlineData("eyJjaGFsbGVuZ2UiOm51bGwsInNvbHV0aW9uIjpudWxsLCJ0ZXN0Ijp0cnVlfQ==")] // the widget's test mode
    public void Rubbish_is_wrong_and_no_fault(string answer) =>
        Assert.Equal(CheckVerdict.Wrong, Fixed().Expected.JudgeSoon(answer));

    [Fact]
    public void Nothing_that_can_be_sent_makes_reading_throw()
    {
        var json = AltchaSolver.Decode(SolvedByAltcha);
        var (_, expected) = Fixed();

        Gen.String.Sample(text => Assert.Equal(CheckVerdict.Wrong, expected.JudgeSoon(text)));
        Gen.Byte.Array[0, 200].Sample(bytes => Assert.Equal(CheckVerdict.Wrong, expected.JudgeSoon(Convert.ToBase64String(bytes))));
        Gen.Select(Gen.Int[0, json.Length - 1], Gen.Byte).Sample((at, changed) =>
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(json);
            bytes[at] = changed;
            expected.JudgeSoon(Convert.ToBase64String(bytes));
        });
        Assert.False(AltchaPayload.TryParse(new string('A', AltchaPayload.MaxLength + 4), out _));
        Assert.False(AltchaPayload.TryParse(null, out _));
    }

    [Fact]
    public void Neither_key_nor_expected_answer_nor_payload_prints_itself()
    {
        Assert.True(AltchaPayload.TryParse(SolvedByAltcha, out var payload));

        Assert.Equal(("[key]", "[expected proof-of-work]", "[payload]"), ($"{Key}", $"{Fixed().Expected}", $"{payload}"));
    }

    private static (AltchaChallenge Challenge, ExpectedAnswer Expected) Fixed() =>
        AltchaChallenge.Create(Bytes(16, 16), Bytes(32, 16), counter: 421, cost: 1000, Late, Key);

    private static byte[] Bytes(int first, int count) => [.. Enumerable.Range(first, count).Select(i => (byte)i)];
}
