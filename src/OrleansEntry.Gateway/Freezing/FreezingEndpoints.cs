using System.ComponentModel.DataAnnotations;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Notices;
using OrleansEntry.Gateway.Entry;
using OrleansEntry.Gateway.Sessions;

namespace OrleansEntry.Gateway.Freezing;

/// <summary>Says by the link of a mail that it was somebody else.</summary>
internal sealed record NotMeBody : Body
{
    /// <summary>What stands behind the # of the link.</summary>
    [StringLength(MailLink.TextLength, MinimumLength = 1)] public required string Link { get; init; }
}

/// <summary>An account that is frozen now.</summary>
internal sealed record FrozenBody
{
    /// <summary>Always true.</summary>
    public required bool Frozen { get; init; }

    /// <summary>The page of the way back.</summary>
    public required string WayBack { get; init; }
}

/// <summary>Closing the account at once: from inside, from an entry of the log, and from a mail.</summary>
internal static class FreezingEndpoints
{
    private static readonly FrozenBody Done = new() { Frozen = true, WayBack = "/recover" };

    /// <summary>Maps <c>/freeze</c>, <c>/activity/{sequence}/report</c> and <c>/not-me</c>.</summary>
    public static void MapFreezing(this IEndpointRouteBuilder routes)
    {
        var inside = routes.MapGroup("").WithTags("Freezing").InSession(openWhileEnrolmentDue: true).KeepsAnswers()
            .OpenToOldClients();
        inside.MapPost("/freeze", Freeze).Describe("Freeze the account",
            "At once: all sessions end, this one too, no device is known any more, and nobody enters until the owner came the way back.");
        inside.MapPost("/activity/{sequence}/report", Report)
            .Describe("This was not me", "Says so of an entry of the activity log, and freezes the account.").Refuses(Problems.NotFound);

        routes.MapGroup("/not-me").WithTags("Freezing").OpenToOldClients().MapPost("", NotMe)
            .Describe("This was not me, by mail",
                "Freezes the account that the link of a mail belongs to, without a session. "
                    + "One use ends the links of all mails up to then.")
            .Refuses(Problems.LinkOver, Problems.Wait);
    }

    private static Task<Results<Accepted<FrozenBody>, Problem>> Freeze(
        EmptyBody body, HttpContext http, IGrainFactory grains, Cookies cookies, TimeProvider clock, CancellationToken cancellationToken) =>
        Close(http, caller => caller.Account(grains).Freeze(caller.Proof, cancellationToken), cookies, clock);

    private static async Task<Results<Accepted<FrozenBody>, Problem>> Report(
        string sequence, EmptyBody body, HttpContext http, IGrainFactory grains, Cookies cookies, TimeProvider clock,
        CancellationToken cancellationToken) =>
        long.TryParse(sequence, System.Globalization.NumberStyles.None, null, out var number)
            ? await Close(http, caller => caller.Account(grains).ReportActivity(caller.Proof, number, cancellationToken), cookies, clock)
            : new Problem(Problems.NotFound);

    private static async Task<Results<Accepted<FrozenBody>, Problem>> Close(
        HttpContext http, Func<Caller, Task<SessionAnswer>> close, Cookies cookies, TimeProvider clock)
    {
        var answer = await close(Caller.Of(http));
        if (answer is not SessionAnswer.Done) return SessionProblems.From(answer, clock.GetUtcNow());

        SessionEndpoints.Forget(http, cookies);
        return TypedResults.Accepted((string?)null, Done);
    }

    private static async Task<Results<Accepted<FrozenBody>, Problem>> NotMe(
        NotMeBody body, HttpContext http, IGrainFactory grains, DeploymentKeys keys, Visitors visitors, NetworkPace pace,
        CancellationToken cancellationToken)
    {
        var visitor = visitors.Read(http);
        if (await pace.RefuseBeginning(visitor) is { } hasty) return hasty;
        if (!MailLink.TryRead(body.Link, LinkPurpose.NotMe, keys, out var link)) return new Problem(Problems.LinkOver);

        var reply = await grains.GetGrain<IAccountGrain>(link.Account.Value).ReportByLink(
            new LinkProof { Number = link.Number, ExpiresAt = link.ExpiresAt }, visitor.Visit, cancellationToken);
        return reply is LinkReply.Frozen ? TypedResults.Accepted((string?)null, Done) : new Problem(Problems.LinkOver);
    }
}
