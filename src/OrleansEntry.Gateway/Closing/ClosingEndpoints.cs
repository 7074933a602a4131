using System.ComponentModel.DataAnnotations;
using OrleansEntry.Contracts.Closing;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Notices;
using OrleansEntry.Gateway.Entry;
using OrleansEntry.Gateway.Sessions;

namespace OrleansEntry.Gateway.Closing;

/// <summary>Where the closing of the account stands.</summary>
internal sealed record ClosingBody
{
    /// <summary>The closing that waits; null when none does.</summary>
    public required WaitingClosingBody? Waiting { get; init; }

    /// <summary>How long one waits, in days.</summary>
    public required double WaitDays { get; init; }

    /// <summary>How long the log of a closed account is kept, without address, network, device or name; in days.</summary>
    public required double KeptDays { get; init; }
}

/// <summary>A closing that waits.</summary>
internal sealed record WaitingClosingBody
{
    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When the account is closed, at the earliest.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>From which network it was asked for.</summary>
    public required string Network { get; init; }

    /// <summary>By what client.</summary>
    public required string Device { get; init; }
}

/// <summary>The wait runs.</summary>
internal sealed record ClosingBegunBody
{
    /// <summary>What to do: wait.</summary>
    public required string Next { get; init; }
}

/// <summary>Stops a closing by the link of a mail.</summary>
internal sealed record StopClosingBody : Body
{
    /// <summary>What stands behind the # of the link.</summary>
    [StringLength(MailLink.TextLength, MinimumLength = 1)] public required string Link { get; init; }
}

/// <summary>The account stays.</summary>
internal sealed record ClosingStoppedBody
{
    /// <summary>Always true.</summary>
    public required bool Stopped { get; init; }
}

/// <summary>Closing an account.</summary>
internal static class ClosingEndpoints
{
    /// <summary>Maps <c>/account/closing</c>.</summary>
    public static void MapClosing(this IEndpointRouteBuilder routes)
    {
        var inside = routes.MapGroup("/account/closing").WithTags("Account").InSession().KeepsAnswers();
        inside.MapGet("", Read)
            .Describe("Read the closing", "The closing of the account that waits, if one does, and how long it takes.");
        inside.MapPost("", Begin)
            .Describe("Close the account",
                "Begins a wait that every address is told of, with a link in each mail that stops it. Other sessions end, trades and "
                + "withdrawals are on hold, and entry stays open. At the end what is stored of the owner is erased, and nobody brings it "
                + "back. Takes confirmed presence.")
            .Refuses(Problems.ConfirmationDue, Problems.FactorTooNew, Problems.SettingsLocked, Problems.ClosingWaits, Problems.RemovalWaits,
                Problems.IdentifierChangeRuns, Problems.IdentifierChangedLately);
        inside.MapDelete("", Stop).OpenToOldClients().Describe("Keep the account", "Stops the closing. A session is enough.")
            .Refuses(Problems.NotFound);

        routes.MapGroup("/account/closing").WithTags("Account").OpenToOldClients().MapPost("/cancellation", StopByLink)
            .Describe("Keep the account, by mail", "Stops the closing by the link of any of its mails, without a session.")
            .Refuses(Problems.LinkOver, Problems.Wait);
    }

    private static async Task<Results<Ok<ClosingBody>, Problem>> Read(HttpContext http, IGrainFactory grains, TimeProvider clock)
    {
        var caller = Caller.Of(http);
        var answer = await caller.Closing(grains).ReadClosing(caller.Proof);
        return answer is SessionAnswer.Done<ClosingView> { Value: var view }
            ? TypedResults.Ok(new ClosingBody
            {
                Waiting = view.Waiting is { } waiting
                    ? new WaitingClosingBody
                    {
                        Since = waiting.Since, EndsAt = waiting.EndsAt, Network = waiting.Network, Device = waiting.Agent,
                    }
                    : null,
                WaitDays = view.Wait.TotalDays, KeptDays = view.Retention.TotalDays,
            })
            : SessionProblems.From(answer, clock.GetUtcNow());
    }

    private static async Task<Results<Accepted<ClosingBegunBody>, Problem>> Begin(
        EmptyBody body, HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http);
        var answer = await caller.Closing(grains).BeginClosing(caller.Proof, cancellationToken);
        return answer is SessionAnswer.Done
            ? TypedResults.Accepted((string?)null, new ClosingBegunBody { Next = "wait" })
            : SessionProblems.From(answer, clock.GetUtcNow());
    }

    private static async Task<Results<NoContent, Problem>> Stop(
        HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http);
        var answer = await caller.Closing(grains).StopClosing(caller.Proof, cancellationToken);
        return answer is SessionAnswer.Done ? TypedResults.NoContent() : SessionProblems.From(answer, clock.GetUtcNow());
    }

    private static async Task<Results<Ok<ClosingStoppedBody>, Problem>> StopByLink(
        StopClosingBody body, HttpContext http, IGrainFactory grains, DeploymentKeys keys, Visitors visitors, NetworkPace pace,
        CancellationToken cancellationToken)
    {
        var visitor = visitors.Read(http);
        if (await pace.RefuseBeginning(visitor) is { } hasty) return hasty;
        if (!MailLink.TryRead(body.Link, LinkPurpose.StopClosing, keys, out var link)) return new Problem(Problems.LinkOver);

        var stopped = await grains.GetGrain<IAccountClosingGrain>(link.Account.Value).StopClosingByLink(
            new LinkProof { Number = link.Number, ExpiresAt = link.ExpiresAt }, visitor.Visit, cancellationToken);
        return stopped ? TypedResults.Ok(new ClosingStoppedBody { Stopped = true }) : new Problem(Problems.LinkOver);
    }
}
