using System.Collections.Immutable;
using System.Security.Cryptography;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;

namespace OrleansEntry.Core.Trading;

/// <summary>What is to be approved.</summary>
/// <param name="Operation">Its kind.</param>
/// <param name="DetailsHash">SHA-256 of the canonical details.</param>
/// <param name="Sentence">What the person was asked, for the log.</param>
/// <param name="TokenHash">SHA-256 of the new token's secret.</param>
public sealed record ApprovalRequest(OperationPolicy Operation, byte[] DetailsHash, string Sentence, byte[] TokenHash)
{
    /// <summary>Never prints the hashes.</summary>
    public override string ToString() => $"request to {Operation.Name}";
}

/// <summary>What a service asks to redeem.</summary>
/// <param name="At">When.</param>
/// <param name="TokenHash">SHA-256 of the token's secret.</param>
/// <param name="Operation">What kind of operation is to be done.</param>
/// <param name="DetailsHash">SHA-256 of its canonical details.</param>
/// <param name="Under">Hash of the service and its idempotency key; <see langword="null"/> when it brought none.</param>
/// <param name="Service">The service's name.</param>
/// <param name="Network">Where it asks from.</param>
public sealed record Redemption(
    DateTimeOffset At, byte[] TokenHash, string Operation, byte[] DetailsHash, byte[]? Under, string Service, string Network)
{
    /// <summary>Never prints the hashes.</summary>
    public override string ToString() => $"redemption by {Service}";
}

/// <summary>How a redemption ends. Closed: only the cases below.</summary>
public abstract record RedemptionAnswer
{
    private RedemptionAnswer() { }

    /// <summary>The operation may be done, this once.</summary>
    public sealed record Redeemed(Approval Approval) : RedemptionAnswer;

    /// <summary>It may not. The service is told no more than that; the owner's log says <paramref name="Reason"/>.</summary>
    public sealed record Refused(string Reason) : RedemptionAnswer;
}

/// <summary>Approving one operation, and redeeming what was approved. Pure.</summary>
public static class ApprovalRules
{
    /// <summary>Longest sentence that the log keeps, in UTF-16 code units. Fixed: what an entry of the log may weigh is a
    /// promise to whoever reads and exports it.</summary>
    public const int MaxLogged = 240;

    /// <summary>What is refused before anything is verified.</summary>
    public static CommandAnswer? RefuseUnseen(
        Account account, Session own, OperationPolicy operation, string? method, DateTimeOffset now, EntryPolicy policy)
    {
        if (account.Closing.Waiting is not null) return new CommandAnswer.Conflict("closing-waits");
        if (account.Trading.Passcode is null) return new CommandAnswer.Conflict("no-trading-passcode");
        if (operation.Withdraws && RefuseWithdrawal(account, method, now, policy) is { } refusal) return refusal;
        return TradingRules.RefuseUnseen(account, own, method, now, policy);
    }

    /// <summary>Approves one operation with exactly these details, in this session.</summary>
    public static Decision<CommandAnswer> Approve(
        Account account, Session own, ApprovalRequest request, TradingProof proof, Caller caller, EntryPolicy policy)
    {
        if (RefuseUnseen(account, own, request.Operation, proof.Method, proof.At, policy) is { } unseen) return new(unseen, account);
        (var refusal, account) = TradingRules.Count(account, own, proof, caller, policy);
        if (refusal is not null) return new(refusal, account);
        if (request.Operation.Withdraws && ProbationRules.Until(account, proof.Method!, proof.At, policy.SecondFactor) is { } probation)
            return new(new CommandAnswer.Held(probation), account);

        account = Remember(account, new Approval
        {
            TokenHash = request.TokenHash, SessionId = own.Id, Operation = request.Operation.Name, DetailsHash = request.DetailsHash,
            Methods = proof.Method is { } method ? [TradingRules.Name, method] : [TradingRules.Name],
            ApprovedAt = proof.At, ExpiresAt = proof.At + policy.Trading.ApprovalFor,
        }, policy.Trading);
        account = account.Log(
            proof.At, ActivityKind.ApprovalGiven, caller, request.Operation.Name, own.Id, Clip(request.Sentence));
        return new(
            new CommandAnswer.Done(own),
            request.Operation.Withdraws ? account.Notify(proof.At, NoticeKind.WithdrawalApproved, caller) : account);
    }

