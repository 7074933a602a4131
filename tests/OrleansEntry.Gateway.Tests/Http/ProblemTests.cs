using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansEntry.Gateway.Http;

namespace OrleansEntry.Gateway.Tests.Http;

public sealed class ProblemTests
{
    private static readonly Refusal[] All =
        [.. typeof(Problems).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => field.GetValue(null)).OfType<Refusal>()];

    [Fact]
    public async Task Each_refusal_has_the_members_of_RFC_9457_and_no_others()
    {
        Assert.True(All.Length > 30, $"{All.Length} refusals found");
        foreach (var refusal in All)
        {
            var (http, body) = await Write(refusal);

            string[] members = refusal.Status >= 500
                ? ["type", "title", "status", "detail", "traceId"]
                : ["type", "title", "status", "detail"];
            Assert.Equal(members, body.Select(member => member.Key));
            Assert.Equal((refusal.Status, "application/problem+json"), (http.Response.StatusCode, http.Response.ContentType));
            Assert.Equal(refusal.Status, (int)body["status"]!);
            Assert.Matches("^urn:problem-type:entry:[a-z]+(-[a-z]+)*$", (string)body["type"]!);
            Assert.True(((string)body["title"]!).Length > 0 && ((string)body["detail"]!).EndsWith('.'), refusal.Code);
        }
    }

    [Fact]
    public void A_type_means_one_thing() =>
        Assert.Empty(All.GroupBy(refusal => refusal.Type).Where(same => same.Distinct().Count() > 1).Select(same => same.Key));

    [Fact]
    public async Task What_nobody_expected_is_logged_as_an_error_under_the_id_that_the_caller_was_told()
    {
        var (log, thrown) = (new Listener(), new InvalidOperationException("inside"));
        var http = NewRequest();

        await new Faults(log).Catch(http, _ => throw thrown);

        var (level, id, exception, text) = Assert.Single(log.Heard);
        Assert.Equal((LogLevel.Error, 2003, thrown), (level, id, exception));
        Assert.Contains((string)BodyOf(http)["traceId"]!, text, StringComparison.Ordinal);
    }

    private static async Task<(HttpContext Http, JsonObject Body)> Write(Refusal refusal)
    {
        var http = NewRequest();
        await new Problem(refusal).ExecuteAsync(http);
        return (http, BodyOf(http));
    }

    private static DefaultHttpContext NewRequest()
    {
        var services = new ServiceCollection().ConfigureHttpJsonOptions(options => StrictJson.Apply(options.SerializerOptions))
            .BuildServiceProvider();
        return new DefaultHttpContext { RequestServices = services, Response = { Body = new MemoryStream() } };
    }

    private static JsonObject BodyOf(HttpContext http) =>
        JsonNode.Parse(Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray()))!.AsObject();

    private sealed class Listener : ILogger<Faults>
    {
        public List<(LogLevel, int, Exception?, string)> Heard { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Heard.Add((logLevel, eventId.Id, exception, formatter(state, exception)));
    }
}
