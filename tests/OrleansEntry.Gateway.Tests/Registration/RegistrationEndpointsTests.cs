using OrleansEntry.Contracts.Registration;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Registration;

public sealed class RegistrationEndpointsTests
{
    [Fact]
    public async Task A_registration_walks_from_check_to_account()
    {
        await using var host = await GatewayHost.Start();

        var begun = await Begin(host);
        var mailed = await Begin(host, CheckOf(begun));
        var opened =
            await host.Send("POST", $"/v1/registrations/{(string)mailed.Json["registrationId"]!}/verification", """{"code":"1234 5678"}""");

        Assert.Equal((202, "check"), (begun.Status, (string?)begun.Json["next"]));
        Assert.Equal((202, "verify-identifier"), (mailed.Status, (string?)mailed.Json["next"]));
        Assert.Equal((201, GatewayHost.AccountId), (opened.Status, (string?)opened.Json["accountId"]));
    }

    [Fact]
    public async Task A_check_is_good_for_one_registration()
    {
        await using var host = await GatewayHost.Start();
        var check = CheckOf(await Begin(host));
        await Begin(host, check);

        var again = await Begin(host, check);

        Assert.Equal((410, "check-expired"), (again.Status, again.Code));
        Assert.NotNull(again.Json["check"]);
        Assert.Single(host.Grains.Identifier.Told);
    }

    [Fact]
    public async Task A_registration_that_is_sent_again_is_not_begun_again_though_its_check_is_spent()
    {
        await using var host = await GatewayHost.Start();
        const string body =
            """
            {"identifier":"a@example.test","passcode":"correct horse battery staple",
            "check":{"id":"00000000000000000000000000000001","kind":"equation","answer":"17"} }
            """;
        (string, string)[] once = [("Idempotency-Key", "key-1"), ("Entry-Device", new string('A', 43))];
        host.Grains.Identifier.Begun = new RegistrationReply.Mailed { ExpiresAt = GatewayHost.Noon.AddMinutes(3) };

        var again = await host.Send("POST", "/v1/registrations", body, false, once);

        Assert.Equal((202, "verify-identifier"), (again.Status, (string?)again.Json["next"]));
        Assert.True(Core.HexName.IsValid((string)Assert.Single(host.Grains.Identifier.Told)));
        Assert.Equal(GatewayHost.Noon.AddMinutes(3), (DateTimeOffset)again.Json["expiresAt"]!);
    }

    [Theory]
    [InlineData("kUrz-6", "passcode-too-short")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", "passcode-listed")]
    public async Task Unfit_passcodes_are_refused_before_anybody_is_asked(string passcode, string code)
    {
        await using var host = await GatewayHost.Start();

        var answer = await host.Send("POST", "/v1/registrations", $$"""{"identifier":"a@example.test","passcode":"{{passcode}}"}""");

        Assert.Equal((422, code), (answer.Status, answer.Code));
        Assert.DoesNotContain(passcode, answer.Text, StringComparison.Ordinal);
    }

    public static TheoryData<VerificationReply, int, string> Refusals => new()
    {
        { new VerificationReply.Wrong(), 401, "code-refused" },
        { new VerificationReply.Gone(), 410, "registration-expired" },
        { new VerificationReply.Waiting { Until = GatewayHost.Noon.AddMinutes(1) }, 429, "wait" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public async Task Each_refusal_has_its_status_and_code(VerificationReply reply, int status, string code)
    {
        await using var host = await GatewayHost.Start();
        var mailed = await Begin(host, CheckOf(await Begin(host)));
        host.Grains.Identifier.Verification = reply;

        var answer =
            await host.Send("POST", $"/v1/registrations/{(string)mailed.Json["registrationId"]!}/verification", """{"code":"12345678"}""");

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("1234")]
    [InlineData("twelve 8")]
    public async Task What_can_be_no_code_is_refused_before_a_grain_hears_of_it(string code)
    {
        await using var host = await GatewayHost.Start();
        var mailed = await Begin(host, CheckOf(await Begin(host)));
        var toldBefore = host.Grains.Identifier.Told.Count;

        var answer =
            await host.Send("POST", $"/v1/registrations/{(string)mailed.Json["registrationId"]!}/verification",
            $$"""{"code":"{{code}}"}""");

        Assert.Equal((401, "code-refused"), (answer.Status, answer.Code));
        Assert.Equal(toldBefore, host.Grains.Identifier.Told.Count);
    }

    [Fact]
    public async Task Registrations_wait_when_the_network_or_the_address_has_had_enough()
    {
        await using var host = await GatewayHost.Start();
        var check = CheckOf(await Begin(host));
        host.Grains.Throttle.Until = GatewayHost.Noon.AddSeconds(10);
        host.Grains.Identifier.Registration = new RegistrationReply.Waiting { Until = GatewayHost.Noon.AddMinutes(4) };

        Assert.Equal(429, (await Begin(host)).Status);
        Assert.Equal(429, (await Begin(host, check)).Status);
    }

    [Fact]
    public async Task A_registration_is_worth_nothing_elsewhere()
    {
        await using var host = await GatewayHost.Start();
        var mailed = await Begin(host, CheckOf(await Begin(host)));

        var answer =
            await host.Send("POST", $"/v1/registrations/{(string)mailed.Json["registrationId"]!}/verification", """{"code":"12345678"}""",
            false,
            ("User-Agent", "other/1"));

        Assert.Equal((401, "unknown-registration"), (answer.Status, answer.Code));
    }

    private static string CheckOf(Answer begun) => (string)begun.Json["check"]!["id"]!;

    private static Task<Answer> Begin(GatewayHost host, string? check = null) => host.Send("POST", "/v1/registrations", check is null
        ? """{"identifier":"a@example.test","passcode":"correct horse battery staple"}"""
        : $$"""
            {"identifier":"a@example.test","passcode":"correct horse battery staple",
            "check":{"id":"{{check}}","kind":"equation","answer":"17"} }
            """);
}
