using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.IdentifierChange;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Notices;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.IdentifierChange;

public sealed class IdentifierChangeEndpointsTests
{
    private const string Route = "/v1/identifier-changes";
    private const string Codes = """{"newCode":"1234 5678","oldCode":"8765-4321"}""";

    private static readonly DeploymentKeys Keys = new(new byte[32]);

    private static readonly IdentifierAsked Asked = new() { Masked = "n***@e***.test", ExpiresAt = GatewayHost.Noon.AddMinutes(10) };

    [Fact]
    public async Task An_address_is_asked_for_in_its_one_form_and_changed_by_both_codes()
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        host.Grains.Account.Answer = new SessionAnswer.Done<IdentifierAsked> { Value = Asked };

        var asked = await host.Send("POST", Route, """{"identifier":" NEW@Example.TEST "}""", bearer: true);

        Assert.Equal((202, "n***@e***.test"), (asked.Status, (string?)asked.Json["identifier"]));
        Assert.Equal("new@example.test", host.Grains.Account.Told.OfType<NewIdentifier>().Single().Identifier);
        host.Grains.Account.Answer = new SessionAnswer.Done();
        var confirmed = await host.Send("POST", Route + "/confirmation", Codes, bearer: true);
        Assert.Equal((202, "wait"), (confirmed.Status, (string?)confirmed.Json["next"]));
        var given = host.Grains.Account.Told.OfType<IdentifierCodes>().Single();
        Assert.Equal(("12345678", "87654321"), (given.New, given.Old));
        Assert.Equal(204, (await host.Send("DELETE", Route, bearer: true)).Status);
    }

    [Fact]
    public async Task Where_it_stands_is_read_masked()
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        host.Grains.Account.Answer = new SessionAnswer.Done<IdentifierView>
        {
            Value = new IdentifierView
            {
                Masked = "a***@e***.test", Waiting = Asked, Changing = true,
                Former = new FormerIdentifierView
                {
                    Masked = "o***@e***.test", ChangedAt = GatewayHost.Noon, Until = GatewayHost.Noon.AddDays(7),
                },
            },
        };

        var read = (await host.Send("GET", Route, bearer: true)).Json;

        Assert.Equal(
            ("a***@e***.test", "n***@e***.test", true, "o***@e***.test"),
            ((string?)read["identifier"], (string?)read["waiting"]!["identifier"], (bool?)read["changing"],
                (string?)read["former"]!["identifier"]));
    }

    public static TheoryData<SessionAnswer, int, string> Refusals { get; } = new()
    {
        { new SessionAnswer.NoSession(), 401, "no-session" },
        { new SessionAnswer.ConfirmationDue(), 403, "confirmation-due" },
        { new SessionAnswer.OnProbation { Until = GatewayHost.Noon.AddHours(1) }, 403, "factor-too-new" },
        { new SessionAnswer.SettingsLocked { Until = GatewayHost.Noon.AddHours(1) }, 409, "settings-locked" },
        { new SessionAnswer.Conflict { Code = "same-identifier" }, 409, "same-identifier" },
        { new SessionAnswer.Conflict { Code = "identifier-change-runs" }, 409, "identifier-change-runs" },
        { new SessionAnswer.Conflict { Code = "identifier-changed-lately" }, 409, "identifier-changed-lately" },
        { new SessionAnswer.Conflict { Code = "identifier-code-over" }, 410, "identifier-code-over" },
        { new SessionAnswer.Refused { Reason = "mailed-code" }, 401, "code-refused" },
        { new SessionAnswer.Waiting { Until = GatewayHost.Noon.AddHours(1) }, 429, "wait" },
        { new SessionAnswer.NotFound(), 404, "not-found" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public async Task Each_answer_has_its_status_and_code(SessionAnswer answer, int status, string code)
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        host.Grains.Account.Answer = answer;

        var refused = await host.Send("POST", Route + "/confirmation", Codes, bearer: true);

        Assert.Equal((status, code), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task What_is_no_address_and_no_code_reaches_no_account()
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        Assert.Equal("malformed-identifier", (await host.Send("POST", Route, """{"identifier":"x"}""", bearer: true)).Code);
        Assert.Equal("malformed",
            (await host.Send("POST", Route + "/confirmation", """{"newCode":"12345678","oldCode":"1"}""", bearer: true)).Code);
        Assert.Equal("no-session", (await host.Send("POST", Route, """{"identifier":"new@example.test"}""")).Code);
        Assert.DoesNotContain(host.Grains.Account.Told, told => told is NewIdentifier or IdentifierCodes);
    }

    [Fact]
    public async Task The_link_of_a_mail_takes_it_back_without_a_session_and_no_other_kind_of_link_does()
    {
        await using var host = await GatewayHost.Start();

        var undone = await Undo(host, Link(LinkPurpose.UndoIdentifierChange));
        host.Grains.Account.Identity.LinkWorks = false;

        Assert.Equal((200, true), (undone.Status, (bool?)undone.Json["undone"]));
        Assert.Equal(3, host.Grains.Account.Told.OfType<LinkProof>().Single().Number);
        Assert.Equal((410, "link-over"), ((await Undo(host, Link(LinkPurpose.UndoIdentifierChange))).Status, (await Undo(host, "x")).Code));
        Assert.Equal("link-over", (await Undo(host, Link(LinkPurpose.NotMe))).Code);
        Assert.Equal(405, (await host.Send("GET", Route + "/undo")).Status);
    }

    private static Task<Answer> Undo(GatewayHost host, string link) => host.Send("POST", Route + "/undo", $$"""{"link":"{{link}}"}""");

    private static string Link(LinkPurpose purpose) => AccountId.TryParse(GatewayHost.AccountId, out var account)
        ? new MailLink(purpose, account, 3, GatewayHost.Noon.AddHours(1)).Reveal(Keys)
        : throw new InvalidOperationException();
}
