using OrleansEntry.Contracts.Entry;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Http;

/// <summary>What should guard the door and does not answer keeps the door shut.</summary>
public sealed class FailClosedTests
{
    private const string Entry = """{"identifier":"a@example.test","passcode":"correct horse battery"}""";
    private const string Registration = """{"identifier":"a@example.test","passcode":"correct horse battery staple"}""";

    public static TheoryData<Exception> Faults =>
        [new TimeoutException(), new InvalidOperationException(), new Orleans.Runtime.SiloUnavailableException("x")];

    [Theory, MemberData(nameof(Faults))]
    public async Task Without_the_networks_budget_nothing_begins(Exception fault)
    {
        await using var host = await GatewayHost.Start();
        host.Grains.Throttle.Fault = fault;

        Assert.True((await host.Send("POST", "/v1/entries", Entry)).Status >= 500);
        Assert.True((await host.Send("POST", "/v1/registrations", Registration)).Status >= 500);

        Assert.Empty(host.Grains.Account.Told);
        Assert.Empty(host.Grains.Identifier.Told);
    }

    [Fact]
    public async Task A_network_that_has_used_up_its_budget_wakes_no_account_and_gets_no_picture()
    {
        await using var host = await GatewayHost.Start();
        host.Grains.Throttle.Until = GatewayHost.Noon.AddSeconds(10);
        host.Grains.Checks.Fault = new InvalidOperationException("A check was asked for.");

        var answer = await host.Send("POST", "/v1/entries", Entry);

        Assert.Equal((429, "wait"), (answer.Status, answer.Code));
        Assert.NotNull(answer.Header("Retry-After"));
        Assert.Empty(host.Grains.Account.Told);
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task A_check_that_does_not_answer_is_not_passed(Exception fault)
    {
        await using var host = await GatewayHost.Start();
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.CheckDue());
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.CheckDue());
        var begun = await host.Send("POST", "/v1/entries", """{"identifier":"a@example.test"}""");
        var registration = await host.Send("POST", "/v1/registrations", Registration);
        host.Grains.Checks.Fault = fault;

        var answers = new[]
        {
            await host.Send("POST", $"/v1/entries/{(string)begun.Json["entryId"]!}/check", """{"kind":"equation","answer":"17"}"""),
            await host.Send("POST", "/v1/entries", Answering(Entry, begun)),
            await host.Send("POST", "/v1/registrations", Answering(Registration, registration)),
            await host.Send("POST", "/v1/registrations", Registration),
        };

        Assert.All(answers, answer => Assert.True(answer.Status >= 500, $"{answer.Status} {answer.Text}"));
        Assert.All(host.Grains.Account.Told, told => Assert.IsType<EntryBegin>(told));
        Assert.Empty(host.Grains.Identifier.Told);
    }

    private static string Answering(string body, Answer offered) =>
        body[..^1] + $$""","check":{"id":"{{(string)offered.Json["check"]!["id"]!}}","kind":"equation","answer":"17"} }""";
}
