using System.Globalization;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Closing;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.IdentifierChange;
using OrleansEntry.Core.LostFactor;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Sessions;

namespace OrleansEntry.Core.Freezing;

/// <summary>How the link of a mail ends. Closed: only the cases below.</summary>
public enum LinkAnswer
{
    /// <summary>The account is frozen.</summary>
    Frozen,

    /// <summary>A removal of the second factor, a change of identifier or a closing is stopped.</summary>
    Stopped,

    /// <summary>It is over, was used, or belongs to no account.</summary>
    Gone,
}

/// <summary>Closing an account at once. Pure.</summary>
/// <remarks>Freezing takes a session and nothing more: an owner under attack must not be asked for a passcode first. Whoever has a session
/// can freeze the account therefore, and only its owner can come back (<see cref="Recovery.RecoveryRules"/>).</remarks>
public static class FreezeRules
{
    /// <summary>Freezes the caller's account.</summary>
    public static Decision<CommandAnswer> Freeze(Account account, Session own, DateTimeOffset now, Caller caller) =>
        new(new CommandAnswer.Done(own), Close(account, FreezeReason.Owner, null, now, caller));

    /// <summary>"This was not me", said of an entry of the log.</summary>
    public static Decision<CommandAnswer> Report(Account account, Session own, long sequence, DateTimeOffset now, Caller caller) =>
        sequence < 1 || sequence > account.Activity.Sequence
            ? new(new CommandAnswer.NotFound(), account)
            : new(new CommandAnswer.Done(own), Close(account, FreezeReason.Report, sequence, now, caller));

    /// <summary>"This was not me", said by the link of a mail. One use ends the links of all mails up to then: what they told of
    /// is dealt with.</summary>
    /// <param name="account">The account.</param>
    /// <param name="number">The mail's number.</param>
    /// <param name="expiresAt">The link's end.</param>
    /// <param name="now">When.</param>
    /// <param name="caller">Who.</param>
    public static Decision<LinkAnswer> ReportByLink(Account account, long number, DateTimeOffset expiresAt, DateTimeOffset now,
        Caller caller)
    {
        if (!account.Exists || now >= expiresAt || number <= account.LinksUsedThrough || number > account.Notices.LastNumber)
            return new(LinkAnswer.Gone, account);

        account = Close(account, FreezeReason.Mail, number, now, caller);
        return new(LinkAnswer.Frozen, account with { LinksUsedThrough = account.Notices.LastNumber });
    }

    /// <summary>An operator freezes the account. One that its owner froze belongs to the operators from then on.</summary>
    internal static Account ByOperator(Account account, DateTimeOffset now, Caller caller) => account.Frozen is { } frozen
        ? account with { Frozen = frozen with { Why = FreezeReason.Operator }, Recovery = null }
        : Close(account, FreezeReason.Operator, null, now, caller) with { Recovery = null };

    /// <summary>Ends all sessions, finishes all entries under way, forgets all devices.</summary>
    internal static Account Close(Account account, string why, long? about, DateTimeOffset now, Caller caller)
    {
        var detail = about?.ToString(CultureInfo.InvariantCulture);
        if (account.Frozen is not null) return account.Log(now, ActivityKind.AccountFrozen, caller, why, detail: detail);

        account = account.Log(now, ActivityKind.AccountFrozen, caller, why, detail: detail);
        // An operator's own mail says whom to ask: there is no way back by mail.
        if (why != FreezeReason.Operator) account = account.Notify(now, NoticeKind.AccountFrozen, caller);
        account = SessionRules.EndAll(account, "frozen", now, caller);
        account = LostFactorRules.Stop(account, StopReason.Frozen, now, caller);
        account = IdentifierChangeRules.Stop(account, ChangeStop.Frozen, now, caller);
        account = ClosingRules.Stop(account, ClosingStop.Frozen, now, caller);
        return Shut(account) with { Frozen = new Freeze(now, why) };
    }

    /// <summary>Nothing that was under way goes on, and no device is known any more.</summary>
    internal static Account Shut(Account account)
    {
        // What failed in a row stays counted: forgetting a device must not make room for more guesses (N-21).
        var strangers = account.Devices.Aggregate(account.Strangers, (sum, device) => sum.WithInARowOf(device.Meters));
        return account with
        {
            Strangers = strangers, Devices = [], PendingTotp = null, PendingAlertAddress = null, Admission = null,
            Entries = OpenEntry.Finish(account.Entries),
        };
    }
}
