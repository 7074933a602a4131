using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.OfficialAddresses;

public sealed class OfficialEndpointsTests
{
    private static readonly (string, string)[] Settings =
    [
        ("Official:Version", "7"), ("Official:IssuedOn", "2026-11-24"), ("Official:Domains:0", "example.test"),
        ("Official:Senders:0", "no-reply@example.test"), ("Official:Handles:0:Name", "example"),
        ("Official:Handles:0:On", "Example Social"),
    ];

    [Theory]
    [InlineData("https://example.test/enter", "official", "link", "example.test", "example.test", null)]
    [InlineData("No-Reply@example.test", "official", "mail", "no-reply@example.test", "no-reply@example.test", null)]
    [InlineData("@Example", "official", "handle", "@example", "@example", "Example Social")]
    [InlineData("https://ex\u0430mple.test", "look-alike", "link", "xn--exmple-4nf.test", "example.test", null)]
    [InlineData("https://weather.other", "unknown", "link", "weather.other", null, null)]
    public async Task An_address_is_official_a_look_alike_or_unknown(
        string value, string verdict, string kind, string address, string? of, string? on)
    {
        await using var host = await GatewayHost.Start("Production", Settings);

        var answer = (await Ask(host, value)).Json;

        Assert.Equal((verdict, kind, address), ((string?)answer["verdict"], (string?)answer["kind"], (string?)answer["address"]));
        Assert.Equal((of, on), ((string?)answer["of"], (string?)answer["on"]));
        Assert.Equal(verdict == "official", answer["why"]!.AsArray().Count == 0);
    }

    [Fact]
    public async Task Each_reason_has_a_name_and_a_sentence_that_turns_no_text_around()
    {
        await using var host = await GatewayHost.Start("Production", Settings);

        var swapped = (await Ask(host, "https://ex\u0430mple.test")).Json["why"]!.AsArray();
        var hidden = await Ask(host, "https://example\u202e.test:80\u202e/");

        Assert.Equal(["swapped-letter", "encoded-name"], swapped.Select(why => (string)why!["code"]!));
        Assert.Equal("It has “\u0430 (Cyrillic small letter a, U+0430)” in the place of “a”. They look alike and are not the same.",
            (string)swapped[0]!["says"]!);
        Assert.DoesNotContain("\u202e", hidden.Json.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\\u202e", hidden.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Every_sign_has_words()
    {
        var sample = new Core.OfficialAddresses.OfficialAnswer.LookAlike("example.test", [])
        {
            Kind = Core.OfficialAddresses.AddressKind.Link, Address = null,
        };

        var words = Enum.GetValues<Core.OfficialAddresses.Sign>()
            .Select(sign => Gateway.OfficialAddresses.OfficialWords.Of(new(sign, "x", "y"), sample, "example.test")).ToList();

        Assert.Equal(words.Count, words.DistinctBy(word => word.Code).Count());
        Assert.All(words, word => Assert.EndsWith(".", word.Says, StringComparison.Ordinal));
        await Task.CompletedTask;
    }

    [Theory]
    [InlineData("")]
    [InlineData("?value=")]
    [InlineData("?value=a&value=b")]
    [InlineData("?value=*1025")]
    public async Task What_is_no_value_is_malformed(string query)
    {
        await using var host = await GatewayHost.Start();

        var answer = await host.Send("GET", "/v1/official" + query.Replace("*1025", new string('a', 1025), StringComparison.Ordinal));

        Assert.Equal((400, "malformed"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("%ff%fe")]
    [InlineData("%00")]
    [InlineData("%ed%a0%80.test")]
    [InlineData("%EF%BF%BF")]
    public async Task Rubbish_is_answered_as_unknown(string encoded)
    {
        await using var host = await GatewayHost.Start("Production", Settings);

        Assert.Equal("unknown", (string?)(await host.Send("GET", "/v1/official?value=" + encoded)).Json["verdict"]);
    }

    [Fact]
    public async Task A_network_that_asks_without_end_waits()
    {
        await using var host = await GatewayHost.Start("Production", Settings);
        host.Grains.Throttle.Until = GatewayHost.Noon.AddSeconds(30);

        var answer = await Ask(host, "example.test");

        Assert.Equal((429, "wait"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task The_list_is_signed_and_openssl_verifies_it_as_the_README_says()
    {
        await using var host = await GatewayHost.Start("Production", Settings);
        var signed = (await host.Send("GET", "/v1/official/list")).Json;
        var payload = Convert.FromBase64String((string)signed["payload"]!);
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "key.pem"),
                (string)(await host.Send("GET", "/v1/official/key")).Json["publicKey"]!);
            await File.WriteAllBytesAsync(
                Path.Combine(folder.FullName, "list.sig"), Convert.FromBase64String((string)signed["signature"]!));

            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "list.json"), payload);
            Assert.Equal("Verified OK", await Verify(folder.FullName));

            payload[^2] ^= 1;
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "list.json"), payload);
            Assert.NotEqual("Verified OK", await Verify(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_list_says_its_version_and_day_and_what_is_ours()
    {
        await using var host = await GatewayHost.Start("Production", Settings);

        var list = JsonNode.Parse(Convert.FromBase64String((string)(await host.Send("GET", "/v1/official/list")).Json["payload"]!))!;

        Assert.Equal((7, "2026-11-24"), ((int)list["version"]!, (string?)list["issuedOn"]));
        Assert.Equal("""["example.test"]["no-reply@example.test"][{"name":"example","on":"Example Social"}]""",
            list["domains"]!.ToJsonString() + list["senders"]!.ToJsonString() + list["handles"]!.ToJsonString());
    }

    private static Task<Answer> Ask(GatewayHost host, string value) =>
        host.Send("GET", "/v1/official?value=" + Uri.EscapeDataString(value));

    private static async Task<string> Verify(string folder)
    {
        using var openssl = Process.Start(new ProcessStartInfo("openssl", "dgst -sha256 -verify key.pem -signature list.sig list.json")
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var said = await openssl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await openssl.WaitForExitAsync(TestContext.Current.CancellationToken);
        return said.Trim();
    }
}
