using System.Collections.Immutable;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Notices;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Recovery;

public sealed class ForgottenPasscodeEndpointsTests
{
    private static readonly DeploymentKeys Keys = new(new byte[32]);

    [Fact]
    public async Task A_browser_that_asked_is_known_again_by_the_device_it_was_given()
    {
        await using var host = await GatewayHost.Start();
        host.Grains.Account.Recovery = new RecoveryReply.PasscodeReplaced();

        var asked = await host.Send("POST", "/v1/recoveries", """{"identifier":"ada@example.test"}""");
        var done = await Complete(host, ("Cookie", "__Host-entry-device=" + asked.Cookie("__Host-entry-device")));

        Assert.Equal((202, 200, "enter"), (asked.Status, done.Status, (string?)done.Json["next"]));
        var asker = host.Grains.Identifier.Told.OfType<ImmutableArray<string>>().Single();
        var attempt = host.Grains.Account.Told.OfType<RecoveryAttempt>().Single();
        Assert.Contains(attempt.Asker, asker);
        Assert.Null(attempt.Passcode);
        Assert.Null(done.Header("Set-Cookie"));
    }

    [Fact]
    public async Task A_client_that_keeps_no_cookies_is_known_by_network_and_agent_and_another_device_is_not()
    {
        await using var host = await GatewayHost.Start();

        await host.Send("POST", "/v1/recoveries", """{"identifier":"ada@example.test"}""");
        await Complete(host);
        await Complete(host, ("User-Agent", "another app"));
        var elsewhere = await host.Send("POST", "/v1/recoveries", """{"identifier":"bob@example.test"}""");
        await Complete(host, ("Cookie", "__Host-entry-device=" + elsewhere.Cookie("__Host-entry-device")));

        var asker = host.Grains.Identifier.Told.OfType<ImmutableArray<string>>().First();
        var came = host.Grains.Account.Told.OfType<RecoveryAttempt>().Select(a => asker.Contains(a.Asker));
        Assert.Equal([true, false, false], came);
    }

    [Fact]
    public async Task A_passkey_is_asked_for_by_the_link_and_its_answer_goes_in_the_place_of_a_code()
    {
        await using var host = await GatewayHost.Start();
        host.Grains.Account.Recovery = new RecoveryReply.Unfrozen();

        var asked = await host.Send("POST", "/v1/recoveries/passkey/options", $$"""{"link":"{{Link()}}"}""");
        var done = await Complete(host, ""","method":"passkey","passkey":{"id":"AAAA"}""");
        var strange = await host.Send("POST", "/v1/recoveries/passkey/options", """{"link":"made up"}""");
        var half = await Complete(host, ""","method":"passkey","code":"123456" """);

        Assert.Equal((200, "AAAA"), (asked.Status, (string?)asked.Json["options"]!["challenge"]));
        Assert.Equal((200, 410, 400), (done.Status, strange.Status, half.Status));
        var attempt = host.Grains.Account.Told.OfType<RecoveryAttempt>().Single();
        Assert.Equal(("passkey", """{"id":"AAAA"}"""), (attempt.Method, attempt.Code));
        Assert.Contains(host.Grains.Account.Told, told => told is (LinkProof { Number: 3 }, string));
    }

    public static TheoryData<RecoveryReply, int, string> Refusals { get; } = new()
    {
        { new RecoveryReply.OtherClient(), 403, "other-client" },
        { new RecoveryReply.PasscodeDue(), 422, "passcode-due" },
        { new RecoveryReply.Refused { Reason = "passkey" }, 401, "passkey-refused" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public async Task Each_answer_has_its_status_and_code(RecoveryReply reply, int status, string code)
    {
        await using var host = await GatewayHost.Start();
        host.Grains.Account.Recovery = reply;

        var answer = await Complete(host);

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    private static Task<Answer> Complete(GatewayHost host, params (string Name, string Value)[] headers) =>
        Complete(host, "", headers);

    private static Task<Answer> Complete(GatewayHost host, string more, params (string Name, string Value)[] headers) => host.Send(
        "POST", "/v1/recoveries/completion",
        $$"""{"link":"{{Link()}}","newPasscode":"eleven slow boats at dawn" """ + more + "}", false, headers);

    private static string Link() => AccountId.TryParse(GatewayHost.AccountId, out var account)
        ? new MailLink(LinkPurpose.Recovery, account, 3, GatewayHost.Noon.AddHours(1)).Reveal(Keys)
        : throw new InvalidOperationException();
}
