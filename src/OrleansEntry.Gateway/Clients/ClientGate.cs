using Microsoft.Net.Http.Headers;
using OrleansEntry.Core.Clients;
using OrleansEntry.Gateway.Operators;

namespace OrleansEntry.Gateway.Clients;

/// <summary>Marks a route that answers a client of whatever age: what protects a person, and what tells them why the rest does not
/// answer.</summary>
internal sealed record OpenToOldClients;

/// <summary>Tells old clients so, and refuses those below their minimum.</summary>
internal sealed class ClientGate(LiveService live)
{
    /// <summary>The header of every answer to an old client: a dictionary of RFC 9651 with the version that is advised and, where operators
    /// set it, where to update.</summary>
    public const string AdviceHeader = "Entry-Client-Advice";

    /// <summary>Lets everybody pass who is not below a minimum.</summary>
    public Task Admit(HttpContext http, RequestDelegate next)
    {
        var metadata = http.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<ApiEndpoint>() is null || ClientAgent.ReleaseOf(http.Request.Headers.UserAgent) is not { } client)
            return next(http);

        var advice = live.Advice;
        var standing = advice.Judge(client);
        if (standing is ClientStanding.Current) return next(http);

        Advise(http, client, advice);
        return standing is ClientStanding.Old || metadata.GetMetadata<OpenToOldClients>() is not null
            ? next(http)
            : Refuse(http, client, advice);
    }

    private static void Advise(HttpContext http, ClientRelease client, ClientAdvice advice)
    {
        var wanted = advice.Advised.TryGetValue(client.Name, out var advised) ? advised : advice.Minimum[client.Name];
        var place = advice.WordsFor(client.Name).UpdateAt is { } at ? $", update-at=\"{at.AbsoluteUri}\"" : "";
        http.Response.Headers[AdviceHeader] = $"advised=\"{wanted}\"{place}";
    }

    private static Task Refuse(HttpContext http, ClientRelease client, ClientAdvice advice)
    {
        var (minimum, words) = (advice.Minimum[client.Name], advice.WordsFor(client.Name));

        // A 426 names what to become (RFC 9110 §15.5.22), hop by hop (§7.8), which HTTP/2 has no place for (RFC 9113 §8.2.2).
        if (HttpProtocol.IsHttp11(http.Request.Protocol))
        {
            http.Response.Headers.Upgrade = $"{client.Name}/{minimum}";
            http.Response.Headers.Connection = HeaderNames.Upgrade;
        }

        var problem = new Problem(Problems.ClientTooOld)
            .Saying(words.Message ?? $"This version no longer works here. Update to {minimum} or a newer one, then try again.")
            .With("minimum", minimum.ToString());
        if (words.UpdateAt is { } place) problem.With("updateAt", place.AbsoluteUri);
        return problem.ExecuteAsync(http);
    }
}
