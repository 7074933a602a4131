using OrleansEntry.Contracts.Holds;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Holds;

public sealed class HoldEndpointsTests
{
    [Fact]
    public async Task A_person_reads_what_is_held_why_and_until_when()
    {
        await using var host = (await GatewayHost.Start()).WithSession();
        host.Grains.Account.Answer = new SessionAnswer.Done<HoldsView>
        {
            Value = new HoldsView {
                Holds = [new HoldView { Reason = "recovery", Since = GatewayHost.Noon, Until = GatewayHost.Noon.AddHours(48) }] },
        };

        var answer = await host.Send("GET", "/v1/holds", bearer: true);

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            """
            {"heldUntil":"2026-02-02T12:00:00.000Z","holds":[{"reason":"recovery",
            "since":"2026-01-31T12:00:00.000Z","until":"2026-02-02T12:00:00.000Z"}]}
            """.ReplaceLineEndings(""),
            answer.Text);
    }

    [Fact]
    public async Task Nobody_shortens_a_hold()
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        foreach (var method in new[] { "POST", "PUT", "PATCH", "DELETE" })
            Assert.Equal(405, (await host.Send(method, "/v1/holds", method == "DELETE" ? null : "{}", bearer: true)).Status);
    }
}
