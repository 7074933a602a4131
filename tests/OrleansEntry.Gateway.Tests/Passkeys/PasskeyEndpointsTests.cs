using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Passkeys;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Passkeys;

public sealed class PasskeyEndpointsTests
{
    private const string Shown = """{"passkey":{"id":"AA","type":"public-key","response":{}}}""";
    private const string Id = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task In_an_entry_a_passkey_is_asked_for_and_enters()
    {
        await using var host = await GatewayHost.Start();
        var (path, device) = await Entry(host);

        var asked = await host.Send("POST", path + "/options", "{}", false, device);
        host.Grains.Account.Passkeys.Reply = new EntryReply.DeviceDue { Number = 42, ExpiresAt = GatewayHost.Noon.AddMinutes(9) };
        var entered = await host.Send("POST", path, Shown, false, device);

        Assert.Equal((200, "AAAA"), (asked.Status, (string?)asked.Json["options"]!["challenge"]));
        Assert.Equal((200, "device"), (entered.Status, (string?)entered.Json["next"]));
        Assert.Equal(
            """{"id":"AA","type":"public-key","response":{}}""", host.Grains.Account.Told.OfType<PasskeyAttempt>().Single().Answer);
    }

    public static TheoryData<EntryReply, int, string> Refusals { get; } = new()
    {
        { new EntryReply.PasskeyRefused(), 401, "passkey-refused" },
        { new EntryReply.Frozen(), 403, "frozen" },
        { new EntryReply.WrongStep(), 409, "wrong-step" },
        { new EntryReply.Expired(), 410, "entry-expired" },
        { new EntryReply.Waiting { Until = GatewayHost.Noon.AddHours(1) }, 429, "wait" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public async Task Each_refusal_has_its_status_and_code(EntryReply reply, int status, string code)
    {
        await using var host = await GatewayHost.Start();
        var (path, device) = await Entry(host);
        host.Grains.Account.Passkeys.Reply = reply;

        var answer = await host.Send("POST", path, Shown, false, device);

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("""{"passkey":"text"}""")]
    [InlineData("""{"passkey":[]}""")]
    [InlineData("""{"passkey":null}""")]
    [InlineData("""{}""")]
    [InlineData("""{"passkey":{},"code":"1"}""")]
    public async Task What_is_no_answer_of_an_authenticator_reaches_no_account(string body)
    {
        await using var host = await GatewayHost.Start();
        var (path, device) = await Entry(host);

        Assert.Equal("malformed", (await host.Send("POST", path, body, false, device)).Code);
        Assert.Equal("unknown-entry", (await host.Send("POST", path, Shown, false, ("User-Agent", "another"))).Code);
        Assert.Equal("unknown-entry", (await host.Send("POST", "/v1/entries/AAAA/passkey/options", "{}", false, device)).Code);
        Assert.DoesNotContain(host.Grains.Account.Told, told => told is PasskeyAttempt);
    }

    [Fact]
    public async Task After_the_passcode_a_passkey_is_a_method_as_others_are()
    {
        await using var host = await GatewayHost.Start();
        var (path, device) = await Entry(host);
        var second = path.Replace("/passkey", "/second-factor", StringComparison.Ordinal);
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.PasskeyRefused());

        var answer = await host.Send("POST", second, """{"method":"passkey","passkey":{"id":"AA"}}""", false, device);

        Assert.Equal((401, "passkey-refused"), (answer.Status, answer.Code));
        Assert.Equal(("passkey", """{"id":"AA"}"""), Told(host));
        foreach (var bad in new[]
            {
                """{"method":"passkey","code":"1"}""", """{"method":"totp","passkey":{}}""", """{"method":"passkey"}""",
                """{"method":"totp"}""",
            })
            Assert.Equal("malformed", (await host.Send("POST", second, bad, false, device)).Code);
    }

    [Fact]
    public async Task Inside_passkeys_are_begun_named_and_removed_and_presence_is_confirmed_by_one_alone()
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        host.Grains.Account.Answer = new SessionAnswer.Done();

        foreach (var path in new[] { "/v1/second-factors/passkey/options", "/v1/session/passkey/options", "/v1/trading/passkey/options" })
            Assert.Equal("AAAA", (string?)(await host.Send("POST", path, "{}", bearer: true)).Json["options"]!["challenge"]);
        Assert.Equal([PasskeyPurpose.Presence, PasskeyPurpose.Trading], host.Grains.Account.Told.OfType<PasskeyPurpose>());
        Assert.Equal(204, (await host.Send("PATCH", $"/v1/second-factors/passkeys/{Id}", """{"name":" desk "}""", bearer: true)).Status);
        Assert.Equal((Id, "desk"), host.Grains.Account.Told.OfType<(string, string)>().Single());
        Assert.Equal(204, (await host.Send("DELETE", $"/v1/second-factors/passkeys/{Id}", bearer: true)).Status);
        Assert.Equal(404, (await host.Send("DELETE", "/v1/second-factors/passkeys/x", bearer: true)).Status);
        Assert.Equal(
            "malformed", (await host.Send("PATCH", $"/v1/second-factors/passkeys/{Id}", """{"name":"  "}""", bearer: true)).Code);

        host.Grains.Account.Answer = new SessionAnswer.Refused { Reason = "passkey" };
        var refused = await host.Send("POST", "/v1/session/confirmation", """{"method":"passkey","passkey":{"id":"AA"}}""", bearer: true);
        Assert.Equal((401, "passkey-refused"), (refused.Status, refused.Code));
        Assert.Null(host.Grains.Account.Told.OfType<PresenceAttempt>().Single().Passcode);
        host.Grains.Account.Answer = new SessionAnswer.Conflict { Code = "too-many-passkeys" };
        Assert.Equal(
            (409, "too-many-passkeys"), await Add(host));
    }

    private static async Task<(int, string?)> Add(GatewayHost host)
    {
        var answer = await host.Send("POST", "/v1/second-factors/passkeys", """{"name":"desk","passkey":{"id":"AA"}}""", bearer: true);
        return (answer.Status, answer.Code);
    }

    private static (string, string) Told(GatewayHost host) =>
        host.Grains.Account.Told.OfType<SecondFactorAttempt>().Select(a => (a.Method, a.Code)).Single();

    private static async Task<(string Path, (string, string) Device)> Entry(GatewayHost host)
    {
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.PasscodeDue());
        var begun = await host.Send("POST", "/v1/entries", """{"identifier":"ada@example.test"}""");
        return ($"/v1/entries/{(string?)begun.Json["entryId"]}/passkey",
            ("Cookie", "__Host-entry-device=" + begun.Cookie("__Host-entry-device")));
    }
}
