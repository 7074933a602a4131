using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.LostFactor;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Notices;
using OrleansEntry.Gateway.Entry;
using OrleansEntry.Gateway.IdentifierChange;
using OrleansEntry.Gateway.Sessions;
using MailedCode = OrleansEntry.Core.Registration.MailedCode;

namespace OrleansEntry.Gateway.LostFactor;

/// <summary>The code that was mailed.</summary>
internal sealed record LossCodeBody : Body
{
    /// <summary>Eight digits.</summary>
    [StringLength(MailedCode.MaxTextLength, MinimumLength = 1)] public required string Code { get; init; }
}

/// <summary>A code is on its way to the account's address.</summary>
internal sealed record LossCodeMailedBody
{
    /// <summary>What to do: give the mailed code.</summary>
    public required string Next { get; init; }

    /// <summary>Until when it works.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>The wait runs. Nobody is signed in.</summary>
internal sealed record RemovalBegunBody
{
    /// <summary>What to do: wait.</summary>
    public required string Next { get; init; }

    /// <summary>When the factor is removed, at the earliest.</summary>
    public required DateTimeOffset EndsAt { get; init; }
}

/// <summary>Stops a removal by the link of a mail.</summary>
internal sealed record StopRemovalBody : Body
{
    /// <summary>What stands behind the # of the link.</summary>
    [StringLength(MailLink.TextLength, MinimumLength = 1)] public required string Link { get; init; }
}

/// <summary>The factor stays.</summary>
internal sealed record RemovalStoppedBody
{
    /// <summary>Always true.</summary>
    public required bool Stopped { get; init; }
}

/// <summary>The removal that waits, if one does.</summary>
internal sealed record LostFactorBody
{
    /// <summary>The removal; null when none waits.</summary>
    public required RemovalBody? Removal { get; init; }
}

/// <summary>A removal that waits.</summary>
internal sealed record RemovalBody
{
    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When the factor is removed, at the earliest.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>From which network it was asked for.</summary>
    public required string Network { get; init; }

    /// <summary>By what client.</summary>
    public required string Device { get; init; }
}

/// <summary>A second factor that was lost together with its recovery codes.</summary>
internal static class LostFactorEndpoints
{
    /// <summary>Maps <c>/entries/{id}/lost-factor</c> and <c>/lost-factor</c>.</summary>
    public static void MapLostFactor(this IEndpointRouteBuilder routes)
    {
        var claim = routes.MapGroup("/entries/{id}/lost-factor").WithTags("Lost second factor")
            .RefusesAll(Problems.UnknownEntry, Problems.EntryExpired, Problems.WrongStep, Problems.RemovalWaits, Problems.PasscodeByMail,
                Problems.AddressTooNew,
                Problems.OutOfUse, Problems.Wait, Problems.Busy);
        claim.MapPost("", Ask).KeepsAnswers()
            .Describe("Say that the second factor is lost",
                "In an entry whose passcode was right: mails a code to the account's address. It changes nothing yet.");
        claim.MapPost("/confirmation", Confirm).KeepsAnswers()
            .Describe("Begin the wait",
                "Takes the mailed code. Every address of the account is told, now, daily and before the end; each mail stops it, as "
                + "does any use of the factor. After the wait the factor is removed, sessions end, withdrawals are held, and a new factor "
                + "is due before anything else. Nobody is signed in.")
            .Refuses(Problems.CodeRefused, Problems.LossCodeOver);

        routes.MapGroup("/lost-factor").WithTags("Lost second factor").OpenToOldClients().MapPost("/cancellation", StopByLink)
            .Describe("Keep the factor, by mail", "Stops the removal by the link of any of its mails, without a session.")
            .Refuses(Problems.LinkOver, Problems.Wait);

        var inside = routes.MapGroup("/lost-factor").WithTags("Lost second factor").InSession().KeepsAnswers();
        inside.MapGet("", Read).Describe("Read the removal", "The removal of the second factor that waits, if one does.");
        inside.MapDelete("", Stop).OpenToOldClients().Describe("Keep the factor", "Stops the removal. A session is enough.")
            .Refuses(Problems.NotFound);
    }

