using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.LostFactor;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Contracts.Throttling;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Closing;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.IdentifierChange;
using OrleansEntry.Core.LostFactor;
using OrleansEntry.Core.Registration;

namespace OrleansEntry.Grains.Accounts;

// A second factor that was lost. Its ledger of duty comes by every minute while a removal waits, so that time passes here too.
internal sealed partial class AccountGrain : IAccountLostFactorGrain
{
    public async Task<LossReply> AskForRemoval(EntryBegin asking, CancellationToken cancellationToken = default)
    {
        if (Recall<LossReply>(asking.Visit) is { } again) return again;
        DemandRoomInLog();

        var code = MailedCode.New();
        var (answer, next) = LostFactorRules.Ask(
            _account, Claim(asking.Ticket, code), protector.SealMail(Key, code), CallerOf(asking.Visit), policy);
        return await Commit(next, Wire.From(answer), asking.Visit);
    }

    public async Task<LossReply> ConfirmLoss(LossAttempt attempt, CancellationToken cancellationToken = default)
    {
        if (Recall<LossReply>(attempt.Visit) is { } again) return again;
        var (claim, caller) = (Claim(attempt.Ticket, attempt.Code), CallerOf(attempt.Visit));
        if (LostFactorRules.RefuseUnseen(_account, claim, caller, policy) is { } refusal) return Wire.From(refusal);

        DemandRoomInLog();
        if (await TakeAttempt(caller, attempt.Visit) is { } wait) return new LossReply.Waiting { Until = wait };

        var (answer, next) = LostFactorRules.Confirm(_account, claim with { At = clock.GetUtcNow() }, caller, policy);
        var reply = await Commit(next, Wire.From(answer), attempt.Visit);
        if (answer is LossAnswer.Begun) await GiveAttemptBack(caller, attempt.Visit);
        return reply;
    }

    public async Task<bool> StopRemovalByLink(LinkProof link, Visit visit, CancellationToken cancellationToken = default)
    {
        DemandRoomInLog();
        var (answer, next) = LostFactorRules.StopByLink(_account, link.Number, link.ExpiresAt, clock.GetUtcNow(), CallerOf(visit));
        await Commit(next);
        return answer is LinkAnswer.Stopped;
    }

    public ValueTask<SessionAnswer> ReadRemoval(SessionProof proof) => new(FindSession(proof) is null
        ? new SessionAnswer.NoSession()
        : new SessionAnswer.Done<RemovalView?>
        {
            Value = _account.LostFactor.Removal is { } removal
                ? new RemovalView
                {
                    Since = removal.Since, EndsAt = removal.EndFor(_account), Network = removal.Network,
                    Agent = removal.Agent,
                }
                : null,
        });

    public Task<SessionAnswer> StopRemoval(SessionProof proof, CancellationToken cancellationToken = default) =>
        Inside(proof, (own, caller, now) => LostFactorRules.Stop(_account, own, now, caller));

    private LossClaim Claim(EntryTicket ticket, string code) =>
        new(clock.GetUtcNow(), ticket.Nonce, ticket.ExpiresAt, keys.HashCode(ticket.Nonce, code));

    private Task PassTime()
    {
        var now = clock.GetUtcNow();
        var next = IdentifierMoves.PassTime(LostFactorRules.PassTime(_account, now, policy), now);
        return Commit(ClosingRules.PassTime(next, now, policy, KnownByOthers));
    }

    // Told at the door to a device that the account knows, and to no stranger.
    private DateTimeOffset? RemovalAtDoor(Lane lane) => !lane.IsStranger && _account.LostFactor.Removal is { } removal
        ? removal.EndFor(_account)
        : null;
}
