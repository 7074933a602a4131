using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Passkeys;
using OrleansEntry.Core.Sessions;

namespace OrleansEntry.Core.SecondFactor;

/// <summary>A second factor is on probation at first: who got in and added one neither takes money out with it nor takes away what
/// the owner had before, until the owner, who was told, had time to act. Pure.</summary>
public static class ProbationRules
{
    /// <summary>Until when a factor is on probation; <see langword="null"/> when it is not, or there is none.</summary>
    /// <param name="account">The account.</param>
    /// <param name="method">One of <see cref="Method"/>.</param>
    /// <param name="now">When.</param>
    /// <param name="policy">The numbers.</param>
    public static DateTimeOffset? Until(Account account, string method, DateTimeOffset now, SecondFactorPolicy policy) =>
        Until(SinceOf(account, method), now, policy);

    /// <summary>Until when a factor that was added then is on probation; <see langword="null"/> when it is not.</summary>
    internal static DateTimeOffset? Until(DateTimeOffset? since, DateTimeOffset now, SecondFactorPolicy policy) =>
        since + policy.ProbationFor is { } until && now < until ? until : null;

    /// <summary>What taking a factor away or replacing it is refused with, in a session that was confirmed by a factor on probation.
    /// What is not older than that factor came with it, and may go.</summary>
    /// <param name="account">The account.</param>
    /// <param name="own">The caller's session, its presence confirmed.</param>
    /// <param name="target">Since when there is what is to go; <see langword="null"/> when there is nothing.</param>
    /// <param name="now">When.</param>
    /// <param name="policy">The numbers.</param>
    public static CommandAnswer? Refuse(
        Account account, Session own, DateTimeOffset? target, DateTimeOffset now, SecondFactorPolicy policy)
    {
        if (!own.ConfirmedWithSecondFactor) return null;

        // The factor that was shown counts, also where a newer one took its place since. A session that does not know what confirmed it is
        // older than this rule: the youngest factor is taken for it.
        var since = own.ConfirmedFactorSince
            ?? SinceOf(account, own.ConfirmedBy ?? (account.RecoveryCodes is null ? Method.Totp : Method.RecoveryCode));
        return target < since && since + policy.ProbationFor is { } until && now < until ? new CommandAnswer.OnProbation(until) : null;
    }

    /// <summary>Since when the account has a factor; <see langword="null"/> when it has none.</summary>
    internal static DateTimeOffset? SinceOf(Account account, string method) => method switch
    {
        Method.RecoveryCode => account.RecoveryCodes?.Since,
        Method.Passkey => PasskeyRules.SinceOfLastUsed(account),
        _ => account.Totp?.Since,
    };
}
