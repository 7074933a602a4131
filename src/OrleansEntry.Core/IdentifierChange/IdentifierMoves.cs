using System.Collections.Immutable;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Sessions;

namespace OrleansEntry.Core.IdentifierChange;

/// <summary>From one identifier to another, and back: step by step, each stored before the next begins, so that whoever is killed in
/// between is carried on by another. The account says what each identifier shall be; each identifier obeys by itself. Pure.</summary>
public static class IdentifierMoves
{
    /// <summary>An identifier answered. The new one is the account's once it is claimed; where it was another's, nothing changed.</summary>
    /// <param name="account">The account.</param>
    /// <param name="number">The order that was answered.</param>
    /// <param name="obeyed">Whether it is as it was told to be.</param>
    /// <param name="own">The present identifier.</param>
    /// <param name="now">When.</param>
    /// <param name="policy">The numbers.</param>
    public static Account Settle(
        Account account, long number, bool obeyed, SealedIdentifier own, DateTimeOffset now, EntryPolicy policy)
    {
        var state = account.IdentifierChange;
        if (state.Orders.FirstOrDefault(order => order.Number == number) is not { } order) return account;
        if (state.Claim is { } claim && claim.Order == number)
        {
            var caller = new Caller(Lane.Stranger, claim.Network, claim.Agent);
            account = account with { IdentifierChange = state with { Orders = state.Orders.Remove(order) } };
            return obeyed ? Change(account, claim, own, now, caller, policy) : Lose(account, claim, now, caller);
        }

        return account with { IdentifierChange = state with { Orders = state.Orders.Remove(order) } };
    }

    /// <summary>Takes the change back, by the link of a mail to the former address. Whoever changed it had presence and both mailboxes for
    /// a while, so the account freezes too, and comes back by the address that it has again.</summary>
    /// <param name="account">The account.</param>
    /// <param name="number">The mail's number.</param>
    /// <param name="expiresAt">The link's end.</param>
    /// <param name="own">The present identifier.</param>
    /// <param name="now">When.</param>
    /// <param name="caller">Who.</param>
    public static Decision<LinkAnswer> UndoByLink(
        Account account, long number, DateTimeOffset expiresAt, SealedIdentifier own, DateTimeOffset now, Caller caller)
    {
        if (account.IdentifierChange.Former is not { } former || now >= former.Until || now >= expiresAt
            || number < former.FirstNotice || number > account.Notices.LastNumber)
            return new(LinkAnswer.Gone, account);

        // The way in is opened before the other is closed.
        var state = (account.IdentifierChange with { Asked = null, Claim = null, Former = null, Orders = [] })
            .Order(former.Identifier.Key, Standing.Named).Order(own.Key, Standing.Free);
        account = Readdress(account, own.Protected) with
        {
            IdentifierChange = state, ProtectedIdentifier = former.Identifier.Protected, Recovery = null,
        };
        account = account.Log(now, ActivityKind.IdentifierRestored, caller, "mail", detail: former.Identifier.Masked);
        account = FreezeRules.Close(account, FreezeReason.Undo, number, now, caller)
            .Notify(now, NoticeKind.IdentifierChangeUndone, caller, own.Masked);
        account = Tell(account, own, NoticeKind.IdentifierChangeUndone, own.Masked, now, caller);

        // Links of mails that the other address has are over, those for freezing too.
        return new(LinkAnswer.Stopped, account with { LinksUsedThrough = account.Notices.LastNumber });
    }

    /// <summary>Time passes: the former identifier is let go when it takes nothing back any more.</summary>
    public static Account PassTime(Account account, DateTimeOffset now) =>
        account.IdentifierChange.Former is { } former && now >= former.Until
            ? account with
            {
                IdentifierChange = (account.IdentifierChange with { Former = null }).Order(former.Identifier.Key, Standing.Free),
            }
            : account;

    /// <summary>Whether somebody must come by though nobody touches the account.</summary>
    public static bool NeedsTime(Account account) => account.IdentifierChange is { Former: not null } or { Orders: not [] };

    private static Account Change(
        Account account, ClaimedChange claim, SealedIdentifier own, DateTimeOffset now, Caller caller, EntryPolicy policy)
    {
        // What was mailed to the former address, or got past the passcode under it, is over.
        account = Readdress(account, own.Protected) with
        {
            ProtectedIdentifier = claim.To.Protected, Recovery = null, LostFactor = account.LostFactor with { Asked = null },
            Entries = OpenEntry.Finish(account.Entries), Admission = null,
            AlertAddresses = account.AlertAddresses.RemoveAll(a => a.Name == claim.To.Key),
        };
        account = account.Log(now, ActivityKind.IdentifierChanged, caller, sessionId: claim.SessionId, detail: claim.To.Masked);
        account = HoldRules.Begin(account, HoldReason.IdentifierChanged, now, caller, policy.Holds, claim.SessionId);
        account = SessionRules.EndAllBut(account, claim.SessionId, "identifier-changed", now, caller)
            .Notify(now, NoticeKind.IdentifierChanged, caller, claim.To.Masked);
        account = Tell(account, own, NoticeKind.IdentifierMoved, claim.To.Masked, now, caller);
        return account with
        {
            IdentifierChange = (account.IdentifierChange with
            {
                Claim = null,
                Former = new FormerIdentifier(own, now, now + policy.IdentifierChange.UndoFor, account.Notices.LastNumber),
            }).Order(own.Key, Standing.Reserved),
        };
    }

    // The claim may have been sent more than once, and another copy may still arrive: given back, it finds the identifier changed.
    private static Account Lose(Account account, ClaimedChange claim, DateTimeOffset now, Caller caller) =>
        (account with
        {
            IdentifierChange = (account.IdentifierChange with { Claim = null }).Order(claim.To.Key, Standing.Free),
        })
        .Log(now, ActivityKind.IdentifierChangeStopped, caller, ChangeStop.Taken)
        .Notify(now, NoticeKind.IdentifierChangeStopped, caller, ChangeStop.Taken);

    private static Account Tell(
        Account account, SealedIdentifier to, NoticeKind kind, string detail, DateTimeOffset now, Caller caller) => account with
    {
        Notices = account.Notices.Add(new Notice(0, now, kind, caller.Network, caller.Agent)
        {
            Detail = detail, ProtectedTo = to.Protected, ProtectedPhrase = account.SafetyPhrase?.Protected,
        }),
    };

    // What waits for the address that was the account's until now still goes there; codes and links for it are over.
    private static Account Readdress(Account account, string former) => account with
    {
        Notices = account.Notices with
        {
            Undelivered = [.. account.Notices.Undelivered.Where(n => !IsProof(n.Kind))
                .Select(n => n.ProtectedTo is null ? n with { ProtectedTo = former } : n)],
        },
    };

    private static bool IsProof(NoticeKind kind) => kind is NoticeKind.RecoveryLink or NoticeKind.NewPasscodeLink
        or NoticeKind.LostFactorCode or NoticeKind.IdentifierCode;
}
