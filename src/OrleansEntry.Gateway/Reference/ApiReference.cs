using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Scalar.AspNetCore;

namespace OrleansEntry.Gateway.Reference;

/// <summary>The OpenAPI document, and a page to browse it.</summary>
internal static class ApiReference
{
    /// <summary>Where the browsable page is.</summary>
    public const string DocsPath = "/docs";

    /// <summary>The document's name and version.</summary>
    public const string DocumentName = "v1";

    // The page's own script is inline, so this path alone allows the one that carries this answer's nonce. Nothing comes from elsewhere.
    private static string DocsPolicy(string nonce, HttpRequest request) =>
        $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "font-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
        + SecurityHeaders.Reporting(request);

    /// <summary>Maps <c>/openapi/v1.json</c> and, where it is wanted, <c>/docs</c>.</summary>
    public static void MapReference(this WebApplication app)
    {
        app.MapGroup("").AnswersHead().MapOpenApi("/openapi/{documentName}.json");
        if (!(app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.ShowDocs ?? app.Environment.IsDevelopment())) return;

        app.MapScalarApiReference(DocsPath, options => options
            .WithTitle("OrleansEntry API")
            .WithOpenApiRoutePattern("/openapi/{documentName}.json")
            .AddDocument(DocumentName)
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .WithNonce());
    }

    /// <summary>Lets the page's own script run, by a nonce that is new with each answer.</summary>
    public static Task AllowScript(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.StartsWithSegments(DocsPath)) return next(http);

        http.Response.OnStarting(() =>
        {
            if (http.Items[ScalarOptions.NonceHttpContextItemKey] is string nonce)
                http.Response.Headers.ContentSecurityPolicy = DocsPolicy(nonce, http.Request);
            return Task.CompletedTask;
        });
        return next(http);
    }
}
