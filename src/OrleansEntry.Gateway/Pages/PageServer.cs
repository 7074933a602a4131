using Microsoft.Net.Http.Headers;

namespace OrleansEntry.Gateway.Pages;

/// <summary>Serves the pages, and says kindly that there is nothing, where no route is.</summary>
internal sealed class PageServer(PageFiles files, Visitors visitors)
{
    /// <summary>Answers every request that no route takes.</summary>
    public Task Serve(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint() is not null) return next(http);

        var path = http.Request.Path.Value is { Length: > 0 } text ? text : "/";
        if (files.Find(path) is not { } file) return SayNotFound(http);
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
            return Send(http, file, StatusCodes.Status200OK);

        http.Response.Headers.Allow = "GET, HEAD";
        return new Problem(Problems.MethodNotAllowed).ExecuteAsync(http);
    }

    private Task SayNotFound(HttpContext http) =>
        files.NotFound is { } page && HttpMethods.IsGet(http.Request.Method) && AcceptsPages(http.Request)
            && !http.Request.Path.StartsWithSegments("/v1")
            ? Send(http, page, StatusCodes.Status404NotFound)
            : new Problem(Problems.NotFound).ExecuteAsync(http);

    private static bool AcceptsPages(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));

    private async Task Send(HttpContext http, PageFile file, int status)
    {
        // Whoever opens a page is about to enter: the device is known by the time they do.
        if (file.IsPage) visitors.Welcome(http);

        var response = http.Response;
        response.Headers.ETag = file.ETag;
        // Kept, but asked for each time: a page and its modules always belong to one version.
        response.Headers.CacheControl = "no-cache";
        if (status == StatusCodes.Status200OK && IsFresh(http.Request, file))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.StatusCode = status;
        response.ContentType = file.ContentType;
        response.ContentLength = file.Content.Length;
        if (!HttpMethods.IsHead(http.Request.Method)) await response.Body.WriteAsync(file.Content, http.RequestAborted);
    }

    private static bool IsFresh(HttpRequest request, PageFile file) =>
        request.GetTypedHeaders().IfNoneMatch.Any(tag =>
            tag.Equals(EntityTagHeaderValue.Any) || tag.Tag.Equals(file.ETag, StringComparison.Ordinal));
}
