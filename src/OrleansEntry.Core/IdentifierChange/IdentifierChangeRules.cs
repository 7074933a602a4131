using System.Security.Cryptography;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.SettingsLock;

namespace OrleansEntry.Core.IdentifierChange;

/// <summary>Asking for another identifier, and giving its two codes. What follows stands in <see cref="IdentifierMoves"/>. Pure.</summary>
/// <remarks>Nobody learns here whether the new identifier is taken: its code is mailed later, or a word to its owner instead.</remarks>
public static class IdentifierChangeRules
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>Asks for another identifier: a code is mailed to it, and one to the present address. Takes confirmed presence, by a factor
    /// that is not on probation. A new wish replaces the last.</summary>
    public static Decision<CommandAnswer> Begin(
        Account account, Session own, IdentifierWish wish, DateTimeOffset now, Caller caller, EntryPolicy policy)
    {
        if (Refuse(account, own, wish, now, policy) is { } refusal) return new(refusal, account);

        // A clock that was set back must not end the day early, nor make it last for long.
        var (state, numbers) = (account.IdentifierChange, policy.IdentifierChange);
        var lately = state.CodesMailedAt.Where(at => (now - at).Duration() < Day).ToArray();
        if (lately.Length >= numbers.CodesInADay) return new(new CommandAnswer.Waiting(lately.Min() + Day), account);

        Notice Mail(DrawnCode code, string? to) => new(0, now, NoticeKind.IdentifierCode, caller.Network, caller.Agent)
        {
            Detail = wish.To.Masked, ProtectedTo = to, ProtectedCode = code.Protected,
        };
        account = account with
        {
            IdentifierChange = state with
            {
                Asked = new AskedChange(
                    wish.Id, wish.To, own.Id, wish.NewCode.Hash, wish.OldCode.Hash, numbers.Tries, now + numbers.CodeFor),
                CodesMailedAt = [.. lately, now],
            },
            Notices = account.Notices.Drop(NoticeKind.IdentifierCode).Add(Mail(wish.NewCode, wish.To.Protected))
                .Add(Mail(wish.OldCode, null)),
        };
        account = account.Log(now, ActivityKind.IdentifierChangeAsked, caller, sessionId: own.Id, detail: wish.To.Masked)
            .NotifyFurther(now, NoticeKind.IdentifierChangeBegun, caller, wish.To.Masked);
        return new(new CommandAnswer.Done(own), account);
    }

    /// <summary>Both codes were given, in the session that asked. Right, the account intends to change, and claims the new identifier. The
    /// try is counted in the account that is given back.</summary>
    /// <param name="account">The account.</param>
    /// <param name="own">The caller's session.</param>
    /// <param name="hashOf">The keyed hashes of what was typed, for the change of that name.</param>
    /// <param name="now">When.</param>
    /// <param name="caller">Who.</param>
    public static Decision<CommandAnswer> Confirm(
        Account account, Session own, Func<string, (byte[] New, byte[] Old)> hashOf, DateTimeOffset now, Caller caller)
    {
        if (SettingsLockRules.Refuse(account, now) is { } locked) return new(locked, account);
        if (Waiting(account, now) is not { } asked || asked.SessionId != own.Id)
            return new(new CommandAnswer.Conflict("identifier-code-over"), account);

        // Both are looked at whatever the first one is: nobody finds one of them out alone.
        var (shownNew, shownOld) = hashOf(asked.Id);
        if (!(CryptographicOperations.FixedTimeEquals(asked.NewCodeHash, shownNew)
            & CryptographicOperations.FixedTimeEquals(asked.OldCodeHash, shownOld)))
            return new(new CommandAnswer.Refused("mailed-code"), Count(account, asked, now, caller, own));

        var state = account.IdentifierChange.Order(asked.To.Key, Standing.Named);
        var claim = new ClaimedChange(asked.To, state.LastOrder, own.Id, caller.Network, caller.Agent);
        return new(new CommandAnswer.Done(own), account with { IdentifierChange = state with { Asked = null, Claim = claim } });
    }

    /// <summary>Stops a change from inside a session, as long as it has not happened. A session is enough: it takes nothing from
    /// anybody.</summary>
    public static Decision<CommandAnswer> Stop(Account account, Session own, DateTimeOffset now, Caller caller) =>
        account.IdentifierChange.Claim is null && Waiting(account, now) is null
            ? new(new CommandAnswer.NotFound(), account)
            : new(new CommandAnswer.Done(own), Stop(account, ChangeStop.Session, now, caller));

    /// <summary>Stops a change that has not happened, if there is one; every address is told. An identifier that may have been claimed
    /// already is given back.</summary>
    internal static Account Stop(Account account, string why, DateTimeOffset now, Caller caller)
    {
        var state = account.IdentifierChange;
        if (state.Claim is null && Waiting(account, now) is null) return account;

        if (state.Claim is { } claim)
        {
            state = state with { Orders = state.Orders.RemoveAll(order => order.Number == claim.Order) };
            state = state.Order(claim.To.Key, Standing.Free);
        }

        account = account with
        {
            IdentifierChange = state with { Asked = null, Claim = null }, Notices = account.Notices.Drop(NoticeKind.IdentifierCode),
        };
        return account.Log(now, ActivityKind.IdentifierChangeStopped, caller, why)
            .Notify(now, NoticeKind.IdentifierChangeStopped, caller, why);
    }

    /// <summary>The change that waits for its codes, while it does.</summary>
    public static AskedChange? Waiting(Account account, DateTimeOffset now) =>
        account.IdentifierChange.Asked is { } asked && now < asked.ExpiresAt ? asked : null;

    /// <summary>From when on a mail to the account's address proves anything; <see langword="null"/> when it does now. For as long as the
    /// former address can take a change back, the new one replaces no passcode, removes no factor and opens no frozen account: whoever
    /// changed it could otherwise take the rest by mail.</summary>
    public static DateTimeOffset? MailProvesFrom(Account account, DateTimeOffset now) =>
        account.IdentifierChange.Former is { } former && now < former.Until ? former.Until : null;

    /// <summary>Somebody wanted an identifier that this account has, or had and keeps: whoever reads that address is told, at most once
    /// in <paramref name="quietFor"/>.</summary>
    /// <param name="account">The account.</param>
    /// <param name="key">The identifier's key.</param>
    /// <param name="byChange">Whether another account wanted it for a change; otherwise it was to be registered.</param>
    /// <param name="lastTold">When that was told last.</param>
    /// <param name="quietFor">How long nothing is told again.</param>
    /// <param name="now">When.</param>
    /// <param name="caller">Who.</param>
    public static Account NoteTry(
        Account account, string key, bool byChange, DateTimeOffset? lastTold, TimeSpan quietFor, DateTimeOffset now, Caller caller)
    {
        if (!account.Exists || (lastTold is { } last && now - last < quietFor)) return account;

        account = account.Log(now, ActivityKind.RegistrationTried, caller, byChange ? "change" : null);
        if (account.IdentifierChange.Former is not { Identifier: var former } || former.Key != key)
            return account.Notify(now, NoticeKind.RegistrationTried, caller, byChange ? "change" : null);
        return account with
        {
            Notices = account.Notices.Add(
                new Notice(0, now, NoticeKind.RegistrationTried, caller.Network, caller.Agent)
                {
                    Detail = "former", ProtectedTo = former.Protected, ProtectedPhrase = account.SafetyPhrase?.Protected,
                }),
        };
    }

    private static CommandAnswer? Refuse(Account account, Session own, IdentifierWish wish, DateTimeOffset now, EntryPolicy policy)
    {
        if (SettingsLockRules.Refuse(account, own, now, policy.Sessions) is { } refusal) return refusal;
        if (ProbationRules.Refuse(account, own, account.OpenedAt, now, policy.SecondFactor) is { } probation) return probation;
        if (account.Closing.Waiting is not null) return new CommandAnswer.Conflict("closing-waits");
        if (wish.To.Key == wish.Own.Key) return new CommandAnswer.Conflict("same-identifier");
        if (account.IdentifierChange.Former is not null) return new CommandAnswer.Conflict("identifier-changed-lately");
        return account.IdentifierChange is { Claim: null, Orders: [] } ? null : new CommandAnswer.Conflict("identifier-change-runs");
    }

    private static Account Count(Account account, AskedChange asked, DateTimeOffset now, Caller caller, Session own)
    {
        var left = asked.TriesLeft - 1;
        return (account with
        {
            IdentifierChange = account.IdentifierChange with { Asked = left > 0 ? asked with { TriesLeft = left } : null },
        }).Log(now, ActivityKind.IdentifierChangeRefused, caller, "wrong", own.Id, asked.To.Masked);
    }
}
