using OrleansEntry.Contracts.Alerts;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Alerts;

public sealed class AlertAddressEndpointsTests
{
    private const string Route = "/v1/alert-addresses";
    private const string One = Route + "/" + GatewayHost.SessionId;

    private static readonly AlertAddressAsked Asked =
        new() { Id = GatewayHost.SessionId, Masked = "b***@e***.test", ExpiresAt = GatewayHost.Noon.AddMinutes(10) };

    [Fact]
    public async Task An_address_is_asked_for_in_its_one_form_proved_and_removed()
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        host.Grains.Account.Answer = new SessionAnswer.Done<AlertAddressAsked> { Value = Asked };

        var asked = await host.Send("POST", Route, """{"address":" BOB@Example.TEST "}""", bearer: true);

        Assert.Equal((202, "b***@e***.test"), (asked.Status, (string?)asked.Json["address"]));
        Assert.DoesNotContain("bob", asked.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("bob@example.test", host.Grains.Account.Told.OfType<NewAlertAddress>().Single().Address);
        host.Grains.Account.Answer = new SessionAnswer.Done();
        Assert.Equal(204, (await host.Send("POST", One + "/confirmation", """{"code":"1234 5678"}""", bearer: true)).Status);
        Assert.Equal("12345678", host.Grains.Account.Told.OfType<AlertAddressCode>().Single().Code);
        Assert.Equal(204, (await host.Send("DELETE", One, bearer: true)).Status);
    }

    [Fact]
    public async Task The_list_shows_addresses_masked_and_one_that_waits()
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        var view = new AlertAddressesView
        {
            Addresses = [new AlertAddressView { Id = GatewayHost.SessionId, Masked = "c***@e***.test", Since = GatewayHost.Noon }],
            Most = 3,
        };
        host.Grains.Account.Answer = new SessionAnswer.Done<AlertAddressesView> { Value = view };
        Assert.Null((await host.Send("GET", Route, bearer: true)).Json["waiting"]);
        host.Grains.Account.Answer = new SessionAnswer.Done<AlertAddressesView> { Value = view with { Waiting = Asked } };

        var list = (await host.Send("GET", Route, bearer: true)).Json;

        Assert.Equal(
            ("c***@e***.test", "b***@e***.test", 3),
            ((string?)list["addresses"]![0]!["address"], (string?)list["waiting"]!["address"], (int?)list["most"]));
    }

    [Theory]
    [InlineData("POST", Route, """{"address":"bob@example.test"}""")]
    [InlineData("POST", One + "/confirmation", """{"code":"12345678"}""")]
    [InlineData("DELETE", One, null)]
    public async Task Every_change_has_its_answers(string method, string path, string? body)
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        foreach (var (answer, status, code) in new (SessionAnswer, int, string)[]
        {
            (new SessionAnswer.ConfirmationDue(), 403, "confirmation-due"),
            (new SessionAnswer.SettingsLocked { Until = GatewayHost.Noon.AddDays(1) }, 409, "settings-locked"),
            (new SessionAnswer.Conflict { Code = "known-alert-address" }, 409, "known-alert-address"),
            (new SessionAnswer.Conflict { Code = "too-many-alert-addresses" }, 409, "too-many-alert-addresses"),
            (new SessionAnswer.Conflict { Code = "alert-code-over" }, 410, "alert-code-over"),
            (new SessionAnswer.Refused { Reason = "mailed-code" }, 401, "code-refused"),
            (new SessionAnswer.Waiting { Until = GatewayHost.Noon.AddHours(1) }, 429, "wait"),
            (new SessionAnswer.NotFound(), 404, "not-found"),
        })
        {
            host.Grains.Account.Answer = answer;
            var given = await host.Send(method, path, body, bearer: true);
            Assert.Equal((status, code), (given.Status, given.Code));
        }
    }

    [Theory]
    [InlineData("POST", Route, """{"address":"nobody"}""", 400, "malformed-identifier")]
    [InlineData("POST", Route, """{"address":"a@b"}""", 400, "malformed-identifier")]
    [InlineData("POST", One + "/confirmation", """{"code":"1234567"}""", 401, "code-refused")]
    [InlineData("POST", One + "/confirmation", """{"code":"letters!"}""", 401, "code-refused")]
    [InlineData("POST", Route + "/x/confirmation", """{"code":"12345678"}""", 404, "not-found")]
    [InlineData("DELETE", Route + "/x", null, 404, "not-found")]
    public async Task What_can_not_be_right_is_refused_before_the_account_is_asked(
        string method, string path, string? body, int status, string code)
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        var answer = await host.Send(method, path, body, bearer: true);

        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Equal(0, host.Grains.Account.Commands);
    }
}
