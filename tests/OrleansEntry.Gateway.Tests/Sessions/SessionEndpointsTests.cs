using System.Collections.Immutable;
using OrleansEntry.Contracts.SecondFactor;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Gateway.Tests.Hosting;
using OrleansEntry.Gateway.Tests.Http;

namespace OrleansEntry.Gateway.Tests.Sessions;

public sealed class SessionEndpointsTests
{
    private static readonly string[] Open =
    [
        "/v1/registrations", "/v1/entries", "/v1/not-me", "/v1/recoveries", "/v1/lost-factor/cancellation", "/v1/identifier-changes/undo",
        "/v1/account/closing/cancellation",
        "/v1/approvals/redemption",
        "/v1/introspection",
    ];

    // The routes that work inside a session, with a body that is right.
    public static TheoryData<string, string, string?> Routes => new()
    {
        { "DELETE", "/v1/session", null },
        { "POST", "/v1/session/confirmation", """{"passcode":"correct horse battery"}""" },
        { "GET", "/v1/sessions", null },
        { "DELETE", "/v1/sessions", null },
        { "DELETE", "/v1/sessions/" + GatewayHost.SessionId, null },
        { "GET", "/v1/second-factors", null },
        { "POST", "/v1/second-factors/totp", """{"stepSeconds":60}""" },
        { "POST", "/v1/second-factors/totp/confirmation", """{"code":"123456"}""" },
        { "DELETE", "/v1/second-factors/totp", null },
        { "POST", "/v1/recovery-codes", "{}" },
        { "PUT", "/v1/passcode", """{"current":"correct horse battery","new":"four quite unrelated words"}""" },
    };

    [Theory, MemberData(nameof(Routes))]
    public async Task Each_answer_of_the_account_has_its_status_and_code(string method, string path, string? body)
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        (SessionAnswer, int, string)[] answers =
        [
            (new SessionAnswer.NoSession(), 401, "no-session"),
            (new SessionAnswer.Refused { Reason = "passcode" }, 401, "not-admitted"),
            (new SessionAnswer.Refused { Reason = "wrong" }, 401, "code-refused"),
            (new SessionAnswer.Refused { Reason = "used" }, 401, "code-used"),
            (new SessionAnswer.Refused { Reason = "clock", ClockOffSeconds = 65 }, 401, "clock-off"),
            (new SessionAnswer.Waiting { Until = GatewayHost.Noon.AddSeconds(2) }, 429, "wait"),
            (new SessionAnswer.OutOfUse(), 403, "out-of-use"),
            (new SessionAnswer.NotFound(), 404, "not-found"),
            (new SessionAnswer.Conflict { Code = "already-enrolled" }, 409, "already-enrolled"),
            (new SessionAnswer.Conflict { Code = "no-enrolment" }, 409, "no-enrolment"),
            (new SessionAnswer.Conflict { Code = "not-enrolled" }, 409, "not-enrolled"),
            (new SessionAnswer.Conflict { Code = "second-factor-required" }, 409, "second-factor-required"),
            (new SessionAnswer.Conflict { Code = "same-passcode" }, 409, "same-passcode"),
            (new SessionAnswer.Conflict { Code = "passcode-like-identifier" }, 422, "passcode-like-identifier"),
        ];

        foreach (var (answer, status, code) in answers)
        {
            host.Grains.Account.Answer = answer;
            var given = await host.Send(method, path, body, bearer: true);
            Assert.Equal((status, code), (given.Status, given.Code));
            EdgeTests.AssertHeaders(given);
        }

