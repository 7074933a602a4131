using System.Collections.Immutable;
using OrleansEntry.Core.Accounts;

namespace OrleansEntry.Core.Notices;

/// <summary>What the owner is told by mail (ASVS 6.3.5, 6.3.7).</summary>
public enum NoticeKind
{
    /// <summary>Somebody tried to register the owner's address.</summary>
    RegistrationTried = 1,

    /// <summary>The passcode was right, the second factor was not.</summary>
    WrongCodeAfterPasscode = 2,

    /// <summary>The account was entered from a device it did not know.</summary>
    NewDevice = 3,

    /// <summary>An authenticator was enrolled.</summary>
    TotpEnrolled = 4,

    /// <summary>The authenticator was removed.</summary>
    TotpRemoved = 5,

    /// <summary>The recovery codes were renewed.</summary>
    RecoveryCodesRenewed = 6,

    /// <summary>The passcode was changed.</summary>
    PasscodeChanged = 7,

    /// <summary>A recovery code was used to enter.</summary>
    RecoveryCodeUsed = 8,

    /// <summary>Many tries failed in a short time.</summary>
    ManyFailures = 9,

    /// <summary>The account was entered after a long absence.</summary>
    EnteredAfterAbsence = 10,

    /// <summary>The account was frozen.</summary>
    AccountFrozen = 20,

    /// <summary>The frozen account is open again, under a new passcode.</summary>
    AccountUnfrozen = 21,

    /// <summary>The link of the way back, as asked for.</summary>
    RecoveryLink = 22,

    /// <summary>A trading passcode was set.</summary>
    TradingPasscodeSet = 40,

    /// <summary>The trading passcode was changed.</summary>
    TradingPasscodeChanged = 41,

    /// <summary>The trading passcode was removed.</summary>
    TradingPasscodeRemoved = 42,

    /// <summary>A withdrawal was approved.</summary>
    WithdrawalApproved = 43,

    /// <summary>The trading passcode failed too often in a row.</summary>
    TradingOutOfUse = 44,

    /// <summary>The trading passcode was right, the second factor was not.</summary>
    WrongCodeAtApproval = 45,

    /// <summary>A device is trusted for a while.</summary>
    DeviceTrusted = 23,

    /// <summary>Only listed devices may enter.</summary>
    DevicesRestricted = 24,

    /// <summary>All devices may enter again.</summary>
    DevicesOpened = 25,

    /// <summary>A new device waits to be let in by a listed one.</summary>
    DeviceWaits = 26,

    /// <summary>The security settings are locked.</summary>
    SettingsLocked = 27,

    /// <summary>A known device entered from a network that the account was not entered from before.</summary>
    NewNetwork = 28,

    /// <summary>A long wait began after failures. Detail: the authenticator and the wait's seconds.</summary>
    LongWait = 60,

    /// <summary>An authenticator failed too often in a row and is out of use. Detail: the authenticator, and <c>strangers</c> or
    /// <c>devices</c>: for whom.</summary>
    OutOfUse = 61,

    /// <summary>The account knows a device no more. Detail: what its owner called it, or what it said it is.</summary>
    DeviceForgotten = 62,

    /// <summary>A safety phrase was chosen where there was none.</summary>
    SafetyPhraseSet = 63,

    /// <summary>Another safety phrase was chosen.</summary>
    SafetyPhraseChanged = 64,

    /// <summary>The safety phrase was removed.</summary>
    SafetyPhraseRemoved = 65,
}

/// <summary>One mail owed to the owner.</summary>
/// <param name="Number">Its number in this account: with the account's id it makes the message id,
/// so that a mail sent twice is one mail.</param>
/// <param name="At">When it happened.</param>
/// <param name="Kind">What.</param>
/// <param name="Network">From which network.</param>
/// <param name="Agent">By what client.</param>
public sealed record Notice(long Number, DateTimeOffset At, NoticeKind Kind, string Network, string Agent)
{
    /// <summary>A fact that belongs to the kind.</summary>
    public string? Detail { get; init; }

    /// <summary>The safety phrase that was in force then, sealed; <see langword="null"/> where there was none.</summary>
    public string? ProtectedPhrase { get; init; }

    /// <summary>Never prints what is sealed.</summary>
    public override string ToString() => $"notice {Number} of {Kind}";
}

/// <summary>The mails an account owes. At least once each, never before the change they tell of is stored.</summary>
/// <param name="LastNumber">The newest number given.</param>
/// <param name="Undelivered">What is not known to be sent, oldest first.</param>
public sealed record NoticeOutbox(long LastNumber, ImmutableArray<Notice> Undelivered)
{
    /// <summary>Most mails that wait. While the mail service is down the oldest give way: the log has them all.</summary>
    public const int MaxUndelivered = 64;

    /// <summary>Nothing owed.</summary>
    public static NoticeOutbox Empty { get; } = new(0, []);

    /// <summary>One more.</summary>
    public NoticeOutbox Add(DateTimeOffset at, NoticeKind kind, Caller caller, string? detail = null, string? phrase = null)
    {
        var waiting = Undelivered.Length >= MaxUndelivered ? Undelivered.RemoveAt(0) : Undelivered;
        return new(LastNumber + 1, waiting.Add(
            new Notice(LastNumber + 1, at, kind, caller.Network, caller.Agent) { Detail = detail, ProtectedPhrase = phrase }));
    }

    /// <summary>Without those that were sent.</summary>
    public NoticeOutbox Without(long throughNumber) =>
        Undelivered.Length > 0 && Undelivered[0].Number <= throughNumber
            ? this with { Undelivered = [.. Undelivered.Where(n => n.Number > throughNumber)] }
            : this;
}
