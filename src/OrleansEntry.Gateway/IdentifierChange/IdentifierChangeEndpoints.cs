using OrleansEntry.Contracts.IdentifierChange;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Identifiers;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Notices;
using OrleansEntry.Gateway.Sessions;
using MailedCode = OrleansEntry.Core.Registration.MailedCode;

namespace OrleansEntry.Gateway.IdentifierChange;

/// <summary>Another e-mail address for an account.</summary>
internal static class IdentifierChangeEndpoints
{
    /// <summary>Maps <c>/identifier-changes</c>.</summary>
    public static void MapIdentifierChanges(this IEndpointRouteBuilder routes)
    {
        var changes = routes.MapGroup("/identifier-changes").WithTags("Address").InSession().KeepsAnswers();
        changes.MapGet("", Read).Describe("Read the address", "The account's address, masked, and where its change stands.");
        changes.MapPost("", Begin)
            .Describe("Ask for another address",
                "Mails a code to the new address and one to the present one; every address is told. It takes confirmed presence. Whether "
                + "the new address is free makes no difference to the answer: the owner of a taken one gets a mail instead of a code.")
            .Refuses(Problems.MalformedIdentifier, Problems.ConfirmationDue, Problems.FactorTooNew, Problems.SettingsLocked,
                Problems.SameIdentifier, Problems.IdentifierChangeRuns, Problems.IdentifierChangedLately, Problems.ClosingWaits,
                Problems.Wait);
        changes.MapPost("/confirmation", Confirm)
            .Describe("Give both codes",
                "In the session that asked. The change follows at once: read where it stands. Other sessions end, withdrawals wait, and "
                + "for some days the former address can take it back.")
            .Refuses(Problems.CodeRefused, Problems.IdentifierCodeOver, Problems.SettingsLocked);
        changes.MapDelete("", Stop).OpenToOldClients()
            .Describe("Keep the address", "Stops a change that has not happened. A session is enough.").Refuses(Problems.NotFound);

        routes.MapGroup("/identifier-changes").WithTags("Address").OpenToOldClients().MapPost("/undo", Undo)
            .Describe("Take a change back",
                "By the link of the mail to the former address, without a session. The account has that address again, and is frozen.")
            .Refuses(Problems.LinkOver, Problems.Wait);
    }

    private static async Task<Results<Ok<IdentifierBody>, Problem>> Read(HttpContext http, IGrainFactory grains, TimeProvider clock)
    {
        var caller = Caller.Of(http);
        var answer = await caller.Identifier(grains).ReadIdentifier(caller.Proof);
        return answer is SessionAnswer.Done<IdentifierView> { Value: var view }
            ? TypedResults.Ok(IdentifierBody.From(view))
            : SessionProblems.From(answer, clock.GetUtcNow());
    }

    private static async Task<Results<Accepted<WaitingIdentifierBody>, Problem>> Begin(
        NewIdentifierBody body, HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!Identifier.TryParse(body.Identifier, out var identifier)) return new Problem(Problems.MalformedIdentifier);

        var caller = Caller.Of(http);
        var answer = await caller.Identifier(grains).BeginIdentifierChange(
            caller.Proof, new NewIdentifier { Identifier = identifier.Value }, cancellationToken);
        return answer is SessionAnswer.Done<IdentifierAsked> { Value: var asked }
            ? TypedResults.Accepted((string?)null, WaitingIdentifierBody.From(asked))
            : SessionProblems.From(answer, clock.GetUtcNow());
    }

    private static async Task<Results<Accepted<IdentifierChangingBody>, Problem>> Confirm(
        IdentifierCodesBody body, HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!MailedCode.TryParse(body.NewCode, out var newCode)) return Problems.MalformedMember("newCode", "has eight digits");
        if (!MailedCode.TryParse(body.OldCode, out var oldCode)) return Problems.MalformedMember("oldCode", "has eight digits");

        var caller = Caller.Of(http);
        var answer = await caller.Identifier(grains).ConfirmIdentifierChange(
            caller.Proof, new IdentifierCodes { New = newCode, Old = oldCode }, cancellationToken);
        return answer switch
        {
            SessionAnswer.Done => TypedResults.Accepted((string?)null, new IdentifierChangingBody { Next = "wait" }),
            SessionAnswer.Refused => new Problem(Problems.CodeRefused)
                .Saying("These codes did not match. Check the newest mails from us at both addresses."),
            _ => SessionProblems.From(answer, clock.GetUtcNow()),
        };
    }

    private static async Task<Results<NoContent, Problem>> Stop(
        HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http);
        var answer = await caller.Identifier(grains).StopIdentifierChange(caller.Proof, cancellationToken);
        return answer is SessionAnswer.Done ? TypedResults.NoContent() : SessionProblems.From(answer, clock.GetUtcNow());
    }

    private static async Task<Results<Ok<IdentifierChangeUndoneBody>, Problem>> Undo(
        UndoIdentifierChangeBody body, HttpContext http, IGrainFactory grains, DeploymentKeys keys, Visitors visitors, NetworkPace pace,
        CancellationToken cancellationToken)
    {
        var visitor = visitors.Read(http);
        if (await pace.RefuseBeginning(visitor) is { } hasty) return hasty;
        if (!MailLink.TryRead(body.Link, LinkPurpose.UndoIdentifierChange, keys, out var link)) return new Problem(Problems.LinkOver);

        var undone = await grains.GetGrain<IAccountIdentifierGrain>(link.Account.Value).UndoIdentifierChange(
            new LinkProof { Number = link.Number, ExpiresAt = link.ExpiresAt }, visitor.Visit, cancellationToken);
        return undone ? TypedResults.Ok(new IdentifierChangeUndoneBody { Undone = true }) : new Problem(Problems.LinkOver);
    }
}
