using System.Diagnostics;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.LostFactor;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.LostFactor;
using OrleansEntry.Core.Recovery;
using OrleansEntry.Core.Risk;
using OrleansEntry.Core.Sessions;

namespace OrleansEntry.Grains.Accounts;

/// <summary>Between the rules' answers and what goes over the wire.</summary>
internal static class Wire
{
    public static EntryReply From(EntryAnswer answer) => answer switch
    {
        EntryAnswer.CheckDue due => new EntryReply.CheckDue { Demand = From(due.Asked) },
        EntryAnswer.PasscodeDue => new EntryReply.PasscodeDue(),
        EntryAnswer.SecondFactorDue due => new EntryReply.SecondFactorDue { Methods = due.Methods },
        EntryAnswer.CodeRefused refused =>
            new EntryReply.CodeRefused { Reason = refused.Reason, ClockOffSeconds = (int?)refused.ClockOff?.TotalSeconds },
        EntryAnswer.Waiting waiting => new EntryReply.Waiting { Until = waiting.Until },
        EntryAnswer.OutOfUse => new EntryReply.OutOfUse(),
        EntryAnswer.DeviceDue due => new EntryReply.DeviceDue { Number = due.Number, ExpiresAt = due.ExpiresAt },
        EntryAnswer.Frozen => new EntryReply.Frozen(),
        EntryAnswer.PasskeyRefused => new EntryReply.PasskeyRefused(),
        EntryAnswer.WrongStep => new EntryReply.WrongStep(),
        EntryAnswer.Expired => new EntryReply.Expired(),
        _ => throw new UnreachableException(answer.GetType().Name),
    };

    /// <summary>What a check shall ask for; why stays here.</summary>
    public static CheckDemand From(RiskDecision asked) => new() { VisibleKind = asked.VisibleKind, Doublings = asked.Doublings };

    public static RecoveryReply From(RecoveryAnswer answer) => answer switch
    {
        RecoveryAnswer.Unfrozen => new RecoveryReply.Unfrozen(),
        RecoveryAnswer.PasscodeReplaced => new RecoveryReply.PasscodeReplaced(),
        RecoveryAnswer.OtherClient => new RecoveryReply.OtherClient(),
        RecoveryAnswer.EnrolmentDue => new RecoveryReply.EnrolmentDue(),
        RecoveryAnswer.PasscodeDue => new RecoveryReply.PasscodeDue(),
        RecoveryAnswer.NewAddress address => new RecoveryReply.NewAddress { Until = address.Until },
        RecoveryAnswer.Gone => new RecoveryReply.Gone(),
        RecoveryAnswer.Waiting waiting => new RecoveryReply.Waiting { Until = waiting.Until },
        RecoveryAnswer.SecondFactorDue due => new RecoveryReply.SecondFactorDue { Methods = due.Methods },
        RecoveryAnswer.Refused refused =>
            new RecoveryReply.Refused { Reason = refused.Reason, ClockOffSeconds = (int?)refused.ClockOff?.TotalSeconds },
        RecoveryAnswer.SamePasscode => new RecoveryReply.Unfit { Code = "same-passcode" },
        _ => throw new UnreachableException(answer.GetType().Name),
    };

    public static LossReply From(LossAnswer answer) => answer switch
    {
        LossAnswer.CodeMailed mailed => new LossReply.CodeMailed { ExpiresAt = mailed.ExpiresAt },
        LossAnswer.Begun begun => new LossReply.Begun { EndsAt = begun.EndsAt },
        LossAnswer.Running running => new LossReply.Running { EndsAt = running.EndsAt },
        LossAnswer.PasscodeByMail => new LossReply.PasscodeByMail(),
        LossAnswer.NewAddress address => new LossReply.NewAddress { Until = address.Until },
        LossAnswer.Refused => new LossReply.Refused(),
        LossAnswer.CodeOver => new LossReply.CodeOver(),
        LossAnswer.Waiting waiting => new LossReply.Waiting { Until = waiting.Until },
        LossAnswer.OutOfUse => new LossReply.OutOfUse(),
        LossAnswer.WrongStep => new LossReply.WrongStep(),
        LossAnswer.Expired => new LossReply.Expired(),
        _ => throw new UnreachableException(answer.GetType().Name),
    };

    public static SessionAnswer From(CommandAnswer answer) => answer switch
    {
        CommandAnswer.Done => new SessionAnswer.Done(),
        CommandAnswer.ConfirmationDue => new SessionAnswer.ConfirmationDue(),
        CommandAnswer.Refused refused =>
            new SessionAnswer.Refused { Reason = refused.Reason, ClockOffSeconds = (int?)refused.ClockOff?.TotalSeconds },
        CommandAnswer.Waiting waiting => new SessionAnswer.Waiting { Until = waiting.Until },
        CommandAnswer.EnrolmentDue => new SessionAnswer.EnrolmentDue(),
        CommandAnswer.Held held => new SessionAnswer.Held { Until = held.Until },
        CommandAnswer.OnProbation probation => new SessionAnswer.OnProbation { Until = probation.Until },
        CommandAnswer.SettingsLocked locked => new SessionAnswer.SettingsLocked { Until = locked.Until },
        CommandAnswer.OutOfUse => new SessionAnswer.OutOfUse(),
        CommandAnswer.Conflict conflict => new SessionAnswer.Conflict { Code = conflict.Code },
        CommandAnswer.NotFound => new SessionAnswer.NotFound(),
        _ => throw new UnreachableException(answer.GetType().Name),
    };

    public static SessionView View(Session session, SessionPolicy policy) => new()
    {
        Id = session.Id,
        Methods = session.Methods,
        StartedAt = session.StartedAt,
        LastSeenAt = session.LastSeenAt,
        ExpiresAt = session.ExpiresAt(policy),
        IdleExpiresAt = session.IdleExpiresAt(policy),
        Agent = session.Agent,
        Network = session.Network,
        ConfirmedUntil = session.ConfirmedAt + policy.ConfirmationFor,
    };

    public static SessionGrant Grant(Session session, byte[] secret, SessionPolicy policy, byte[]? newDevice = null, string? pass = null) =>
        new() { Session = View(session, policy), Secret = secret, DeviceSecret = newDevice, DevicePass = pass };
}
