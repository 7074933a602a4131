using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace OrleansEntry.Gateway.Http;

/// <summary>A refusal on its way out, as <c>application/problem+json</c> (RFC 9457). The only place that writes one.</summary>
internal sealed class Problem(Refusal refusal) : IResult, IStatusCodeHttpResult
{
    /// <summary>Its media type.</summary>
    public const string MediaType = "application/problem+json";

    private readonly Dictionary<string, object?> _members = new(StringComparer.Ordinal)
    {
        ["type"] = refusal.Type,
        ["title"] = refusal.Title,
        ["status"] = refusal.Status,
        ["detail"] = refusal.Detail,
    };

    private TimeSpan? _retryAfter;

    /// <inheritdoc/>
    public int? StatusCode => refusal.Status;

    /// <summary>Says it more closely than the refusal's own sentence.</summary>
    public Problem Saying(string detail) => With("detail", detail);

    /// <summary>Adds an extension member (RFC 9457 §3.2).</summary>
    public Problem With(string member, object value)
    {
        _members[member] = value;
        return this;
    }

    /// <summary>Sends <c>Retry-After</c>, in whole seconds, rounded up.</summary>
    public Problem RetryAfter(TimeSpan wait)
    {
        _retryAfter = wait;
        return this;
    }

    /// <summary>What our logs know a request by.</summary>
    public static string TraceId(HttpContext http) => System.Diagnostics.Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.RequestServices.GetService<RefusalLog>()?.Note(httpContext, refusal);
        var response = httpContext.Response;
        response.StatusCode = refusal.Status;
        if (_retryAfter is { } wait) response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString("0", null);
        if (refusal.Status is 401) response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        // What is left of such a body is never read: the connection ends here,
        // and whoever keeps it for the next request must know (RFC 9112 §9.6).
        if (refusal.Status is 413 || httpContext.Request.ContentLength > RequestRules.MaxBodyBytes) response.Headers.Connection = "close";
        // For whoever is on call: the key to our logs, and nothing else of us.
        if (refusal.Status >= 500) With("traceId", TraceId(httpContext));

        var json = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var body = JsonSerializer.SerializeToUtf8Bytes(_members, json);
        response.ContentType = MediaType;
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(httpContext.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body).AsTask();
    }
}
