using OrleansEntry.Contracts.Holds;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Contracts.Trading;
using OrleansEntry.Core.Trading;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Trading;

public sealed class TradingEndpointsTests
{
    private const string Withdrawal = """{"operation":"withdraw","details":{"amount":"0.5","asset":"BTC","address":"bc1q","memo":"x"}""";

    private static readonly ServiceSecret Exchange = ServiceSecret.New("exchange");
    private static readonly ServiceSecret Newer = ServiceSecret.New("exchange");
    private static readonly ServiceSecret Viewer = ServiceSecret.New("viewer");

    [Fact]
    public async Task A_person_is_shown_everything_before_they_approve()
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        var answer = await host.Send("POST", "/v1/approvals/preview", Withdrawal + "}", bearer: true);

        Assert.Equal(
            """{"sentence":"Withdraw 0.5 BTC to bc1q","facts":[{"name":"address","value":"bc1q"},{"name":"amount","value":"0.5"},"""
            + """{"name":"asset","value":"BTC"},{"name":"memo","value":"x"}],"secondFactor":true,"returnTo":null}""",
            answer.Text);
        Assert.Equal(0, host.Grains.Account.Commands);
    }

    [Fact]
    public async Task Whoever_was_sent_by_a_service_that_the_deployment_names_goes_back_there_and_nowhere_else()
    {
        const string Trade = "https://trade.example.test";
        await using var host = (await GatewayHost.Start("Production", ("Gateway:ReturnOrigins:0", Trade))).WithSession();

        var known = await Ask($"{Trade}/orders/17?a=b%20c");
        var refused = await Task.WhenAll(
            Ask(Trade), Ask($"{Trade}.evil.test/"), Ask($"{Trade}@evil.test/"), Ask($"{Trade}:8443/"), Ask("http://trade.example.test/"),
            Ask("HTTPS://trade.example.test/"), Ask($"https://evil.test/{Trade}/"), Ask("//trade.example.test/"), Ask("/security"),
            Ask("javascript:alert(1)"), Ask($"{Trade}/\\\\evil.test"), Ask($"{Trade}/#approval=x"), Ask($" {Trade}/"), Ask($"{Trade}/\\t"));

        Assert.Equal((200, $"{Trade}/orders/17?a=b%20c"), (known.Status, (string?)known.Json["returnTo"]));
        Assert.All(refused, answer => Assert.Equal((422, "unknown-return"), (answer.Status, answer.Code)));

        Task<Answer> Ask(string back) =>
            host.Send("POST", "/v1/approvals/preview", $$"""{{Withdrawal}},"returnTo":"{{back}}"}""", bearer: true);
    }

    [Fact]
    public async Task An_approval_is_told_with_the_sentence_and_the_account_hears_the_hash_alone()
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        host.Grains.Account.Answer = new SessionAnswer.Done<ApprovalGrant>
        {
            Value = new ApprovalGrant { Secret = new byte[32], ExpiresAt = GatewayHost.Noon.AddMinutes(2) },
        };

        var answer =
            await host.Send("POST", "/v1/approvals",
            Withdrawal + ""","tradingPasscode":"nine purple umbrellas","method":"totp","code":"123456"}""", bearer: true);

        Assert.Equal((201, "Withdraw 0.5 BTC to bc1q"), (answer.Status, (string?)answer.Json["sentence"]));
        Assert.True(ApprovalToken.TryParse((string?)answer.Json["approval"], out var token));
        Assert.Equal(GatewayHost.AccountId, token.Account.Value);
        var told = Assert.IsType<ApprovalAttempt>(host.Grains.Account.Told[^1]);
        Assert.Equal(
            "491fdacc0be03d01", Convert.ToHexStringLower(told.DetailsHash)[..16]);
        Assert.DoesNotContain("umbrellas", told.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"operation":"withdraw","details":[],"tradingPasscode":"x"}""", 400, "malformed")]
    [InlineData("""{"operation":"withdraw","details":{"a":1,"a":2},"tradingPasscode":"x"}""", 400, "malformed")]
    [InlineData("""{"operation":"withdraw","details":{"a":1e999},"tradingPasscode":"x"}""", 400, "malformed")]
    [InlineData("""{"operation":"withdraw","details":{"a":"\ud800"},"tradingPasscode":"x"}""", 400, "malformed")]
    [InlineData("""{"operation":"withdraw","details":null,"tradingPasscode":"x"}""", 400, "malformed")]
    [InlineData("""{"operation":"withdraw","tradingPasscode":"x"}""", 400, "malformed")]
    [InlineData("""{"operation":"withdraw","details":{},"tradingPasscode":"x","method":"totp"}""", 400, "malformed")]
    [InlineData("""{"operation":"withdraw","details":{},"tradingPasscode":"x","method":"palm","code":"1"}""", 400, "malformed")]
    [InlineData("""{"operation":"borrow","details":{},"tradingPasscode":"x"}""", 422, "unknown-operation")]
    public async Task What_cannot_be_approved_is_refused_before_the_account_is_asked(string body, int status, string code)
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        var answer = await host.Send("POST", "/v1/approvals", body, bearer: true);

        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Equal(0, host.Grains.Account.Commands);
    }

    public static TheoryData<SessionAnswer, int, string> Refusals => new()
    {
        { new SessionAnswer.Held { Until = GatewayHost.Noon.AddHours(3) }, 403, "held" },
        { new SessionAnswer.Conflict { Code = "no-trading-passcode" }, 409, "no-trading-passcode" },
        { new SessionAnswer.Conflict { Code = "trading-out-of-use" }, 403, "trading-out-of-use" },
        { new SessionAnswer.Conflict { Code = "second-factor-needed" }, 409, "second-factor-needed" },
        { new SessionAnswer.Conflict { Code = "approval-incomplete" }, 422, "approval-incomplete" },
        { new SessionAnswer.Refused { Reason = "trading-passcode" }, 401, "not-admitted" },
        { new SessionAnswer.Refused { Reason = "used" }, 401, "code-used" },
        { new SessionAnswer.Waiting { Until = GatewayHost.Noon.AddMinutes(1) }, 429, "wait" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public async Task What_the_account_refuses_is_said(SessionAnswer refused, int status, string code)
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        host.Grains.Account.Answer = refused;

        var answer = await host.Send("POST", "/v1/approvals", Withdrawal + ""","tradingPasscode":"nine purple umbrellas"}""", bearer: true);

        Assert.Equal((status, code), (answer.Status, answer.Code));
        if (refused is SessionAnswer.Held) Assert.Equal("2026-01-31T15:00:00.000Z", (string?)answer.Json["until"]);
    }

    [Fact]
    public async Task A_short_trading_passcode_is_refused_and_eight_characters_are_not_too_short()
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        var answer = await host.Send("PUT", "/v1/trading-passcode", """{"new":"kUrz-69"}""", bearer: true);
        Assert.Equal((422, "passcode-too-short"), (answer.Status, answer.Code));
        Assert.Equal(204, (await host.Send("PUT", "/v1/trading-passcode", """{"new":"kUrz-693"}""", bearer: true)).Status);
    }

    [Fact]
    public async Task A_service_redeems_with_either_of_its_secrets_and_only_what_it_may()
    {
        await using var host = (await Services()).WithSession();
        host.Grains.Account.Trading.Redemption = new RedemptionReply.Redeemed
        {
            SessionId = GatewayHost.SessionId, Methods = ["trading-passcode", "totp"], ApprovedAt = GatewayHost.Noon,
            RedeemedAt = GatewayHost.Noon,
        };

        foreach (var secret in new[] { Exchange, Newer })
        {
            var answer = await Ask(host, "POST", "/v1/approvals/redemption", Redemption, secret.Reveal());
            Assert.Equal((200, GatewayHost.AccountId), (answer.Status, (string?)answer.Json["accountId"]));
        }

        Assert.Equal(2, host.Grains.Account.Trading.Asked.Count);
        Assert.Equal((403, "not-in-scope"), StatusOf(await Ask(host, "POST", "/v1/approvals/redemption", Redemption, Viewer.Reveal())));
        Assert.Equal((403, "not-in-scope"), StatusOf(await Ask(host, "POST", "/v1/introspection", """{"token":"x"}""", Viewer.Reveal())));
        Assert.Equal(2, host.Grains.Account.Trading.Asked.Count);
    }

    [Fact]
    public async Task The_secret_before_works_beside_the_new_one_until_its_end_and_at_the_end_itself_no_more()
    {
        await using var host = await Services();
        var ends = new DateTimeOffset(2026, 2, 7, 12, 0, 0, TimeSpan.Zero);

        host.Clock.SetUtcNow(ends.AddTicks(-1));
        Assert.Equal([409, 409], await Both());
        host.Clock.SetUtcNow(ends);
        Assert.Equal([401, 409], await Both());

        async Task<IEnumerable<int>> Both() => (await Task.WhenAll(
            Ask(host, "POST", "/v1/approvals/redemption", Redemption, Exchange.Reveal()),
            Ask(host, "POST", "/v1/approvals/redemption", Redemption, Newer.Reveal()))).Select(answer => answer.Status);
    }

    [Fact]
    public async Task Who_is_no_known_service_is_told_the_same_whatever_they_show()
    {
        await using var host = (await Services()).WithSession();
        var unknown = new[]
        {
            null, "", "exchange", ServiceSecret.New("exchange").Reveal(), ServiceSecret.New("nobody").Reveal(), host.Token.Reveal(),
            "viewer." + Exchange.Reveal().Split('.')[1],
        };

        foreach (var shown in unknown)
            foreach (var (method, path, body) in Addresses)
                Assert.Equal((401, "no-service"), StatusOf(await Ask(host, method, path, body, shown)));
        Assert.Empty(host.Grains.Account.Trading.Asked);
    }

    [Fact]
    public async Task Whoever_tries_secrets_has_to_wait_and_a_service_with_the_right_one_never()
    {
        await using var host = await Services();
        host.Grains.Throttle.Until = GatewayHost.Noon.AddMinutes(1);

        foreach (var (method, path, body) in Addresses)
            Assert.Equal((429, "wait"), StatusOf(await Ask(host, method, path, body, ServiceSecret.New("exchange").Reveal())));
        Assert.Equal(200, (await Ask(host, "POST", "/v1/introspection", """{"token":"x"}""", Exchange.Reveal())).Status);
    }

    [Fact]
    public async Task An_approval_that_is_refused_is_refused_alike()
    {
        await using var host = await Services();
        var answers = new[]
        {
            await Ask(host, "POST", "/v1/approvals/redemption", Redemption, Exchange.Reveal()),
            await Ask(host, "POST", "/v1/approvals/redemption", """{"approval":"AAAA","operation":"trade","details":{}}""",
                Exchange.Reveal()),
        };

        Assert.All(answers, answer => Assert.Equal((409, "not-approved", answers[0].Text), (answer.Status, answer.Code, answer.Text)));
    }

    [Fact]
    public async Task A_key_that_is_shown_again_goes_with_the_service_and_not_with_its_network()
    {
        await using var host = await Services();
        host.Grains.Account.Trading.Redemption = new RedemptionReply.Refused();

        await Ask(host, "POST", "/v1/approvals/redemption", Redemption, Exchange.Reveal(), ("Idempotency-Key", "k1"),
            ("Test-Remote", "192.0.2.1"));
        var again = await Ask(
            host, "POST", "/v1/approvals/redemption", Redemption, Newer.Reveal(), ("Idempotency-Key", "k1"), ("Test-Remote", "192.0.2.2"));
        var stranger =
            await Ask(host, "POST", "/v1/approvals/redemption", Redemption, null, ("Idempotency-Key", "k1"), ("Test-Remote", "192.0.2.1"));

        Assert.Equal(("true", 401), (again.Header("Idempotent-Replay"), stranger.Status));
        Assert.NotNull(Assert.IsType<RedemptionAttempt>(Assert.Single(host.Grains.Account.Trading.Asked)).Under);
    }

    [Fact]
    public async Task Introspection_tells_a_living_session_and_of_others_nothing()
    {
        await using var host = await Services();
        var dead = await Ask(host, "POST", "/v1/introspection", $$"""{"token":"{{host.Token.Reveal()}}"}""", Exchange.Reveal());
        var noToken = await Ask(host, "POST", "/v1/introspection", """{"token":"AAAA"}""", Exchange.Reveal());
        host.Grains.Account.Trading.Facts = new SessionFacts { Session = GatewayHost.View(), HeldUntil = GatewayHost.Noon.AddHours(1) };

        var alive = await Ask(host, "POST", "/v1/introspection", $$"""{"token":"{{host.Token.Reveal()}}"}""", Exchange.Reveal());

        Assert.Equal(("""{"active":false}""", """{"active":false}"""), (dead.Text, noToken.Text));
        Assert.Equal(
            $$"""{"active":true,"sub":"{{GatewayHost.AccountId}}","sid":"{{GatewayHost.SessionId}}","iat":1769860800,"exp":1769864400"""
            + ""","amr":["pwd","otp","mfa"],"heldUntil":"2026-01-31T13:00:00.000Z"}""",
            alive.Text);
    }

    [Fact]
    public async Task A_service_that_may_reads_what_is_held()
    {
        await using var host = await Services();
        host.Grains.Account.Trading.Held = new HoldsView
        {
            Holds = [new HoldView { Reason = "recovery", Since = GatewayHost.Noon, Until = GatewayHost.Noon.AddHours(48) }],
        };

        var answer = await Ask(host, "GET", $"/v1/accounts/{GatewayHost.AccountId}/holds", null, Viewer.Reveal());

        Assert.Equal((200, "2026-02-02T12:00:00.000Z"), (answer.Status, (string?)answer.Json["heldUntil"]));
        Assert.Equal(404, (await Ask(host, "GET", "/v1/accounts/nobody/holds", null, Viewer.Reveal())).Status);
    }

    [Fact]
    public async Task The_reference_says_which_routes_are_for_services()
    {
        await using var host = await GatewayHost.Start();
        var document = (await host.Send("GET", "/openapi/v1.json")).Json;

        var forServices = from path in document["paths"]!.AsObject()
                          from operation in path.Value!.AsObject()
                          where operation.Value!["security"]?.ToJsonString() == """[{"service":[]}]"""
                          select path.Key;

        Assert.Equal(["/v1/accounts/{id}/holds", "/v1/approvals/redemption", "/v1/introspection"],
            forServices.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Gateway:Services:Exchange:Scopes:0", "approvals:redeem")]
    [InlineData("Gateway:Services:exchange:Scopes:0", "everything")]
    [InlineData("Gateway:Services:exchange:Secrets:1", "00")]
    [InlineData("Gateway:Services:exchange:Secrets:1", "0000000000000000000000000000000000000000000000000000000000000000 until soon")]
    [InlineData("Gateway:Services:exchange:Secrets:2", "0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("Gateway:Services:viewer:Secrets:1", "0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("Gateway:Services:viewer:Secret:0", "0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task A_service_that_is_set_up_wrongly_stops_the_start(string key, string value) =>
        await Assert.ThrowsAnyAsync<Exception>(() => GatewayHost.Start("Production", [.. Settings.Where(s => s.Key != key), (key, value)]));

    private static string Redemption => $$$"""{"approval":"{{{Approval}}}","operation":"trade","details":{"amount":1}}""";

    private static string Approval => ApprovalToken.Create(GatewayHost.MakeToken(1).Account, new byte[32]).Reveal();

    private static (string Method, string Path, string? Body)[] Addresses =>
    [
        ("POST", "/v1/approvals/redemption", Redemption), ("POST", "/v1/introspection", """{"token":"x"}"""),
        ("GET", $"/v1/accounts/{GatewayHost.AccountId}/holds", null),
    ];

    private static (string Key, string Value)[] Settings =>
    [
        ("Gateway:Services:exchange:Scopes:0", "approvals:redeem"), ("Gateway:Services:exchange:Scopes:1", "sessions:introspect"),
        ("Gateway:Services:exchange:Secrets:0", $"{KeptSecret.Of(Exchange)} until 2026-02-07T12:00:00Z"),
        ("Gateway:Services:exchange:Secrets:1", $"{KeptSecret.Of(Newer)}"),
        ("Gateway:Services:viewer:Scopes:0", "holds:read"), ("Gateway:Services:viewer:Secrets:0", $"{KeptSecret.Of(Viewer)}"),
    ];

    private static Task<GatewayHost> Services() => GatewayHost.Start("Production", Settings);

    private static Task<Answer> Ask(
        GatewayHost host, string method, string path, string? body, string? secret, params (string Name, string Value)[] headers) =>
        host.Send(method, path, body, false, secret is null ? headers : [.. headers, ("Authorization", $"Bearer {secret}")]);

    private static (int, string?) StatusOf(Answer answer) => (answer.Status, answer.Code);
}