    private static async Task<Results<Accepted<LossCodeMailedBody>, Problem>> Ask(
        string id, EmptyBody body, HttpContext http, EntryDesk desk, IGrainFactory grains, Visitors visitors, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var visitor = visitors.Read(http);
        var (entry, problem) = desk.Open(id, visitor);
        if (entry is null) return problem!;

        var reply = await grains.GetGrain<IAccountLostFactorGrain>(entry.Account.Value).AskForRemoval(
            new EntryBegin { Ticket = entry.Ticket, Visit = visitor.Visit }, cancellationToken);
        return reply is LossReply.CodeMailed mailed
            ? TypedResults.Accepted((string?)null, new LossCodeMailedBody { Next = "mailed-code", ExpiresAt = mailed.ExpiresAt })
            : Refuse(reply, clock.GetUtcNow());
    }

    private static async Task<Results<Accepted<RemovalBegunBody>, Problem>> Confirm(
        string id, LossCodeBody body, HttpContext http, EntryDesk desk, IGrainFactory grains, Visitors visitors, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var visitor = visitors.Read(http);
        var (entry, problem) = desk.Open(id, visitor);
        if (entry is null) return problem!;
        if (!MailedCode.TryParse(body.Code, out var code)) return Problems.MalformedMember("code", "has eight digits");

        var reply = await grains.GetGrain<IAccountLostFactorGrain>(entry.Account.Value).ConfirmLoss(
            new LossAttempt { Ticket = entry.Ticket, Visit = visitor.Visit, Code = code }, cancellationToken);
        return reply is LossReply.Begun begun
            ? TypedResults.Accepted((string?)null, new RemovalBegunBody { Next = "wait", EndsAt = begun.EndsAt })
            : Refuse(reply, clock.GetUtcNow());
    }

    private static async Task<Results<Ok<RemovalStoppedBody>, Problem>> StopByLink(
        StopRemovalBody body, HttpContext http, IGrainFactory grains, DeploymentKeys keys, Visitors visitors, NetworkPace pace,
        CancellationToken cancellationToken)
    {
        var visitor = visitors.Read(http);
        if (await pace.RefuseBeginning(visitor) is { } hasty) return hasty;
        if (!MailLink.TryRead(body.Link, LinkPurpose.StopRemoval, keys, out var link)) return new Problem(Problems.LinkOver);

        var stopped = await grains.GetGrain<IAccountLostFactorGrain>(link.Account.Value).StopRemovalByLink(
            new LinkProof { Number = link.Number, ExpiresAt = link.ExpiresAt }, visitor.Visit, cancellationToken);
        return stopped ? TypedResults.Ok(new RemovalStoppedBody { Stopped = true }) : new Problem(Problems.LinkOver);
    }

    private static async Task<Results<Ok<LostFactorBody>, Problem>> Read(HttpContext http, IGrainFactory grains, TimeProvider clock)
    {
        var caller = Caller.Of(http);
        var answer = await caller.LostFactor(grains).ReadRemoval(caller.Proof);
        return answer is SessionAnswer.Done<RemovalView?> { Value: var view }
            ? TypedResults.Ok(new LostFactorBody
            {
                Removal = view is null
                    ? null
                    : new RemovalBody { Since = view.Since, EndsAt = view.EndsAt, Network = view.Network, Device = view.Agent },
            })
            : SessionProblems.From(answer, clock.GetUtcNow());
    }

    private static async Task<Results<NoContent, Problem>> Stop(
        HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http);
        var answer = await caller.LostFactor(grains).StopRemoval(caller.Proof, cancellationToken);
        return answer is SessionAnswer.Done ? TypedResults.NoContent() : SessionProblems.From(answer, clock.GetUtcNow());
    }

    private static Problem Refuse(LossReply reply, DateTimeOffset now) => reply switch
    {
        LossReply.Running running => new Problem(Problems.RemovalWaits)
            .Saying($"The authenticator will be removed on {running.EndsAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, unless somebody stops it.")
            .With("until", running.EndsAt),
        LossReply.NewAddress address => NewAddress.Refuse(address.Until),
        LossReply.PasscodeByMail => new Problem(Problems.PasscodeByMail),
        LossReply.Refused => new Problem(Problems.CodeRefused).Saying("That code did not match. Check the newest mail from us."),
        LossReply.CodeOver => new Problem(Problems.LossCodeOver),
        LossReply.Waiting waiting => RetryAfter.Refuse(waiting.Until, now),
        LossReply.OutOfUse => new Problem(Problems.OutOfUse),
        LossReply.WrongStep => new Problem(Problems.WrongStep),
        LossReply.Expired => new Problem(Problems.EntryExpired),
        _ => throw new UnreachableException(reply.GetType().Name),
    };
}
