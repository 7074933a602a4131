using OrleansEntry.Contracts.Devices;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Devices;
using OrleansEntry.Core.Keys;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Devices;

public sealed class DeviceEndpointsTests
{
    private const string Device = "/v1/devices/0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task Devices_are_listed_with_what_waits()
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        host.Grains.Account.Answer = new SessionAnswer.Done<DevicesView>
        {
            Value = new DevicesView
            {
                ListedOnly = true,
                Devices =
                [
                    new DeviceView
                    {
                        Id = GatewayHost.SessionId, Name = "Desk", Agent = "Firefox on Linux", IsBrowser = true,
                        FirstSeenAt = GatewayHost.Noon,
                        LastSeenAt = GatewayHost.Noon, Sessions = 1, IsOwn = true,
                    },
                ],
                Waiting = new AdmissionView { Agent = "Chrome on Windows", Network = "203.0.113.7",
                    ExpiresAt = GatewayHost.Noon.AddMinutes(10) },
            },
        };

        var answer = await host.Send("GET", "/v1/devices", bearer: true);

        Assert.Equal(200, answer.Status);
        Assert.Equal(("browser", "Desk"), ((string?)answer.Json["devices"]![0]!["kind"], (string?)answer.Json["devices"]![0]!["name"]));
        Assert.Equal("Chrome on Windows", (string?)answer.Json["waiting"]!["device"]);
        Assert.DoesNotContain("number", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PATCH", Device, """{"name":"Desk","trusted":true}""")]
    [InlineData("DELETE", Device, null)]
    [InlineData("PUT", "/v1/device-restriction", """{"listedOnly":true}""")]
    [InlineData("POST", "/v1/device-admission", """{"number":42}""")]
    [InlineData("DELETE", "/v1/device-admission", null)]
    public async Task Every_change_has_its_answers(string method, string path, string? body)
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        Assert.Equal(204, (await host.Send(method, path, body, bearer: true)).Status);

        foreach (var (answer, status, code) in new (SessionAnswer, int, string)[]
        {
            (new SessionAnswer.ConfirmationDue(), 403, "confirmation-due"),
            (new SessionAnswer.SettingsLocked { Until = GatewayHost.Noon.AddDays(1) }, 409, "settings-locked"),
            (new SessionAnswer.NotFound(), 404, "not-found"),
            (new SessionAnswer.Refused { Reason = "number" }, 401, "code-refused"),
            (new SessionAnswer.Conflict { Code = "last-device" }, 409, "last-device"),
            (new SessionAnswer.Conflict { Code = "not-listed" }, 409, "not-listed"),
            (new SessionAnswer.Conflict { Code = "no-admission" }, 409, "no-admission"),
        })
        {
            host.Grains.Account.Answer = answer;
            var given = await host.Send(method, path, body, bearer: true);
            Assert.Equal((status, code), (given.Status, given.Code));
        }
    }

    [Theory]
    [InlineData("PATCH", Device, """{"name":"12345678901234567890123456789012345678901"}""", 400)]
    [InlineData("PATCH", Device, """{"name":"a\u0000b"}""", 400)]
    [InlineData("PATCH", "/v1/devices/x", """{"name":"a"}""", 404)]
    [InlineData("DELETE", "/v1/devices/x", null, 404)]
    [InlineData("POST", "/v1/device-admission", """{"number":9}""", 400)]
    [InlineData("POST", "/v1/device-admission", """{"number":100}""", 400)]
    [InlineData("PUT", "/v1/settings-lock", """{"hours":0}""", 400)]
    [InlineData("PUT", "/v1/settings-lock", """{"hours":2161}""", 400)]
    public async Task What_can_not_be_right_is_refused_before_the_account_is_asked(string method, string path, string? body, int status)
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        Assert.Equal(status, (await host.Send(method, path, body, bearer: true)).Status);
        Assert.Equal(0, host.Grains.Account.Commands);
    }

    [Fact]
    public async Task A_browser_gets_its_pass_in_a_cookie_beside_those_of_other_accounts_and_shows_it()
    {
        await using var host = await GatewayHost.Start();
        var keys = new DeploymentKeys(new byte[32]);
        var other = Pass("00000000000000000000000000000001", keys);
        var own = Pass(GatewayHost.AccountId, keys);
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.PasscodeDue());
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.Done { Session = GatewayHost.Grant() with { DevicePass = own } });

        var answer = await host.Send(
            "POST", "/v1/entries", """{"identifier":"ada@example.test","passcode":"correct horse battery staple"}""", false,
            ("Sec-Fetch-Mode", "cors"), ("Cookie", $"__Host-entry-passes={other}"));

        Assert.Equal($"{own}.{other}", answer.Cookie("__Host-entry-passes"));
        Assert.Contains(answer.Headers["Set-Cookie"], c => c.StartsWith("__Host-entry-passes=", StringComparison.Ordinal)
            && c.Contains("httponly", StringComparison.OrdinalIgnoreCase)
            && c.Contains("samesite=strict", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(own, answer.Text, StringComparison.Ordinal);
        var begin = host.Grains.Account.Told.OfType<EntryBegin>().First();
        Assert.Equal((other, true), (begin.Visit.DevicePasses, begin.Visit.KeepsPass));
    }

    private static string Pass(string account, DeploymentKeys keys) =>
        AccountId.TryParse(account, out var id) ? new DevicePass(id, GatewayHost.SessionId, 1)
            .Reveal(keys) : throw new InvalidOperationException();
}
