using System.Collections.Immutable;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.LostFactor;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.SettingsLock;

namespace OrleansEntry.Core.Passkeys;

/// <summary>A passkey to be added, with everything that was drawn for it.</summary>
/// <param name="Id">Its public name.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Credential">What its authenticator gave away; <see langword="null"/> when its answer was wrong.</param>
/// <param name="CodeHashes">Of ten recovery codes, for an account that has none.</param>
/// <param name="Seed">For the rotated token.</param>
public sealed record NewPasskey(
    string Id, string Name, PasskeyCredential? Credential, ImmutableArray<byte[]> CodeHashes, SessionSeed Seed)
{
    /// <summary>Never prints the hashes.</summary>
    public override string ToString() => $"new passkey {Id}";
}

/// <summary>Adding, using and removing passkeys. Pure.</summary>
/// <remarks>The states, the refusals and the limits stand in this folder's README.</remarks>
public static class PasskeyRules
{
    /// <summary>What adding one is refused with, before an authenticator is asked and again when it answered.</summary>
    public static CommandAnswer? RefuseAdding(Account account, Session own, DateTimeOffset now, EntryPolicy policy) =>
        SettingsLockRules.Refuse(account, own, now, policy.Sessions) is { } refusal ? refusal
        : account.Passkeys.Length >= policy.Passkeys.MaxPasskeys ? new CommandAnswer.Conflict("too-many-passkeys")
        : null;

    /// <summary>Adds one. Where it is the first factor the account has recovery codes from now on, and the session's token
    /// rotates.</summary>
    public static Decision<CommandAnswer> Add(
        Account account, Session own, NewPasskey added, DateTimeOffset now, Caller caller, EntryPolicy policy, DeploymentKeys keys)
    {
        if (RefuseAdding(account, own, now, policy) is { } refusal) return new(refusal, account);
        if (added.Credential is not { } credential || Find(account, credential) is not null)
            return new(new CommandAnswer.Refused(PasskeyReason), account);

        account = account with
        {
            Passkeys = account.Passkeys.Add(
                new Passkey { Id = added.Id, Name = added.Name, Credential = credential, Since = now, LastUsedAt = now }
                    .WithMac(account.Id, keys)),
            RecoveryCodes = account.RecoveryCodes ?? new RecoveryCodeSet(added.CodeHashes, now),
        };
        account = LostFactorRules.Stop(account, StopReason.FactorChanged, now, caller) with { LostFactor = LostFactorState.None };
        (account, var rotated) = SessionRules.Rotate(account, own, [Method.Passkey], added.Seed, now);
        return new(
            new CommandAnswer.Done(rotated),
            SecondFactorRules.Tell(
                account, ActivityKind.PasskeyAdded, NoticeKind.PasskeyAdded, own, now, caller, policy.Holds, added.Name));
    }

    /// <summary>Gives one another name.</summary>
    public static Decision<CommandAnswer> Rename(
        Account account, Session own, string id, string name, DateTimeOffset now, Caller caller)
    {
        if (account.Passkeys.FirstOrDefault(p => p.Id == id) is not { } passkey) return new(new CommandAnswer.NotFound(), account);

        return passkey.Name == name
            ? new(new CommandAnswer.Done(own), account)
            : new(
                new CommandAnswer.Done(own),
                (account with { Passkeys = account.Passkeys.Replace(passkey, passkey with { Name = name }) })
                    .Log(now, ActivityKind.PasskeyRenamed, caller, sessionId: own.Id, detail: name));
    }

