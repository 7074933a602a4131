using OrleansEntry.Contracts.Entry;
using OrleansEntry.Core.Keys;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Http;

/// <summary>Operators hear of who was kept out, and of nothing that is a visitor's.</summary>
public sealed class RefusalLogTests
{
    private const int Refused = 2005;
    private const int PassedOver = 2006;

    private static readonly string Network = new DeploymentKeys(new byte[32]).NameNetwork("203.0.113.7");

    [Theory]
    [InlineData("cross-site", "Origin", "https://evil.test")]
    [InlineData("anti-forgery", "Cookie", "__Host-entry-session=")]
    [InlineData("no-session", "Authorization", "Bearer ")]
    public async Task A_forged_request_and_a_session_that_is_over_are_counted_and_told(string code, string header, string value)
    {
        var (host, telemetry) = await Telemetry.Start();
        await using var _ = host;
        var shown = header == "Origin" ? value : value + host.Token.Reveal();

        var answer = await host.Send("DELETE", "/v1/session", null, false, (header, shown), ("Test-Remote", "203.0.113.7"));

        Assert.Equal(code, answer.Code);
        Assert.Equal([$"Refused ({code}): DELETE /v1/session, network {Network}"], telemetry.Lines(Refused));
        Assert.Equal(1, telemetry.Count($"entry.refusals/{code}"));
        Assert.DoesNotContain(host.Token.Reveal(), telemetry.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_passcode_that_did_not_match_is_told_alike_with_and_without_an_account_and_without_who_tried()
    {
        var (host, telemetry) = await Telemetry.Start();
        await using var _ = host;
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.NotAdmitted { NeedsCheck = false });

        var answer = await host.Send(
            "POST", "/v1/entries", """{"identifier":"ada@example.test","passcode":"a passcode that is wrong"}""", false,
            ("Test-Remote", "203.0.113.7"));

        Assert.Equal("not-admitted", answer.Code);
        Assert.Equal([$"Refused (not-admitted): POST /v1/entries, network {Network}"], telemetry.Lines(Refused));
        foreach (var personal in new[] { "ada", "wrong", "203.0.113.7", "curl" })
            Assert.DoesNotContain(personal, telemetry.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_merely_has_no_session_or_made_a_mistake_is_counted_and_not_told()
    {
        var (host, telemetry) = await Telemetry.Start();
        await using var _ = host;

        await host.Send("GET", "/v1/session");
        await host.Send("POST", "/v1/entries", "{]");

        Assert.Empty(telemetry.Lines(Refused));
        Assert.Equal((1, 1), (telemetry.Count("entry.refusals/no-session"), telemetry.Count("entry.refusals/malformed")));
    }

    [Fact]
    public async Task A_flood_is_counted_whole_and_told_in_a_hundred_lines_and_a_sum()
    {
        var (host, telemetry) = await Telemetry.Start();
        await using var _ = host;

        for (var i = 0; i < 250; i++) await Forge(host);
        Assert.Equal(100, telemetry.Lines(Refused).Length);
        host.Clock.Advance(TimeSpan.FromMilliseconds(100));
        await Forge(host);

        Assert.Equal(101, telemetry.Lines(Refused).Length);
        Assert.Equal(["150 refusals were counted and not told one by one"], telemetry.Lines(PassedOver));
        Assert.Equal(251, telemetry.Count("entry.refusals/cross-site"));
    }

    [Fact]
    public async Task What_a_stranger_wrote_is_not_in_the_line()
    {
        var (host, telemetry) = await Telemetry.Start();
        await using var _ = host;

        await host.Send("FORGED", "/v1/forged-path", null, false, ("Origin", "https://forged.test"));

        Assert.Equal("Refused (cross-site): another method no route", telemetry.Lines(Refused).Single().Split(',')[0]);
    }

    private static Task<Answer> Forge(GatewayHost host) => host.Send("DELETE", "/v1/session", null, false, ("Origin", "https://evil.test"));
}
