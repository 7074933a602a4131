using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OrleansEntry.Reliability.Tests.Outside;

/// <summary>What every proxy of these tests does: hands a request on, and its answer back.</summary>
internal static class Forwarding
{
    private static readonly string[] HopByHop = ["Host", "Connection", "Transfer-Encoding", "Keep-Alive"];

    /// <summary>The same request for another server. Its path goes on letter by letter, as it may be signed.</summary>
    public static async Task<HttpRequestMessage> Copy(HttpRequest from, Uri to)
    {
        var target = from.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var address = to.GetLeftPart(UriPartial.Authority) + target;
        using var body = new MemoryStream();
        await from.Body.CopyToAsync(body);
        var copy = new HttpRequestMessage(
            new HttpMethod(from.Method), new Uri(address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (body.Length > 0 || from.ContentLength is not null) copy.Content = new ByteArrayContent(body.ToArray());
        foreach (var (name, values) in from.Headers.Where(header => !HopByHop.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!copy.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                copy.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        return copy;
    }

    /// <summary>The same answer for whoever asked.</summary>
    public static async Task Copy(HttpResponseMessage from, HttpContext http)
    {
        http.Response.StatusCode = (int)from.StatusCode;
        foreach (var (name, values) in from.Headers.Concat(from.Content.Headers))
            if (!HopByHop.Contains(name, StringComparer.OrdinalIgnoreCase)) http.Response.Headers[name] = values.ToArray();
        if (from.StatusCode is not (HttpStatusCode.NoContent or HttpStatusCode.NotModified))
            await from.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
