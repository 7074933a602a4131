using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.LostFactor;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Idempotency;
using OrleansEntry.Core.Sessions;

namespace OrleansEntry.Grains.Accounts;

// Requests that are sent again under the same idempotency key.
internal sealed partial class AccountGrain
{
    /// <summary>The answer to a request that was carried out before: given again, before anything else is asked.</summary>
    private T? Recall<T>(Visit visit) where T : class =>
        visit.Once is { } once && KeptAnswers.Find(_account, once.Name, LatestNow()) is { } kept ? sealer.Open<T>(once, Key, kept) : null;

    // A request that began its entry anew when it was repeated goes by another name: its second factor is due under that one.
    private EntryReply? RecallEntry(EntryTicket ticket, Visit visit) => Recall<EntryReply>(visit) switch
    {
        EntryReply.SecondFactorDue when _account.Entries.All(entry => entry.Nonce != ticket.Nonce) => null,
        var kept => kept,
    };

    /// <summary>The session of a request that is repeated after it changed the session's secret: only who held the old one can name the
    /// request. It opens nothing but the answer.</summary>
    private Session? FindRepeating(SessionProof proof) =>
        proof.Visit.Once is { } once && KeptAnswers.Find(_account, once.Name, LatestNow()) is not null
            ? _account.Sessions.FirstOrDefault(session => session.Id == proof.SessionId && session.IsLive(LatestNow(), policy.Sessions))
            : null;

    /// <summary>Stores what was decided, and with it the answer for who asks again.</summary>
    private async Task<T> Commit<T>(Account next, T answer, Visit visit) where T : class
    {
        if (visit.Once is { } once && IsKept(answer) && !ReferenceEquals(next, _account))
            next = KeptAnswers.Keep(next, once.Name, sealer.Seal(once, Key, answer), clock.GetUtcNow());
        await Commit(next);
        return answer;
    }

    // A wait is over some day. What an unknown identifier is told as well must not be told any quicker to who repeats it.
    private static bool IsKept(object answer) =>
        answer is EntryReply.Done or EntryReply.SecondFactorDue or EntryReply.CodeRefused or RecoveryReply.Unfrozen
            or LossReply.CodeMailed or LossReply.Begun or LossReply.Refused
            or SessionAnswer and not SessionAnswer.Waiting;
}
