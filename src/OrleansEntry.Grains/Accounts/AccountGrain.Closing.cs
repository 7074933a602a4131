using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Closing;
using OrleansEntry.Contracts.Passkeys;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Closing;
using OrleansEntry.Core.Duty;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.Notices;
using OrleansEntry.Grains.Activity;
using OrleansEntry.Grains.Closing;

namespace OrleansEntry.Grains.Accounts;

// Its end. The account is erased by one write; what others hold of it is erased after that, each step safe to repeat, and its ledger of
// duty comes by until all of them are done.
internal sealed partial class AccountGrain : IAccountClosingGrain, IClosedAccount
{
    public ValueTask<SessionAnswer> ReadClosing(SessionProof proof) => new(FindSession(proof) is null
        ? new SessionAnswer.NoSession()
        : new SessionAnswer.Done<ClosingView> { Value = ViewOf(_account.Closing.Waiting) });

    public Task<SessionAnswer> BeginClosing(SessionProof proof, CancellationToken cancellationToken = default) =>
        Inside(proof, (own, caller, now) => ClosingRules.Begin(_account, own, now, caller, policy));

    public Task<SessionAnswer> StopClosing(SessionProof proof, CancellationToken cancellationToken = default) =>
        Inside(proof, (own, caller, now) => ClosingRules.Stop(_account, own, now, caller));

    public async Task<bool> StopClosingByLink(LinkProof link, Visit visit, CancellationToken cancellationToken = default)
    {
        DemandRoomInLog();
        var (answer, next) = ClosingRules.StopByLink(_account, link.Number, link.ExpiresAt, clock.GetUtcNow(), CallerOf(visit));
        await Commit(next);
        return answer is LinkAnswer.Stopped;
    }

    public async Task<bool> Purge()
    {
        if (_stale) return false;
        if (_account.Closing.Closed is not { } closed) return true;
        if (!closed.Filed || clock.GetUtcNow() < closed.KeepUntil) return false;

        // The log first: as long as this record is there, somebody comes for both.
        await GrainFactory.GetGrain<IKeptLogGrain>(Key).Purge();
        try
        {
            await stored.ClearStateAsync(CancellationToken.None);
        }
        finally
        {
            // What was read is true no more, or nobody knows whether it is.
            _stale = true;
            DeactivateOnIdle();
        }

        return true;
    }

    private async Task EraseOutside()
    {
        // The log is whole when the account owes it nothing; and that is stored before the log is reduced, or another activation would hand
        // over again to a log that is no more.
        if (_account.Closing.Closed is not { Filed: false } closed || OwesActivity) return;
        if (!_account.Activity.Undelivered.IsEmpty) await Commit(_account with { });

        foreach (var name in closed.Credentials) await GrainFactory.GetGrain<IPasskeyOwnerGrain>(name).GiveBack(Key);
        await GrainFactory.GetGrain<IKeptLogGrain>(Key).Reduce(_account.Activity.Sequence);
        if (await GrainFactory.GetGrain<IPurgeGrain>(DutyLedger.LedgerOf(Key)).Add(Key, closed.KeepUntil))
            await Commit(ClosingRules.File(_account));
    }

    private DateTimeOffset? ClosesAt => _account.Closing.Waiting is { } waiting ? waiting.EndFor(_account) : null;

    private KnownBy KnownByOthers() =>
        new(OwnIdentifier(), [.. _account.Passkeys.Select(p => keys.NameCredential(p.Credential.Id.AsSpan()))]);

    private ClosingView ViewOf(WarnedWait? waiting) => new()
    {
        Waiting = waiting is null
            ? null
            : new WaitingClosingView
            {
                Since = waiting.Since, EndsAt = waiting.EndFor(_account), Network = waiting.Network, Agent = waiting.Agent,
            },
        Wait = policy.Closing.Wait, Retention = policy.Closing.Retention,
    };
}
