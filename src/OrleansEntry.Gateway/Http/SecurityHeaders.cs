namespace OrleansEntry.Gateway.Http;

/// <summary>The headers that every answer carries, good or bad (ASVS 3.4, 14.3.2).</summary>
internal static class SecurityHeaders
{
    /// <summary>For answers that no browser shows as a page.</summary>
    public const string DataPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /// <summary>Where browsers tell what the policy of a page kept from happening.</summary>
    public const string ReportPath = "/csp-reports";

    // For our pages: only what we serve ourselves, and nothing inline.
    private const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; "
        + "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

    // Orleans' own dashboard, behind the operators' sign-in, styles itself inline and brings fonts.
    private const string DashboardPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

    private const string ReportUri = "; report-uri " + ReportPath;
    private const string ReportTo = ReportUri + "; report-to csp";

    /// <summary>Writes them before anybody else does, so that an endpoint may still say otherwise.</summary>
    public static Task Send(HttpContext http, RequestDelegate next)
    {
        Write(http);
        return next(http);
    }

    /// <summary>Writes them: at first, and again when an answer was begun and thrown away.</summary>
    public static void Write(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        if (http.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";

        var isData = IsData(http.Request.Path);
        var page = http.Request.Path.StartsWithSegments("/operators/dashboard") ? DashboardPolicy : PagePolicy;
        headers.ContentSecurityPolicy = isData ? DataPolicy : http.Request.IsHttps ? page + ReportTo : page + ReportUri;
        if (isData) headers.CacheControl = "no-store";
        else if (http.Request.IsHttps) headers["Reporting-Endpoints"] = $"csp=\"{ReportPath}\"";
    }

    /// <summary>The end of a page's policy. The newer way works over https alone, and where it is named browsers leave the older
    /// one.</summary>
    public static string Reporting(HttpRequest request) => request.IsHttps ? ReportTo : ReportUri;

    private static bool IsData(PathString path) =>
        path.StartsWithSegments("/v1") || path.StartsWithSegments("/health") || path.StartsWithSegments("/openapi");
}
