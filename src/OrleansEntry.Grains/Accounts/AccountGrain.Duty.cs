using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Closing;
using OrleansEntry.Core.Duty;
using OrleansEntry.Core.IdentifierChange;
using OrleansEntry.Core.LostFactor;
using OrleansEntry.Grains.Duty;

namespace OrleansEntry.Grains.Accounts;

// A ledger names the account before it owes anything, so that somebody comes for its debts when its silo dies.
internal sealed partial class AccountGrain : IDebtor
{
    // What this activation knows of its own enlistment; null once it agreed to be struck out.
    private Task<DateTimeOffset>? _enlistment;

    // The enlistment under which this activation last wrote.
    private DateTimeOffset? _wroteUnder;

    private static bool Owes(Account account) =>
        account.Activity.Undelivered.Length > 0 || account.Notices.Undelivered.Length > 0 || NeedsTime(account);

    private static bool NeedsTime(Account account) => LostFactorRules.NeedsTime(account)
        || IdentifierMoves.NeedsTime(account) || ClosingRules.NeedsTime(account);

    /// <summary>Puts the account on its ledger, once. Begun before a passcode is hashed, it costs no time. The stand-in of an unknown
    /// identifier does the same without a name.</summary>
    private Task<DateTimeOffset> Enlist(Account account)
    {
        if (_enlistment is null or { IsFaulted: true } or { IsCanceled: true })
        {
            _enlistment = GrainFactory.GetGrain<IDutyGrain>(DutyLedger.LedgerOf(Key)).Enlist(account.HasRecord ? Key : null);
            _enlistment.Ignore();
        }

        return _enlistment;
    }

    public async Task<bool> StillOwes(DateTimeOffset enlistedAt)
    {
        if (_stale) return true;
        await PassTime();
        await EraseOutside();
        if (OwesActivity || OwesNotices || NeedsTime(_account)) return true;

        // Between enlisting and opening: an account that did not come to be is let go.
        if (!_account.HasRecord) return (clock.GetUtcNow() - enlistedAt).Duration() < DutyLedger.AskAfter;

        // Another activation, which its silo's death did not end yet, may be about to write a debt under this enlistment.
        // After a write of our own it can not.
        if (_wroteUnder != enlistedAt)
        {
            await Commit(_account with { });
            if (OwesActivity || OwesNotices) return true;
        }

        _enlistment = null;
        return false;
    }
}
