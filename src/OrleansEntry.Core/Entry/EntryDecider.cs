using System.Collections.Immutable;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Devices;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Risk;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Throttling;
using UnreachableException = System.Diagnostics.UnreachableException;

namespace OrleansEntry.Core.Entry;

/// <summary>The whole door: who must show what next, and who gets in. Pure: no clock, no chance, no storage.</summary>
/// <remarks>The state diagram, the refusals and the limits stand in this folder's README.</remarks>
public static class EntryDecider
{
    /// <summary>Decides one step.</summary>
    public static Decision<EntryAnswer> Decide(Account account, EntryCommand command, EntryPolicy policy)
    {
        if (RefuseUnseen(account, command, policy) is { } refusal) return new(refusal, account);

        return command switch
        {
            EntryCommand.Begin c => new(First(account, c, policy), account),
            EntryCommand.SubmitPasscode { CheckPassed: false } c when Weigh(account, c, policy) is { Asks: true } asked =>
                new(new EntryAnswer.CheckDue(asked), account),
            EntryCommand.SubmitPasscode { Right: true } c when account.Frozen is not null => TurnAway(account, c, policy),
            EntryCommand.SubmitPasscode { Right: true } c when account.Exists => AcceptPasscode(account, c, policy),
            EntryCommand.SubmitPasscode c => RefusePasscode(account, c, policy),
            EntryCommand.AwaitDevice c => AwaitDevice(account, c, policy),
            EntryCommand.SubmitPasskey { Verdict.IsRight: true } c => AcceptPasskey(account, c, policy),
            EntryCommand.SubmitPasskey c => RefusePasskey(account, c, policy),
            EntryCommand.SubmitSecondFactor when account.Frozen is not null => new(new EntryAnswer.WrongStep(), account),
            EntryCommand.SubmitSecondFactor { Verdict.IsRight: true } c => AcceptSecondFactor(account, c, policy),
            EntryCommand.SubmitSecondFactor c => RefuseSecondFactor(account, c, policy),
            _ => throw new UnreachableException($"There is no rule for {command.GetType().Name}."),
        };
    }

    /// <summary>What is refused before anything is looked at: out of time, out of order, out of budget.
    /// It costs no hash and no write.</summary>
    public static EntryAnswer? RefuseUnseen(Account account, EntryCommand command, EntryPolicy policy)
    {
        if (command.At >= command.ExpiresAt) return new EntryAnswer.Expired();

        var open = account.Entries.FirstOrDefault(e => e.Nonce == command.Nonce);
        if (open is null && MayBeForgotten(account, command, policy)) return new EntryAnswer.Expired();

        var inOrder = command switch
        {
            EntryCommand.SubmitSecondFactor => open is OpenEntry.AwaitingSecondFactor,
            EntryCommand.AwaitDevice => open is OpenEntry.AwaitingDevice,
            _ => open is null,
        };
        if (!inOrder) return new EntryAnswer.WrongStep();
        if (command is EntryCommand.AwaitDevice) return null; // There is nothing to guess at.

        var authenticator = command switch
        {
            EntryCommand.SubmitSecondFactor second =>
                Method.AuthenticatorOf(second.Method) ?? throw new UnreachableException("The shell reads methods strictly."),
            EntryCommand.SubmitPasskey => Authenticator.Passkey,
            _ => Authenticator.Passcode,
        };
        return Pace.Ask(account, command.Caller.Lane, authenticator, command.At, policy.Pace) switch
        {
            PaceVerdict.Waiting waiting => new EntryAnswer.Waiting(waiting.Until),
            PaceVerdict.OutOfUse => new EntryAnswer.OutOfUse(),
            _ => null,
        };
    }

    /// <summary>Which security check is due, if any: at the beginning, and again with the passcode.</summary>
    public static RiskDecision Weigh(Account account, EntryCommand command, EntryPolicy policy) =>
        RiskDecider.Decide(EntryRisk.FactsOf(account, command, policy), policy.Risk);

    // At the limit the entries that end first give way. One that ends no later than all that are left may have been among them: were it not
    // over, its steps could be repeated.
    private static bool MayBeForgotten(Account account, EntryCommand command, EntryPolicy policy) =>
        Beside(account, command) is var beside && beside.Length >= policy.MaxOpenEntries
            && beside.All(e => command.ExpiresAt <= e.ExpiresAt);

    // Known devices and strangers have separate room.
    private static ImmutableArray<OpenEntry> Beside(Account account, EntryCommand command) =>
        [.. account.Entries.Where(e => e.OnKnownDevice == !command.Caller.Lane.IsStranger)];

    private static EntryAnswer First(Account account, EntryCommand.Begin c, EntryPolicy policy) =>
        Weigh(account, c, policy) is { Asks: true } asked ? new EntryAnswer.CheckDue(asked) : new EntryAnswer.PasscodeDue();

