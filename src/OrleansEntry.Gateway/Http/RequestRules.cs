using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace OrleansEntry.Gateway.Http;

/// <summary>What every request must keep to before anybody looks at what it wants.</summary>
internal static class RequestRules
{
    /// <summary>Longest accepted body, in bytes.</summary>
    public const int MaxBodyBytes = 16 * 1024;

    private const string Repeatable = "kind";

    /// <summary>Whether a method changes something (RFC 9110 §9.2.1).</summary>
    public static bool IsUnsafe(string method) =>
        !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);

    /// <summary>TRACE would echo cookies back to a script (RFC 9110 §9.3.8); it is refused everywhere.</summary>
    public static Task RefuseTrace(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsTrace(http.Request.Method)) return next(http);

        http.Response.Headers.Allow = "GET, HEAD, POST, PUT, DELETE";
        return new Problem(Problems.MethodNotAllowed).ExecuteAsync(http);
    }

    /// <summary>Refuses changes that another site asked for (ASVS 3.5.1): browsers say where a request comes from, and scripts can not lie
    /// about it.</summary>
    public static Task RefuseCrossSite(HttpContext http, RequestDelegate next)
    {
        if (!IsUnsafe(http.Request.Method)) return next(http);

        var ours = http.RequestServices.GetRequiredService<IOptions<GatewayOptions>>().Value.PublicOrigins;
        return IsCrossSite(http.Request, ours)
            ? new Problem(Problems.CrossSite).ExecuteAsync(http)
            : next(http);
    }

    /// <summary>Whether a browser says that a request comes from elsewhere.</summary>
    /// <param name="request">The request.</param>
    /// <param name="ours">Our origins; empty for the one that the request was sent to.</param>
    internal static bool IsCrossSite(HttpRequest request, IList<string> ours)
    {
        var site = request.Headers["Sec-Fetch-Site"];
        if (site.Count > 0 && site.ToString() is not ("same-origin" or "none")) return true;

        var origin = request.Headers.Origin;
        if (origin.Count == 0) return false;
        return ours.Count > 0
            ? !ours.Contains(origin.ToString(), StringComparer.OrdinalIgnoreCase)
            : !string.Equals(origin.ToString(), $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Refuses what needs grains until there are some.</summary>
    public static Func<HttpContext, RequestDelegate, Task> RefuseUnless(IClusterConnection cluster) => (http, next) =>
        cluster.IsMade || http.GetEndpoint()?.Metadata.GetMetadata<ApiEndpoint>() is null
            ? next(http)
            : new Problem(Problems.Unavailable).RetryAfter(Faults.SiloMissingFor).ExecuteAsync(http);

    /// <summary>One meaning for each request: no query member twice (ASVS 15.3.7), a body only where one is taken,
    /// and it is JSON of at most
    /// <see cref="MaxBodyBytes"/>.</summary>
    public static Task ReadWholly(HttpContext http, RequestDelegate next)
    {
        // Most requests have neither, and pass without a wait of their own.
        var hasNothing = !http.Request.QueryString.HasValue && !IsUnsafe(http.Request.Method);
        return hasNothing || http.GetEndpoint()?.Metadata.GetMetadata<ApiEndpoint>() is null ? next(http) : ReadThenGoOn(http, next);
    }

    private static async Task ReadThenGoOn(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Query.Any(member => member.Value.Count > 1 && member.Key != Repeatable))
        {
            await new Problem(Problems.Malformed).Saying("A member of the query is there more than once.").ExecuteAsync(http);
            return;
        }

        if (IsUnsafe(http.Request.Method) && await ReadBody(http) is { } problem)
        {
            await problem.ExecuteAsync(http);
            return;
        }

        await next(http);
    }

    /// <summary>Reads a body of at most <see cref="MaxBodyBytes"/>.</summary>
    public static async Task<(Problem? Problem, ArraySegment<byte> Body)> ReadBounded(HttpContext http)
    {
        var request = http.Request;
        if (request.ContentLength > MaxBodyBytes) return (new Problem(Problems.TooLarge), default);

        // One byte more than allowed tells that there is more.
        var buffer = new byte[MaxBodyBytes + 1];
        int length;
        try
        {
            length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, http.RequestAborted);
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            // A chunk's size beyond all numbers comes this way: what was sent is at fault, and no part of ours.
            return (new Problem(Problems.Malformed), default);
        }

        return length > MaxBodyBytes ? (new Problem(Problems.TooLarge), default) : (null, new(buffer, 0, length));
    }

    private static async Task<Problem?> ReadBody(HttpContext http)
    {
        var request = http.Request;
        var (problem, body) = await ReadBounded(http);
        if (problem is not null) return problem;

        var takesBody = !HttpMethods.IsDelete(request.Method);
        if (!takesBody && body.Count > 0) return new Problem(Problems.Malformed).Saying("This request takes no body.");
        if (takesBody && !IsPlainJson(request)) return new Problem(Problems.UnsupportedMediaType);
        if (takesBody && body.Count == 0) return new Problem(Problems.Malformed).Saying("The body is missing; send a JSON object.");

        // Read once here, it can be hashed and parsed without a second copy on the wire.
        request.Body = new MemoryStream(body.Array!, 0, body.Count, writable: false, publiclyVisible: true);
        request.ContentLength = body.Count;
        return null;
    }

    private static bool IsPlainJson(HttpRequest request) =>
        request.Headers.ContentEncoding.Count == 0
        && request.Headers.ContentType.Count == 1
        && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is null || string.Equals(type.CharSet.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase));
}

/// <summary>Marks the routes of the API, which keep to <see cref="RequestRules"/>.</summary>
internal sealed class ApiEndpoint;
