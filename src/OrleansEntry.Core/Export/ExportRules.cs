using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Sessions;

namespace OrleansEntry.Core.Export;

/// <summary>Taking along what is stored of a person. Pure.</summary>
public static class ExportRules
{
    /// <summary>Lets the owner take it. Takes confirmed presence, with the second factor where there is one; log and owner are told,
    /// because a thief would like to read it too.</summary>
    /// <param name="account">The account.</param>
    /// <param name="own">The caller's session.</param>
    /// <param name="now">When.</param>
    /// <param name="caller">Who.</param>
    /// <param name="sessions">The numbers.</param>
    public static Decision<CommandAnswer> Take(Account account, Session own, DateTimeOffset now, Caller caller, SessionPolicy sessions)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (!SessionRules.IsConfirmed(account, own, now, sessions)) return new(new CommandAnswer.ConfirmationDue(), account);

        return new(new CommandAnswer.Done(own), account.Log(now, ActivityKind.AccountExported, caller, sessionId: own.Id)
            .Notify(now, NoticeKind.AccountExported, caller));
    }
}
