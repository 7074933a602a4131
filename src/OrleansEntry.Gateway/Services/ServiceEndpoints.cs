using System.Security.Cryptography;
using System.Text;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Contracts.Trading;
using OrleansEntry.Core;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.Trading;
using OrleansEntry.Gateway.Holds;
using OrleansEntry.Gateway.Trading;

namespace OrleansEntry.Gateway.Services;

/// <summary>What services ask, each with a credential of its own.</summary>
internal static class ServiceEndpoints
{
    /// <summary>Maps <c>/approvals/redemption</c>, <c>/introspection</c> and <c>/accounts/{id}/holds</c>.</summary>
    public static void MapServices(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/approvals/redemption", Redeem).ForService(ServiceScope.Redeem)
            .Describe("Redeem an approval",
            "Once, for exactly the operation and details that were approved. A redemption whose answer was lost "
                + "is answered again under the same Idempotency-Key, and under no other.")
            .Refuses(Problems.NoService, Problems.NotInScope, Problems.NotApproved, Problems.Wait, Problems.Busy);
        routes.MapPost("/introspection", Introspect).ForService(ServiceScope.Introspect)
            .Describe("Ask about a session",
            "Whether a session lives, whose it is and how the person entered (RFC 7662). It counts as a use.")
            .Refuses(Problems.NoService, Problems.NotInScope, Problems.Wait);
        routes.MapGet("/accounts/{id}/holds", Holds).ForService(ServiceScope.ReadHolds)
            .Describe("Read an account's holds", "What holds its withdrawals, why and until when. An account that is not there has none.")
            .Refuses(Problems.NoService, Problems.NotInScope, Problems.NotFound, Problems.Wait);
    }

    private static RouteHandlerBuilder ForService(this RouteHandlerBuilder route, string scope) =>
        route.WithTags("Services").WithMetadata(new NeedsService(scope));

    private static async Task<Results<Ok<RedeemedBody>, Problem>> Redeem(
        RedemptionBody body, HttpContext http, IGrainFactory grains, PublicPolicy policy, Visitors visitors)
    {
        if (!ApprovalEndpoints.TryRead(body.Details, policy, out var details, out var problem)) return problem;
        if (!ApprovalToken.TryParse(body.Approval, out var token)) return new Problem(Problems.NotApproved);

        var service = ServiceGate.Of(http).Name;
        var reply = await grains.GetGrain<IAccountTradingGrain>(token.Account.Value).Redeem(new RedemptionAttempt
        {
            TokenHash = token.SecretHash(), Operation = body.Operation, DetailsHash = details.Hash(), Under = KeyOf(http, service),
            Service = service, Network = visitors.Read(http).Visit.Network,
        });
        if (reply is not RedemptionReply.Redeemed redeemed) return new Problem(Problems.NotApproved);

        return TypedResults.Ok(new RedeemedBody
        {
            AccountId = token.Account.Value, SessionId = redeemed.SessionId, Operation = body.Operation, Methods = redeemed.Methods,
            ApprovedAt = redeemed.ApprovedAt, RedeemedAt = redeemed.RedeemedAt,
        });
    }

    private static async Task<Ok<IntrospectedSession>> Introspect(
        IntrospectionBody body, HttpContext http, IGrainFactory grains, Visitors visitors)
    {
        var inactive = TypedResults.Ok(new IntrospectedSession { Active = false });
        if (!SessionToken.TryParse(body.Token, out var token)) return inactive;

        var proof = new SessionProof { SessionId = token.SessionId, SecretHash = token.SecretHash(), Visit = visitors.Read(http).Visit };
        var facts = await Reads.Twice(() => grains.GetGrain<IAccountTradingGrain>(token.Account.Value).Introspect(proof));
        return facts is null ? inactive : TypedResults.Ok(new IntrospectedSession
        {
            Active = true,
            Sub = token.Account.Value,
            Sid = token.SessionId,
            Iat = facts.Session.StartedAt.ToUnixTimeSeconds(),
            Exp = facts.Session.IdleExpiresAt.ToUnixTimeSeconds(),
            Amr = [.. facts.Session.Methods.Select(AsReference), .. facts.Session.Methods.Length > 1 ? ["mfa"] : Array.Empty<string>()],
            TradingUnlockedUntil = facts.TradingUnlockedUntil,
            HeldUntil = facts.HeldUntil,
        });
    }

    private static async Task<Results<Ok<HoldsBody>, Problem>> Holds(string id, IGrainFactory grains) => HexName.IsValid(id)
        ? TypedResults.Ok(HoldsBody.From(await grains.GetGrain<IAccountTradingGrain>(id).ReadHolds()))
        : new Problem(Problems.NotFound);

    // RFC 8176 §2.
    private static string AsReference(string method) => method switch
    {
        Method.Passcode => "pwd",
        Method.Totp => "otp",
        _ => method,
    };

    private static byte[]? KeyOf(HttpContext http, string service) =>
        http.Request.Headers[Idempotency.KeyHeader] is { Count: 1 } key ? SHA256.HashData(Encoding.UTF8.GetBytes($"{service}\n{key}"))
            : null;
}
