using OrleansEntry.Core.Activity;

namespace OrleansEntry.Core.Accounts;

/// <summary>How an account begins. Pure.</summary>
public static class AccountRules
{
    /// <summary>Opens an account. An account that is open already, or was closed, stays as it is, so that opening is safe to
    /// repeat.</summary>
    public static Account Open(
        Account account, string protectedIdentifier, string passcodeHash, bool shortPasscode, DateTimeOffset now, Caller caller) =>
        account.HasRecord
            ? account
            : (new Account
            {
                Id = account.Id, OpenedAt = now, ProtectedIdentifier = protectedIdentifier, PasscodeHash = passcodeHash,
                ShortPasscode = shortPasscode,
            }).Log(now, ActivityKind.AccountOpened, caller);
}
