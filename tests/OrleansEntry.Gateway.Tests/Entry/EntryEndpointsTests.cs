using OrleansEntry.Contracts.Entry;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Entry;

public sealed class EntryEndpointsTests
{
    private const string Who = """{"identifier":"a@example.test"}""";
    private const string WhoAndPasscode = """{"identifier":"a@example.test","passcode":"correct horse battery"}""";
    private const string Passcode = """{"passcode":"correct horse battery"}""";
    private const string Totp = """{"method":"totp","code":"123456"}""";

    [Theory]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB")]
    [InlineData("A")]
    public async Task What_has_not_the_form_of_a_device_is_no_device_and_a_new_one_is_given(string rubbish)
    {
        await using var host = await GatewayHost.Start();
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.PasscodeDue());
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.PasscodeDue());

        var header = await host.Send("POST", "/v1/entries", Who, false, ("Entry-Device", rubbish));
        var cookie = await host.Send("POST", "/v1/entries", Who, false, ("Cookie", "__Host-entry-device=" + rubbish));

        Assert.Equal((201, 201), (header.Status, cookie.Status));
        Assert.NotNull(header.Cookie("__Host-entry-device"));
        Assert.NotNull(cookie.Cookie("__Host-entry-device"));
    }

    [Fact]
    public async Task An_entry_walks_from_check_to_done()
    {
        await using var host = await GatewayHost.Start();
        var (id, check) = await BeginWithCheck(host);

        var wrong = await host.Send("POST", $"/v1/entries/{id}/check", """{"kind":"equation","answer":"18"}""");
        Assert.Equal((401, "check-failed"), (wrong.Status, wrong.Code));
        Assert.NotNull(wrong.Json["check"]);

        var passed = await host.Send("POST", $"/v1/entries/{id}/check", """{"kind":"equation","answer":"17"}""");
        Assert.Equal((200, "passcode"), (passed.Status, (string?)passed.Json["next"]));

        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.SecondFactorDue { Methods = ["totp", "recovery-code"] });
        var factor = await host.Send("POST", $"/v1/entries/{id}/passcode", Passcode);
        Assert.Equal("second-factor", (string?)factor.Json["next"]);

        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.Done { Session = GatewayHost.Grant(newDevice: true) });
        var done = await host.Send("POST", $"/v1/entries/{id}/second-factor", Totp);
        Assert.Equal((200, "done"), (done.Status, (string?)done.Json["next"]));

        var attempt = Assert.IsType<PasscodeAttempt>(host.Grains.Account.Told[1]);
        var scope = host.Grains.Checks.ScopeOf(check)!;
        Assert.Equal((check, GatewayHost.AccountId + check, "entry", scope.Client),
            (attempt.Ticket.Nonce, scope.Subject, scope.Purpose, attempt.Ticket.Client));
    }

    [Fact]
    public async Task A_browser_never_sees_its_token_and_others_do()
    {
        await using var host = await GatewayHost.Start();
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.PasscodeDue());
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.Done { Session = GatewayHost.Grant(newDevice: true) });
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.PasscodeDue());
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.Done { Session = GatewayHost.Grant(newDevice: true) });
        var token = GatewayHost.MakeToken(9).Reveal();

        var browser = await host.Send(
            "POST", "/v1/entries", WhoAndPasscode, false, ("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Site", "same-origin"));
        var other = await host.Send("POST", "/v1/entries", WhoAndPasscode);

        Assert.Equal(200, browser.Status);
        Assert.DoesNotContain(token, browser.Text, StringComparison.Ordinal);
        Assert.Null(browser.Json["deviceToken"]);
        Assert.Equal(token, browser.Cookie("__Host-entry-session"));
        Assert.Equal(token, (string?)other.Json["session"]!["token"]);
        Assert.NotNull(other.Json["deviceToken"]);
        Assert.Equal((string?)other.Json["deviceToken"], other.Cookie("__Host-entry-device"));
        Assert.Equal(2, browser.Headers["Set-Cookie"].Length);
        Assert.All(browser.Headers["Set-Cookie"], cookie =>
        {
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
        });
        Assert.Equal("no-store", browser.Header("Cache-Control"));
    }

    public static TheoryData<EntryReply, int, string> Refusals => new()
    {
        { new EntryReply.NotAdmitted { NeedsCheck = false }, 401, "not-admitted" },
        { new EntryReply.CheckDue(), 403, "check-due" },
        { new EntryReply.CodeRefused { Reason = "wrong" }, 401, "code-refused" },
        { new EntryReply.CodeRefused { Reason = "used" }, 401, "code-used" },
        { new EntryReply.CodeRefused { Reason = "clock", ClockOffSeconds = -120 }, 401, "clock-off" },
        { new EntryReply.Waiting { Until = GatewayHost.Noon.AddSeconds(250) }, 429, "wait" },
        { new EntryReply.OutOfUse(), 403, "out-of-use" },
        { new EntryReply.WrongStep(), 409, "wrong-step" },
        { new EntryReply.Expired(), 410, "entry-expired" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public async Task Each_refusal_has_its_status_and_code(EntryReply reply, int status, string code)
    {
        await using var host = await GatewayHost.Start();
        var id = await Begin(host);
        foreach (var (step, body) in new[] { ("passcode", Passcode), ("second-factor", Totp) })
        {
            host.Grains.Account.EntryReplies.Enqueue(reply);

            var answer = await host.Send("POST", $"/v1/entries/{id}/{step}", body);

            Assert.Equal((status, code), (answer.Status, answer.Code));
            Assert.Equal("no-store", answer.Header("Cache-Control"));
            Assert.Equal(code == "check-due", answer.Json["check"] is not null);
            if (status == 429) Assert.Equal("300", answer.Header("Retry-After"));
            if (code == "clock-off") Assert.Contains("about 2 minutes behind", (string?)answer.Json["detail"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_check_is_used_once_and_the_next_one_comes_with_the_entrys_new_id()
    {
        await using var host = await GatewayHost.Start();
        var (id, first) = await BeginWithCheck(host);
        await host.Send("POST", $"/v1/entries/{id}/check", """{"kind":"equation","answer":"17"}""");
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.NotAdmitted { NeedsCheck = true });

        var refused = await host.Send("POST", $"/v1/entries/{id}/passcode", Passcode);
        var (nextId, second) = ((string)refused.Json["entryId"]!, (string)refused.Json["check"]!["id"]!);
        var passed = await host.Send("POST", $"/v1/entries/{nextId}/check", """{"kind":"equation","answer":"17"}""");

        Assert.Equal((401, "not-admitted", "check"), (refused.Status, refused.Code, (string?)refused.Json["next"]));
        Assert.NotEqual(first, second);
        Assert.Equal(200, passed.Status);
    }

    [Fact]
    public async Task A_client_without_cookies_enters_in_two_calls()
    {
        await using var host = await GatewayHost.Start();
        var (_, check) = await BeginWithCheck(host);
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.CheckDue());
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.Done { Session = GatewayHost.Grant() });

        var done = await host.Send("POST", "/v1/entries",
            $$"""
            {"identifier":"a@example.test","passcode":"correct horse battery","check":{"id":"{{check}}","kind":"equation","answer":"17"} }
            """);

        Assert.Equal((200, "done"), (done.Status, (string?)done.Json["next"]));
        Assert.Equal(check, Assert.IsType<PasscodeAttempt>(host.Grains.Account.Told[^1]).Ticket.Nonce);
    }

    [Fact]
    public async Task A_client_that_was_given_its_device_in_between_is_the_same_client()
    {
        await using var host = await GatewayHost.Start();
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.CheckDue());
        var begun = await host.Send("POST", "/v1/entries", Who);
        var check = (string)begun.Json["check"]!["id"]!;
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.CheckDue());

        var next = await host.Send("POST", "/v1/entries",
            $$"""{"identifier":"a@example.test","check":{"id":"{{check}}","kind":"equation","answer":"17"} }""", false,
            ("Cookie", "__Host-entry-device=" + begun.Cookie("__Host-entry-device")));

        Assert.Equal((201, "passcode"), (next.Status, (string?)next.Json["next"]));
    }

    [Fact]
    public async Task An_entry_is_worth_nothing_elsewhere_changed_or_late()
    {
        await using var host = await GatewayHost.Start();
        var id = await Begin(host);

        foreach (var path in new[] { "check", "passcode", "second-factor" })
        {
            var body = path switch { "check" => """{"kind":"equation","answer":"17"}""", "passcode" => Passcode, _ => Totp };
            foreach (var changed in new[] { id[..^1], id + "A", Flip(id, 40), Flip(id, id.Length - 20), "x", GatewayHost.SessionId,
                new string('A', 600) })
                Assert.Equal("unknown-entry", (await host.Send("POST", $"/v1/entries/{changed}/{path}", body)).Code);

            Assert.Equal("unknown-entry",
                (await host.Send("POST", $"/v1/entries/{id}/{path}", body, false, ("Entry-Device", new string('A', 43)))).Code);
            Assert.Equal(
                "unknown-entry", (await host.Send("POST", $"/v1/entries/{id}/{path}", body, false, ("Test-Remote", "203.0.113.9"))).Code);
        }

        host.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal((410, "entry-expired"), await StatusAndCode(host, $"/v1/entries/{id}/passcode", Passcode));
        Assert.Single(host.Grains.Account.Told);
    }

    [Fact]
    public async Task A_check_can_be_renewed_until_it_is_used()
    {
        await using var host = await GatewayHost.Start();
        var (id, check) = await BeginWithCheck(host);

        var renewed = await host.Send("POST", $"/v1/entries/{id}/check/renewal", "{}");
        await host.Send("POST", $"/v1/entries/{id}/check", """{"kind":"equation","answer":"17"}""");
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.CheckDue());
        var gone = await host.Send("POST", $"/v1/entries/{id}/check/renewal", "{}");

        Assert.Equal((200, check), (renewed.Status, (string?)renewed.Json["check"]!["id"]));
        Assert.StartsWith("data:image/webp;base64,", (string?)renewed.Json["check"]!["equation"]!["image"], StringComparison.Ordinal);
        Assert.Equal((410, "check-expired"), (gone.Status, gone.Code));
    }

    [Fact]
    public async Task A_renewal_can_ask_for_a_kind_and_a_kind_that_is_none_is_malformed()
    {
        await using var host = await GatewayHost.Start();
        var (id, _) = await BeginWithCheck(host);

        var slide = await host.Send("POST", $"/v1/entries/{id}/check/renewal", """{"kind":"slide"}""");
        var none = await host.Send("POST", $"/v1/entries/{id}/check/renewal", """{"kind":"riddle"}""");

        Assert.Equal([null, "slide"], [null, .. host.Grains.Checks.Wanted]);
        Assert.Equal((400, "malformed"), (none.Status, none.Code));
        var check = slide.Json["check"]!;
        Assert.Equal(["slide", "puzzle", "equation"], check["available"]!.AsArray().Select(k => (string)k!));
        Assert.Equal("""{"image":"data:image/webp;base64,BQ==","width":52,"height":52,"top":7}""",
            check["slide"]!["pieces"]![0]!.ToJsonString());
        Assert.Equal("""{"image":"data:image/webp;base64,Bg==","width":288,"height":192,"columns":3,"rows":2}""",
            check["puzzle"]!.ToJsonString());
    }

    private static string Flip(string id, int at) => id[..at] + (id[at] == 'A' ? 'B' : 'A') + id[(at + 1)..];

    private static async Task<(int, string?)> StatusAndCode(GatewayHost host, string path, string body)
    {
        var answer = await host.Send("POST", path, body);
        return (answer.Status, answer.Code);
    }

    private static async Task<string> Begin(GatewayHost host)
    {
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.PasscodeDue());
        var answer = await host.Send("POST", "/v1/entries", Who);
        Assert.Equal(201, answer.Status);
        return (string)answer.Json["entryId"]!;
    }

    private static async Task<(string Id, string Check)> BeginWithCheck(GatewayHost host)
    {
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.CheckDue());
        var answer = await host.Send("POST", "/v1/entries", Who);
        Assert.Equal((201, "check"), (answer.Status, (string?)answer.Json["next"]));
        return ((string)answer.Json["entryId"]!, (string)answer.Json["check"]!["id"]!);
    }
}