    // Nothing is written when a check is asked for: its reasons ride in the attempt that follows it.
    private static Account Explain(Account account, EntryCommand.SubmitPasscode c, EntryPolicy policy) =>
        Weigh(account, c, policy) is { Asks: true } asked
            ? account.Log(c.At, ActivityKind.CheckAsked, c.Caller, asked.Outcome.Name(), detail: asked.Explanation)
            : account;

    private static Decision<EntryAnswer> AcceptPasscode(Account account, EntryCommand.SubmitPasscode c, EntryPolicy policy)
    {
        account = Explain(account, c, policy);
        account = Pace.CountSuccess(account, c.Caller.Lane, Authenticator.Passcode);
        if (c.UpgradedHash is { } upgraded) account = account with { PasscodeHash = upgraded };

        var methods = SecondFactorRules.MethodsOf(account);
        if (methods.IsEmpty) return LetIn(account, c, [Method.Passcode], c.Seed, policy);

        account = Remember(account, new OpenEntry.AwaitingSecondFactor
        {
            Nonce = c.Nonce, ExpiresAt = c.ExpiresAt, OnKnownDevice = !c.Caller.Lane.IsStranger,
        }, c.At, policy);
        return new(new EntryAnswer.SecondFactorDue(methods), account.Log(c.At, ActivityKind.PasscodeAccepted, c.Caller));
    }

    // Only who has the passcode learns that the account is frozen, and how to come back.
    private static Decision<EntryAnswer> TurnAway(Account account, EntryCommand.SubmitPasscode c, EntryPolicy policy)
    {
        account = Pace.CountSuccess(Explain(account, c, policy), c.Caller.Lane, Authenticator.Passcode);
        account = Remember(account, new OpenEntry.Finished
        {
            Nonce = c.Nonce, ExpiresAt = c.ExpiresAt, OnKnownDevice = !c.Caller.Lane.IsStranger,
        }, c.At, policy);
        return new(new EntryAnswer.Frozen(), account.Log(c.At, ActivityKind.EntryFrozen, c.Caller));
    }

    private static Decision<EntryAnswer> RefusePasscode(Account account, EntryCommand.SubmitPasscode c, EntryPolicy policy)
    {
        account = Explain(account, c, policy);
        account = Pace.CountFailure(account, c.Caller.Lane, Authenticator.Passcode, c.At, policy.Pace);
        account = account.Log(c.At, ActivityKind.PasscodeRefused, c.Caller, "wrong");
        return new(new EntryAnswer.NotAdmitted(), Pace.Tell(account, c.Caller, Authenticator.Passcode, c.At, policy.Pace));
    }

    // Two factors in one, and no bot: neither passcode nor security check is asked for beside it.
    private static Decision<EntryAnswer> AcceptPasskey(Account account, EntryCommand.SubmitPasskey c, EntryPolicy policy)
    {
        account = SecondFactorRules.Consume(account, c.Verdict, c.At, c.Caller);
        account = Pace.CountSuccess(account, c.Caller.Lane, Authenticator.Passkey);
        if (account.Frozen is null) return LetIn(account, c, [Method.Passkey], c.Seed, policy);

        account = Remember(account, new OpenEntry.Finished
        {
            Nonce = c.Nonce, ExpiresAt = c.ExpiresAt, OnKnownDevice = !c.Caller.Lane.IsStranger,
        }, c.At, policy);
        return new(new EntryAnswer.Frozen(), account.Log(c.At, ActivityKind.EntryFrozen, c.Caller));
    }

    private static Decision<EntryAnswer> RefusePasskey(Account account, EntryCommand.SubmitPasskey c, EntryPolicy policy)
    {
        account = SecondFactorRules.CountFailure(account, c.Caller, Authenticator.Passkey, c.Verdict, c.At, policy.Pace);
        account = account.Log(c.At, ActivityKind.PasskeyRefused, c.Caller, c.Verdict.Reason);
        return new(new EntryAnswer.PasskeyRefused(), Pace.Tell(account, c.Caller, Authenticator.Passkey, c.At, policy.Pace));
    }

    private static Decision<EntryAnswer> AcceptSecondFactor(Account account, EntryCommand.SubmitSecondFactor c, EntryPolicy policy)
    {
        account = SecondFactorRules.Consume(account, c.Verdict, c.At, c.Caller);
        account = Pace.CountSuccess(account, c.Caller.Lane, Method.AuthenticatorOf(c.Method)!.Value);
        account = SecondFactorRules.TellRecoveryCode(account, c.Method, c.At, c.Caller, policy.Holds);
        return LetIn(account, c, [Method.Passcode, c.Method], c.Seed, policy);
    }

