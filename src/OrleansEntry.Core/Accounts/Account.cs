using System.Collections.Immutable;
using System.Security.Cryptography;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Alerts;
using OrleansEntry.Core.Devices;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.Idempotency;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.Throttling;
using OrleansEntry.Core.Trading;

namespace OrleansEntry.Core.Accounts;

/// <summary>Everything of one account that must agree, in one value: it is written whole or not at all.</summary>
/// <remarks>Immutable. Rules take one and give the next; what a rule wants the world to know (log entries, mails) rides in it.</remarks>
public sealed record Account
{
    /// <summary>Its name.</summary>
    public required AccountId Id { get; init; }

    /// <summary>When it was opened; <see langword="null"/> for the stand-in of an identifier that nobody registered.
    /// Nobody enters a stand-in.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>The identifier, protected for storage.</summary>
    public string ProtectedIdentifier { get; init; } = "";

    /// <summary>The passcode's hash, as stored.</summary>
    public string PasscodeHash { get; init; } = "";

    /// <summary>Whether the passcode is too short to stand alone (under 15 characters):
    /// then the second factor can not be removed (N-01).</summary>
    public bool ShortPasscode { get; init; }

    /// <summary>The strangers' budgets.</summary>
    public Meters Strangers { get; init; } = Meters.None;

    /// <summary>The devices the account knows, at most <see cref="EntryPolicy.MaxKnownDevices"/>.</summary>
    public ImmutableArray<KnownDevice> Devices { get; init; } = [];

    /// <summary>Networks it was entered from, the newest last, at most <see cref="Risk.RiskPolicy.MaxNetworks"/>:
    /// see <see cref="Risk.NetworkMemory"/>.</summary>
    public ImmutableArray<string> Networks { get; init; } = [];

    /// <summary>Entries past their passcode, until their time is over; at most <see cref="EntryPolicy.MaxOpenEntries"/>.</summary>
    public ImmutableArray<OpenEntry> Entries { get; init; } = [];

    /// <summary>The enrolled authenticator.</summary>
    public TotpAuthenticator? Totp { get; init; }

    /// <summary>An authenticator that waits for its first code.</summary>
    public PendingTotp? PendingTotp { get; init; }

    /// <summary>The recovery codes.</summary>
    public RecoveryCodeSet? RecoveryCodes { get; init; }

    /// <summary>The passkeys, at most <see cref="Passkeys.PasskeyPolicy.MaxPasskeys"/>.</summary>
    public ImmutableArray<Passkeys.Passkey> Passkeys { get; init; } = [];

    /// <summary>The sessions, at most <see cref="SessionPolicy.MaxSessions"/>.</summary>
    public ImmutableArray<Session> Sessions { get; init; } = [];

    /// <summary>Holds on withdrawals, at most one for each reason.</summary>
    public ImmutableArray<Hold> Holds { get; init; } = [];

    /// <summary>The trading passcode, approvals and unlocks.</summary>
    public TradingState Trading { get; init; } = TradingState.None;

    /// <summary>Until when its security settings are locked.</summary>
    public DateTimeOffset? SettingsLockedUntil { get; init; }

    /// <summary>Whether only the devices it knows may enter.</summary>
    public bool ListedDevicesOnly { get; init; }

    /// <summary>A new device that waits to be let in by one it knows.</summary>
    public DeviceAdmission? Admission { get; init; }

    /// <summary>Whether it is frozen: then nobody enters, nothing is approved and nothing changes.</summary>
    public Freezing.Freeze? Frozen { get; init; }

    /// <summary>Where the way back stands, once somebody asked for it.</summary>
    public Recovery.RecoveryState? Recovery { get; init; }

    /// <summary>What is known of a second factor that was lost.</summary>
    public LostFactor.LostFactorState LostFactor { get; init; } = Core.LostFactor.LostFactorState.None;

    /// <summary>Where the change of its identifier stands.</summary>
    public IdentifierChange.IdentifierChangeState IdentifierChange { get; init; } = Core.IdentifierChange.IdentifierChangeState.None;

    /// <summary>Where its closing stands.</summary>
    public Closing.ClosingState Closing { get; init; } = Core.Closing.ClosingState.None;

    /// <summary>The newest mail whose "this was not me" link, with those of all mails before it, is used up.</summary>
    public long LinksUsedThrough { get; init; }

    /// <summary>Further addresses that alerts go to, at most <see cref="AlertPolicy.MaxAddresses"/>.</summary>
    public ImmutableArray<AlertAddress> AlertAddresses { get; init; } = [];

    /// <summary>A further address that waits for its code.</summary>
    public PendingAlertAddress? PendingAlertAddress { get; init; }

    /// <summary>When codes were mailed to further addresses lately, at most <see cref="AlertPolicy.CodesInADay"/>.</summary>
    public ImmutableArray<DateTimeOffset> AlertCodesMailedAt { get; init; } = [];

