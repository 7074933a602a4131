using System.Globalization;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Sessions;

namespace OrleansEntry.Core.SettingsLock;

/// <summary>The owner locks the security settings for a while: nobody changes them until then, and nobody ends the lock. Pure.</summary>
public static class SettingsLockRules
{
    /// <summary>Until when the settings are locked; <see langword="null"/> when they are not.</summary>
    public static DateTimeOffset? Until(Account account, DateTimeOffset now) =>
        account.SettingsLockedUntil is { } until && now < until ? until : null;

    /// <summary>What every change of the security settings is refused with while they are locked.</summary>
    public static CommandAnswer? Refuse(Account account, DateTimeOffset now) =>
        Until(account, now) is { } until ? new CommandAnswer.SettingsLocked(until) : null;

    /// <summary>What a change that takes confirmed presence is refused with: by the lock first, then for want of presence.</summary>
    public static CommandAnswer? Refuse(Account account, Session own, DateTimeOffset now, SessionPolicy sessions) =>
        Refuse(account, now) ?? (SessionRules.IsConfirmed(account, own, now, sessions) ? null : new CommandAnswer.ConfirmationDue());

    /// <summary>Locks them. A lock that ends later stays as it is.</summary>
    public static Decision<CommandAnswer> Lock(
        Account account, Session own, int hours, DateTimeOffset now, Caller caller, EntryPolicy policy)
    {
        if (hours < policy.SettingsLock.MinHours || hours > policy.SettingsLock.MaxHours)
            return new(new CommandAnswer.Conflict("settings-lock-length"), account);
        if (!SessionRules.IsConfirmed(account, own, now, policy.Sessions)) return new(new CommandAnswer.ConfirmationDue(), account);

        var until = now.AddHours(hours);
        if (account.SettingsLockedUntil >= until) return new(new CommandAnswer.Done(own), account);

        account = (account with { SettingsLockedUntil = until }).Log(
            now, ActivityKind.SettingsLocked, caller, sessionId: own.Id,
            detail: until.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        return new(new CommandAnswer.Done(own), account.Notify(now, NoticeKind.SettingsLocked, caller));
    }
}
