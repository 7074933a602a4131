using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Http;

public sealed class IdempotencyTests
{
    private const string Who = """{"identifier":"a@example.test"}""";
    private static readonly (string, string) Key = ("Idempotency-Key", "key-1");

    [Fact]
    public async Task A_repeat_gets_the_first_answer_and_nothing_is_done_twice()
    {
        await using var host = await GatewayHost.Start();
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.PasscodeDue());

        var first = await host.Send("POST", "/v1/entries", Who, false, Key);
        var again = await host.Send("POST", "/v1/entries", Who, false, Key);

        Assert.Equal((201, first.Text), (again.Status, again.Text));
        Assert.Equal("true", again.Header("Idempotent-Replay"));
        Assert.Null(first.Header("Idempotent-Replay"));
        Assert.Equal(first.Cookie("__Host-entry-device"), again.Cookie("__Host-entry-device"));
        Assert.Equal(1, host.Grains.Account.Commands);
        EdgeTests.AssertHeaders(again);
    }

    [Fact]
    public async Task A_changed_token_can_be_had_again_by_whoever_held_the_old_one()
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        host.Grains.Account.Answer = new SessionAnswer.Done<SessionGrant> { Value = GatewayHost.Grant() };

        var first = await host.Send("POST", "/v1/session/confirmation", """{"passcode":"x"}""", true, Key);
        host.Grains.Account.Session = null;
        var again = await host.Send("POST", "/v1/session/confirmation", """{"passcode":"x"}""", true, Key);
        var stranger = await host.Send("POST", "/v1/session/confirmation", """{"passcode":"x"}""", false, Key,
            ("Authorization", "Bearer " + GatewayHost.MakeToken(8).Reveal()));

        Assert.Equal((200, first.Text), (again.Status, again.Text));
        Assert.Equal(401, stranger.Status);
        Assert.Equal(1, host.Grains.Account.Commands);
    }

    [Fact]
    public async Task An_answer_of_a_session_that_was_ended_is_not_given_again()
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        host.Grains.Account.Answer = new SessionAnswer.Done<SessionGrant> { Value = GatewayHost.Grant() };
        Assert.Equal(200, (await host.Send("POST", "/v1/session/confirmation", """{"passcode":"x"}""", true, Key)).Status);
        (host.Grains.Account.Session, host.Grains.Account.SessionLives) = (null, false);

        var again = await host.Send("POST", "/v1/session/confirmation", """{"passcode":"x"}""", true, Key);

        Assert.Equal((401, "no-session"), (again.Status, again.Code));
    }

    [Fact]
    public async Task A_request_whose_outcome_nobody_knows_is_not_carried_out_again()
    {
        await using var host = await GatewayHost.Start();
        host.Grains.Account.Fault = new TimeoutException();
        Assert.Equal(503, (await host.Send("POST", "/v1/entries", Who, false, Key)).Status);
        host.Grains.Account.Fault = null;

        Assert.Equal((409, "idempotency-in-progress"), await StatusAndCode(host));
    }

    [Fact]
    public async Task An_account_command_whose_outcome_nobody_knows_is_asked_again_by_the_same_name()
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        host.Grains.Account.Fault = new TimeoutException();
        Assert.Equal(503, (await host.Send("POST", "/v1/recovery-codes", "{}", true, Key)).Status);
        host.Grains.Account.Fault = null;
        await host.Send("POST", "/v1/recovery-codes", "{}", true, Key);
        await host.Send("POST", "/v1/recovery-codes", "{}", true, ("Idempotency-Key", "key-2"));
        await host.Send("POST", "/v1/recovery-codes", "{}", true);

        // The session's gate and the command are told the same.
        var names = host.Grains.Account.Told.OfType<SessionProof>()
            .Select(proof => proof.Visit.Once is { } once ? Convert.ToHexString(once.Name) : "").ToArray();
        Assert.Equal([names[0], names[0], names[0], names[3], names[3], "", ""], names);
        Assert.Equal(3, names.Distinct().Count());
    }

    private static async Task<(int, string?)> StatusAndCode(GatewayHost host)
    {
        var answer = await host.Send("POST", "/v1/entries", Who, false, Key);
        return (answer.Status, answer.Code);
    }

    [Fact]
    public async Task A_key_belongs_to_one_request()
    {
        await using var host = await GatewayHost.Start();
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.PasscodeDue());
        await host.Send("POST", "/v1/entries", Who, false, Key);

        var other = await host.Send("POST", "/v1/entries", """{"identifier":"b@example.test"}""", false, Key);

        Assert.Equal((422, "idempotency-key-reused"), (other.Status, other.Code));
    }

    [Fact]
    public async Task Waits_and_failures_on_our_side_are_tried_anew()
    {
        await using var host = await GatewayHost.Start();
        host.Grains.Account.Fault = new Contracts.BusyException(TimeSpan.FromSeconds(2));
        Assert.Equal(503, (await host.Send("POST", "/v1/entries", Who, false, Key)).Status);
        host.Grains.Account.Fault = null;
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.Waiting { Until = GatewayHost.Noon.AddMinutes(1) });
        Assert.Equal(429, (await host.Send("POST", "/v1/entries", Who, false, Key)).Status);
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.PasscodeDue());

        Assert.Equal(201, (await host.Send("POST", "/v1/entries", Who, false, Key)).Status);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_key_has_its_form(string key)
    {
        await using var host = await GatewayHost.Start();

        Assert.Equal(400, (await host.Send("POST", "/v1/entries", Who, false, ("Idempotency-Key", key))).Status);
    }
}
