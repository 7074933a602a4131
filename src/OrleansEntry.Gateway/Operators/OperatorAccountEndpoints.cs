using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Activity;
using OrleansEntry.Contracts.Operators;
using OrleansEntry.Contracts.Registration;
using OrleansEntry.Core;
using OrleansEntry.Core.Identifiers;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Operators;
using OrleansEntry.Gateway.Activity;

namespace OrleansEntry.Gateway.Operators;

/// <summary>What operators do to one account.</summary>
internal static class OperatorAccountEndpoints
{
    /// <summary>Maps <c>/accounts</c> and <c>/proposals</c> of the operators.</summary>
    public static void MapOperatorAccounts(this IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("/accounts").WithMetadata(new NeedsOperator())
            .RefusesAll(Problems.NoOperator, Problems.NotYourRole, Problems.NoAccount);
        accounts.MapPost("/search", Find)
            .Describe("Find an account", "By its exact address or id. That somebody looked, and why, stands in the account's log.")
            .Refuses(Problems.MalformedIdentifier);
        accounts.MapPost("/{id}/acts", Act)
            .Describe("Do something to an account",
                "Unlock, freeze, end its sessions, cancel a recovery; unfreezing waits for a second operator. No act shows, sets or resets "
                + "a passcode, an authenticator or a code.")
            .Refuses(Problems.NothingToDo, Problems.AccountClosed, Problems.OperatorsFull);

        routes.MapGroup("/proposals").WithMetadata(new NeedsOperator()).MapPost("/{id}/review", Review)
            .Describe("Agree to a proposal, or decline it", "Who proposed may take it back, and never agree.")
            .Refuses(Problems.NoOperator, Problems.NotYourRole, Problems.AnotherOperator, Problems.NotFound, Problems.NothingToDo,
                Problems.NoAccount, Problems.AccountClosed);
    }

    private static async Task<Results<Ok<AccountStateBody>, Problem>> Find(
        AccountSearchBody body, HttpContext http, IGrainFactory grains, DeploymentKeys keys, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (!OperatorReason.TryParse(body.Why, out var why)) return Unreadable();
        if (body.Identifier is null == body.AccountId is null)
            return new Problem(Problems.Malformed).Saying("Send the address or the account's id, one of the two.");

        string id;
        if (body.AccountId is { } given)
        {
            if (!HexName.IsValid(given)) return Problems.MalformedMember("accountId", "is no account's id");
            id = given;
        }
        else
        {
            if (!Identifier.TryParse(body.Identifier, out var identifier)) return new Problem(Problems.MalformedIdentifier);
            id = await grains.GetGrain<IIdentifierGrain>(keys.NameIdentifier(identifier.Value)).Resolve(cancellationToken);
        }

        var reply = await OperatorCaller.Grain(grains).Act(OperatorCaller.Of(http).Proof, OperatorAct.Look.Name, id, why.Text);

        // An address that was a closed account's is let go a moment later than that is erased.
        if (body.Identifier is not null && reply is OperatorReply.Done<AccountState> { Value.ClosedAt: not null })
            return new Problem(Problems.NoAccount);
        return reply is OperatorReply.Done<AccountState> { Value: var state }
            ? TypedResults.Ok(AccountStateBody.From(state))
            : OperatorProblems.From(reply, clock.GetUtcNow());
    }

    private static async Task<Results<Ok<AccountActedBody>, Problem>> Act(
        string id, AccountActBody body, HttpContext http, IGrainFactory grains, TimeProvider clock)
    {
        if (!HexName.IsValid(id)) return new Problem(Problems.NoAccount);
        if (!OperatorReason.TryParse(body.Why, out var why)) return Unreadable();

        var reply = await OperatorCaller.Grain(grains).Act(OperatorCaller.Of(http).Proof, body.Act, id, why.Text);
        return reply switch
        {
            OperatorReply.Done => TypedResults.Ok(new AccountActedBody { Done = true, Proposal = null }),
            OperatorReply.Done<ProposalView> { Value: var proposal } =>
                TypedResults.Ok(new AccountActedBody { Done = false, Proposal = ProposalBody.From(proposal) }),
            _ => OperatorProblems.From(reply, clock.GetUtcNow()),
        };
    }

    private static async Task<Results<NoContent, Problem>> Review(
        string id, ReviewBody body, HttpContext http, IGrainFactory grains, TimeProvider clock)
    {
        if (!HexName.IsValid(id)) return new Problem(Problems.NotFound);
        if (!OperatorReason.TryParse(body.Why, out var why)) return Unreadable();

        var reply = await OperatorCaller.Grain(grains).Review(OperatorCaller.Of(http).Proof, id, body.Agrees, why.Text);
        return reply is OperatorReply.Done ? TypedResults.NoContent() : OperatorProblems.From(reply, clock.GetUtcNow());
    }

    /// <summary>A reason that can not be read.</summary>
    internal static Problem Unreadable() => Problems.MalformedMember("why", "is a sentence of 3 to 200 characters, in one line");
}
