using OrleansEntry.Contracts.Holds;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Holds;

namespace OrleansEntry.Grains.Accounts;

// What waits after a change.
internal sealed partial class AccountGrain
{
    public ValueTask<SessionAnswer> ListHolds(SessionProof proof) => new(FindSession(proof) is null
        ? new SessionAnswer.NoSession()
        : new SessionAnswer.Done<HoldsView> { Value = RunningHolds() });

    private HoldsView RunningHolds() => new()
    {
        Holds = [.. HoldRules.Running(_account, clock.GetUtcNow())
            .Select(h => new HoldView { Reason = h.Reason, Since = h.Since, Until = h.Until })],
    };
}
