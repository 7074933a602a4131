using OrleansEntry.Core.Accounts;

namespace OrleansEntry.Core.Notices;

/// <summary>A wait that every address of an account is warned of, and that each of the warnings stops: before a lost factor is removed, and
/// before an account is closed.</summary>
/// <remarks>A clock that was put forward, or a service that stood still, takes nobody's time: between the last warning and the end lies the
/// time it warns before, and none ends while a warning waits for the mail service.</remarks>
/// <param name="Since">When it began.</param>
/// <param name="EndsAt">Its end, at the earliest.</param>
/// <param name="FirstNotice">The number of its first mail: links of mails before that do not stop it.</param>
/// <param name="WarnedAt">When the owner was last warned.</param>
/// <param name="LastWarned">Whether that was the last warning.</param>
/// <param name="Network">From which network it was asked for.</param>
/// <param name="Agent">By what client.</param>
public sealed record WarnedWait(
    DateTimeOffset Since, DateTimeOffset EndsAt, long FirstNotice, DateTimeOffset WarnedAt, bool LastWarned, string Network, string Agent)
{
    /// <summary>Who asked for it, as far as its warnings and its end tell.</summary>
    public Caller Asker => new(Lane.Stranger, Network, Agent);

    /// <summary>When it ends, at the earliest. Settings that their owner locked stay as they are until the lock ends.</summary>
    public DateTimeOffset EndFor(Account account) =>
        account.SettingsLockedUntil is { } locked && locked > EndsAt ? locked : EndsAt;

    /// <summary>Whether the link of a mail is one of its own, and works.</summary>
    /// <param name="account">The account.</param>
    /// <param name="number">The mail's number.</param>
    /// <param name="expiresAt">The link's end.</param>
    /// <param name="now">When.</param>
    public bool HasLink(Account account, long number, DateTimeOffset expiresAt, DateTimeOffset now) =>
        now < expiresAt && number >= FirstNotice && number <= account.Notices.LastNumber;

    /// <summary>The same after the warning that is due; <see langword="null"/> while none is.</summary>
    public WarnedWait? Warned(Account account, DateTimeOffset now, TimeSpan warnBefore, TimeSpan warnEvery)
    {
        if (LastWarned) return null;

        var last = now >= EndFor(account) - warnBefore;
        return last || (now - WarnedAt).Duration() >= warnEvery ? this with { WarnedAt = now, LastWarned = last } : null;
    }

    /// <summary>Whether its end has come.</summary>
    /// <param name="account">The account.</param>
    /// <param name="now">When.</param>
    /// <param name="warnBefore">How long before the end the last warning goes out.</param>
    /// <param name="isWarning">Which mails warn of it.</param>
    public bool IsOver(Account account, DateTimeOffset now, TimeSpan warnBefore, Func<Notice, bool> isWarning) =>
        LastWarned && now >= EndFor(account) && now >= WarnedAt + warnBefore
            && !account.Notices.Undelivered.Any(n => n.ProtectedTo is null && n.Number >= FirstNotice && isWarning(n));
}
