using OrleansEntry.Contracts.Closing;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Notices;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Closing;

public sealed class ClosingEndpointsTests
{
    private const string Route = "/v1/account/closing";

    private static readonly DeploymentKeys Keys = new(new byte[32]);

    [Fact]
    public async Task It_is_read_begun_and_stopped_inside_a_session()
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        var none = await host.Send("GET", Route, bearer: true);
        Assert.Equal((200, null, 14, 1826), (none.Status, none.Json["waiting"], (int?)none.Json["waitDays"], (int?)none.Json["keptDays"]));

        var begun = await host.Send("POST", Route, "{}", bearer: true);
        Assert.Equal((202, "wait"), (begun.Status, (string?)begun.Json["next"]));

        host.Grains.Account.Closing.Waiting = new WaitingClosingView
        {
            Since = GatewayHost.Noon, EndsAt = GatewayHost.Noon.AddDays(14), Network = "203.0.113.7", Agent = "Edge",
        };
        var waiting = (await host.Send("GET", Route, bearer: true)).Json["waiting"]!;
        Assert.Equal((GatewayHost.Noon.AddDays(14), "Edge"), ((DateTimeOffset?)waiting["endsAt"], (string?)waiting["device"]));

        Assert.Equal(204, (await host.Send("DELETE", Route, bearer: true)).Status);
        Assert.Equal("no-session", (await host.Send("POST", Route, "{}")).Code);
    }

    public static TheoryData<SessionAnswer, int, string> Refusals { get; } = new()
    {
        { new SessionAnswer.ConfirmationDue(), 403, "confirmation-due" },
        { new SessionAnswer.SettingsLocked { Until = GatewayHost.Noon.AddHours(1) }, 409, "settings-locked" },
        { new SessionAnswer.OnProbation { Until = GatewayHost.Noon.AddHours(1) }, 403, "factor-too-new" },
        { new SessionAnswer.Conflict { Code = "closing-waits" }, 409, "closing-waits" },
        { new SessionAnswer.Conflict { Code = "removal-waits" }, 409, "removal-waits" },
        { new SessionAnswer.Conflict { Code = "identifier-change-runs" }, 409, "identifier-change-runs" },
        { new SessionAnswer.Conflict { Code = "identifier-changed-lately" }, 409, "identifier-changed-lately" },
        { new SessionAnswer.NoSession(), 401, "no-session" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public async Task Each_refusal_has_its_status_and_code(SessionAnswer answer, int status, string code)
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        host.Grains.Account.Answer = answer;

        var refused = await host.Send("POST", Route, "{}", bearer: true);

        Assert.Equal((status, code), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task Who_stops_what_does_not_wait_finds_nothing()
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        host.Grains.Account.Answer = new SessionAnswer.NotFound();

        Assert.Equal((404, "not-found"), await StatusAndCode(host.Send("DELETE", Route, bearer: true)));
    }

    [Fact]
    public async Task The_link_of_a_mail_stops_it_without_a_session_and_no_other_kind_of_link_or_method_does()
    {
        await using var host = await GatewayHost.Start();

        var stopped = await Stop(host, Link(LinkPurpose.StopClosing));
        host.Grains.Account.Closing.LinkWorks = false;

        Assert.Equal((200, true), (stopped.Status, (bool?)stopped.Json["stopped"]));
        Assert.Equal(3, host.Grains.Account.Told.OfType<LinkProof>().Single().Number);
        Assert.Equal((410, "link-over"), await StatusAndCode(Stop(host, Link(LinkPurpose.StopClosing))));
        Assert.Equal((410, "link-over"), await StatusAndCode(Stop(host, "x")));
        foreach (var other in Enum.GetValues<LinkPurpose>().Where(p => p != LinkPurpose.StopClosing))
            Assert.Equal((410, "link-over"), await StatusAndCode(Stop(host, Link(other))));
        Assert.Equal(405, (await host.Send("GET", Route + "/cancellation")).Status);
    }

    private static async Task<(int, string?)> StatusAndCode(Task<Answer> asked) => ((await asked).Status, (await asked).Code);

    private static Task<Answer> Stop(GatewayHost host, string link) =>
        host.Send("POST", Route + "/cancellation", $$"""{"link":"{{link}}"}""");

    private static string Link(LinkPurpose purpose) => AccountId.TryParse(GatewayHost.AccountId, out var account)
        ? new MailLink(purpose, account, 3, GatewayHost.Noon.AddHours(1)).Reveal(Keys)
        : throw new InvalidOperationException();
}
