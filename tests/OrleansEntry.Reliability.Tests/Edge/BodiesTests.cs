using System.Text.Json;

namespace OrleansEntry.Reliability.Tests.Edge;

/// <summary>Rubbish, sent to every route that the API's own description lists as changing something.</summary>
[Collection(Entrance.Collection)]
public sealed class BodiesTests(Entrance entrance)
{
    private static readonly string Deep = string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40);

    // No object, or none that JSON knows.
    private static readonly string[] Rubbish =
    [
        "", " ", "null", "true", "0", "\"text\"", "[]", "[{}]", "{", "}", "{\"a\"", "{'a':1}", "{\"a\":1,}", "{/**/}", "// {}", "{}{}",
        "\u0000", "\uFEFF",
        "a=1&b=2", "<a/>", "{\"__proto__\":{}}", "{\"unknown\":1}", Deep, "{\"a\":1e999}", "{\"\\ud800\":1}", new string('[', 5000),
    ];

    [Fact]
    public async Task Every_route_refuses_every_malformed_body_with_a_problem_it_has_told_of()
    {
        var (_, inside) = await entrance.RegisterAndEnter();
        var outside = entrance.NewClient();
        var token = inside.Token;
        var operators = await entrance.EnterAsOperator();
        (string, string)[] asOperator = [("Cookie", operators.Cookie), ("X-Anti-Forgery", operators.AntiForgery)];
        var (sent, routes) = (0, (await Routes()).ToArray());

        foreach (var route in routes)
        {
            foreach (var (body, mediaType) in Bodies(route))
            {
                // What is the operators' is tried from inside their session and outside any; everything else by an account's.
                var isOperators = route.Path.StartsWith("v1/operators", StringComparison.Ordinal);
                foreach (var isInside in new[] { true, false })
                {
                    // Each from somewhere else, so that no network runs out of its budget, and all from where operators may come from.
                    var client = isInside && !isOperators ? inside : outside;
                    client.Network = $"10.200.{sent / 250}.{sent % 250}";
                    var answer = await client.Send(
                        route.Method, route.Path, body, mediaType, isInside && isOperators ? asOperator : []);
                    sent++;
                    // Reached, and not hidden.
                    if (isOperators) Assert.NotEqual("not-found", answer.Problem);
                    Assert.True(answer.Status is >= 400 and < 500, $"{answer} to {Shorten(body)}");
                    Assert.True(route.Problems.Contains((answer.Status, answer["type"]!)),
                        $"{answer} to {Shorten(body)} is not among the documented");
                }
            }
        }

        Assert.Equal(token, inside.Token);
        (await inside.Get("v1/session")).Is("200");
        (await outside.Send(HttpMethod.Get, "v1/operators/session", null, "", asOperator)).Is("200");
        Assert.True(routes.Length >= 15 && sent > 1000, $"{routes.Length} routes, {sent} requests");
    }

    private sealed record Route(HttpMethod Method, string Path, JsonElement Schema, HashSet<(int Status, string Type)> Problems);

    private async Task<IEnumerable<Route>> Routes()
    {
        var document = (await entrance.NewClient().Get("openapi/v1.json")).Is("200").Json;
        return document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Where(operation => operation.Name is "post" or "put" or "delete" or "patch")
            .Select(operation => new Route(
                HttpMethod.Parse(operation.Name),
                path.Name[1..].Replace("{id}", "00112233445566778899aabbccddeeff", StringComparison.Ordinal),
                SchemaOf(document, operation.Value), ProblemsOf(operation.Value))));
    }

    private static JsonElement SchemaOf(JsonElement document, JsonElement operation)
    {
        if (!operation.TryGetProperty("requestBody", out var body)) return default;

        var schema = body.GetProperty("content").GetProperty("application/json").GetProperty("schema");
        return schema.TryGetProperty("$ref", out var name)
            ? document.GetProperty("components").GetProperty("schemas").GetProperty(name.GetString()!.Split('/')[^1])
            : schema;
    }

    private static HashSet<(int, string)> ProblemsOf(JsonElement operation) =>
        [.. operation.GetProperty("responses").EnumerateObject().Where(response => response.Value.TryGetProperty("content", out var content)
                && content.TryGetProperty("application/problem+json", out _))
            .SelectMany(response => response.Value.GetProperty("content").GetProperty("application/problem+json").GetProperty("schema")
                .GetProperty("properties").GetProperty("type").GetProperty("enum").EnumerateArray()
                .Select(type => (int.Parse(response.Name, System.Globalization.CultureInfo.InvariantCulture), type.GetString()!)))];

    private static IEnumerable<(string Body, string MediaType)> Bodies(Route route)
    {
        const string Json = "application/json";
        var takesBody = route.Schema.ValueKind == JsonValueKind.Object;

        // A request without a body is what a DELETE is.
        foreach (var rubbish in Rubbish)
            if (takesBody || rubbish.Length > 0) yield return (rubbish, Json);

        yield return ("{\"a\":\"" + new string('x', 17_000) + "\"}", Json);
        foreach (var mediaType in new[] { "", "text/plain", "application/x-www-form-urlencoded", "application/xml",
            "application/json; charset=utf-16", "nonsense" })
            yield return ("{\"unknown\":1}", mediaType);
        if (!takesBody || !route.Schema.TryGetProperty("properties", out var members)) yield break;

        foreach (var member in members.EnumerateObject().Select(member => member.Name))
        {
            var others = string.Concat(members.EnumerateObject()
                .Where(other => other.Name != member && IsRequired(route.Schema, other.Name)).Select(other => $",\"{other.Name}\":\"x\""));
            foreach (var value in new[] { "[]", "{\"x\":1}", "true", "-1.5", "[[[[[[[[[[1]]]]]]]]]]" })
                yield return ($"{{\"{member}\":{value}{others}}}", Json);
            yield return ($"{{\"{member}\":\"x\",\"{member}\":\"x\"{others}}}", Json);
            yield return ($"{{\"{member.ToUpperInvariant()}\":\"x\"{others}}}", Json);
            yield return ($"{{\"{member}\":\"{new string('y', 5000)}\"{others}}}", Json);
            if (IsRequired(route.Schema, member)) yield return ($"{{\"{member}\":null{others}}}", Json);
        }
    }

    private static bool IsRequired(JsonElement schema, string member) =>
        schema.TryGetProperty("required", out var required) && required.EnumerateArray().Any(name => name.GetString() == member);

    private static string Shorten(string body) => body.Length > 100 ? body[..100] + "…" : body;
}
