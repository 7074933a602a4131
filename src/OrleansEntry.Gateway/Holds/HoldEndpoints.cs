using System.Collections.Immutable;
using OrleansEntry.Contracts.Holds;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Gateway.Sessions;

namespace OrleansEntry.Gateway.Holds;

/// <summary>What holds an account's withdrawals.</summary>
internal sealed record HoldsBody
{
    /// <summary>Until when withdrawals are held; null when they are not.</summary>
    public required DateTimeOffset? HeldUntil { get; init; }

    /// <summary>The holds that run, the one that ends last first.</summary>
    public required ImmutableArray<HoldBody> Holds { get; init; }

    /// <summary>Translates a view.</summary>
    public static HoldsBody From(HoldsView view) => new()
    {
        HeldUntil = view.Holds is [var last, ..] ? last.Until : null,
        Holds = [.. view.Holds.Select(h => new HoldBody { Reason = h.Reason, Since = h.Since, Until = h.Until })],
    };
}

/// <summary>One hold.</summary>
internal sealed record HoldBody
{
    /// <summary>Why: passcode-changed, factor-changed, identifier-changed, new-device, recovery, recovery-code-used,
    /// trading-passcode-changed or closing.</summary>
    public required string Reason { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Its end.</summary>
    public required DateTimeOffset Until { get; init; }
}

/// <summary>The holds on the caller's withdrawals.</summary>
internal static class HoldEndpoints
{
    /// <summary>Maps <c>/holds</c>.</summary>
    public static void MapHolds(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/holds").WithTags("Holds").InSession().MapGet("", List)
            .Describe("List holds", "After a change that a thief would make first, withdrawals wait. Nobody can shorten a hold.");

    private static async Task<Results<Ok<HoldsBody>, Problem>> List(HttpContext http, IGrainFactory grains, TimeProvider clock)
    {
        var caller = Caller.Of(http);
        var answer = await caller.Account(grains).ListHolds(caller.Proof);

        return answer is SessionAnswer.Done<HoldsView> done
            ? TypedResults.Ok(HoldsBody.From(done.Value))
            : SessionProblems.From(answer, clock.GetUtcNow());
    }
}
