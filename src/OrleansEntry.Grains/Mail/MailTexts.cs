using System.Globalization;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Notices;

namespace OrleansEntry.Grains.Mail;

/// <summary>The words of every mail.</summary>
public sealed class MailTexts(ServiceOptions service, DeploymentKeys keys, EntryPolicy policy)
{
    /// <summary>How long a "this was not me" link works.</summary>
    public static TimeSpan NotMeFor { get; } = TimeSpan.FromHours(72);

    private readonly string _name = service.Name;

    /// <summary>The mail with a registration's code.</summary>
    public MailMessage Code(string messageId, string to, string code, TimeSpan worksFor) => new(messageId, to,
        $"Your code for {_name}",
        $"""
        Somebody, we hope you, is opening an account with this address at {_name}.

        Your code: {code[..4]} {code[4..]}

        It works once, for {(int)Math.Ceiling(worksFor.TotalMinutes)} minutes, on the page where you asked for it.
        Was it not you? Then you need do nothing: without the code no account is opened. Never give the code to anybody.
        """);

    /// <summary>The mail with the code that proves an alert address. The address is nobody's yet: it learns nothing of the
    /// account.</summary>
    public MailMessage AlertCode(string messageId, string to, string code, TimeSpan worksFor) => new(messageId, to,
        $"Your code for the alerts of {_name}",
        $"""
        Somebody, we hope you, wants the alerts of an account at {_name} to come to this address too.

        Your code: {code[..4]} {code[4..]}

        It works once, for {(int)Math.Ceiling(worksFor.TotalMinutes)} minutes, on the page where you asked for it.
        Was it not you? Then you need do nothing: without the code no alert comes here. Never give the code to anybody.
        """);

    /// <summary>A notice to an account's owner.</summary>
    /// <param name="messageId">The mail's name.</param>
    /// <param name="to">The address.</param>
    /// <param name="notice">What it tells of.</param>
    /// <param name="account">Whose mail it is: its links are good for this account alone.</param>
    /// <param name="phrase">The safety phrase of then; <see langword="null"/> for none.</param>
    /// <param name="of">To an alert address: whose account it is, masked.</param>
    public MailMessage Notice(
        string messageId, string to, Notice notice, AccountId account, string? phrase = null, string? of = null)
    {
        var (subject, said) = Words(notice.Kind, notice.Detail ?? "");
        return new(messageId, to, $"{subject} ({_name})",
            $"""
            {(phrase is null ? "" : $"Your safety phrase: {phrase}\n\n")}{said}

            When: {notice.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC
            From: network {notice.Network}, {notice.Agent}

            {Advice(notice, account)}{(of is null ? "" : $"\n\n{AboutAlerts(of)}")}
            """);
    }

    private (string Subject, string Said) Words(NoticeKind kind, string detail) => kind switch
    {
        NoticeKind.RegistrationTried => ("You already have an account",
            $"Somebody tried to open an account at {_name} with your address. You have one already, so nothing was opened or changed."),
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
        NoticeKind.LongWait => ("Tries at your account have to wait",
            $"Somebody tried many times to prove that they are you, and failed. Tries of the {NameOf(detail)} from there "
                + $"have to wait now: {WaitOf(detail)}."),
        NoticeKind.OutOfUse => ($"Your {NameOf(detail)} is stopped " + (IsOfStrangers(detail) ? "for strangers" : "on your devices"),
            $"The {NameOf(detail)} of your account was given wrongly too many times in a row. From "
                + (IsOfStrangers(detail) ? "devices that your account does not know" : "the devices that your account knows")
                + " it is not looked at any more."),
        NoticeKind.DeviceForgotten => ("A device was forgotten",
            $"Your account knows the device “{detail}” no more. Its sessions ended, and it enters as a new device."),
        NoticeKind.AlertAddressAdded => ("An alert address was added",
            $"From now on the alerts of your account go to {detail} too."),
        NoticeKind.AlertAddressRemoved => ("An alert address was removed",
            $"The alerts of your account go to {detail} no more. This is the last mail there."),
        NoticeKind.SafetyPhraseSet => ("Your safety phrase is set",
            "A safety phrase was set for your account. From the next mail on, every mail of ours shows it at the top; so does the "
                + "entrance, on devices that your account knows. What does not show it is not from us."),
        NoticeKind.SafetyPhraseChanged => ("Your safety phrase was changed",
            "The safety phrase of your account was changed. This mail still shows the one before, so that you know it is from us; "
                + "from the next on they show the new one."),
        NoticeKind.SafetyPhraseRemoved => ("Your safety phrase was removed",
            "The safety phrase of your account was removed. This mail shows it for the last time."),
        NoticeKind.EnteredAfterAbsence =>
            ("Your account was entered after a long time", "Your account was entered, for the first time in a long while."),
        NoticeKind.TradingPasscodeSet =>
            ("Your trading passcode is set", "A trading passcode was set for your account. Trades and withdrawals are approved with it."),
        NoticeKind.TradingPasscodeChanged =>
            ("Your trading passcode was changed", "The trading passcode of your account was changed. Withdrawals wait for a while."),
        NoticeKind.TradingPasscodeRemoved => ("Your trading passcode was removed",
            "The trading passcode of your account was removed. Nothing can be approved until a new one is set, "
                + "and withdrawals wait for a while."),
        NoticeKind.WithdrawalApproved => ("You approved a withdrawal",
            "A withdrawal was approved with your trading passcode and your second factor. The activity log shows what exactly."),
        NoticeKind.TradingOutOfUse => ("Your trading passcode is out of use",
            "The trading passcode of your account was entered wrongly too many times in a row. "
                + "Nothing can be approved until you change it."),
        NoticeKind.WrongCodeAtApproval => ("Your trading passcode was used, but not your code",
            "Somebody inside your account entered your trading passcode correctly, but not the code of your second factor. "
                + "Nothing was approved."),
        NoticeKind.RecoveryCodeUsed =>
            ("A recovery code was used", "Your account was entered with one of your recovery codes. That code no longer works."),
        NoticeKind.AccountFrozen => ("Your account is frozen",
            "Your account was frozen. Nobody can enter it, all its sessions ended, and it knows no device any more."),
        NoticeKind.AccountUnfrozen => ("Your account is open again",
            "Your account was opened again with its passcode, and has a new one. It knows no device any more; enter anew."),
        NoticeKind.SettingsLocked => ("Your security settings are locked",
            "The security settings of your account are locked for a while. Nobody can change them, and nobody can end the lock."),
        NoticeKind.NewNetwork => ("Your account was entered from a new network",
            "A device that your account knows entered it from a network that it was not entered from before."),
        NoticeKind.DeviceTrusted => ("A device is trusted now", "A device of your account is trusted now: it skips the security check."),
        NoticeKind.DevicesRestricted => ("Only your listed devices may enter",
            "From now on only the devices that your account knows may enter. A new one must be let in by one of them."),
        NoticeKind.DevicesOpened => ("All devices may enter again", "From now on new devices may enter your account again."),
        NoticeKind.DeviceWaits => ("A new device wants to enter",
            "A new device gave everything that your account asks for. It waits until one of your listed devices lets it in."),
        NoticeKind.RecoveryLink =>
            ("The way back into your account", "Somebody, we hope you, asked for the way back into your frozen account."),
        _ => throw new System.Diagnostics.UnreachableException(kind.ToString()),
    };

