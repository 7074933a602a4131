using System.Globalization;
using System.Security.Cryptography;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.IdentifierChange;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.Throttling;

namespace OrleansEntry.Core.LostFactor;

/// <summary>Authenticator and recovery codes are lost: the passcode and a mailed code together begin a wait that every address is told
/// of, that anybody who has the factor, a session or one of the mails stops, and after which the factor is gone. Pure.</summary>
/// <remarks>Never one proof alone (ASVS 6.4.4, NIST SP 800-63B-4 §4.2.2.2); the states stand in this folder's README.</remarks>
public static class LostFactorRules
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>Somebody whose passcode was right has lost the factor: a code is mailed to the identifier, and nowhere else.</summary>
    /// <param name="account">The account.</param>
    /// <param name="claim">What was shown, with the hash of the code that is mailed.</param>
    /// <param name="protectedCode">The code, sealed for its mail.</param>
    /// <param name="caller">Who.</param>
    /// <param name="policy">The numbers.</param>
    public static Decision<LossAnswer> Ask(
        Account account, LossClaim claim, string protectedCode, Caller caller, EntryPolicy policy)
    {
        if (RefuseUnseen(account, claim, caller, policy) is { } refusal) return new(refusal, account);

        // A clock that was set back must not end the day early, nor make it last for long.
        var (state, numbers) = (account.LostFactor, policy.LostFactor);
        var lately = state.CodesMailedAt.Where(at => (claim.At - at).Duration() < Day).ToArray();
        if (lately.Length >= numbers.CodesInADay) return new(new LossAnswer.Waiting(lately.Min() + Day), account);

        var asked = new AskedRemoval(claim.Nonce, claim.CodeHash, numbers.Tries, claim.At + numbers.CodeFor);
        account = account with
        {
            LostFactor = state with { Asked = asked, CodesMailedAt = [.. lately, claim.At] },
            Notices = account.Notices.Drop(NoticeKind.LostFactorCode).Add(
                new Notice(0, claim.At, NoticeKind.LostFactorCode, caller.Network, caller.Agent) { ProtectedCode = protectedCode }),
        };
        return new(new LossAnswer.CodeMailed(asked.ExpiresAt), account.Log(claim.At, ActivityKind.FactorLossAsked, caller));
    }

    /// <summary>The code was given: right, it begins the wait. The try is counted in the account that is given back.</summary>
    public static Decision<LossAnswer> Confirm(Account account, LossClaim claim, Caller caller, EntryPolicy policy)
    {
        if (RefuseUnseen(account, claim, caller, policy) is { } refusal) return new(refusal, account);
        if (account.LostFactor.Asked is not { } asked || asked.Nonce != claim.Nonce || claim.At >= asked.ExpiresAt)
            return new(new LossAnswer.CodeOver(), account);
        if (!CryptographicOperations.FixedTimeEquals(asked.CodeHash, claim.CodeHash))
            return new(new LossAnswer.Refused(), Count(account, asked, claim.At, caller, policy));

        var removal = new WarnedWait(
            claim.At, claim.At + policy.LostFactor.WaitFor, account.Notices.LastNumber + 1, claim.At, LastWarned: false, caller.Network,
            caller.Agent);
        var endsAt = removal.EndFor(account);
        account = account with
        {
            LostFactor = account.LostFactor with { Asked = null, Removal = removal },
            Entries = [.. account.Entries.Select(e => e.Nonce == claim.Nonce ? OpenEntry.Finish([e])[0] : e)],
        };
        account = account.Log(claim.At, ActivityKind.FactorRemovalBegun, caller, detail: Text(endsAt));
        return new(
            new LossAnswer.Begun(endsAt), account.Notify(claim.At, NoticeKind.FactorRemovalBegun, caller, Text(endsAt)));
    }

    /// <summary>What is refused before a code is drawn or looked at.</summary>
    public static LossAnswer? RefuseUnseen(Account account, LossClaim claim, Caller caller, EntryPolicy policy)
    {
        if (claim.At >= claim.EntryExpiresAt) return new LossAnswer.Expired();
        if (!SecondFactor.SecondFactorRules.HasOne(account)
            || account.Entries.FirstOrDefault(e => e.Nonce == claim.Nonce) is not OpenEntry.AwaitingSecondFactor)
            return new LossAnswer.WrongStep();

        // Tries are counted as those of the passcode, of which this is another way.
        if (Pace.Ask(account, caller.Lane, Authenticator.Passcode, claim.At, policy.Pace) is not PaceVerdict.Open and var pace)
            return pace is PaceVerdict.Waiting waiting ? new LossAnswer.Waiting(waiting.Until) : new LossAnswer.OutOfUse();
        if (account.LostFactor.PasscodeByMail) return new LossAnswer.PasscodeByMail();
        if (IdentifierChangeRules.MailProvesFrom(account, claim.At) is { } from) return new LossAnswer.NewAddress(from);
        if (account.LostFactor.Removal is { } removal) return new LossAnswer.Running(removal.EndFor(account));
        return RestsUntil(account.LostFactor, claim.At, policy.LostFactor) is { } until ? new LossAnswer.Waiting(until) : null;
    }

    /// <summary>Stops a removal by the link of one of its mails; that ends the links of all of them.</summary>
    /// <param name="account">The account.</param>
    /// <param name="number">The mail's number.</param>
    /// <param name="expiresAt">The link's end.</param>
    /// <param name="now">When.</param>
    /// <param name="caller">Who.</param>
    public static Decision<LinkAnswer> StopByLink(
        Account account, long number, DateTimeOffset expiresAt, DateTimeOffset now, Caller caller) =>
        account.LostFactor.Removal is { } removal && removal.HasLink(account, number, expiresAt, now)
                ? new(LinkAnswer.Stopped, Stop(account, StopReason.Mail, now, caller))
                : new(LinkAnswer.Gone, account);

    /// <summary>Stops a removal from inside a session. A session is enough, as for a freeze: stopping takes nothing from anybody who
    /// has the factor.</summary>
    public static Decision<CommandAnswer> Stop(Account account, Session own, DateTimeOffset now, Caller caller) =>
        account.LostFactor.Removal is null
            ? new(new CommandAnswer.NotFound(), account)
            : new(new CommandAnswer.Done(own), Stop(account, StopReason.Session, now, caller));

    /// <summary>The second factor was shown: it is not lost, and who has the passcode has it too.</summary>
    internal static Account Shown(Account account, DateTimeOffset now, Caller caller)
    {
        account = Stop(account, StopReason.Shown, now, caller);
        return account.LostFactor is { Asked: null, PasscodeByMail: false }
            ? account
            : account with { LostFactor = account.LostFactor with { Asked = null, PasscodeByMail = false } };
    }

    /// <summary>Stops a removal, if one runs; the owner is told.</summary>
    internal static Account Stop(Account account, string why, DateTimeOffset now, Caller caller)
    {
        if (account.LostFactor.Removal is null) return account;

        account = account with
        {
            LostFactor = account.LostFactor with
            {
                Asked = null, Removal = null, Stopped = account.LostFactor.Stopped + 1, StoppedAt = now,
            },
        };
        return account.Log(now, ActivityKind.FactorRemovalStopped, caller, why)
            .Notify(now, NoticeKind.FactorRemovalStopped, caller, why);
    }

    /// <summary>The passcode was replaced by a mailed link.</summary>
    internal static Account PasscodeReplacedByMail(Account account, DateTimeOffset now, Caller caller)
    {
        account = Stop(account, StopReason.PasscodeReplaced, now, caller);
        return !SecondFactor.SecondFactorRules.HasOne(account)
            ? account
            : account with { LostFactor = account.LostFactor with { Asked = null, PasscodeByMail = true } };
    }

    /// <summary>Time passes: warns of a removal, and ends its wait. A shell comes by about once a minute while one runs.</summary>
    public static Account PassTime(Account account, DateTimeOffset now, EntryPolicy policy)
    {
        if (account.LostFactor.Removal is not { } removal) return account;

        if (removal.Warned(account, now, policy.LostFactor.WarnBefore, LostFactorPolicy.WarnEvery) is { } warned)
            return Warn(account, warned);

        return removal.IsOver(account, now, policy.LostFactor.WarnBefore, n => n.WarnsOfRemoval)
            ? Remove(account, now, removal.Asker, policy)
            : account;
    }

    /// <summary>Whether somebody must come by though nobody touches the account.</summary>
    public static bool NeedsTime(Account account) => account.LostFactor.Removal is not null;

    private static Account Warn(Account account, WarnedWait warned) =>
        (account with { LostFactor = account.LostFactor with { Removal = warned } })
            .Notify(warned.WarnedAt, NoticeKind.FactorRemovalWaits, warned.Asker, Text(warned.EndFor(account)));

    private static Account Remove(Account account, DateTimeOffset now, Caller caller, EntryPolicy policy)
    {
        account = SecondFactor.SecondFactorRules.Clear(account) with
        {
            LostFactor = LostFactorState.None with { EnrolmentDue = true }, PendingAlertAddress = null, Admission = null,
            Entries = OpenEntry.Finish(account.Entries),
        };
        account = SessionRules.EndAll(account, "factor-removed", now, caller);
        account = account.Log(now, ActivityKind.FactorRemoved, caller);
        account = HoldRules.Begin(account, HoldReason.Recovery, now, caller, policy.Holds);
        return account.Notify(now, NoticeKind.FactorRemoved, caller);
    }

    private static Account Count(Account account, AskedRemoval asked, DateTimeOffset now, Caller caller, EntryPolicy policy)
    {
        var left = asked.TriesLeft - 1;
        account = account with
        {
            LostFactor = account.LostFactor with { Asked = left > 0 ? asked with { TriesLeft = left } : null },
        };
        account = Pace.CountFailure(account, caller.Lane, Authenticator.Passcode, now, policy.Pace)
            .Log(now, ActivityKind.FactorLossRefused, caller, "wrong");
        return Pace.Tell(account, caller, Authenticator.Passcode, now, policy.Pace);
    }

    // Whoever stops one has the factor, a session or a mail of ours; who began it does not get to begin it all the time.
    private static DateTimeOffset? RestsUntil(LostFactorState state, DateTimeOffset now, LostFactorPolicy numbers)
    {
        if (state.Stopped == 0) return null;

        var rest = numbers.RestFor * Math.Pow(2, Math.Min(state.Stopped - 1, 10));
        if (rest > LostFactorPolicy.LongestRest) rest = LostFactorPolicy.LongestRest;
        return (now - state.StoppedAt).Duration() < rest ? state.StoppedAt + rest : null;
    }

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
