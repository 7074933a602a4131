using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Entry;

/// <summary>What the gateway sees of a visit reaches whoever decides, and what is decided reaches the check.</summary>
public sealed class RiskTests
{
    private const string Who = """{"identifier":"a@example.test"}""";
    private const string NewPerson = """{"identifier":"a@example.test","passcode":"velvet otters paint quietly"}""";
    private static readonly CheckDemand Hard = new() { VisibleKind = "puzzle", Doublings = 3 };

    [Fact]
    public async Task The_account_is_told_of_network_and_headers_at_the_beginning_and_with_the_passcode()
    {
        await using var host = await GatewayHost.Start();
        host.Grains.Throttle.UsedPercent = 77;
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.PasscodeDue());
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.NotAdmitted { NeedsCheck = false });

        var begun = await host.Send("POST", "/v1/entries", Who, false, ("User-Agent", "Mozilla/5.0 Chrome/99.0"));
        host.Grains.Throttle.UsedPercent = 5;
        await host.Send(
            "POST", $"/v1/entries/{(string)begun.Json["entryId"]!}/passcode", """{"passcode":"correct horse battery"}""", false,
            ("User-Agent", "Mozilla/5.0 Chrome/999.0"), ("Accept-Language", "en"),
            ("Cookie", $"__Host-entry-device={begun.Cookie("__Host-entry-device")}"));

        var begin = Assert.IsType<EntryBegin>(host.Grains.Account.Told[0]);
        var attempt = Assert.IsType<PasscodeAttempt>(host.Grains.Account.Told[1]);
        Assert.Equal((77, 2, true), (begin.Ticket.NetworkUsedPercent, begin.Visit.MissingSigns, begin.Visit.ClientIsOld));
        Assert.Equal((77, 1, false), (attempt.Ticket.NetworkUsedPercent, attempt.Visit.MissingSigns, attempt.Visit.ClientIsOld));
        Assert.Equal([CheckPurpose.Entry], host.Grains.Throttle.Begun);
    }

    [Fact]
    public async Task What_the_account_asks_for_is_what_the_check_is_opened_with()
    {
        await using var host = await GatewayHost.Start();
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.CheckDue { Demand = Hard });
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.NotAdmitted { NeedsCheck = true, Demand = Hard with { Doublings = 4 } });

        var begun = await host.Send("POST", "/v1/entries", Who);
        await host.Send(
            "POST", $"/v1/entries/{(string)begun.Json["entryId"]!}/passcode", """{"passcode":"correct horse battery"}""", false,
            ("Cookie", $"__Host-entry-device={begun.Cookie("__Host-entry-device")}"));

        Assert.Equal([Hard, Hard with { Doublings = 4 }], host.Grains.Checks.Demands);
    }

    [Theory]
    [InlineData(0, 0, null, null, 0)]
    [InlineData(50, 0, null, null, 0)]
    [InlineData(0, 1, null, null, 1)]
    [InlineData(0, 2, null, "slide", 2)]
    [InlineData(95, 2, null, "slide", 3)]
    [InlineData(95, 2, "equation", "equation", 3)]
    [InlineData(95, 2, "proof-of-work", "proof-of-work", 3)]
    public async Task A_registration_is_asked_for_work_at_the_least_and_a_wish_makes_it_no_easier(
        int usedPercent, int level, string? wish, string? kind, int doublings)
    {
        await using var host = await GatewayHost.Start();
        (host.Grains.Throttle.UsedPercent, host.Grains.Throttle.AttackLevel) = (usedPercent, level);

        await host.Send("POST", "/v1/registrations", wish is null ? NewPerson : NewPerson.Replace("}", $",\"checkKind\":\"{wish}\"}}"));

        Assert.Equal(new CheckDemand { VisibleKind = kind, Doublings = doublings }, Assert.Single(host.Grains.Checks.Demands));
        Assert.Equal([CheckPurpose.Registration], host.Grains.Throttle.Begun);
    }
}
