using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using OrleansEntry.Core.Throttling;
using OrleansEntry.Gateway.Pages;

namespace OrleansEntry.Gateway.Reports;

/// <summary>Where browsers tell what they kept our pages from doing (ASVS 3.4.7).</summary>
internal static class CspReportEndpoints
{
    private static readonly string[] MediaTypes = ["application/csp-report", "application/reports+json"];

    /// <summary>Maps <see cref="SecurityHeaders.ReportPath"/>. It is no part of the API: browsers send what their standards say.</summary>
    public static void MapCspReports(this IEndpointRouteBuilder routes) =>
        routes.MapPost(SecurityHeaders.ReportPath, Take).ExcludeFromDescription();

    private static async Task<IResult> Take(HttpContext http, CspReports reports)
    {
        var type = http.Request.ContentType?.Split(';', 2)[0].Trim();
        if (!MediaTypes.Contains(type, StringComparer.OrdinalIgnoreCase) || http.Request.Headers.ContentEncoding.Count > 0)
            return new Problem(Problems.UnsupportedMediaType).Saying("Reports come as application/reports+json or application/csp-report.");

        var (problem, body) = await RequestRules.ReadBounded(http);
        if (problem is not null) return problem;
        if (!CspViolation.TryRead(body, out var violations))
            return new Problem(Problems.Malformed).Saying("This is no report of a browser.");

        foreach (var violation in violations) reports.Note(violation);
        return TypedResults.NoContent();
    }
}

/// <summary>Counts violations, and tells operators of as many as a person could read.</summary>
internal sealed class CspReports
{
    private static readonly NetworkAllowance Lines = new(20, TimeSpan.FromSeconds(10));

    private readonly Counter<long> _violations;
    private readonly LogPace _pace;
    private readonly PageFiles _pages;
    private readonly ILogger<CspReports> _log;

    /// <summary>Makes the counter.</summary>
    public CspReports(IMeterFactory meters, PageFiles pages, TimeProvider clock, ILogger<CspReports> log)
    {
        _violations = meters.Create(RefusalLog.MeterName)
            .CreateCounter<long>("entry.csp_violations", "{violation}", "Violations that browsers told of.");
        (_pages, _pace, _log) = (pages, new LogPace(clock, Lines), log);
    }

    /// <summary>Notes one.</summary>
    public void Note(CspViolation violation)
    {
        _violations.Add(1, new KeyValuePair<string, object?>("directive", violation.Directive));
        if (!_pace.Take(out var passedOver)) return;

        // The path of a page of ours is our own word; any other is the visitor's.
        var page = _pages.Find(violation.DocumentPath) is { IsPage: true } ? violation.DocumentPath : "no page of ours";
        _log.Violated(violation.Directive, violation.Blocked, page, passedOver);
    }
}

/// <summary>What operators read of violations.</summary>
internal static partial class CspReportLines
{
    [LoggerMessage(EventId = 2007, Level = LogLevel.Warning,
        Message = "A browser kept a page from breaking {Directive}: {Blocked} on {Page}; {PassedOver} more were only counted")]
    public static partial void Violated(this ILogger log, string directive, string blocked, string page, long passedOver);
}
