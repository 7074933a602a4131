using OrleansEntry.Contracts.Devices;
using OrleansEntry.Contracts.Export;
using OrleansEntry.Contracts.Holds;
using OrleansEntry.Contracts.SecondFactor;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Export;

public sealed class ExportEndpointsTests
{
    [Fact]
    public async Task What_is_stored_comes_as_json_and_says_where_the_log_is()
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        host.Grains.Account.Answer = new SessionAnswer.Done<AccountExport>
        {
            Value = new AccountExport
            {
                Identifier = "ada@example.test", OpenedAt = GatewayHost.Noon, Sessions = [GatewayHost.View()], Networks = 3,
                AlertAddresses = [new ExportedAddress { Address = "eve@example.test", Since = GatewayHost.Noon }],
                Devices = new DevicesView { Devices = [], ListedOnly = true }, Holds = new HoldsView { Holds = [] },
                SecondFactors = new SecondFactorsView { RecoveryCodesLeft = 0 },
                Approvals = [new ExportedApproval
                {
                    Operation = "withdraw", Methods = ["totp"], ApprovedAt = GatewayHost.Noon, ExpiresAt = GatewayHost.Noon,
                }],
            },
        };

        var answer = await host.Send("POST", "/v1/account/export", "{}", bearer: true);

        Assert.Equal((200, "no-store"), (answer.Status, answer.Header("Cache-Control")));
        Assert.Equal((GatewayHost.AccountId, "ada@example.test", "/v1/activity/export"),
            ((string?)answer.Json["accountId"], (string?)answer.Json["identifier"], (string?)answer.Json["activityLog"]));
        Assert.Equal(("eve@example.test", "withdraw", 3, true),
            ((string?)answer.Json["alertAddresses"]![0]!["address"], (string?)answer.Json["approvals"]![0]!["operation"],
                (int)answer.Json["networks"]!, (bool)answer.Json["listedDevicesOnly"]!));
    }

    [Fact]
    public async Task Presence_is_asked_for_first()
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        host.Grains.Account.Answer = new SessionAnswer.ConfirmationDue();

        var answer = await host.Send("POST", "/v1/account/export", "{}", bearer: true);

        Assert.Equal((403, "confirmation-due"), (answer.Status, answer.Code));
    }
}