    private static Decision<EntryAnswer> RefuseSecondFactor(Account account, EntryCommand.SubmitSecondFactor c, EntryPolicy policy)
    {
        var authenticator = Method.AuthenticatorOf(c.Method)!.Value;
        account = SecondFactorRules.CountFailure(account, c.Caller, authenticator, c.Verdict, c.At, policy.Pace);
        account = account.Log(c.At, ActivityKind.CodeRefused, c.Caller, c.Verdict.Reason, detail: c.Method);

        // Somebody has the passcode: the owner must know (ASVS 6.3.5), once for each entry.
        var open = (OpenEntry.AwaitingSecondFactor)account.Entries.First(e => e.Nonce == c.Nonce);
        if (!open.OwnerTold)
        {
            account = account with { Entries = account.Entries.Replace(open, open with { OwnerTold = true }) };
            account = account.Notify(c.At, NoticeKind.WrongCodeAfterPasscode, c.Caller);
        }

        return new(
            c.Method == Method.Passkey
                ? new EntryAnswer.PasskeyRefused()
                : new EntryAnswer.CodeRefused(c.Verdict.Reason, (c.Verdict as CodeVerdict.OtherTime)?.ClockOff),
            Pace.Tell(account, c.Caller, authenticator, c.At, policy.Pace));
    }

    // Everything was shown. Where only listed devices may enter, a new one waits for one of them; who came before it waits no more.
    private static Decision<EntryAnswer> LetIn(
        Account account, EntryCommand c, ImmutableArray<string> methods, EntrySeed seed, EntryPolicy policy)
    {
        if (!DeviceRules.MustWait(account, c.Caller.Lane)) return Admit(account, c, methods, seed, policy);

        var expiresAt = c.At + policy.Devices.AdmissionFor < c.ExpiresAt ? c.At + policy.Devices.AdmissionFor : c.ExpiresAt;
        account = Remember(account, new OpenEntry.AwaitingDevice { Nonce = c.Nonce, ExpiresAt = c.ExpiresAt, Methods = methods }, c.At,
            policy) with
        {
            Admission = new(c.Nonce, seed.Number, expiresAt, policy.Devices.AdmissionTries, c.Caller.Network, c.Caller.Agent),
        };
        return new(
            new EntryAnswer.DeviceDue(seed.Number, expiresAt),
            account.Log(c.At, ActivityKind.DeviceWaits, c.Caller).Notify(c.At, NoticeKind.DeviceWaits, c.Caller));
    }

    private static Decision<EntryAnswer> AwaitDevice(Account account, EntryCommand.AwaitDevice c, EntryPolicy policy)
    {
        var open = (OpenEntry.AwaitingDevice)account.Entries.First(e => e.Nonce == c.Nonce);
        if (open.Admitted) return Admit(account, c, open.Methods, c.Seed, policy);

        return DeviceRules.Waiting(account, c.At) is { } waiting && waiting.Nonce == c.Nonce
            ? new(new EntryAnswer.DeviceDue(waiting.Number, waiting.ExpiresAt), account)
            : new(new EntryAnswer.Expired(), account);
    }

    private static Decision<EntryAnswer> Admit(
        Account account, EntryCommand c, ImmutableArray<string> methods, EntrySeed seed, EntryPolicy policy)
    {
        var session = new Sessions.Session
        {
            Id = seed.Session.Id,
            SecretHash = seed.Session.SecretHash,
            Methods = methods,
            StartedAt = c.At,
            LastSeenAt = c.At,
            Network = c.Caller.Network,
            Agent = c.Caller.Agent,
            DeviceId = c.Caller.Lane.DeviceId ?? seed.DeviceId,
        }.Confirmed(account, methods, c.At);

        var isFirst = account.LastAdmittedAt is null && account.Devices.IsEmpty;
        account = Sessions.SessionRules.Start(account, session, c.Caller, policy.Sessions);
        account = Remember(account, new OpenEntry.Finished
        {
            Nonce = c.Nonce, ExpiresAt = c.ExpiresAt, OnKnownDevice = !c.Caller.Lane.IsStranger,
        }, c.At, policy);
        account = account.Log(c.At, ActivityKind.Admitted, c.Caller, sessionId: session.Id, detail: string.Join('+', methods));
        account = WarningRules.NoteAdmission(account, c.Caller, c.At, policy);
        account = DeviceRules.Recognise(account, c.Caller, seed, isFirst, c.At, policy);
        if (!c.Caller.Lane.IsStranger && c.Around.NetworkName.Length > 0 && !account.Networks.IsEmpty
            && !NetworkMemory.Knows(account, c.Around.NetworkName))
            account = account.Notify(c.At, NoticeKind.NewNetwork, c.Caller);
        account = NetworkMemory.Remember(account, c.Around.NetworkName, policy.Risk);
        return new(new EntryAnswer.Admitted(session, c.Caller.Lane.IsStranger), account);
    }

    private static Account Remember(Account account, OpenEntry entry, DateTimeOffset now, EntryPolicy policy)
    {
        var alive = account.Entries.Where(e => e.Nonce != entry.Nonce && now < e.ExpiresAt).ToImmutableArray();
        while (alive.Count(e => e.OnKnownDevice == entry.OnKnownDevice) >= policy.MaxOpenEntries)
            alive = alive.Remove(alive.Where(e => e.OnKnownDevice == entry.OnKnownDevice).MinBy(e => e.ExpiresAt)!);
        return account with { Entries = alive.Add(entry) };
    }
}
