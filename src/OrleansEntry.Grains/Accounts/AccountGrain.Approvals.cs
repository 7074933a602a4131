using System.Diagnostics;
using System.Security.Cryptography;
using OrleansEntry.Contracts.Holds;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Contracts.Trading;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.Trading;

namespace OrleansEntry.Grains.Accounts;

// What the person approves, and what services may ask.
internal sealed partial class AccountGrain
{
    public async Task<SessionAnswer> Approve(ApprovalAttempt attempt, CancellationToken cancellationToken = default)
    {
        var shown = attempt.Shown;
        if (Recall<SessionAnswer>(shown.Proof.Visit) is { } again) return again;
        if (RefuseCommand(shown.Proof, out var own) is { } shut) return shut;
        DemandRoomInLog();
        if (policy.Trading.Find(attempt.Operation) is not { } operation) return new SessionAnswer.Conflict { Code = "unknown-operation" };
        if (ApprovalRules.RefuseUnseen(_account, own, operation, shown.Method, clock.GetUtcNow(), policy) is { } refusal)
            return Wire.From(refusal);

        var proof = await Judge(own, shown, cancellationToken);
        var secret = RandomNumberGenerator.GetBytes(ApprovalToken.SecretBytes);
        var request = new ApprovalRequest(operation, attempt.DetailsHash, attempt.Sentence, ApprovalToken.Hash(secret));
        var (answer, next) = ApprovalRules.Approve(_account, own, request, proof, CallerOf(own, shown.Proof.Visit), policy);
        var reply = answer is CommandAnswer.Done
            ? new SessionAnswer.Done<ApprovalGrant>
            {
                Value = new ApprovalGrant { Secret = secret, ExpiresAt = proof.At + policy.Trading.ApprovalFor },
            }
            : Wire.From(answer);
        return await Commit(next, reply, shown.Proof.Visit);
    }

    public async Task<RedemptionReply> Redeem(RedemptionAttempt attempt)
    {
        DemandRoomInLog();
        var asked = new Redemption(
            LatestNow(), attempt.TokenHash, attempt.Operation, attempt.DetailsHash, attempt.Under, attempt.Service, attempt.Network);
        var (answer, next) = ApprovalRules.Redeem(_account, asked, policy);
        await Commit(next);
        LetGoOfStandIn();
        return answer switch
        {
            RedemptionAnswer.Redeemed { Approval: { RedeemedAt: { } at } approval } => new RedemptionReply.Redeemed
            {
                SessionId = approval.SessionId, Methods = approval.Methods, ApprovedAt = approval.ApprovedAt, RedeemedAt = at,
            },
            RedemptionAnswer.Refused => new RedemptionReply.Refused(),
            _ => throw new UnreachableException(answer.GetType().Name),
        };
    }

    public ValueTask<SessionFacts?> Introspect(SessionProof proof)
    {
        LetGoOfStandIn();
        // A session that is there to set up an authenticator is none to other services.
        if (RefuseCommand(proof, out var own) is not null) return new((SessionFacts?)null);

        var now = LatestNow();
        return new(new SessionFacts
        {
            Session = Wire.View(own, policy.Sessions),
            TradingUnlockedUntil = TradingRules.UnlockedUntil(_account, own.Id, now),
            HeldUntil = HoldRules.HeldUntil(_account, clock.GetUtcNow()),
        });
    }

    public ValueTask<HoldsView> ReadHolds()
    {
        LetGoOfStandIn();
        return new(RunningHolds());
    }

    // A made-up name must not keep an activation for an account that does not exist.
    private void LetGoOfStandIn()
    {
        if (!_account.Exists) DeactivateOnIdle();
    }
}
