namespace OrleansEntry.Core.Activity;

/// <summary>What the activity log tells of. These words are stored and exported: they are never changed, only added to.</summary>
public static class ActivityKind
{
    /// <summary>The account was opened.</summary>
    public const string AccountOpened = "account.opened";

    /// <summary>Somebody tried to register the owner's address or, with the reason <c>change</c>, to move another account to it.</summary>
    public const string RegistrationTried = "registration.tried";

    /// <summary>The security check was asked for, and was passed, before the attempt that follows. Reason: what was asked for, <c>work</c>
    /// or <c>picture</c>; detail: why, as a list of <see cref="Risk.RiskSignal"/>.</summary>
    public const string CheckAsked = "check.asked";

    /// <summary>The passcode was right; a second factor is due.</summary>
    public const string PasscodeAccepted = "entry.passcode-accepted";

    /// <summary>The passcode was wrong.</summary>
    public const string PasscodeRefused = "entry.passcode-refused";

    /// <summary>A second factor was refused. Reason: <c>wrong</c>, <c>used</c> or <c>clock</c>; detail: the method.</summary>
    public const string CodeRefused = "entry.code-refused";

    /// <summary>A wait began. Detail: its seconds and the authenticator, or that the authenticator is out of use.</summary>
    public const string Locked = "entry.locked";

    /// <summary>Attempts that were refused unseen during a wait. Detail: how many.</summary>
    public const string HeldOff = "entry.held-off";

    /// <summary>The door opened and a session began. Detail: the methods.</summary>
    public const string Admitted = "entry.admitted";

    /// <summary>A session ended. Reason: <c>left</c>, <c>ended</c>, <c>others</c>, <c>oldest</c>,
    /// <c>passcode-changed</c>, <c>expired</c>, <c>frozen</c>, <c>factor-removed</c>, <c>device-forgotten</c>, <c>operator</c>,
    /// <c>closing</c>, <c>closed</c> or <c>all-ended</c>.</summary>
    public const string SessionEnded = "session.ended";

    /// <summary>A device became known.</summary>
    public const string DeviceAdded = "device.added";

    /// <summary>Presence was proved again. Detail: the methods.</summary>
    public const string PresenceConfirmed = "presence.confirmed";

    /// <summary>Presence was not proved. Reason: <c>passcode</c>, <c>wrong</c>, <c>used</c> or <c>clock</c>.</summary>
    public const string PresenceRefused = "presence.refused";

    /// <summary>An authenticator was enrolled.</summary>
    public const string TotpEnrolled = "totp.enrolled";

    /// <summary>The authenticator was removed.</summary>
    public const string TotpRemoved = "totp.removed";

    /// <summary>A passkey was added. Detail: its name.</summary>
    public const string PasskeyAdded = "passkey.added";

    /// <summary>A passkey was given another name. Detail: the new one.</summary>
    public const string PasskeyRenamed = "passkey.renamed";

    /// <summary>A passkey was removed. Detail: its name.</summary>
    public const string PasskeyRemoved = "passkey.removed";

    /// <summary>At the door a passkey was shown that is none of the account's (reason <c>wrong</c>), or may be a copy
    /// (<c>copied</c>).</summary>
    public const string PasskeyRefused = "entry.passkey-refused";

    /// <summary>The recovery codes were renewed.</summary>
    public const string RecoveryCodesRenewed = "recovery-codes.renewed";

    /// <summary>The passcode was changed.</summary>
    public const string PasscodeChanged = "passcode.changed";

    /// <summary>Withdrawals are held from now on. Reason: one of <c>HoldReason</c>; detail: until when, in ISO 8601.</summary>
    public const string HoldBegun = "hold.begun";

    /// <summary>The account was frozen, or somebody wanted it to be. Reason: <c>owner</c>, <c>report</c> (detail: the entry's sequence)
    /// , <c>mail</c> (detail: the mail's number) or
    /// <c>operator</c>.</summary>
    public const string AccountFrozen = "account.frozen";

    /// <summary>The passcode was right, but the account is frozen.</summary>
    public const string EntryFrozen = "entry.frozen";

