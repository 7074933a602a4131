using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using OrleansEntry.Gateway.Tests.Hosting;
using OrleansEntry.Gateway.Tests.Http;

namespace OrleansEntry.Gateway.Tests.Reference;

public sealed class ApiReferenceTests
{
    [Fact]
    public async Task The_document_lists_every_route_with_its_answers()
    {
        await using var host = await GatewayHost.Start();

        var answer = await host.Send("GET", "/openapi/v1.json");
        var paths = answer.Json["paths"]!;

        Assert.Equal(200, answer.Status);
        EdgeTests.AssertHeaders(answer);
        foreach (var route in host.Routes.Where(route => route.RoutePattern.RawText!.StartsWith("/v1", StringComparison.Ordinal)))
        {
            var method = route.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods[0];
            var path = route.RoutePattern.RawText!.TrimEnd('/');
            var operation = paths[path]?[method.ToLowerInvariant()];
            Assert.True(operation is not null, $"{method} {path} is missing");

            var responses = operation["responses"]!.AsObject().Select(response => response.Key).ToList();
            Assert.Contains(responses, status => status.StartsWith('2'));
            Assert.Superset(new HashSet<string> { "400", "500", "503" }, responses.ToHashSet());
            Assert.False(string.IsNullOrEmpty((string?)operation["summary"]), $"{method} {path} has no summary");
            if (method != "GET") Assert.Contains("Idempotency-Key", operation["parameters"]!.ToJsonString(), StringComparison.Ordinal);
            if (route.Metadata.GetMetadata<Gateway.Sessions.NeedsSession>() is not null)
            {
                Assert.Contains("401", responses);
                Assert.Equal(2, operation["security"]!.AsArray().Count);
            }
        }

        var entry = answer.Json["components"]!["schemas"]!["BeginEntryBody"]!;
        Assert.Equal(1024, (int?)entry["properties"]!["identifier"]!["maxLength"]);
        Assert.Contains("e-mail", entry["properties"]!["identifier"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("date-time", answer.Json["components"]!["schemas"]!["TimeBody"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(paths["/v1/time"]!["head"]);
    }

    [Fact]
    public async Task The_browsable_page_loads_nothing_from_elsewhere()
    {
        await using var host = await GatewayHost.Start("Development");

        var page = await host.Send("GET", "/docs/");
        var nonce = page.Text.Split("nonce=\"")[1].Split('"')[0];

        Assert.Equal(200, page.Status);
        Assert.Contains($"'nonce-{nonce}'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("//cdn", page.Text, StringComparison.OrdinalIgnoreCase);
        EdgeTests.AssertHeaders(page);
    }

    [Fact]
    public async Task Outside_development_there_is_no_browsable_page_unless_it_is_asked_for()
    {
        await using var without = await GatewayHost.Start();
        await using var with = await GatewayHost.Start("Production", ("Gateway:ShowDocs", "true"));

        Assert.Equal(404, (await without.Send("GET", "/docs")).Status);
        Assert.NotEqual(404, (await with.Send("GET", "/docs")).Status);
    }
}
