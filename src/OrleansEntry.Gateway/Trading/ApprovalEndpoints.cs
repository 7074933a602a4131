using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Extensions.Options;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Contracts.Trading;
using OrleansEntry.Core.Trading;
using OrleansEntry.Gateway.Passkeys;
using OrleansEntry.Gateway.Sessions;

namespace OrleansEntry.Gateway.Trading;

/// <summary>What the person approves: one operation with exactly its details.</summary>
internal static class ApprovalEndpoints
{
    /// <summary>Maps <c>/approvals</c>, as far as persons use it.</summary>
    public static void MapApprovals(this IEndpointRouteBuilder routes)
    {
        var approvals = routes.MapGroup("/approvals").WithTags("Trading").InSession().KeepsAnswers();
        approvals.MapPost("/preview", Preview)
            .Describe("What is to be approved",
            "Says an operation in one sentence, and lists everything in its details. Nothing is approved.")
            .Refuses(Problems.UnknownOperation, Problems.UnknownReturn);
        approvals.MapPost("", Approve)
            .Describe("Approve an operation",
            "Gives an approval that the trading service redeems once, for exactly these details, within two minutes.")
            .Refuses([Problems.UnknownOperation, Problems.Held, Problems.ClosingWaits, Problems.SecondFactorNeeded,
            Problems.ApprovalIncomplete, .. TradingEndpoints.Shown]);
    }

    /// <summary>Reads an operation; where that fails, the problem says why.</summary>
    internal static bool TryRead(JsonElement json, PublicPolicy policy, [NotNullWhen(true)] out OperationDetails? details,
        [NotNullWhen(false)] out Problem? problem)
    {
        var isRead = OperationDetails.TryRead(json, policy.Trading, out details, out var rule);
        problem = isRead ? null : Problems.MalformedMember("details", rule!);
        return isRead;
    }

    private static Results<Ok<OperationSummary>, Problem> Preview(
        OperationBody body, PublicPolicy policy, IOptions<GatewayOptions> gateway)
    {
        if (policy.Trading.Find(body.Operation) is not { } operation) return new Problem(Problems.UnknownOperation);
        if (!TryRead(body.Details, policy, out var details, out var problem)) return problem;
        if (body.ReturnTo is { } back && !ReturnAddress.IsAllowed(back, gateway.Value.ReturnOrigins))
            return new Problem(Problems.UnknownReturn);

        return TypedResults.Ok(new OperationSummary
        {
            Sentence = OperationSentence.Of(operation, details),
            Facts = [.. details.Facts.Select(fact => new FactBody { Name = fact.Name, Value = fact.Value })],
            SecondFactor = operation.Withdraws, ReturnTo = body.ReturnTo,
        });
    }

    private static async Task<Results<Created<GivenApproval>, Problem>> Approve(
        ApprovalBody body, HttpContext http, IGrainFactory grains, PublicPolicy policy, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (policy.Trading.Find(body.Operation) is not { } operation) return new Problem(Problems.UnknownOperation);
        if (!TryRead(body.Details, policy, out var details, out var problem)) return problem;
        if (ShownFactor.Unreadable(body.Method, body.Code, body.Passkey) is { } unreadable) return unreadable;

        var caller = Caller.Of(http);
        var sentence = OperationSentence.Of(operation, details);
        var answer = await caller.Trading(grains).Approve(new ApprovalAttempt
        {
            Shown = new TradingAttempt
            {
                Proof = caller.Proof, Passcode = body.TradingPasscode, Method = body.Method,
                Code = ShownFactor.CodeOf(body.Code, body.Passkey),
            },
            Operation = operation.Name, DetailsHash = details.Hash(), Sentence = sentence,
        }, cancellationToken);
        if (answer is not SessionAnswer.Done<ApprovalGrant> { Value: var grant }) return SessionProblems.From(answer, clock.GetUtcNow());

        return TypedResults.Created((string?)null, new GivenApproval
        {
            Approval = ApprovalToken.Create(caller.Credential.Token.Account, grant.Secret).Reveal(),
            ExpiresAt = grant.ExpiresAt,
            Sentence = sentence,
        });
    }
}
