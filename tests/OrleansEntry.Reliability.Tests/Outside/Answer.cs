using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace OrleansEntry.Reliability.Tests.Outside;

/// <summary>What the server answered, read to its end. Whatever every answer must keep to is held against every answer of every
/// test.</summary>
internal sealed class Answer
{
    public const string ProblemPrefix = "urn:problem-type:entry:";

    private Answer(string[] allow, string asked, HttpStatusCode status, string? mediaType, byte[] content, HttpResponseHeaders headers)
    {
        Allow = allow;
        (Asked, Status, MediaType, Content, Headers) = (asked, (int)status, mediaType, content, headers);
        Text = Encoding.UTF8.GetString(content);
        Json = mediaType is "application/json" or "application/problem+json" && content.Length > 0 ? JsonElement.Parse(Text) : default;
    }

    public string Asked { get; }

    public int Status { get; }

    public string? MediaType { get; }

    public byte[] Content { get; }

    /// <summary>The methods of an Allow header.</summary>
    public string[] Allow { get; }

    public string Text { get; }

    public HttpResponseHeaders Headers { get; }

    /// <summary>The body; undefined when it is no JSON.</summary>
    public JsonElement Json { get; }

    /// <summary>The refusal's code; empty when it is none.</summary>
    public string Problem => Status >= 400 && this["type"] is { } type && type.StartsWith(ProblemPrefix, StringComparison.Ordinal)
        ? type[ProblemPrefix.Length..] : "";

    public string? Next => this["next"];

    /// <summary>Status and code, for assertions that tell what came instead.</summary>
    public string Verdict => Problem.Length > 0 ? $"{Status} {Problem}" : Next is { } next ? $"{Status} {next}" : $"{Status}";

    /// <summary>A text member of the body.</summary>
    public string? this[string member] =>
        Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;

    /// <summary>A member of the body that must be there.</summary>
    public JsonElement Get(string member) =>
        Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(member, out var value)
            ? value
            : throw new InvalidOperationException($"{this}: no {member}.");

    /// <summary>A cookie that this answer sets: its value, or <see langword="null"/>.</summary>
    public string? Cookie(string name) =>
        Cookies.FirstOrDefault(cookie => cookie.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..].Split(';')[0];

    public IEnumerable<string> Cookies => Headers.TryGetValues("Set-Cookie", out var values) ? values : [];

    /// <summary>Demands a verdict such as <c>200 done</c> or <c>401 not-admitted</c>.</summary>
    public Answer Is(params string[] verdicts)
    {
        Assert.True(verdicts.Contains(Verdict), $"{this}, expected {string.Join(" or ", verdicts)}");
        return this;
    }

    /// <summary>Reads an answer and holds it to what holds for all.</summary>
    public static async Task<Answer> Read(HttpRequestMessage asked, HttpResponseMessage response)
    {
        var content = await response.Content.ReadAsByteArrayAsync();
        var answer = new Answer(
            [.. response.Content.Headers.Allow],
            $"{asked.Method} {asked.RequestUri!.AbsolutePath}", response.StatusCode, response.Content.Headers.ContentType?.MediaType,
            content, response.Headers);
        answer.Hold(asked.Method != HttpMethod.Head);
        return answer;
    }

    /// <summary>For a failed assertion of a test, which is never shown to strangers.</summary>
    public override string ToString() => $"{Asked} answered {Verdict}: {Text}";

    private void Hold(bool hasBody)
    {
        Assert.Equal(["nosniff"], Values("X-Content-Type-Options"));
        Assert.Equal(["no-referrer"], Values("Referrer-Policy"));
        Assert.Contains("default-src 'none'", Assert.Single(Values("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Empty(Values("Server"));
        Assert.Empty(Values("Access-Control-Allow-Origin"));
        Assert.All(Cookies, cookie =>
        {
            Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; path=/", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
        });
        Assert.True(Status is < 500 or 503, ToString());
        if (Status < 400 || MediaType is "text/html") return;

        Assert.Equal("application/problem+json", MediaType);
        if (!hasBody) return;
        Assert.True(Problem.Length > 0 && this["title"] is { Length: > 0 } && this["detail"] is { Length: > 0 }, ToString());
        Assert.Equal(Status, Get("status").GetInt32());
    }

    private IEnumerable<string> Values(string name) => Headers.TryGetValues(name, out var values) ? values : [];
}
