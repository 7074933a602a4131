using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OrleansEntry.Tests;

namespace OrleansEntry.Server.Tests;

/// <summary>The first operator, from the command on the server to the session, over HTTP from outside.</summary>
public sealed class OperatorCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nobody_is_an_operator_until_the_command_invites_the_first_one_once()
    {
        await using (var early = ServerProcess.Start(_folder.Path, "Development", "operator", "invite", "ann"))
        {
            Assert.Equal((1, ""), (await early.Ended(), early.Output));
            Assert.Contains("start the server once", early.Errors, StringComparison.Ordinal);
            Assert.Empty(_folder.Contents());
        }

        await using var server = ServerProcess.Start(_folder.Path, "Development", "--Passkeys:Origins:0=http://localhost");
        using var client = new HttpClient { BaseAddress = await server.Ready() };
        using var key = new SoftPasskey();
        var invitation = await FirstOperator.Invite(_folder.Path, "ann");

        var asked = await Post(client, "enrolments", new { invitation });
        var answer = JsonDocument.Parse(key.Create(asked.GetProperty("options").GetRawText())).RootElement;
        var taken = new { invitation, ceremony = asked.GetProperty("ceremony").GetString(), answer };
        var ann = await Post(client, "enrolments/confirmation", taken, HttpStatusCode.Created);
        Assert.Equal("admin", ann.GetProperty("roles")[0].GetString());
        await Post(client, "enrolments/confirmation", taken, HttpStatusCode.Unauthorized);
        await Post(client, "enrolments", new { invitation }, HttpStatusCode.Unauthorized);

        var challenge = await Post(client, "entries", new { });
        var shown = JsonDocument.Parse(key.Get(challenge.GetProperty("options").GetRawText())).RootElement;
        var entered = await Post(
            client, "entries/confirmation", new { ceremony = challenge.GetProperty("ceremony").GetString(), answer = shown });
        Assert.Equal("ann", entered.GetProperty("operator").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("operator", "invite", "Ann")]
    [InlineData("operator", "invite", "ann", "root")]
    [InlineData("operator", "invite")]
    [InlineData("operator", "list")]
    [InlineData("operator", "invite", "ann", "--Storrage:Path=x")]
    public async Task A_name_or_role_that_is_none_is_said_in_a_sentence(params string[] arguments)
    {
        await using (var server = ServerProcess.Start(_folder.Path)) await server.Ready();

        await using var process = ServerProcess.Start(_folder.Path, "Development", arguments);

        Assert.Equal((2, ""), (await process.Ended(), process.Output));
        Assert.Single(process.Errors.Split('\n'));
    }

    private static async Task<JsonElement> Post(HttpClient client, string path, object body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await client.PostAsJsonAsync(new Uri("v1/operators/" + path, UriKind.Relative), body);
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
