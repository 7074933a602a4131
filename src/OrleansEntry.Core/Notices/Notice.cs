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

    /// <summary>The link that replaces a forgotten passcode, as asked for.</summary>
    NewPasscodeLink = 73,

    /// <summary>A forgotten passcode was replaced with a mailed link.</summary>
    PasscodeReplaced = 74,

    /// <summary>Somebody has the mailed link of the way back into the frozen account, and not the second factor.</summary>
    WrongCodeOnTheWayBack = 75,

    /// <summary>The code by which somebody who has the passcode asks for the removal of a lost second factor.</summary>
    LostFactorCode = 85,

    /// <summary>A second factor will be removed. Detail: when, in ISO 8601.</summary>
    FactorRemovalBegun = 86,

    /// <summary>The same, once more. Detail: when, in ISO 8601.</summary>
    FactorRemovalWaits = 87,

    /// <summary>It will not be removed. Detail: one of <see cref="LostFactor.StopReason"/>.</summary>
    FactorRemovalStopped = 88,

    /// <summary>The second factor was removed after its wait.</summary>
    FactorRemoved = 89,

    /// <summary>A passkey was added. Detail: its name.</summary>
    PasskeyAdded = 90,

    /// <summary>A passkey was removed. Detail: its name.</summary>
    PasskeyRemoved = 91,

    /// <summary>A passkey may have been copied. Detail: its name.</summary>
    PasskeyCopied = 92,

    /// <summary>What is stored of the owner was taken along.</summary>
    AccountExported = 80,

    /// <summary>The account will be closed. Detail: when, in ISO 8601.</summary>
    ClosingBegun = 100,

    /// <summary>The same, once more. Detail: when, in ISO 8601.</summary>
    ClosingWaits = 101,

    /// <summary>It will not be closed. Detail: one of <see cref="Closing.ClosingStop"/>.</summary>
    ClosingStopped = 102,

    /// <summary>The account was closed: the last mail. Detail: the identifier, masked.</summary>
    AccountClosed = 103,

    /// <summary>An operator did something to the account. Detail: the word of an <see cref="Operators.OperatorAct"/>.</summary>
    OperatorActed = 110,

    /// <summary>A code of a change of identifier: to the new address, or to the present one. Detail: the new one, masked.</summary>
    IdentifierCode = 95,

    /// <summary>A change of identifier was asked for. Detail: the new one, masked.</summary>
    IdentifierChangeBegun = 96,

    /// <summary>The identifier was changed. Detail: the new one, masked.</summary>
    IdentifierChanged = 97,

    /// <summary>The former address took the change back. Detail: the one that it was changed to, masked.</summary>
    IdentifierChangeUndone = 98,

    /// <summary>To the former address alone, with the link that takes the change back. Detail: the new one, masked.</summary>
    IdentifierMoved = 99,

    /// <summary>A change of identifier did not come to be. Detail: one of <see cref="IdentifierChange.ChangeStop"/>.</summary>
    IdentifierChangeStopped = 104,
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

    /// <summary>With a mail that has a code: the code, sealed.</summary>
    public string? ProtectedCode { get; init; }

    /// <summary>Whether it gives way to no other mail: what it tells of can be stopped by who reads it in time.</summary>
    public bool Stays => WarnsOfRemoval || WarnsOfClosing || Kind is NoticeKind.IdentifierMoved;

    /// <summary>Whether a second factor goes unless somebody reads this in time: no other mail takes its place.</summary>
    public bool WarnsOfRemoval => Kind is NoticeKind.FactorRemovalBegun or NoticeKind.FactorRemovalWaits;

    /// <summary>Whether the account goes unless somebody reads this in time.</summary>
    public bool WarnsOfClosing => Kind is NoticeKind.ClosingBegun or NoticeKind.ClosingWaits;

    /// <summary>Never prints what is sealed.</summary>
    public override string ToString() => $"notice {Number} of {Kind}";
}

/// <summary>The numbers of the mails that an account owes. The log has them all.</summary>
public sealed record NoticePolicy
{
    /// <summary>Most mails that wait for the account's identifier. 16 to 128; default 64.</summary>
    public int MaxWaiting { get; init; } = 64;

    /// <summary>The same for each further address. 4 to 32; default 16.</summary>
    public int MaxWaitingFurther { get; init; } = 16;
}

/// <summary>The mails an account owes. At least once each, never before the change they tell of is stored.</summary>
/// <param name="LastNumber">The newest number given.</param>
/// <param name="Undelivered">What is not known to be sent, oldest first.</param>
public sealed record NoticeOutbox(long LastNumber, ImmutableArray<Notice> Undelivered)
{
    /// <summary>Nothing owed.</summary>
    public static NoticeOutbox Empty { get; } = new(0, []);

    /// <summary>One more; it gets its number here.</summary>
    public NoticeOutbox Add(Notice notice) => new(LastNumber + 1, Undelivered.Add(notice with { Number = LastNumber + 1 }));

    /// <summary>With no more than may wait for each address: while the mail service is down the oldest give way, but for those that
    /// stay. Asked for before every write, so that what is stored keeps to it; one change adds a few.</summary>
    public NoticeOutbox Within(NoticePolicy policy)
    {
        var giveWay = Undelivered.GroupBy(notice => notice.ProtectedTo).SelectMany(alike => alike
            .OrderBy(notice => notice.Stays).ThenBy(notice => notice.Number)
            .Take(alike.Count() - (alike.Key is null ? policy.MaxWaiting : policy.MaxWaitingFurther)));
        return Without(giveWay.Select(notice => notice.Number).ToHashSet());
    }

    /// <summary>Without those of a kind.</summary>
    public NoticeOutbox Drop(NoticeKind kind) => this with { Undelivered = Undelivered.RemoveAll(n => n.Kind == kind) };

    /// <summary>Without those that were sent.</summary>
    public NoticeOutbox Without(IReadOnlySet<long> numbers) =>
        Undelivered.Any(n => numbers.Contains(n.Number))
            ? this with { Undelivered = Undelivered.RemoveAll(n => numbers.Contains(n.Number)) }
            : this;
}
