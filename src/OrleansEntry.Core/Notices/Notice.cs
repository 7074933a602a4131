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

    /// <summary>The code that proves a further address, to that address alone.</summary>
    AlertAddressCode = 66,

    /// <summary>Alerts go to a further address. Detail: the address, masked.</summary>
    AlertAddressAdded = 67,

    /// <summary>Alerts go to an address no more. Detail: the address, masked.</summary>
    AlertAddressRemoved = 68,
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

    /// <summary>The further address it goes to, sealed; <see langword="null"/> for the account's identifier.</summary>
    public string? ProtectedTo { get; init; }

    /// <summary>With <see cref="NoticeKind.AlertAddressCode"/>: the code, sealed.</summary>
    public string? ProtectedCode { get; init; }

    /// <summary>Never prints what is sealed.</summary>
    public override string ToString() => $"notice {Number} of {Kind}";
}

/// <summary>The mails an account owes. At least once each, never before the change they tell of is stored.</summary>
/// <param name="LastNumber">The newest number given.</param>
/// <param name="Undelivered">What is not known to be sent, oldest first.</param>
public sealed record NoticeOutbox(long LastNumber, ImmutableArray<Notice> Undelivered)
{
    /// <summary>Most mails that wait for the account's identifier. While the mail service is down the oldest give way: the log has them
    /// all.</summary>
    public const int MaxUndelivered = 64;

    /// <summary>The same for each further address.</summary>
    public const int MaxUndeliveredFurther = 16;

    /// <summary>Nothing owed.</summary>
    public static NoticeOutbox Empty { get; } = new(0, []);

    /// <summary>One more; it gets its number here.</summary>
    public NoticeOutbox Add(Notice notice)
    {
        var most = notice.ProtectedTo is null ? MaxUndelivered : MaxUndeliveredFurther;
        var alike = Undelivered.Where(n => n.ProtectedTo == notice.ProtectedTo).ToArray();
        var waiting = alike.Length >= most ? Undelivered.Remove(alike[0]) : Undelivered;
        return new(LastNumber + 1, waiting.Add(notice with { Number = LastNumber + 1 }));
    }

    /// <summary>Without those of a kind.</summary>
    public NoticeOutbox Drop(NoticeKind kind) => this with { Undelivered = Undelivered.RemoveAll(n => n.Kind == kind) };

    /// <summary>Without those that were sent.</summary>
    public NoticeOutbox Without(IReadOnlySet<long> numbers) =>
        Undelivered.Any(n => numbers.Contains(n.Number))
            ? this with { Undelivered = Undelivered.RemoveAll(n => numbers.Contains(n.Number)) }
            : this;
}