    /// <summary>Redeems an approval, once. Everything that does not fit is refused; the log is told of that once for each
    /// approval.</summary>
    public static Decision<RedemptionAnswer> Redeem(Account account, Redemption asked, EntryPolicy policy)
    {
        if (Find(account, asked.TokenHash) is not { } approval) return new(new RedemptionAnswer.Refused("unknown"), account);

        var caller = new Caller(
            account.Sessions.FirstOrDefault(s => s.Id == approval.SessionId) is { } session ? account.LaneOf(session) : Lane.Stranger,
            asked.Network, $"service {asked.Service}");
        if (IsRepeat(approval, asked)) return new(new RedemptionAnswer.Redeemed(approval), account);
        if (Refuse(account, approval, asked, policy) is { } reason) return Refused(account, approval, asked.At, reason, caller);

        var redeemed = approval with { RedeemedAt = asked.At, RedeemedUnder = asked.Under };
        account = Replace(account, approval, redeemed)
            .Log(asked.At, ActivityKind.ApprovalRedeemed, caller, approval.Operation, approval.SessionId, asked.Service);
        return new(new RedemptionAnswer.Redeemed(redeemed), account);
    }

    private static CommandAnswer? RefuseWithdrawal(Account account, string? method, DateTimeOffset now, EntryPolicy policy)
    {
        if (HoldRules.HeldUntil(account, now) is { } until) return new CommandAnswer.Held(until);
        if (SecondFactorRules.MethodsOf(account).IsEmpty) return new CommandAnswer.Conflict("second-factor-needed");
        if (method is null) return new CommandAnswer.Conflict("approval-incomplete");

        // Which passkey it is shows when it was used: it is asked for its age then.
        if (method == Method.Passkey) return null;

        // Who got in and added a factor must not take money out with it before the owner could act.
        return ProbationRules.Until(account, method, now, policy.SecondFactor) is { } probation ? new CommandAnswer.Held(probation) : null;
    }

    private static string? Refuse(Account account, Approval approval, Redemption asked, EntryPolicy policy)
    {
        if (approval.RedeemedAt is not null) return "used";
        if (!Fits(approval, asked)) return "details";
        if (asked.At >= approval.ExpiresAt || approval.ApprovedAt - asked.At >= approval.ExpiresAt - approval.ApprovedAt) return "expired";
        if (account.Frozen is not null) return "frozen";
        if (!account.Sessions.Any(s => s.Id == approval.SessionId && s.IsLive(asked.At, policy.Sessions))) return "session";

        // An operation that is no longer configured is taken for the most dangerous one.
        var withdraws = policy.Trading.Find(approval.Operation)?.Withdraws ?? true;
        return account.Closing.Waiting is not null || (withdraws && HoldRules.HeldUntil(account, asked.At) is not null) ? "held" : null;
    }

    private static bool Fits(Approval approval, Redemption asked) =>
        CryptographicOperations.FixedTimeEquals(approval.DetailsHash, asked.DetailsHash) && approval.Operation == asked.Operation;

    private static bool IsRepeat(Approval approval, Redemption asked) =>
        approval.RedeemedUnder is { } under && asked.Under is { } again && CryptographicOperations.FixedTimeEquals(under, again)
        && Fits(approval, asked);

    private static Decision<RedemptionAnswer> Refused(
        Account account, Approval approval, DateTimeOffset now, string reason, Caller caller) => new(
        new RedemptionAnswer.Refused(reason),
        approval.RefusalTold
            ? account
            : Replace(account, approval, approval with { RefusalTold = true })
                .Log(now, ActivityKind.ApprovalRefused, caller, reason, approval.SessionId, approval.Operation));

    // Compares in constant time and looks at every one.
    private static Approval? Find(Account account, byte[] tokenHash)
    {
        Approval? found = null;
        foreach (var approval in account.Trading.Approvals)
            if (CryptographicOperations.FixedTimeEquals(approval.TokenHash, tokenHash)) found = approval;
        return found;
    }

    // One that gives way is refused as unknown: nothing is allowed by forgetting.
    private static Account Remember(Account account, Approval approval, TradingPolicy policy)
    {
        var kept = account.Trading.Approvals.Where(a => approval.ApprovedAt < a.ExpiresAt + policy.RememberFor).ToImmutableArray();
        while (kept.Length >= policy.MaxApprovals) kept = kept.Remove(kept.MinBy(a => a.ExpiresAt)!);
        return account with { Trading = account.Trading with { Approvals = kept.Add(approval) } };
    }

    private static Account Replace(Account account, Approval approval, Approval next) => account with
    {
        Trading = account.Trading with { Approvals = account.Trading.Approvals.Replace(approval, next) },
    };

    private static string Clip(string sentence) => sentence.Length <= MaxLogged
        ? sentence
        : sentence[..(char.IsHighSurrogate(sentence[MaxLogged - 2]) ? MaxLogged - 2 : MaxLogged - 1)] + "…";
}
