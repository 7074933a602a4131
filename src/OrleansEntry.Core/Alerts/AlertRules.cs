using System.Security.Cryptography;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.IdentifierChange;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.SettingsLock;

namespace OrleansEntry.Core.Alerts;

/// <summary>Further addresses that every alert goes to. They get mails and nothing else: no account is entered or recovered by one.
/// Pure.</summary>
public static class AlertRules
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>Asks for an address: a code is mailed there. A new wish replaces the last. Takes confirmed presence.</summary>
    public static Decision<CommandAnswer> Begin(
        Account account, Session own, AlertAddressWish wish, DateTimeOffset now, Caller caller, EntryPolicy policy)
    {
        if (SettingsLockRules.Refuse(account, own, now, policy.Sessions) is { } refusal) return new(refusal, account);
        if (wish.IsIdentifier || account.AlertAddresses.Any(a => a.Name == wish.Address.Name))
            return new(new CommandAnswer.Conflict("known-alert-address"), account);
        if (account.AlertAddresses.Length >= policy.Alerts.MaxAddresses)
            return new(new CommandAnswer.Conflict("too-many-alert-addresses"), account);

        // A clock that was set back must not end the day early, nor make it last for long.
        var lately = account.AlertCodesMailedAt.Where(at => (now - at).Duration() < Day).ToArray();
        if (lately.Length >= policy.Alerts.CodesInADay) return new(new CommandAnswer.Waiting(lately.Min() + Day), account);

        account = account with
        {
            PendingAlertAddress = new PendingAlertAddress(
                wish.Address, own.Id, wish.CodeHash, policy.Alerts.Tries, now + policy.Alerts.CodeFor),
            AlertCodesMailedAt = [.. lately, now],
            Notices = account.Notices.Drop(NoticeKind.AlertAddressCode).Add(
                new Notice(0, now, NoticeKind.AlertAddressCode, caller.Network, caller.Agent)
                {
                    ProtectedTo = wish.Address.Protected, ProtectedCode = wish.ProtectedCode,
                }),
        };
        return new(
            new CommandAnswer.Done(own),
            account.Log(now, ActivityKind.AlertAddressAsked, caller, sessionId: own.Id, detail: wish.Address.Masked));
    }

    /// <summary>Proves an address by its code, in the session that asked. The try is counted in the account that is given back.</summary>
    /// <param name="account">The account.</param>
    /// <param name="own">The caller's session.</param>
    /// <param name="id">The address that is meant.</param>
    /// <param name="codeHash">The keyed hash of what was typed.</param>
    /// <param name="now">When.</param>
    /// <param name="caller">Who.</param>
    /// <param name="policy">The numbers.</param>
    public static Decision<CommandAnswer> Confirm(
        Account account, Session own, string id, ReadOnlySpan<byte> codeHash, DateTimeOffset now, Caller caller, EntryPolicy policy)
    {
        if (SettingsLockRules.Refuse(account, now) is { } locked) return new(locked, account);
        if (account.PendingAlertAddress is not { } pending || pending.Address.Id != id || pending.SessionId != own.Id
            || now >= pending.ExpiresAt)
            return new(new CommandAnswer.Conflict("alert-code-over"), account);
        if (account.AlertAddresses.Length >= policy.Alerts.MaxAddresses)
            return new(new CommandAnswer.Conflict("too-many-alert-addresses"), account);

        var address = pending.Address with { Since = now };
        if (!CryptographicOperations.FixedTimeEquals(pending.CodeHash, codeHash))
        {
            var left = pending.TriesLeft - 1;
            return new(
                new CommandAnswer.Refused("mailed-code"),
                (account with { PendingAlertAddress = left > 0 ? pending with { TriesLeft = left } : null })
                    .Log(now, ActivityKind.AlertAddressRefused, caller, "wrong", own.Id, address.Masked));
        }

        account = (account with { PendingAlertAddress = null, AlertAddresses = account.AlertAddresses.Add(address) })
            .Log(now, ActivityKind.AlertAddressAdded, caller, sessionId: own.Id, detail: address.Masked)
            .Notify(now, NoticeKind.AlertAddressAdded, caller, address.Masked);
        return new(new CommandAnswer.Done(own), account);
    }

    /// <summary>Removes an address; it is told so itself, too. Takes confirmed presence.</summary>
    public static Decision<CommandAnswer> Remove(
        Account account, Session own, string id, DateTimeOffset now, Caller caller, EntryPolicy policy)
    {
        if (SettingsLockRules.Refuse(account, own, now, policy.Sessions) is { } refusal) return new(refusal, account);
        if (account.AlertAddresses.FirstOrDefault(a => a.Id == id) is not { } address) return new(new CommandAnswer.NotFound(), account);

        account = account.Log(now, ActivityKind.AlertAddressRemoved, caller, sessionId: own.Id, detail: address.Masked)
            .Notify(now, NoticeKind.AlertAddressRemoved, caller, address.Masked);
        return new(new CommandAnswer.Done(own), account with { AlertAddresses = account.AlertAddresses.Remove(address) });
    }

    /// <summary>The address that waits for its code, while it does.</summary>
    public static PendingAlertAddress? Waiting(Account account, DateTimeOffset now) =>
        account.PendingAlertAddress is { } pending && now < pending.ExpiresAt ? pending : null;

    /// <summary>Whether a mail is still worth sending: nobody is mailed a code that works no more, and a further address that takes no mail
    /// is given up when its link works no more.</summary>
    public static bool StillMails(Account account, Notice notice, DateTimeOffset now, FreezePolicy freezing) => notice switch
    {
        { Kind: NoticeKind.IdentifierCode } => IdentifierChangeRules.Waiting(account, now) is not null,
        { Kind: NoticeKind.IdentifierMoved } => IdentifierChangeRules.MailProvesFrom(account, now) is not null,
        { Kind: NoticeKind.LostFactorCode } => account.LostFactor.Asked is { } asked && now < asked.ExpiresAt,
        { ProtectedTo: null } => true,
        { Kind: NoticeKind.AlertAddressCode } => Waiting(account, now)?.Address.Protected == notice.ProtectedTo,
        _ => now - notice.At < freezing.LinkFor,
    };
}
