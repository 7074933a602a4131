using System.Globalization;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Notices;

namespace OrleansEntry.Grains.Mail;

/// <summary>The words of every mail. Those with a code stand in a file of their own.</summary>
public sealed partial class MailTexts(ServiceOptions service, DeploymentKeys keys, EntryPolicy policy)
{
    private readonly string _name = service.Name;

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
        NoticeKind.RegistrationTried when detail is "change" => ("Somebody wants your address",
            $"Somebody wanted to move another account at {_name} to your address. Yours has it, so nothing was changed."),
        NoticeKind.RegistrationTried when detail is "former" => ("This address is kept for you",
            $"Somebody wanted an account at {_name} with this address. It was yours until lately, and is kept for you for a while."),
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
        NoticeKind.AccountExported => ("Your data was taken along",
            "What we store of you was read out as a file, by somebody who was in your account and confirmed that it is you."),
        NoticeKind.OperatorActed => OperatorWords(detail),
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
        NoticeKind.WrongCodeOnTheWayBack => ("The way back was tried with a wrong code",
            "Somebody opened the mailed link of the way back into your frozen account, but did not enter the right code of your second "
                + "factor. Your account stays frozen."),
        NoticeKind.RecoveryCodeUsed =>
            ("A recovery code was used", "Your account was entered with one of your recovery codes. That code no longer works."),
        NoticeKind.AccountFrozen => ("Your account is frozen",
            "Your account was frozen. Nobody can enter it, all its sessions ended, and it knows no device any more."),
        NoticeKind.AccountUnfrozen => ("Your account is open again",
            "Your account was opened again by a mailed link, and has a new passcode. It knows no device any more; enter anew."),
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
        NoticeKind.NewPasscodeLink => ("A new passcode for your account",
            "Somebody, we hope you, forgot the passcode of your account and asked to choose a new one."),
        NoticeKind.PasscodeReplaced => ("Your passcode was replaced",
            "A new passcode was chosen for your account with a link that we mailed to its address. All sessions ended, and withdrawals "
                + "wait for a while. Your second factor is asked for as ever."),
        NoticeKind.FactorRemovalBegun => ("Your authenticator will be removed",
            $"Somebody gave your passcode and a code that we mailed to you, and says that your authenticator and recovery codes are lost. "
                + $"They will be removed on {WhenOf(detail)}, unless you stop it before."),
        NoticeKind.FactorRemovalWaits => ("Your authenticator will still be removed",
            $"Your authenticator and recovery codes were said to be lost. They will be removed on {WhenOf(detail)}, unless you stop it "
                + "before."),
        NoticeKind.FactorRemovalStopped => ("Your authenticator stays",
            "The removal of your authenticator and recovery codes was stopped. They work as before."),
        NoticeKind.FactorRemoved => ("Your lost authenticator was removed",
            "The authenticator and recovery codes of your account were said to be lost, and were removed after the wait. All sessions "
                + "ended, and withdrawals wait for a while. Whoever enters next must set up a new authenticator before anything else."),
        NoticeKind.ClosingBegun => ("Your account will be closed",
            $"Somebody inside your account asked to close it. It will be closed on {WhenOf(detail)}, unless you stop it before. Until then "
                + "you can enter as ever, and trades and withdrawals are on hold."),
        NoticeKind.ClosingWaits => ("Your account will still be closed",
            $"Your account will be closed on {WhenOf(detail)}, unless you stop it before. Then what we store of you is erased, and nobody "
                + "brings it back."),
        NoticeKind.ClosingStopped => ("Your account stays open", "The closing of your account was stopped. It is as it was before."),
        NoticeKind.AccountClosed => ("Your account is closed",
            $"The account {detail} at {_name} is closed, and what we stored of you is erased; this address is erased with this mail. For "
                + $"{DaysOf(policy.Closing.Retention)} we keep the list of what happened in the account and when, without address, "
                + "network, device or name, because the law asks for it. Then that is deleted too."),
        NoticeKind.PasskeyAdded => ("A passkey was added",
            $"The passkey “{detail}” was added to your account. Whoever has it can enter with it. Withdrawals wait for a while."),
        NoticeKind.PasskeyRemoved => ("A passkey was removed",
            $"The passkey “{detail}” of your account was removed. It no longer works here. Withdrawals wait for a while."),
        NoticeKind.PasskeyCopied => ("Your passkey may have been copied",
            $"The passkey “{detail}” was used by something that counts its uses differently than before, as a copy would. It was "
                + "refused. Remove this passkey and add a new one, unless you know why."),
        NoticeKind.IdentifierChangeBegun => ("Your address is about to change",
            $"Somebody who gave your passcode asked to change the address of your account to {detail}. It takes a code from the present "
                + "address and one from the new one."),
        NoticeKind.IdentifierChangeStopped => ("Your address stays", "The change of your account's address did not come to be."),
        NoticeKind.IdentifierChanged => ("Your address was changed",
            $"From now on your account is entered with {detail}. Its other sessions ended, and withdrawals wait for a while."),
        NoticeKind.IdentifierMoved => ("Your account left this address",
            $"From now on your account is entered with {detail}, and with this address no more. For "
                + $"{(int)policy.IdentifierChange.UndoFor.TotalDays} days this address still hears of everything and is kept for you."),
        NoticeKind.IdentifierChangeUndone => ("Your address was changed back",
            $"The change of your account's address to {detail} was taken back. The account is frozen: nobody can enter it, all its "
                + "sessions ended, and it knows no device any more."),
        NoticeKind.RecoveryLink =>
            ("The way back into your account", "Somebody, we hope you, asked for the way back into your frozen account."),
        _ => throw new System.Diagnostics.UnreachableException(kind.ToString()),
    };

    private static (string Subject, string Said) OperatorWords(string act) => act switch
    {
        "unlock" => ("You need not wait any more", "Our staff ended the waits that wrong tries had brought to your account."),
        "freeze" => ("Our staff froze your account",
            "Our staff froze your account. Nobody can enter it, all its sessions ended, and it knows no device any more. There is no way "
                + "back by mail: our support opens it again, after two of our staff have agreed."),
        "end-sessions" => ("Our staff ended your sessions", "Our staff ended all sessions of your account. Enter again when you like."),
        "cancel-recovery" => ("Our staff cancelled a recovery",
            "Our staff cancelled what somebody had begun to get back into your account. Links that we mailed for it no longer work."),
        "unfreeze" => ("Your account is open again",
            "Two of our staff agreed to open your account again. Your passcode and second factor are as before, and withdrawals wait for "
                + "a while."),
        _ => ("Our staff did something to your account", "Our staff did something to your account; the activity log says what."),
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

            You will need your passcode and, where you have one, your second factor. With the passcode forgotten, open the link in the
            browser that asked for it: the second factor does. Was it not you? Then you need do nothing: the account
            stays frozen. Never give the link to anybody.
            """,
        NoticeKind.NewPasscodeLink => $"""
            This link works once, for {(int)policy.Recovery.LinkFor.TotalMinutes} minutes, in the browser in which it was asked for:
            {service.EntranceUrl}/recover?forgotten#{Link(LinkPurpose.Recovery, notice, account, policy.Recovery.LinkFor)}

            Was it not you? Then you need do nothing: nothing changed, and your passcode works as before. Never give the link to anybody.
            """,
        NoticeKind.FactorRemovalBegun or NoticeKind.FactorRemovalWaits => $"""
            Was it you? Then you need do nothing. Have you found your authenticator or a recovery code? Enter with it: that stops the
            removal.

            Was it not you? Then somebody knows your passcode and reads your mail. Stop it: open this page and press its button. You need
            not enter for it:
            {service.EntranceUrl}/keep-factor#{Link(LinkPurpose.StopRemoval, notice, account, StopLinkFor)}

            Then change your passcode, and the one of your mailbox. To close the account at once instead:

            {NotMe(notice, account)}
            """,
        NoticeKind.ClosingBegun or NoticeKind.ClosingWaits => $"""
            Was it you? Then you need do nothing. Take along what you want to keep: the security centre has it under "Activity".

            Was it not you, or did you change your mind? Stop it: open this page and press its button. You need not enter for it:
            {service.EntranceUrl}/keep-account#{Link(LinkPurpose.StopClosing, notice, account, StopClosingLinkFor)}

            If it was not you, somebody is in your account. To freeze it at once, which stops the closing too:

            {NotMe(notice, account)}
            """,
        NoticeKind.AccountClosed =>
            "You need do nothing. You may open another account with this address at any time: it knows nothing of this one.",
        NoticeKind.OperatorActed => "You need do nothing. Do you not know why? Ask our support. They never ask for a passcode or a code, "
            + "and the activity log says what they did and why.",
        NoticeKind.IdentifierMoved => $"""
            Was it you? Then you need do nothing.

            Was it not you? Take it back: open this page and press its button. You need not enter for it. Your account then has this
            address again, and is frozen:
            {service.EntranceUrl}/undo-address#{Link(
                LinkPurpose.UndoIdentifierChange, notice, account, policy.IdentifierChange.UndoFor)}

            The link works once, for {(int)policy.IdentifierChange.UndoFor.TotalDays} days. Change the passcode of this mailbox too: it
            took a code from here.
            """,
        NoticeKind.IdentifierChangeUndone => $"""
            The way back is at {service.EntranceUrl}/recover, with the address that the account has again. You will need a link that we mail
            there, your passcode and, where you have one, your second factor.
            """,
        NoticeKind.RegistrationTried when notice.Detail is "change" or "former" => "You need do nothing.",
        NoticeKind.RegistrationTried => "Was it you? Then just enter with the passcode you have. Otherwise you need do nothing.",
        NoticeKind.WrongCodeAfterPasscode =>
            $"Was it you? Then you need do nothing. Otherwise somebody else knows your passcode.\n\n{NotMe(notice, account)}",
        NoticeKind.ManyFailures =>
            "Was it you? Then you need do nothing. Otherwise your account is not open to them: "
            + "tries are slowed down and your known devices are not. A long passcode that you use nowhere else, and an authenticator, "
            + $"keep it so. The activity log shows every try.\n\n{NotMe(notice, account)}",
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
        "passkey" => "passkey",
        "trading-passcode" => "trading passcode",
        _ => "passcode",
    };

    private static bool IsOfStrangers(string detail) => detail.EndsWith(" strangers", StringComparison.Ordinal);

    private static string WaitOf(string detail)
    {
        _ = long.TryParse(detail.Split(' ')[^1], CultureInfo.InvariantCulture, out var seconds);
        return seconds >= 3600 ? "an hour" : seconds >= 120 ? $"{seconds / 60} minutes" : $"{seconds} seconds";
    }

    // Each day brings a mail with a link of its own, and a removal that was stopped ends them all: this one only has to outlive the wait.
    private TimeSpan StopLinkFor => policy.LostFactor.WaitFor + TimeSpan.FromDays(7);

    // The same, and longer for those whose locked settings hold the end up.
    private TimeSpan StopClosingLinkFor => policy.Closing.Wait + TimeSpan.FromDays(30);

    // A whole number of years is said so.
    private static string DaysOf(TimeSpan span)
    {
        var years = Math.Round(span.TotalDays / 365.25);
        return years > 1 && Math.Abs(years * 365.25 - span.TotalDays) < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{years} years")
            : string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:#,0} days");
    }

    private static string WhenOf(string detail) => detail.Replace('T', ' ').Replace("Z", " UTC", StringComparison.Ordinal);

    private static string Hours(TimeSpan span) => $"{(int)span.TotalHours} hours";

    private string NotMe(Notice notice, AccountId account) => $"""
        Was it not you? Open this page and press its button. It freezes your account at once; you need not enter for it:
        {service.EntranceUrl}/not-me#{Link(LinkPurpose.NotMe, notice, account, policy.Freezing.LinkFor)}

        The link works once, for {(int)policy.Freezing.LinkFor.TotalHours} hours.
        """;

    private string Link(LinkPurpose purpose, Notice notice, AccountId account, TimeSpan worksFor) =>
        new MailLink(purpose, account, notice.Number, notice.At + worksFor).Reveal(keys);
}