    /// <summary>The owner's safety phrase.</summary>
    public SafetyPhrases.StoredSafetyPhrase? SafetyPhrase { get; init; }

    /// <summary>What the activity log is owed, and where its chain stands.</summary>
    public ActivityOutbox Activity { get; init; } = ActivityOutbox.Empty;

    /// <summary>What the owner is owed by mail.</summary>
    public NoticeOutbox Notices { get; init; } = NoticeOutbox.Empty;

    /// <summary>What failed lately, for the owner's warning.</summary>
    public FailureTally Failures { get; init; }

    /// <summary>The waits and stops that the owner was told of lately, at most one for each authenticator and kind: see
    /// <see cref="WarningRules"/>.</summary>
    public ImmutableArray<ToldLock> LocksTold { get; init; } = [];

    /// <summary>When somebody was last admitted; <see langword="null"/> before the first time.</summary>
    public DateTimeOffset? LastAdmittedAt { get; init; }

    /// <summary>Answers to requests that may be repeated, the oldest first; at most <see cref="KeptAnswers.Max"/>.</summary>
    public ImmutableArray<KeptAnswer> Kept { get; init; } = [];

    /// <summary>Whether anybody registered it, and it was not closed since. A closed account is a stand-in to everybody outside.</summary>
    public bool Exists => OpenedAt is not null;

    /// <summary>Whether it was closed.</summary>
    public bool IsClosed => Closing.Closed is not null;

    /// <summary>Whether the store has a record of it: while it exists, and until what is left of it is deleted.</summary>
    public bool HasRecord => Exists || IsClosed;

    /// <summary>The lane of a device secret. Compares in constant time and looks at every device.</summary>
    /// <param name="deviceHash">From <see cref="KnownDevice.Hash"/>; <see langword="null"/> when the request carried no secret.</param>
    public Lane LaneOf(byte[]? deviceHash)
    {
        if (deviceHash is null) return Lane.Stranger;

        string? found = null;
        foreach (var device in Devices)
            if (CryptographicOperations.FixedTimeEquals(device.SecretHash, deviceHash)) found = device.Id;
        return new Lane(found);
    }

    /// <summary>The lane of a session: the device it began on, as long as that is known.</summary>
    public Lane LaneOf(Session session) => new(Devices.Any(d => d.Id == session.DeviceId) ? session.DeviceId : null);

    /// <summary>The budgets of a lane.</summary>
    /// <exception cref="InvalidOperationException">The device is not known: a fault of the caller, lanes come from
    /// <see cref="LaneOf(byte[])"/>.</exception>
    public Meters MetersOf(Lane lane) => lane.IsStranger ? Strangers : Devices.First(d => d.Id == lane.DeviceId).Meters;

    /// <summary>The same with a lane's budgets replaced.</summary>
    public Account WithMeters(Lane lane, Meters meters) => lane.IsStranger
        ? this with { Strangers = meters }
        : this with { Devices = [.. Devices.Select(d => d.Id == lane.DeviceId ? d with { Meters = meters } : d)] };

    /// <summary>The same with one more log entry. A stand-in has no log.</summary>
    public Account Log(
        DateTimeOffset at, string kind, Caller caller, string? reason = null, string? sessionId = null, string? detail = null) =>
        Exists ? this with { Activity = Activity.Add(at, kind, caller, reason, sessionId, detail) } : this;

    /// <summary>The same with one more mail owed to the owner: to the identifier, to each alert address and, for as long as it takes a
    /// change back, to the identifier before. The way back is for the identifier alone.</summary>
    public Account Notify(DateTimeOffset at, NoticeKind kind, Caller caller, string? detail = null)
    {
        if (!Exists) return this;

        var told = this with { Notices = Notices.Add(Mail(at, kind, caller, detail)) };
        return kind is NoticeKind.RecoveryLink or NoticeKind.NewPasscodeLink ? told : told.NotifyFurther(at, kind, caller, detail);
    }

    /// <summary>The same to all of these but the identifier.</summary>
    internal Account NotifyFurther(DateTimeOffset at, NoticeKind kind, Caller caller, string? detail = null)
    {
        var (mail, notices) = (Mail(at, kind, caller, detail), Notices);
        foreach (var address in AlertAddresses) notices = notices.Add(mail with { ProtectedTo = address.Protected });
        if (IdentifierChange.Former is { Identifier: var former }) notices = notices.Add(mail with { ProtectedTo = former.Protected });
        return this with { Notices = notices };
    }

    private Notice Mail(DateTimeOffset at, NoticeKind kind, Caller caller, string? detail) =>
        new(0, at, kind, caller.Network, caller.Agent) { Detail = detail, ProtectedPhrase = SafetyPhrase?.Protected };

    /// <summary>Never prints what is in it.</summary>
    public override string ToString() => $"account {Id}";
}
