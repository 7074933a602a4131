using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.SettingsLock;

public sealed class SettingsLockEndpointsTests
{
    [Fact]
    public async Task The_lock_is_read_with_what_may_be_chosen_and_locked_for_so_many_hours()
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        var read = await host.Send("GET", "/v1/settings-lock", bearer: true);
        var locked = await host.Send("PUT", "/v1/settings-lock", """{"hours":72}""", bearer: true);

        const string Body = """{"lockedUntil":"2026-01-31T12:00:00.000Z","minHours":1,"maxHours":720}""";
        Assert.Equal((200, Body, 200, Body), (read.Status, read.Text, locked.Status, locked.Text));
        Assert.Contains(72, host.Grains.Account.Told.OfType<int>());
    }

    [Fact]
    public async Task What_the_account_refuses_is_said()
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        host.Grains.Account.Answer = new SessionAnswer.Conflict { Code = "settings-lock-length" };
        var tooLong = await host.Send("PUT", "/v1/settings-lock", """{"hours":721}""", bearer: true);
        host.Grains.Account.Answer = new SessionAnswer.ConfirmationDue();
        var unconfirmed = await host.Send("PUT", "/v1/settings-lock", """{"hours":1}""", bearer: true);

        Assert.Equal((422, "settings-lock-length", 403, "confirmation-due"),
            (tooLong.Status, tooLong.Code, unconfirmed.Status, unconfirmed.Code));
    }

    public static TheoryData<string, string, string?> Changes => new()
    {
        { "PUT", "/v1/passcode", """{"current":"correct horse battery staple","new":"another quiet passcode"}""" },
        { "POST", "/v1/second-factors/totp", """{"stepSeconds":30}""" },
        { "DELETE", "/v1/second-factors/totp", null },
        { "POST", "/v1/recovery-codes", "{}" },
        { "PUT", "/v1/trading-passcode", """{"new":"nine purple umbrellas"}""" },
        { "DELETE", "/v1/trading-passcode", null },
        { "PATCH", "/v1/devices/00000000000000000000000000000001", """{"trusted":true}""" },
        { "DELETE", "/v1/devices/00000000000000000000000000000001", null },
        { "PUT", "/v1/device-restriction", """{"listedOnly":false}""" },
        { "POST", "/v1/device-admission", """{"number":42}""" },
        { "PUT", "/v1/safety-phrase", """{"phrase":"blue kettle"}""" },
        { "DELETE", "/v1/safety-phrase", null },
        { "POST", "/v1/alert-addresses", """{"address":"ada@example.test"}""" },
        { "DELETE", "/v1/alert-addresses/00000000000000000000000000000001", null },
    };

    [Theory, MemberData(nameof(Changes))]
    public async Task Every_change_says_until_when_they_are_locked_or_a_factor_is_too_new(string method, string path, string? body)
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        host.Grains.Account.Answer = new SessionAnswer.SettingsLocked { Until = GatewayHost.Noon.AddDays(1) };
        var locked = await host.Send(method, path, body, bearer: true);
        host.Grains.Account.Answer = new SessionAnswer.OnProbation { Until = GatewayHost.Noon.AddHours(3) };
        var tooNew = await host.Send(method, path, body, bearer: true);

        Assert.Equal((409, "settings-locked", "2026-02-01T12:00:00.000Z"), (locked.Status, locked.Code, (string?)locked.Json["until"]));
        Assert.Contains("until 2026-02-01 12:00 UTC", (string?)locked.Json["detail"], StringComparison.Ordinal);
        Assert.Equal((403, "factor-too-new", "2026-01-31T15:00:00.000Z"), (tooNew.Status, tooNew.Code, (string?)tooNew.Json["until"]));
    }
}
