using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Throttling;

namespace OrleansEntry.Gateway.Http;

/// <summary>Counts every refusal, and tells operators of those that keep somebody out (ASVS 16.3.1 to 16.3.3): a wrong passcode is told
/// the same way whether or not anybody has the identifier.</summary>
internal sealed class RefusalLog
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "OrleansEntry.Gateway";

    private static readonly NetworkAllowance Lines = new(100, TimeSpan.FromMilliseconds(100));

    private readonly Counter<long> _refusals;
    private readonly LogPace _pace;
    private readonly DeploymentKeys _keys;
    private readonly ILogger<RefusalLog> _log;

    /// <summary>Makes the counter.</summary>
    public RefusalLog(IMeterFactory meters, DeploymentKeys keys, TimeProvider clock, ILogger<RefusalLog> log)
    {
        _refusals = meters.Create(MeterName).CreateCounter<long>("entry.refusals", "{refusal}", "Refusals by their code.");
        (_pace, _keys, _log) = (new LogPace(clock, Lines), keys, log);
    }

    /// <summary>Notes a refusal on its way out.</summary>
    public void Note(HttpContext http, Refusal refusal)
    {
        _refusals.Add(1, new KeyValuePair<string, object?>("code", refusal.Code));
        if (!KeepsOut(http, refusal) || !_log.IsEnabled(LogLevel.Information)) return;
        if (!_pace.Take(out var passedOver)) return;

        if (passedOver > 0) _log.PassedOver(passedOver);
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.TrimEnd('/');
        var network = _keys.NameNetwork(ClientNetwork.Of(http.Connection.RemoteIpAddress));
        _log.Refused(refusal.Code, KnownMethod(http.Request.Method), route ?? "no route", network);
    }

    // Whoever asks a page without a session shows nothing that could be refused.
    private static bool KeepsOut(HttpContext http, Refusal refusal) =>
        refusal.Status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden or StatusCodes.Status429TooManyRequests
            && (refusal != Problems.NoSession || Sessions.Credential.Of(http) is not null);

    // Only our own words go to the log.
    private static string KnownMethod(string method) =>
        method is "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" ? method : "another method";
}

/// <summary>What operators read of refusals. The network is a keyed name: it tells one from another, and nobody by itself.</summary>
internal static partial class RefusalLines
{
    [LoggerMessage(EventId = 2005, Level = LogLevel.Information, Message = "Refused ({Code}): {Method} {Route}, network {Network}")]
    public static partial void Refused(this ILogger log, string code, string method, string route, string network);

    [LoggerMessage(EventId = 2006, Level = LogLevel.Warning, Message = "{Count} refusals were counted and not told one by one")]
    public static partial void PassedOver(this ILogger log, long count);
}
