using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Notices;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Freezing;

public sealed class FreezingEndpointsTests
{
    private static readonly DeploymentKeys Keys = new(new byte[32]);

    [Theory]
    [InlineData("/v1/freeze")]
    [InlineData("/v1/activity/3/report")]
    public async Task Freezing_from_inside_takes_a_session_and_takes_it_away(string path)
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        var answer = await host.Send("POST", path, "{}", bearer: true);

        Assert.Equal(202, answer.Status);
        Assert.True((bool)answer.Json["frozen"]!);
        Assert.Equal("\"cache\", \"storage\"", answer.Header("Clear-Site-Data"));
        Assert.Equal("", answer.Cookie("__Host-entry-session"));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    public async Task What_is_no_entry_of_the_log_is_not_found(string sequence)
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        Assert.Equal(404, (await host.Send("POST", $"/v1/activity/{sequence}/report", "{}", bearer: true)).Status);
        Assert.Equal(0, host.Grains.Account.Commands);
    }

    [Fact]
    public async Task A_mails_link_freezes_without_a_session_and_a_used_one_is_over()
    {
        await using var host = await GatewayHost.Start();
        var body = $$"""{"link":"{{Link(LinkPurpose.NotMe)}}"}""";

        Assert.Equal(202, (await host.Send("POST", "/v1/not-me", body)).Status);
        host.Grains.Account.Link = LinkReply.Gone;
        var again = await host.Send("POST", "/v1/not-me", body);

        Assert.Equal((410, "link-over"), (again.Status, again.Code));
    }

    [Fact]
    public async Task A_link_that_is_not_ours_or_for_something_else_wakes_no_account()
    {
        await using var host = await GatewayHost.Start();
        var tampered = Link(LinkPurpose.NotMe);
        tampered = (tampered[0] == 'A' ? 'B' : 'A') + tampered[1..];

        foreach (var link in new[] { tampered, Link(LinkPurpose.Recovery), "AAAA" })
            Assert.Equal("link-over", (await host.Send("POST", "/v1/not-me", $$"""{"link":"{{link}}"}""")).Code);
        var completion = $$"""{"link":"{{Link(LinkPurpose.NotMe)}}","passcode":"p","newPasscode":"eleven slow boats at dawn"}""";
        Assert.Equal("link-over", (await host.Send("POST", "/v1/recoveries/completion", completion)).Code);

        Assert.Equal(0, host.Grains.Account.Commands);
    }

    [Fact]
    public async Task An_entry_to_a_frozen_account_is_told_so_and_what_to_do()
    {
        await using var host = await GatewayHost.Start();
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.PasscodeDue());
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.Frozen());

        var answer =
            await host.Send("POST", "/v1/entries", """{"identifier":"ada@example.test","passcode":"correct horse battery staple"}""");

        Assert.Equal((403, "frozen", "recovery"), (answer.Status, answer.Code, (string?)answer.Json["next"]));
    }

    [Fact]
    public async Task Asking_for_the_way_back_is_accepted_for_every_address()
    {
        await using var host = await GatewayHost.Start();

        var answer = await host.Send("POST", "/v1/recoveries", """{"identifier":"ada@example.test"}""");
        Assert.Equal(202, answer.Status);

        Assert.Equal("malformed-identifier", (await host.Send("POST", "/v1/recoveries", """{"identifier":"nobody"}""")).Code);
        host.Grains.Identifier.RecoveryWaitUntil = GatewayHost.Noon.AddMinutes(1);
        Assert.Equal(429, (await host.Send("POST", "/v1/recoveries", """{"identifier":"ada@example.test"}""")).Status);
    }

    public static TheoryData<RecoveryReply, int, string> Refusals { get; } = new()
    {
        { new RecoveryReply.Gone(), 410, "link-over" },
        { new RecoveryReply.Refused { Reason = "passcode" }, 401, "not-admitted" },
        { new RecoveryReply.Refused { Reason = "wrong" }, 401, "code-refused" },
        { new RecoveryReply.Refused { Reason = "used" }, 401, "code-used" },
        { new RecoveryReply.SecondFactorDue { Methods = ["totp"] }, 422, "second-factor-due" },
        { new RecoveryReply.Waiting { Until = GatewayHost.Noon.AddHours(1) }, 429, "wait" },
        { new RecoveryReply.Unfit { Code = "same-passcode" }, 409, "same-passcode" },
        { new RecoveryReply.Unfit { Code = "passcode-like-identifier" }, 422, "passcode-like-identifier" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public async Task Each_answer_on_the_way_back_has_its_status_and_code(RecoveryReply reply, int status, string code)
    {
        await using var host = await GatewayHost.Start();
        host.Grains.Account.Recovery = reply;

        var answer = await Complete(host);

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task The_way_back_gives_no_session()
    {
        await using var host = await GatewayHost.Start();

        var answer = await Complete(host);

        Assert.Equal((200, "enter"), (answer.Status, (string?)answer.Json["next"]));
        Assert.Null(answer.Header("Set-Cookie"));
        Assert.DoesNotContain("token", answer.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("short", null, "passcode-too-short")]
    [InlineData("eleven slow boats at dawn", "totp", "malformed")]
    public async Task What_can_not_be_right_is_refused_before_the_account_is_asked(string chosen, string? method, string code)
    {
        await using var host = await GatewayHost.Start();

        var answer = await host.Send("POST", "/v1/recoveries/completion", $$"""
            {"link":"{{Link(LinkPurpose.Recovery)}}","passcode":"p",
            "newPasscode":"{{chosen}}"{{(method is null ? "" : $",\"method\":\"{method}\"")}}}
            """);

        Assert.Equal(code, answer.Code);
        Assert.Equal(0, host.Grains.Account.Commands);
    }

    private static Task<Answer> Complete(GatewayHost host) => host.Send("POST", "/v1/recoveries/completion", $$"""
        {"link":"{{Link(LinkPurpose.Recovery)}}","passcode":"correct horse battery staple","newPasscode":"eleven slow boats at dawn"}
        """);

    private static string Link(LinkPurpose purpose) => AccountId.TryParse(GatewayHost.AccountId, out var account)
        ? new MailLink(purpose, account, 3, GatewayHost.Noon.AddHours(1)).Reveal(Keys)
        : throw new InvalidOperationException();
}