    private string Advice(Notice notice, AccountId account) => notice.Kind switch
    {
        NoticeKind.AccountFrozen => $"""
            The way back is at {service.EntranceUrl}/recover. You will need a link that we mail you there, your passcode and, where you have
            one, your second factor.
            """,
        NoticeKind.RecoveryLink => $"""
            This link works once, for {(int)policy.Recovery.LinkFor.TotalMinutes} minutes:
            {service.EntranceUrl}/recover#{Link(LinkPurpose.Recovery, notice, account, policy.Recovery.LinkFor)}

            You will need your passcode and, where you have one, your second factor. Was it not you? Then you need do nothing: the account
            stays frozen. Never give the link to anybody.
            """,
        NoticeKind.RegistrationTried => "Was it you? Then just enter with the passcode you have. Otherwise you need do nothing.",
        NoticeKind.WrongCodeAfterPasscode =>
            $"Was it you? Then you need do nothing. Otherwise somebody else knows your passcode.\n\n{NotMe(notice, account)}",
        NoticeKind.ManyFailures =>
            "Was it you? Then you need do nothing. Otherwise your account is not open to them: "
            + "tries are slowed down and your known devices are not. A long passcode that you use nowhere else, and an authenticator, "
            + "keep it so. The activity log shows every try.",
        NoticeKind.LongWait =>
            $"Was it you? Then wait, or enter on another device that you used before: there nothing waits.\n\n{NotMe(notice, account)}",
        NoticeKind.OutOfUse => (IsOfStrangers(notice.Detail ?? "")
            ? "On a device that you used before you can enter as ever, and that ends the stop."
            : "From a device that your account does not know you can enter as ever, and that ends the stop.")
            + $"\n\n{NotMe(notice, account)}",
        _ => $"Was it you? Then you need do nothing.\n\n{NotMe(notice, account)}",
    };

    private string AboutAlerts(string of) =>
        $"This address gets the alerts of the account {of} at {_name}. Nobody enters or recovers the account by it.";

    private static string NameOf(string detail) => detail.Split(' ')[0] switch
    {
        "totp" => "authenticator code",
        "recovery-code" => "recovery code",
        "trading-passcode" => "trading passcode",
        _ => "passcode",
    };

    private static bool IsOfStrangers(string detail) => detail.EndsWith(" strangers", StringComparison.Ordinal);

    private static string WaitOf(string detail)
    {
        _ = long.TryParse(detail.Split(' ')[^1], CultureInfo.InvariantCulture, out var seconds);
        return seconds >= 3600 ? "an hour" : seconds >= 120 ? $"{seconds / 60} minutes" : $"{seconds} seconds";
    }

    private string NotMe(Notice notice, AccountId account) => $"""
        Was it not you? Open this page and press its button. It freezes your account at once; you need not enter for it:
        {service.EntranceUrl}/not-me#{Link(LinkPurpose.NotMe, notice, account, NotMeFor)}

        The link works once, for {(int)NotMeFor.TotalHours} hours.
        """;

    private string Link(LinkPurpose purpose, Notice notice, AccountId account, TimeSpan worksFor) =>
        new MailLink(purpose, account, notice.Number, notice.At + worksFor).Reveal(keys);
}
