using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Sessions;

namespace OrleansEntry.Gateway.Sessions;

/// <summary>Marks a route that only works inside a session.</summary>
/// <param name="OpenWhileEnrolmentDue">Whether it also works while the account still owes an authenticator.</param>
internal sealed record NeedsSession(bool OpenWhileEnrolmentDue);

/// <summary>Stands before the routes that demand a session: nobody passes whom the account does not vouch for.</summary>
internal sealed class SessionGate(IGrainFactory grains, Visitors visitors)
{
    /// <summary>Refuses changes that no page of ours vouches for. Asks nobody, so it comes before anything is done or repeated.</summary>
    public static Task RefuseForged(HttpContext http, RequestDelegate next) =>
        RequestRules.IsUnsafe(http.Request.Method) && DemandOf(http) is not null && Credential.Of(http)?.IsForged(http.Request) is true
            ? new Problem(Problems.AntiForgery).ExecuteAsync(http)
            : next(http);

    /// <summary>Lets callers with a session pass.</summary>
    public Task Admit(HttpContext http, RequestDelegate next) => DemandOf(http) is { } demand ? Admit(http, demand, next) : next(http);

    private async Task Admit(HttpContext http, NeedsSession demand, RequestDelegate next)
    {
        if (await Refuse(http, demand) is { } refusal)
        {
            await new Problem(refusal).ExecuteAsync(http);
            return;
        }

        await next(http);
    }

    private static NeedsSession? DemandOf(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<NeedsSession>();

    private async Task<Refusal?> Refuse(HttpContext http, NeedsSession demand)
    {
        if (Credential.Of(http) is not { } credential) return Problems.NoSession;

        var visitor = visitors.Read(http);
        var token = credential.Token;
        var proof = new SessionProof { SessionId = token.SessionId, SecretHash = token.SecretHash(), Visit = visitor.Visit };
        var session = await Reads.Twice(() => grains.GetGrain<IAccountGrain>(token.Account.Value).CheckSession(proof));
        if (session is null) return Problems.NoSession;
        if (session.EnrolmentDue && !demand.OpenWhileEnrolmentDue) return Problems.EnrolmentDue;

        http.Features.Set(new Caller(credential, proof, session, visitor));
        return null;
    }
}
