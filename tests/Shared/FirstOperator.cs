using System.Net.Http.Json;
using System.Text.Json;

namespace OrleansEntry.Tests;

/// <summary>The first operator of a running server, from the command on its machine to the session, over HTTP as somebody outside
/// would.</summary>
/// <param name="Cookie">The session's cookie, as a browser sends it.</param>
/// <param name="AntiForgery">What their page sends along with changes.</param>
internal sealed record FirstOperator(string Cookie, string AntiForgery)
{
    /// <summary>Invites one, who becomes an operator and comes in.</summary>
    /// <param name="folder">Where the server runs.</param>
    /// <param name="client">Speaks to it. It must say by itself that it comes from an operators' network.</param>
    /// <param name="name">What they are called.</param>
    /// <param name="roles">What they are there for; none: an administrator.</param>
    public static async Task<FirstOperator> Enter(string folder, HttpClient client, string name = "ann", params string[] roles)
    {
        using var key = new SoftPasskey();
        var invitation = await Invite(folder, name, roles);
        var asked = await Post(client, "enrolments", new { invitation });
        await Post(client, "enrolments/confirmation", new
        {
            invitation, ceremony = asked.Json.GetProperty("ceremony").GetString(),
            answer = JsonElement.Parse(key.Create(asked.Json.GetProperty("options").GetRawText())),
        });

        var challenge = await Post(client, "entries", new { });
        var entered = await Post(client, "entries/confirmation", new
        {
            ceremony = challenge.Json.GetProperty("ceremony").GetString(),
            answer = JsonElement.Parse(key.Get(challenge.Json.GetProperty("options").GetRawText())),
        });
        return new FirstOperator(entered.Cookie!, entered.Json.GetProperty("antiForgery").GetString()!);
    }

    /// <summary>Invites an administrator, by the command on the server's machine.</summary>
    public static async Task<string> Invite(string folder, string name, params string[] roles)
    {
        await using var process = ServerProcess.Start(folder, "Development", ["operator", "invite", name, .. roles]);
        return await process.Ended() == 0
            ? process.Output.Split('\n').Single(line => line.Contains("/operators/join#", StringComparison.Ordinal)).Split('#')[1]
            : throw new InvalidOperationException(process.Errors);
    }

    private static async Task<(JsonElement Json, string? Cookie)> Post(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(new Uri("v1/operators/" + path, UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
        var cookie = answer.Headers.TryGetValues("Set-Cookie", out var set)
            ? set.FirstOrDefault(c => c.StartsWith("entry-operator=", StringComparison.Ordinal))?.Split(';')[0]
            : null;
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(), cookie);
    }
}
