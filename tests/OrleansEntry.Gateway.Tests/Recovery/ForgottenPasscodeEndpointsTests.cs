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

    public static TheoryData<RecoveryReply, int, string> Refusals { get; } = new()
    {
        { new RecoveryReply.OtherClient(), 403, "other-client" },
        { new RecoveryReply.PasscodeDue(), 422, "passcode-due" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public async Task Each_answer_has_its_status_and_code(RecoveryReply reply, int status, string code)
    {
        await using var host = await GatewayHost.Start();
        host.Grains.Account.Recovery = reply;

        var answer = await Complete(host);

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    private static Task<Answer> Complete(GatewayHost host, params (string Name, string Value)[] headers) => host.Send(
        "POST", "/v1/recoveries/completion", $$"""{"link":"{{Link()}}","newPasscode":"eleven slow boats at dawn"}""", false, headers);

    private static string Link() => AccountId.TryParse(GatewayHost.AccountId, out var account)
        ? new MailLink(LinkPurpose.Recovery, account, 3, GatewayHost.Noon.AddHours(1)).Reveal(Keys)
        : throw new InvalidOperationException();
}
