using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;
using Orleans.Storage;
using OrleansEntry.Contracts;

namespace OrleansEntry.Gateway.Http;

/// <summary>Turns what was thrown, and what was refused without a word, into a problem. Nobody outside sees anything of our
/// inside.</summary>
internal sealed class Faults(ILogger<Faults> log)
{
    private const int ClientClosedRequest = 499;
    private const int MaxMemberLength = 64;
    private static readonly TimeSpan ComeBackAfter = TimeSpan.FromSeconds(5);

    /// <summary>After which a try makes sense again when grains can not be reached: others notice a dead silo in seconds.</summary>
    public static readonly TimeSpan SiloMissingFor = TimeSpan.FromSeconds(2);

    /// <summary>Gives words to whoever refuses with a status alone.</summary>
    public static async Task Speak(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (IsSilentRefusal(http.Response)) await new Problem(Problems.ForStatus(http.Response.StatusCode)).ExecuteAsync(http);
    }

    /// <summary>Runs the rest and answers for what it throws.</summary>
    public async Task Catch(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered; the status is for our own counters.
            if (!http.Response.HasStarted) http.Response.StatusCode = ClientClosedRequest;
        }
#pragma warning disable CA1031 // The last net: whatever comes here must not leave as an empty or a telling answer.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var problem = Judge(exception, http);
            if (http.Response.HasStarted)
            {
                // Half an answer must not look like a whole one.
                http.Abort();
                return;
            }

            http.Response.Clear();
            SecurityHeaders.Write(http);
            await problem.ExecuteAsync(http);
        }
    }

    private static bool IsSilentRefusal(HttpResponse response) =>
        response is { HasStarted: false, StatusCode: >= 400 and not ClientClosedRequest, ContentType: null, ContentLength: null };

    private Problem Judge(Exception exception, HttpContext http)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                return Unread(bad);

            case BusyException busy:
                log.Busy(busy.RetryAfter);
                return new Problem(Problems.Busy).RetryAfter(busy.RetryAfter);

            case LimitExceededException:
                log.Busy(ComeBackAfter);
                return new Problem(Problems.Busy).RetryAfter(ComeBackAfter);

            // Whatever Orleans itself throws is about members that come and go, never about a request.
            case OrleansException or InconsistentStateException or ConnectionFailedException or TimeoutException
                or OperationCanceledException
                or IOException or ObjectDisposedException:
                log.Unavailable(exception, exception.GetType().Name);
                return new Problem(Problems.Unavailable).RetryAfter(SiloMissingFor);

            default:
                log.Fault(exception, Problem.TraceId(http));
                return new Problem(Problems.Fault);
        }
    }

    private static Problem Unread(BadHttpRequestException bad)
    {
        if (bad.StatusCode is not 400) return new Problem(Problems.ForStatus(bad.StatusCode));

        return bad.InnerException is JsonException { Path: { Length: > 2 and <= MaxMemberLength } path } && path.All(IsPlain)
            ? Problems.MalformedMember(path[2..], "could not be read")
            : new Problem(Problems.Malformed).Saying(
                "The body is not the JSON object that belongs here: a member is missing, unknown, doubled or of another type.");
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '$' or '.';
}

/// <summary>What the edge tells operators.</summary>
internal static partial class EdgeLog
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "Refused as busy; a try makes sense again after {RetryAfter}")]
    public static partial void Busy(this ILogger log, TimeSpan retryAfter);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "The cluster or its storage did not answer: {Kind}")]
    public static partial void Unavailable(this ILogger log, Exception exception, string kind);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Error, Message = "A request failed on our side; its caller was told {TraceId}")]
    public static partial void Fault(this ILogger log, Exception exception, string traceId);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Warning, Message = "An answer could not be kept for its idempotency key")]
    public static partial void NotKept(this ILogger log, Exception exception);
}