    /// <summary>Removes one; with the last factor of an account its recovery codes go too.</summary>
    public static Decision<CommandAnswer> Remove(
        Account account, Session own, string id, DateTimeOffset now, Caller caller, EntryPolicy policy)
    {
        if (account.Passkeys.FirstOrDefault(p => p.Id == id) is not { } passkey) return new(new CommandAnswer.NotFound(), account);
        if (SettingsLockRules.Refuse(account, now) is { } locked) return new(locked, account);

        var isLast = account is { Totp: null, Passkeys.Length: 1 };
        if (isLast && (policy.SecondFactor.Required || account.ShortPasscode))
            return new(new CommandAnswer.Conflict("second-factor-required"), account);
        if (!SessionRules.IsConfirmed(account, own, now, policy.Sessions)) return new(new CommandAnswer.ConfirmationDue(), account);
        if (ProbationRules.Refuse(account, own, passkey.Since, now, policy.SecondFactor) is { } probation) return new(probation, account);

        account = LostFactorRules.Stop(account, StopReason.FactorChanged, now, caller);
        account = isLast
            ? SecondFactorRules.Clear(account with { LostFactor = LostFactorState.None })
            : account with { Passkeys = account.Passkeys.Remove(passkey) };
        return new(
            new CommandAnswer.Done(own),
            SecondFactorRules.Tell(
                account, ActivityKind.PasskeyRemoved, NoticeKind.PasskeyRemoved, own, now, caller, policy.Holds, passkey.Name));
    }

    /// <summary>The account's passkeys that nobody changed in the store. No other one is asked for or accepted.</summary>
    public static ImmutableArray<PasskeyCredential> Intact(Account account, DeploymentKeys keys) =>
        [.. account.Passkeys.Where(p => p.IsIntact(account.Id, keys)).Select(p => p.Credential)];

    /// <summary>What a passkey that was shown is worth. Nothing is used up here.</summary>
    /// <remarks>A counter that did not rise says that the passkey may have been copied (WebAuthn §6.1.1): whichever of the two comes
    /// second is refused, and the owner hears of it.</remarks>
    public static CodeVerdict Judge(Account account, AssertionVerdict verdict) =>
        verdict is not AssertionVerdict.Right { Credential: var shown } || Find(account, shown) is not { } passkey
            ? new CodeVerdict.Wrong()
        : passkey.Credential.Counter != 0 && shown.Counter <= passkey.Credential.Counter
            ? new CodeVerdict.Copied(passkey.Id)
            : new CodeVerdict.RightPasskey(passkey.Id, shown.Counter, shown.BackedUp);

    /// <summary>Notes that one was used, with where it stands now.</summary>
    internal static Account Use(Account account, CodeVerdict.RightPasskey right, DateTimeOffset now)
    {
        var passkey = account.Passkeys.First(p => p.Id == right.Id);
        var used = passkey with
        {
            LastUsedAt = now, Credential = passkey.Credential with { Counter = right.Counter, BackedUp = right.BackedUp },
        };
        return account with { Passkeys = account.Passkeys.Replace(passkey, used) };
    }

    /// <summary>The owner is told that a passkey may have been copied.</summary>
    internal static Account TellCopy(Account account, CodeVerdict verdict, DateTimeOffset now, Caller caller) =>
        verdict is CodeVerdict.Copied copied
            ? account.Notify(now, NoticeKind.PasskeyCopied, caller, account.Passkeys.First(p => p.Id == copied.Id).Name)
            : account;

    /// <summary>Since when the account has the passkey that was shown.</summary>
    internal static DateTimeOffset SinceOf(Account account, CodeVerdict.RightPasskey shown) =>
        account.Passkeys.First(p => p.Id == shown.Id).Since;

    /// <summary>Since when the account has the passkey that was used last.</summary>
    internal static DateTimeOffset? SinceOfLastUsed(Account account) => account.Passkeys.MaxBy(p => p.LastUsedAt ?? p.Since)?.Since;

    /// <summary>How a wrong passkey is refused inside a session.</summary>
    public const string PasskeyReason = "passkey";

    private static Passkey? Find(Account account, PasskeyCredential credential) =>
        account.Passkeys.FirstOrDefault(p => p.Credential.Id.AsSpan().SequenceEqual(credential.Id.AsSpan()));
}
