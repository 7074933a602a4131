using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Notices;

namespace OrleansEntry.Core.Accounts;

/// <summary>How an account begins. Pure.</summary>
public static class AccountRules
{
    /// <summary>Opens an account. An account that is open already stays as it is, so that opening is safe to repeat.</summary>
    public static Account Open(
        Account account, string protectedIdentifier, string passcodeHash, bool shortPasscode, DateTimeOffset now, Caller caller) =>
        account.Exists
            ? account
            : (new Account
            {
                Id = account.Id, OpenedAt = now, ProtectedIdentifier = protectedIdentifier, PasscodeHash = passcodeHash,
                ShortPasscode = shortPasscode,
            }).Log(now, ActivityKind.AccountOpened, caller);

    /// <summary>Somebody tried to register an address that has an account: the owner is told,
    /// at most once in <paramref name="quietFor"/>.</summary>
    public static Account NoteRegistrationTry(
        Account account, DateTimeOffset? lastTold, TimeSpan quietFor, DateTimeOffset now, Caller caller)
    {
        if (!account.Exists || (lastTold is { } last && now - last < quietFor)) return account;
        return account.Log(now, ActivityKind.RegistrationTried, caller).Notify(now, NoticeKind.RegistrationTried, caller);
    }
}
