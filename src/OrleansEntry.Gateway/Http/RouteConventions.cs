using OrleansEntry.Gateway.Clients;
using OrleansEntry.Gateway.Sessions;

namespace OrleansEntry.Gateway.Http;

/// <summary>The refusals of a route, for its description.</summary>
/// <param name="All">Each of them.</param>
internal sealed record Refusals(IReadOnlyList<Refusal> All);

/// <summary>A query member of a route, for its description.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does.</param>
internal sealed record QueryMember(string Name, string Description);

/// <summary>How routes say what they are.</summary>
internal static class RouteConventions
{
    /// <summary>A title and a sentence for the reference.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, string summary, string description) =>
        route.WithSummary(summary).WithDescription(description);

    /// <summary>What it may refuse.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params Refusal[] refusals) =>
        route.WithMetadata(new Refusals(refusals));

    /// <summary>What all routes of a group may refuse.</summary>
    public static RouteGroupBuilder RefusesAll(this RouteGroupBuilder group, params Refusal[] refusals) =>
        group.WithMetadata(new Refusals(refusals));

    /// <summary>The account remembers what it answered to a repeated request, with the change itself: its command recalls and keeps its
    /// answers.</summary>
    public static TBuilder KeepsAnswers<TBuilder>(this TBuilder routes) where TBuilder : IEndpointConventionBuilder =>
        routes.WithMetadata(new KeptByAccount());

    /// <summary>It answers clients below their minimum too.</summary>
    public static TBuilder OpenToOldClients<TBuilder>(this TBuilder routes) where TBuilder : IEndpointConventionBuilder =>
        routes.WithMetadata(new OpenToOldClients());

    /// <summary>A query member that it takes.</summary>
    public static RouteHandlerBuilder TakesQuery(this RouteHandlerBuilder route, string name, string description) =>
        route.WithMetadata(new QueryMember(name, description));

    /// <summary>The group works inside a session alone.</summary>
    public static RouteGroupBuilder InSession(this RouteGroupBuilder group, bool openWhileEnrolmentDue = false)
    {
        group.WithMetadata(new NeedsSession(openWhileEnrolmentDue));
        return openWhileEnrolmentDue
            ? group.RefusesAll(Problems.NoSession)
            : group.RefusesAll(Problems.NoSession, Problems.EnrolmentDue);
    }

    /// <summary>HEAD works where GET does (RFC 9110 §9.1).</summary>
    public static RouteGroupBuilder AnswersHead(this RouteGroupBuilder group)
    {
        ((IEndpointConventionBuilder)group).Add(endpoint =>
        {
            for (var i = 0; i < endpoint.Metadata.Count; i++)
            {
                if (endpoint.Metadata[i] is IHttpMethodMetadata { HttpMethods: ["GET"] })
                    endpoint.Metadata[i] = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
            }
        });
        return group;
    }
}
