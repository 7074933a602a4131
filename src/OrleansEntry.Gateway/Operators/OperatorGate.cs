using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using OrleansEntry.Contracts.Operators;
using OrleansEntry.Core.Operators;
using OrleansEntry.Gateway.Sessions;

namespace OrleansEntry.Gateway.Operators;

/// <summary>Marks a route that only works for an operator who is in.</summary>
/// <param name="Role">The role that it takes; <see langword="null"/> where their grain asks for it.</param>
internal sealed record NeedsOperator(string? Role = null);

/// <summary>Puts what the server brings behind the operators' sign-in.</summary>
public static class OperatorConventions
{
    /// <summary>Only an operator with a role gets there. The route begins with <c>/operators</c>.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="role">The role.</param>
    public static TBuilder ForOperators<TBuilder>(this TBuilder routes, string role) where TBuilder : IEndpointConventionBuilder =>
        routes.WithMetadata(new NeedsOperator(role));

    /// <summary>Takes one of the routes away: it is not found, by operators neither.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="end">What the route ends with.</param>
    public static TBuilder Without<TBuilder>(this TBuilder routes, string end) where TBuilder : IEndpointConventionBuilder
    {
        routes.Finally(endpoint =>
        {
            if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } route } && route.EndsWith(end, StringComparison.Ordinal))
                endpoint.RequestDelegate = http => new Problem(Problems.NotFound).ExecuteAsync(http);
        });
        return routes;
    }
}

/// <summary>An operator behind a request.</summary>
/// <param name="Proof">What they showed, as grains are told it.</param>
/// <param name="Self">Who they are.</param>
/// <param name="AntiForgery">What their page sends along with changes.</param>
internal sealed record OperatorCaller(OperatorProof Proof, OperatorSelf Self, string AntiForgery)
{
    /// <summary>The operator of a route that demands one.</summary>
    public static OperatorCaller Of(HttpContext http) =>
        http.Features.Get<OperatorCaller>() ?? throw new InvalidOperationException("This route does not demand an operator.");

    /// <summary>The operators.</summary>
    public static IOperatorsGrain Grain(IGrainFactory grains) => grains.GetGrain<IOperatorsGrain>(0);
}

/// <summary>Stands before everything that is the operators': from a network that is not theirs there is nothing here, and inside nobody
/// passes whom their grain does not vouch for. It comes before an idempotency key is looked at: nobody else is given an answer
/// again.</summary>
internal sealed class OperatorGate(IOptions<OperatorsOptions> options, Cookies cookies, Visitors visitors, IGrainFactory grains)
{
    private static readonly IPNetwork[] Loopback = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

    private readonly IPNetwork[] _networks = options.Value.Networks.Count == 0
        ? Loopback
        : [.. options.Value.Networks.Select(text => NetworkOptions.TryRead(text, out var network)
            ? network
            : throw new InvalidOperationException($"{OperatorsOptions.Section}: '{text}' is no address and no network."))];

    /// <summary>Hides what is the operators' from every other network. It comes before pages and routes.</summary>
    public Task Hide(HttpContext http, RequestDelegate next)
    {
        if (!IsOperators(http.Request.Path) || IsTheirs(http.Connection.RemoteIpAddress)) return next(http);

        http.SetEndpoint(null);
        return new Problem(Problems.NotFound).ExecuteAsync(http);
    }

    /// <summary>Lets operators pass.</summary>
    public Task Admit(HttpContext http, RequestDelegate next) =>
        http.GetEndpoint()?.Metadata.GetMetadata<NeedsOperator>() is { } demand ? AdmitOperator(http, demand, next) : next(http);

    private static bool IsOperators(PathString path) =>
        path.StartsWithSegments("/operators", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/v1/operators", StringComparison.OrdinalIgnoreCase);

    private bool IsTheirs(IPAddress? address) => address is not null && _networks.Any(network => network.Contains(address));

    private async Task AdmitOperator(HttpContext http, NeedsOperator demand, RequestDelegate next)
    {
        if (await Refuse(http, demand) is { } refusal)
        {
            await new Problem(refusal).ExecuteAsync(http);
            return;
        }

        await next(http);
    }

    // A browser sends the cookie by itself: its page must vouch for changes (NIST SP 800-63B-4 §5.1).
    private async Task<Refusal?> Refuse(HttpContext http, NeedsOperator demand)
    {
        if (!OperatorToken.TryParse(cookies.Operator(http), out var token)) return Problems.NoOperator;
        if (RequestRules.IsUnsafe(http.Request.Method) && !CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(http.Request.Headers[Credential.AntiForgeryHeader].ToString()),
            Encoding.UTF8.GetBytes(token.AntiForgery())))
            return Problems.AntiForgery;

        var proof = new OperatorProof { SessionId = token.SessionId, SecretHash = token.SecretHash(), Visit = visitors.Read(http).Visit };
        if (await Reads.Twice(() => OperatorCaller.Grain(grains).Check(proof)) is not OperatorReply.Done<OperatorSelf> { Value: var self })
            return Problems.NoOperator;
        if (demand.Role is { } role && !self.Operator.Roles.Contains(role)) return Problems.NotYourRole;

        http.Features.Set(new OperatorCaller(proof, self, token.AntiForgery()));
        return null;
    }
}
