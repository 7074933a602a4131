using OrleansEntry.Contracts.Alerts;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Alerts;

public sealed class SafetyPhraseEndpointsTests
{
    private const string Route = "/v1/safety-phrase";

    [Fact]
    public async Task A_phrase_is_set_in_its_one_form_read_and_removed()
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        Assert.Equal(204, (await host.Send("PUT", Route, """{"phrase":"  u\u0308ber kettle "}""", bearer: true)).Status);
        Assert.Equal("\u00FCber kettle", host.Grains.Account.Told.OfType<NewSafetyPhrase>().Single().Phrase);
        Assert.Equal(204, (await host.Send("DELETE", Route, bearer: true)).Status);
        host.Grains.Account.Answer = new SessionAnswer.Done<SafetyPhraseView>
        {
            Value = new SafetyPhraseView { Phrase = "blue kettle", Since = GatewayHost.Noon },
        };
        Assert.Equal("blue kettle", (string?)(await host.Send("GET", Route, bearer: true)).Json["phrase"]);
    }

    [Theory]
    [InlineData("PUT", """{"phrase":"blue kettle"}""")]
    [InlineData("DELETE", null)]
    public async Task Every_change_has_its_answers(string method, string? body)
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        foreach (var (answer, status, code) in new (SessionAnswer, int, string)[]
        {
            (new SessionAnswer.ConfirmationDue(), 403, "confirmation-due"),
            (new SessionAnswer.SettingsLocked { Until = GatewayHost.Noon.AddDays(1) }, 409, "settings-locked"),
            (new SessionAnswer.NotFound(), 404, "not-found"),
        })
        {
            host.Grains.Account.Answer = answer;
            var given = await host.Send(method, Route, body, bearer: true);
            Assert.Equal((status, code), (given.Status, given.Code));
        }
    }

    [Theory]
    [InlineData("""{"phrase":"abc"}""", 422, "unfit-safety-phrase")]
    [InlineData("""{"phrase":"two\nlines"}""", 422, "unfit-safety-phrase")]
    [InlineData("""{"phrase":"<script>"}""", 422, "unfit-safety-phrase")]
    [InlineData("""{"phrase":""}""", 400, "malformed")]
    [InlineData("""{}""", 400, "malformed")]
    public async Task What_is_no_phrase_is_refused_before_the_account_is_asked(string body, int status, string code)
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        var answer = await host.Send("PUT", Route, body, bearer: true);

        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Equal(0, host.Grains.Account.Commands);
    }

    [Fact]
    public async Task The_entrance_hands_on_what_the_account_shows_and_is_otherwise_silent()
    {
        await using var host = await GatewayHost.Start();
        foreach (var reply in new EntryReply[] { new EntryReply.PasscodeDue(), new EntryReply.CheckDue() })
        {
            host.Grains.Account.EntryReplies.Enqueue(reply with { SafetyPhrase = "blue kettle" });
            host.Grains.Account.EntryReplies.Enqueue(reply);

            var known = await host.Send("POST", "/v1/entries", """{"identifier":"ada@example.test"}""");
            var unknown = await host.Send("POST", "/v1/entries", """{"identifier":"ada@example.test"}""");

            Assert.Equal((201, "blue kettle"), (known.Status, (string?)known.Json["safetyPhrase"]));
            Assert.DoesNotContain("safetyPhrase", unknown.Text, StringComparison.Ordinal);
        }
    }
}
