using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.SettingsLock;

namespace OrleansEntry.Core.SafetyPhrases;

/// <summary>A safety phrase as it is stored.</summary>
/// <param name="Protected">Sealed for its account.</param>
/// <param name="Since">When it was chosen.</param>
public sealed record StoredSafetyPhrase(string Protected, DateTimeOffset Since)
{
    /// <summary>Never prints what is in it.</summary>
    public override string ToString() => "[safety phrase]";
}

/// <summary>Choosing the safety phrase, and doing without. Pure.</summary>
/// <remarks>The mail that tells of a change shows the phrase that was in force before it: that is the one by which its owner knows
/// us.</remarks>
public static class SafetyPhraseRules
{
    /// <summary>Chooses a phrase, or another one. Takes confirmed presence.</summary>
    /// <param name="account">The account.</param>
    /// <param name="own">The caller's session.</param>
    /// <param name="sealedPhrase">The phrase, sealed; <see langword="null"/> when it is the present one.</param>
    /// <param name="now">When.</param>
    /// <param name="caller">Who.</param>
    /// <param name="sessions">The numbers.</param>
    public static Decision<CommandAnswer> Set(
        Account account, Session own, string? sealedPhrase, DateTimeOffset now, Caller caller, SessionPolicy sessions)
    {
        if (SettingsLockRules.Refuse(account, own, now, sessions) is { } refusal) return new(refusal, account);
        if (sealedPhrase is null) return new(new CommandAnswer.Done(own), account);

        account = account.Log(now, ActivityKind.SafetyPhraseSet, caller, sessionId: own.Id)
            .Notify(now, account.SafetyPhrase is null ? NoticeKind.SafetyPhraseSet : NoticeKind.SafetyPhraseChanged, caller);
        return new(new CommandAnswer.Done(own), account with { SafetyPhrase = new StoredSafetyPhrase(sealedPhrase, now) });
    }

    /// <summary>Does without from now on. Takes confirmed presence.</summary>
    public static Decision<CommandAnswer> Remove(
        Account account, Session own, DateTimeOffset now, Caller caller, SessionPolicy sessions)
    {
        if (SettingsLockRules.Refuse(account, own, now, sessions) is { } refusal) return new(refusal, account);
        if (account.SafetyPhrase is null) return new(new CommandAnswer.NotFound(), account);

        account = account.Log(now, ActivityKind.SafetyPhraseRemoved, caller, sessionId: own.Id)
            .Notify(now, NoticeKind.SafetyPhraseRemoved, caller);
        return new(new CommandAnswer.Done(own), account with { SafetyPhrase = null });
    }

    /// <summary>The sealed phrase that the entrance shows: to a device that this account knows, and to nobody else.</summary>
    public static string? ShownTo(Account account, Lane lane) => lane.IsStranger ? null : account.SafetyPhrase?.Protected;
}
