using System.Net;
using System.Text.Json;
using OrleansEntry.Tests;

namespace OrleansEntry.Server.Tests;

/// <summary>Orleans' own dashboard behind the operators' sign-in, over HTTP from outside.</summary>
public sealed class DashboardTests : IDisposable
{
    private const string State = "/GrainState?grainId=0&grainType=OrleansEntry.Grains.Operators.OperatorsGrain";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_admin_sees_figures_and_nobody_the_state_of_a_grain()
    {
        await using var server = ServerProcess.Start(
            _folder.Path, "Development", "--Passkeys:Origins:0=http://localhost", "--Operators:Dashboard=true");
        using var handler = new SocketsHttpHandler { UseCookies = false };
        using var client = new HttpClient(handler) { BaseAddress = await server.Ready() };
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(client, "/ClusterStats")).Status);

        var ann = await FirstOperator.Enter(_folder.Path, client);

        Assert.Equal(HttpStatusCode.OK, (await Get(client, "/ClusterStats", ann)).Status);
        var bob = await FirstOperator.Enter(_folder.Path, client, "bob", "support", "security");
        Assert.Equal(HttpStatusCode.Forbidden, (await Get(client, "/ClusterStats", bob)).Status);
        foreach (var path in new[] { State, State.Replace("GrainState", "grainstate", StringComparison.Ordinal), "/GrainState/" })
        {
            var (state, text) = await Get(client, path, ann);
            Assert.True(state is HttpStatusCode.NotFound, $"{path}: {text}");
            Assert.Equal("urn:problem-type:entry:not-found", JsonElement.Parse(text).GetProperty("type").GetString());
        }
    }

    private static async Task<(HttpStatusCode Status, string Text)> Get(HttpClient client, string path, FirstOperator? by = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "operators/dashboard" + path);
        if (by is not null) request.Headers.Add("Cookie", by.Cookie);
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
