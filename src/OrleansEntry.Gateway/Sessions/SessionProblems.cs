using System.Diagnostics;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Gateway.SecondFactor;

namespace OrleansEntry.Gateway.Sessions;

/// <summary>Says what an account refused inside a session.</summary>
internal static class SessionProblems
{
    private static readonly Dictionary<string, Refusal> Conflicts = new[]
    {
        Problems.AlreadyEnrolled, Problems.NoEnrolment, Problems.NotEnrolled, Problems.SecondFactorRequired, Problems.SamePasscode,
        Problems.NotListed, Problems.LastDevice, Problems.NoAdmission,
        Problems.ConfirmationIncomplete, Problems.PasscodeTooShort, Problems.PasscodeTooLong, Problems.PasscodeListed,
        Problems.PasscodeServiceWord, Problems.PasscodeLikeIdentifier, Problems.NoTradingPasscode, Problems.TradingOutOfUse,
        Problems.SecondFactorNeeded, Problems.SameAsPasscode, Problems.SameAsTradingPasscode, Problems.UnknownOperation,
        Problems.ApprovalIncomplete, Problems.KnownAlertAddress, Problems.TooManyAlertAddresses, Problems.AlertCodeOver,
        Problems.SettingsLockLength, Problems.NoPasskey, Problems.TooManyPasskeys,
        Problems.SameIdentifier, Problems.IdentifierChangeRuns, Problems.IdentifierChangedLately, Problems.IdentifierCodeOver,
        Problems.ClosingWaits, Problems.RemovalWaits,
    }.ToDictionary(refusal => refusal.Code, StringComparer.Ordinal);

    /// <summary>The problem for a conflict's code.</summary>
    public static Problem OfConflict(string code) => new(Conflicts[code]);

    /// <summary>The problem for every answer but a done one.</summary>
    /// <param name="answer">What the account said.</param>
    /// <param name="now">The present, to tell a wait.</param>
    public static Problem From(SessionAnswer answer, DateTimeOffset now) => answer switch
    {
        SessionAnswer.NoSession => new Problem(Problems.NoSession),
        SessionAnswer.EnrolmentDue => new Problem(Problems.EnrolmentDue),
        SessionAnswer.ConfirmationDue => new Problem(Problems.ConfirmationDue),
        SessionAnswer.Refused { Reason: "passcode" } => new Problem(Problems.NotAdmitted).Saying("That did not match. Check the passcode."),
        SessionAnswer.Refused { Reason: "trading-passcode" } =>
            new Problem(Problems.NotAdmitted).Saying("That did not match. Check the trading passcode."),
        SessionAnswer.Refused { Reason: "passkey" } => new Problem(Problems.PasskeyRefused),
        SessionAnswer.Refused { Reason: "mailed-code" } =>
            new Problem(Problems.CodeRefused).Saying("That code did not match. Check the newest mail from us."),
        SessionAnswer.Held held => new Problem(Problems.Held).With("until", held.Until),
        SessionAnswer.Refused refused => CodeProblems.From(refused.Reason, refused.ClockOffSeconds),
        SessionAnswer.Waiting waiting => RetryAfter.Refuse(waiting.Until, now),
        SessionAnswer.OnProbation probation => new Problem(Problems.FactorTooNew)
            .Saying($"You confirmed with a factor that is new. Until {probation.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC it can not take "
                + "away what your account had before it. Confirm with another one, or wait.")
            .With("until", probation.Until),
        SessionAnswer.SettingsLocked locked => new Problem(Problems.SettingsLocked)
            .Saying($"Your security settings are locked until {locked.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC. "
            + "Nobody can change them before.")
            .With("until", locked.Until),
        SessionAnswer.OutOfUse => new Problem(Problems.OutOfUse),
        SessionAnswer.NotFound => new Problem(Problems.NotFound),
        SessionAnswer.Conflict conflict when Conflicts.TryGetValue(conflict.Code, out var refusal) => new Problem(refusal),
        _ => throw new UnreachableException(answer.GetType().Name),
    };
}
