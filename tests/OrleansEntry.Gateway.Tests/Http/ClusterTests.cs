using Microsoft.Extensions.DependencyInjection;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Http;

/// <summary>A gateway whose grains live elsewhere, and may be gone.</summary>
public sealed class ClusterTests
{
    public static TheoryData<Exception> Gone =>
        [Rejection(), new Orleans.Runtime.SiloUnavailableException("gone")];

    [Fact]
    public async Task Before_the_first_silo_it_lives_and_refuses_with_a_time_to_come_back()
    {
        var cluster = new Cluster();
        await using var host = await GatewayHost.Start(services => services.AddSingleton<IClusterConnection>(cluster));

        var refused = await host.Send("POST", "/v1/entries", """{"identifier":"a@example.test"}""");
        Assert.Equal((503, "unavailable", "2"), (refused.Status, refused.Code, refused.Header("Retry-After")));
        Assert.Equal(200, (await host.Send("GET", "/health/live")).Status);
        Assert.Equal(200, (await host.Send("GET", "/")).Status);
        Assert.Empty(host.Grains.Account.Told);

        cluster.IsMade = true;
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.PasscodeDue());
        Assert.Equal(201, (await host.Send("POST", "/v1/entries", """{"identifier":"a@example.test"}""")).Status);
    }

    [Theory, MemberData(nameof(Gone))]
    public async Task What_only_reads_is_asked_once_more(Exception gone)
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        host.Grains.Account.Faults.Enqueue(gone);

        Assert.Equal(200, (await host.Send("GET", "/v1/session", null, true)).Status);
        Assert.Equal(2, host.Grains.Account.Told.Count);

        host.Grains.Account.Faults.Enqueue(gone);
        host.Grains.Account.Faults.Enqueue(gone);
        Assert.Equal(503, (await host.Send("GET", "/v1/session", null, true)).Status);
    }

    [Fact]
    public async Task A_passcode_is_never_handed_over_twice()
    {
        await using var host = await GatewayHost.Start();
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.PasscodeDue());
        var begun = await host.Send("POST", "/v1/entries", """{"identifier":"a@example.test"}""");
        host.Grains.Account.Faults.Enqueue(new Orleans.Runtime.SiloUnavailableException("gone"));
        host.Grains.Account.EntryReplies.Enqueue(new EntryReply.NotAdmitted { NeedsCheck = false });

        var answer =
            await host.Send("POST", $"/v1/entries/{(string)begun.Json["entryId"]!}/passcode", """{"passcode":"correct horse battery"}""");

        Assert.Equal(503, answer.Status);
        Assert.Single(host.Grains.Account.EntryReplies);
    }

    private static Orleans.Runtime.OrleansMessageRejectionException Rejection() =>
        (Orleans.Runtime.OrleansMessageRejectionException)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(
            typeof(Orleans.Runtime.OrleansMessageRejectionException));

    private sealed class Cluster : IClusterConnection
    {
        public bool IsMade { get; set; }
    }
}