        host.Grains.Account.Answer = new SessionAnswer.ConfirmationDue();
        var due = await host.Send(method, path, body, bearer: true);
        Assert.Equal(path.EndsWith("/session/confirmation", StringComparison.Ordinal) ? "confirmation-incomplete" : "confirmation-due",
            due.Code);
    }

    [Theory]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer ")]
    [InlineData("Bearer AAAA")]
    [InlineData("Bearer AAAA, Bearer BBBB")]
    public async Task Without_a_session_no_route_inside_opens(string authorization)
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        foreach (var (method, path) in EdgeTests.Changes(host)
            .Where(change => !Open.Any(open => change.Path.StartsWith(open, StringComparison.Ordinal))))
        {
            var answer = await host.Send(method, path, method == "DELETE" ? null : "{}", false, ("Authorization", authorization),
                ("Cookie", "__Host-entry-session=" + host.Token.Reveal()), ("X-Anti-Forgery", host.Token.AntiForgery()));
            Assert.Equal((401, "no-session", "Bearer"), (answer.Status, answer.Code, answer.Header("WWW-Authenticate")));
        }

        Assert.Equal(0, host.Grains.Account.Commands);
    }

    [Fact]
    public async Task With_the_cookie_every_change_needs_the_pages_word()
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        var cookie = ("Cookie", "__Host-entry-session=" + host.Token.Reveal());

        foreach (var (method, path) in EdgeTests.Changes(host)
            .Where(change => !Open.Any(open => change.Path.StartsWith(open, StringComparison.Ordinal))))
        {
            var body = method == "DELETE" ? null : "{}";
            Assert.Equal((403, "anti-forgery"), await StatusAndCode(host, method, path, body, cookie));
            Assert.Equal((403, "anti-forgery"),
                await StatusAndCode(host, method, path, body, cookie, ("X-Anti-Forgery", GatewayHost.MakeToken(8).AntiForgery())));
        }

        Assert.Empty(host.Grains.Account.Told);
        var shown = await host.Send("GET", "/v1/session", null, false, cookie);
        var left = await host.Send("DELETE", "/v1/session", null, false, cookie, ("X-Anti-Forgery", (string)shown.Json["antiForgery"]!));
        Assert.Equal(204, left.Status);
        Assert.Contains("\"storage\"", left.Header("Clear-Site-Data"), StringComparison.Ordinal);
        Assert.Equal("", left.Cookie("__Host-entry-session"));
    }

    [Fact]
    public async Task Over_plain_http_only_development_uses_the_plain_cookie()
    {
        await using var development = (await GatewayHost.Start("Development")).WithSession();
        await using var production = (await GatewayHost.Start()).WithSession();
        development.Client.BaseAddress = production.Client.BaseAddress = new Uri("http://localhost");
        var cookie = ("Cookie", "entry-session=" + development.Token.Reveal());

        Assert.Equal(200, (await development.Send("GET", "/v1/session", null, false, cookie)).Status);
        Assert.Equal(401, (await production.Send("GET", "/v1/session", null, false, cookie)).Status);
    }

    [Fact]
    public async Task While_an_authenticator_is_due_only_the_way_to_it_is_open()
    {
        await using var host = (await GatewayHost.Start()).WithSession(enrolmentDue: true);

        Assert.Equal((403, "enrolment-due"),
            await StatusAndCode(host, "GET", "/v1/activity", null, ("Authorization", "Bearer " + host.Token.Reveal())));
        Assert.Equal((403, "enrolment-due"),
            await StatusAndCode(host, "DELETE", "/v1/sessions", null, ("Authorization", "Bearer " + host.Token.Reveal())));
        Assert.Equal(200, (await host.Send("GET", "/v1/session", bearer: true)).Status);
        Assert.Equal(204, (await host.Send("DELETE", "/v1/second-factors/totp", bearer: true)).Status);
    }

    [Fact]
    public async Task Good_answers_have_their_form()
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        host.Grains.Account.Answer =
            new SessionAnswer.Done<ImmutableArray<SessionView>> { Value = [GatewayHost.View(), GatewayHost.View(GatewayHost.AccountId)] };
        var sessions = await host.Send("GET", "/v1/sessions", bearer: true);
        Assert.True((bool)sessions.Json["sessions"]![0]!["current"]!);
        Assert.False((bool)sessions.Json["sessions"]![1]!["current"]!);
        Assert.Equal("2026-01-31T12:00:00.000Z", (string?)sessions.Json["sessions"]![0]!["startedAt"]);

        host.Grains.Account.Answer = new SessionAnswer.Done<SecondFactorsView> { Value = new SecondFactorsView { RecoveryCodesLeft = 0 } };
        var factors = await host.Send("GET", "/v1/second-factors", bearer: true);
        Assert.Equal("""{"totp":null,"recoveryCodes":null,"passkeys":[]}""", factors.Text);

        host.Grains.Account.Answer = new SessionAnswer.Done<SessionGrant> { Value = GatewayHost.Grant() };
        var confirmed = await host.Send("POST", "/v1/session/confirmation", """{"passcode":"x"}""", bearer: true);
        Assert.Equal(GatewayHost.MakeToken(9).Reveal(), (string?)confirmed.Json["session"]!["token"]);
        Assert.Equal(GatewayHost.MakeToken(9).AntiForgery(), (string?)confirmed.Json["antiForgery"]);

        host.Grains.Account.Answer =
            new SessionAnswer.Done<RecoveryCodesIssued> {
            Value = new RecoveryCodesIssued { Codes = ["a", "b"], Session = GatewayHost.Grant() } };
        var enrolled = await host.Send("POST", "/v1/second-factors/totp/confirmation", """{"code":"1"}""", bearer: true);
        Assert.Equal(2, enrolled.Json["recoveryCodes"]!.AsArray().Count);
        Assert.NotNull(enrolled.Cookie("__Host-entry-session"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"method":"totp"}""")]
    [InlineData("""{"passcode":"x","code":"1"}""")]
    public async Task A_confirmation_needs_what_it_needs(string body)
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        Assert.Equal((422, "confirmation-incomplete"),
            await StatusAndCode(host, "POST", "/v1/session/confirmation", body, ("Authorization", "Bearer " + host.Token.Reveal())));
    }

    private static async Task<(int, string?)> StatusAndCode(
        GatewayHost host, string method, string path, string? body, params (string, string)[] headers)
    {
        var answer = await host.Send(method, path, body, false, headers);
        return (answer.Status, answer.Code);
    }
}