    /// <summary>Somebody asked for the way back: the account is frozen, or its passcode forgotten.</summary>
    public const string RecoveryAsked = "recovery.asked";

    /// <summary>A passcode or code was refused on the way back. Reason: <c>passcode</c>, <c>wrong</c>, <c>used</c> or
    /// <c>clock</c>.</summary>
    public const string RecoveryRefused = "recovery.refused";

    /// <summary>The account is open again, under a new passcode.</summary>
    public const string AccountUnfrozen = "account.unfrozen";

    /// <summary>A forgotten passcode was replaced with a mailed link.</summary>
    public const string PasscodeReplaced = "passcode.replaced";

    /// <summary>A trading passcode was set where there was none.</summary>
    public const string TradingPasscodeSet = "trading-passcode.set";

    /// <summary>The trading passcode was changed.</summary>
    public const string TradingPasscodeChanged = "trading-passcode.changed";

    /// <summary>The trading passcode was removed.</summary>
    public const string TradingPasscodeRemoved = "trading-passcode.removed";

    /// <summary>What was shown for trading was refused. Reason: <c>passcode</c>, or <c>wrong</c>, <c>used</c> or <c>clock</c> with the
    /// method as detail.</summary>
    public const string TradingRefused = "trading.refused";

    /// <summary>Trading was unlocked in a session for a while.</summary>
    public const string TradingUnlocked = "trading.unlocked";

    /// <summary>It was locked again.</summary>
    public const string TradingLocked = "trading.locked";

    /// <summary>An operation was approved. Reason: the operation; detail: what the person was asked.</summary>
    public const string ApprovalGiven = "approval.given";

    /// <summary>A service redeemed an approval. Reason: the operation; detail: the service.</summary>
    public const string ApprovalRedeemed = "approval.redeemed";

    /// <summary>A service could not redeem an approval. Reason: <c>used</c>, <c>details</c>, <c>expired</c>, <c>frozen</c>, <c>session</c>
    /// or <c>held</c>;
    /// detail: the operation.</summary>
    public const string ApprovalRefused = "approval.refused";

    /// <summary>A device was given a name. Detail: the device.</summary>
    public const string DeviceRenamed = "device.renamed";

    /// <summary>A device is trusted for a while. Detail: the device.</summary>
    public const string DeviceTrusted = "device.trusted";

    /// <summary>A device is trusted no more. Detail: the device.</summary>
    public const string DeviceDistrusted = "device.distrusted";

    /// <summary>A device was forgotten, by its owner or (reason <c>oldest</c>) to make room. Detail: the device.</summary>
    public const string DeviceForgotten = "device.forgotten";

    /// <summary>Only listed devices may enter (reason <c>on</c>), or all again (<c>off</c>).</summary>
    public const string DevicesRestricted = "devices.restricted";

    /// <summary>A new device waits to be let in by a listed one.</summary>
    public const string DeviceWaits = "device.waits";

    /// <summary>A listed device answered. Reason: <c>admitted</c>, <c>refused</c> or <c>wrong</c>; detail: who waited.</summary>
    public const string DeviceAnswered = "device.answered";

    /// <summary>The security settings are locked. Detail: until when, in ISO 8601.</summary>
    public const string SettingsLocked = "settings.locked";

    /// <summary>A safety phrase was chosen. The log never holds it.</summary>
    public const string SafetyPhraseSet = "safety-phrase.set";

    /// <summary>The safety phrase was removed.</summary>
    public const string SafetyPhraseRemoved = "safety-phrase.removed";

    /// <summary>A code was mailed to a further address for alerts. Detail: the address, masked.</summary>
    public const string AlertAddressAsked = "alert-address.asked";

    /// <summary>A wrong code was given for it. Reason: <c>wrong</c>; detail: the address, masked.</summary>
    public const string AlertAddressRefused = "alert-address.refused";

    /// <summary>Alerts go to a further address. Detail: the address, masked.</summary>
    public const string AlertAddressAdded = "alert-address.added";

    /// <summary>Alerts go to an address no more. Detail: the address, masked.</summary>
    public const string AlertAddressRemoved = "alert-address.removed";

