using System.Globalization;
using OrleansEntry.Core.Notices;

namespace OrleansEntry.Grains.Mail;

/// <summary>The words of every mail. Plain text; no link that asks for a secret.</summary>
public sealed class MailTexts(string serviceName)
{
    /// <summary>The mail with a registration's code.</summary>
    public MailMessage Code(string messageId, string to, string code, TimeSpan worksFor) => new(messageId, to,
        $"Your code for {serviceName}",
        $"""
        Somebody, we hope you, is opening an account with this address at {serviceName}.

        Your code: {code[..4]} {code[4..]}

        It works once, for {(int)Math.Ceiling(worksFor.TotalMinutes)} minutes, on the page where you asked for it.
        Was it not you? Then you need do nothing: without the code no account is opened. Never give the code to anybody.
        """);

    /// <summary>A notice to an account's owner.</summary>
    public MailMessage Notice(string messageId, string to, Notice notice)
    {
        var (subject, said) = Words(notice.Kind);
        return new(messageId, to, $"{subject} ({serviceName})",
            $"""
            {said}

            When: {notice.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC
            From: network {notice.Network}, {notice.Agent}

            {Advice(notice.Kind)}
            """);
    }

    private (string Subject, string Said) Words(NoticeKind kind) => kind switch
    {
        NoticeKind.RegistrationTried => ("You already have an account",
            $"Somebody tried to open an account at {serviceName} with your address. You have one already, so nothing was opened or changed."),
        NoticeKind.WrongCodeAfterPasscode => ("Your passcode was used, but not your code",
            "Somebody entered your passcode correctly, but not the code of your second factor. They did not get in."),
        NoticeKind.NewDevice => ("A new device entered your account", "Your account was entered from a device it did not know."),
        NoticeKind.TotpEnrolled => ("Your authenticator is set up", "An authenticator was set up for your account."),
        NoticeKind.TotpRemoved =>
            ("Your authenticator was removed", "The authenticator and the recovery codes of your account were removed."),
        NoticeKind.RecoveryCodesRenewed =>
            ("Your recovery codes were renewed", "Your account has new recovery codes. The old ones no longer work."),
        NoticeKind.PasscodeChanged =>
            ("Your passcode was changed", "The passcode of your account was changed, and your other sessions ended."),
        NoticeKind.ManyFailures => ("Many tries at your account failed",
            "Somebody tried many times to prove that they are you, and failed. The newest try is the one below."),
        NoticeKind.EnteredAfterAbsence =>
            ("Your account was entered after a long time", "Your account was entered, for the first time in a long while."),
        NoticeKind.RecoveryCodeUsed =>
            ("A recovery code was used", "Your account was entered with one of your recovery codes. That code no longer works."),
        _ => throw new System.Diagnostics.UnreachableException(kind.ToString()),
    };

    private static string Advice(NoticeKind kind) => kind switch
    {
        NoticeKind.RegistrationTried => "Was it you? Then just enter with the passcode you have. Otherwise you need do nothing.",
        NoticeKind.WrongCodeAfterPasscode =>
            "Was it you? Then you need do nothing. Otherwise enter now and change your passcode: somebody else knows it.",
        NoticeKind.ManyFailures =>
            "Was it you? Then you need do nothing. Otherwise your account is not open to them: tries are slowed down and your known devices "
            + "are not. A long passcode that you use nowhere else, and an authenticator, keep it so. The activity log shows every try.",
        _ => "Was it you? Then you need do nothing. Otherwise enter now, end all other sessions and change your passcode.",
    };
}
