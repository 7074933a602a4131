using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.LostFactor;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Notices;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.LostFactor;

public sealed class LostFactorEndpointsTests
{
    private static readonly DeploymentKeys Keys = new(new byte[32]);

    [Fact]
    public async Task In_an_entry_past_its_passcode_a_code_is_mailed_and_begins_the_wait()
    {
        await using var host = await GatewayHost.Start();
        var fake = host.Grains.Account.LostFactor;
        var (path, device) = await Entry(host);

        var asked = await host.Send("POST", path, "{}", false, device);
        fake.Reply = new LossReply.Begun { EndsAt = GatewayHost.Noon.AddHours(72) };
        var begun = await host.Send("POST", path + "/confirmation", """{"code":"1234 5678"}""", false, device);

        Assert.Equal((202, "mailed-code"), (asked.Status, (string?)asked.Json["next"]));
        Assert.Equal((202, "wait"), (begun.Status, (string?)begun.Json["next"]));
        Assert.Equal(GatewayHost.Noon.AddHours(72), (DateTimeOffset?)begun.Json["endsAt"]);
        Assert.Equal("12345678", host.Grains.Account.Told.OfType<LossAttempt>().Single().Code);
        Assert.Null(begun.Header("Set-Cookie"));
    }

    public static TheoryData<LossReply, int, string> Refusals { get; } = new()
    {
        { new LossReply.Running { EndsAt = GatewayHost.Noon.AddHours(2) }, 409, "removal-waits" },
        { new LossReply.PasscodeByMail(), 409, "passcode-by-mail" },
        { new LossReply.NewAddress { Until = GatewayHost.Noon.AddHours(2) }, 403, "address-too-new" },
        { new LossReply.Refused(), 401, "code-refused" },
        { new LossReply.CodeOver(), 410, "loss-code-over" },
        { new LossReply.Waiting { Until = GatewayHost.Noon.AddHours(1) }, 429, "wait" },
        { new LossReply.OutOfUse(), 403, "out-of-use" },
        { new LossReply.WrongStep(), 409, "wrong-step" },
        { new LossReply.Expired(), 410, "entry-expired" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public async Task Each_answer_has_its_status_and_code(LossReply reply, int status, string code)
    {
        await using var host = await GatewayHost.Start();
        host.Grains.Account.LostFactor.Reply = reply;
        var (path, device) = await Entry(host);

        var answer = await host.Send("POST", path + "/confirmation", """{"code":"12345678"}""", false, device);

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Another_client_a_made_up_entry_and_a_code_that_is_none_reach_no_account()
    {
        await using var host = await GatewayHost.Start();
        var (path, device) = await Entry(host);

        Assert.Equal("unknown-entry", (await host.Send("POST", path, "{}", false, ("User-Agent", "another"))).Code);
        Assert.Equal("unknown-entry", (await host.Send("POST", "/v1/entries/AAAA/lost-factor", "{}", false, device)).Code);
        Assert.Equal("malformed", (await host.Send("POST", path + "/confirmation", """{"code":"12"}""", false, device)).Code);
        Assert.DoesNotContain(host.Grains.Account.Told, told => told is LossAttempt);
    }

    [Fact]
    public async Task The_link_of_a_mail_stops_it_and_no_other_kind_of_link_does()
    {
        await using var host = await GatewayHost.Start();

        var stopped = await Stop(host, Link(LinkPurpose.StopRemoval));
        host.Grains.Account.LostFactor.LinkWorks = false;

        Assert.Equal((200, true), (stopped.Status, (bool?)stopped.Json["stopped"]));
        Assert.Equal(3, host.Grains.Account.Told.OfType<LinkProof>().Single().Number);
        Assert.Equal((410, "link-over"), ((await Stop(host, Link(LinkPurpose.StopRemoval))).Status, (await Stop(host, "x")).Code));
        Assert.Equal("link-over", (await Stop(host, Link(LinkPurpose.NotMe))).Code);
        Assert.Equal(405, (await host.Send("GET", "/v1/lost-factor/cancellation")).Status);
    }

    [Fact]
    public async Task Inside_the_removal_is_shown_and_stopped()
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        Assert.Null((await host.Send("GET", "/v1/lost-factor", bearer: true)).Json["removal"]);
        host.Grains.Account.Answer = new SessionAnswer.Done<RemovalView?>
        {
            Value = new RemovalView
            {
                Since = GatewayHost.Noon, EndsAt = GatewayHost.Noon.AddHours(72), Network = "203.0.113.7", Agent = "Edge",
            },
        };

        Assert.Equal("Edge", (string?)(await host.Send("GET", "/v1/lost-factor", bearer: true)).Json["removal"]!["device"]);
        host.Grains.Account.Answer = new SessionAnswer.Done();
        Assert.Equal(204, (await host.Send("DELETE", "/v1/lost-factor", bearer: true)).Status);
        host.Grains.Account.Answer = new SessionAnswer.NotFound();
        Assert.Equal(404, (await host.Send("DELETE", "/v1/lost-factor", bearer: true)).Status);
        host.Grains.Account.Answer = new SessionAnswer.EnrolmentDue();
        Assert.Equal("enrolment-due", (await host.Send("DELETE", "/v1/lost-factor", bearer: true)).Code);
    }

    [Fact]
    public async Task A_known_device_is_told_at_the_door_when_the_factor_goes()
    {
        await using var host = await GatewayHost.Start();
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.PasscodeDue { RemovalAt = GatewayHost.Noon.AddHours(5) });

        var begun = await host.Send("POST", "/v1/entries", """{"identifier":"ada@example.test"}""");

        Assert.Equal(GatewayHost.Noon.AddHours(5), (DateTimeOffset?)begun.Json["removalAt"]);
    }

    private static async Task<(string Path, (string, string) Device)> Entry(GatewayHost host)
    {
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.PasscodeDue());
        var begun = await host.Send("POST", "/v1/entries", """{"identifier":"ada@example.test"}""");
        return ($"/v1/entries/{(string?)begun.Json["entryId"]}/lost-factor",
            ("Cookie", "__Host-entry-device=" + begun.Cookie("__Host-entry-device")));
    }

    private static Task<Answer> Stop(GatewayHost host, string link) =>
        host.Send("POST", "/v1/lost-factor/cancellation", $$"""{"link":"{{link}}"}""");

    private static string Link(LinkPurpose purpose) => AccountId.TryParse(GatewayHost.AccountId, out var account)
        ? new MailLink(purpose, account, 3, GatewayHost.Noon.AddHours(1)).Reveal(Keys)
        : throw new InvalidOperationException();
}