    /// <summary>Somebody with the passcode said that the second factor is lost: a code was mailed.</summary>
    public const string FactorLossAsked = "factor-loss.asked";

    /// <summary>A wrong code was given for it. Reason: <c>wrong</c>.</summary>
    public const string FactorLossRefused = "factor-loss.refused";

    /// <summary>The second factor will be removed. Detail: when, in ISO 8601.</summary>
    public const string FactorRemovalBegun = "factor-removal.begun";

    /// <summary>It will not be. Reason: one of <c>StopReason</c>.</summary>
    public const string FactorRemovalStopped = "factor-removal.stopped";

    /// <summary>A lost second factor was removed after its wait.</summary>
    public const string FactorRemoved = "factor-removal.done";

    /// <summary>Another identifier was asked for: codes were mailed to it and to the present one. Detail: the new one, masked.</summary>
    public const string IdentifierChangeAsked = "identifier-change.asked";

    /// <summary>Wrong codes were given for it. Reason: <c>wrong</c>; detail: the new one, masked.</summary>
    public const string IdentifierChangeRefused = "identifier-change.refused";

    /// <summary>It did not come to be. Reason: one of <c>ChangeStop</c>.</summary>
    public const string IdentifierChangeStopped = "identifier-change.stopped";

    /// <summary>The identifier was changed. Detail: the new one, masked.</summary>
    public const string IdentifierChanged = "identifier.changed";

    /// <summary>The former identifier took the change back. Reason: <c>mail</c>; detail: that identifier, masked.</summary>
    public const string IdentifierRestored = "identifier.restored";

    /// <summary>What is stored of the owner was taken along.</summary>
    public const string AccountExported = "account.exported";

    /// <summary>The account will be closed. Detail: when, in ISO 8601.</summary>
    public const string ClosingBegun = "closing.begun";

    /// <summary>It will not be. Reason: one of <c>ClosingStop</c>.</summary>
    public const string ClosingStopped = "closing.stopped";

    /// <summary>The account was closed. Detail: the hash of the entry before, as it was until then.</summary>
    public const string AccountClosed = "account.closed";

    /// <summary>An operator did something to the account, or looked at it. Reason: the word of an <c>OperatorAct</c>; detail: the public
    /// names of the operator and, where it took two, of who agreed, and their reason.</summary>
    public const string OperatorActed = "operator.acted";

    /// <summary>All of them, for filters.</summary>
    public static IReadOnlySet<string> All { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        AccountOpened, RegistrationTried, CheckAsked, PasscodeAccepted, PasscodeRefused, CodeRefused, Locked, HeldOff, Admitted,
        SessionEnded,
        DeviceAdded, PresenceConfirmed, PresenceRefused, TotpEnrolled, TotpRemoved, RecoveryCodesRenewed, PasscodeChanged,
        HoldBegun, AccountFrozen, EntryFrozen, RecoveryAsked, RecoveryRefused, AccountUnfrozen, PasscodeReplaced,
        TradingPasscodeSet, TradingPasscodeChanged, TradingPasscodeRemoved, TradingRefused, TradingUnlocked, TradingLocked,
        ApprovalGiven, ApprovalRedeemed, ApprovalRefused,
        DeviceRenamed, DeviceTrusted,
        DeviceDistrusted, DeviceForgotten, DevicesRestricted, DeviceWaits, DeviceAnswered, SettingsLocked,
        SafetyPhraseSet, SafetyPhraseRemoved, AlertAddressAsked, AlertAddressRefused, AlertAddressAdded, AlertAddressRemoved,
        PasskeyAdded, PasskeyRenamed, PasskeyRemoved, PasskeyRefused,
        FactorLossAsked, FactorLossRefused, FactorRemovalBegun, FactorRemovalStopped, FactorRemoved,
        IdentifierChangeAsked, IdentifierChangeRefused, IdentifierChangeStopped, IdentifierChanged, IdentifierRestored,
        AccountExported, ClosingBegun, ClosingStopped, AccountClosed,
        OperatorActed,
    };
}
