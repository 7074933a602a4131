using OrleansEntry.Grains.Registration;

namespace OrleansEntry.Grains.Accounts;

/// <summary>The stored shape of an account. It changes only by adding members: what older silos wrote must still read.</summary>
[GenerateSerializer, Alias("entry.stored.Account")]
public sealed class AccountRecord
{
    /// <summary>When it was opened.</summary>
    [Id(0)] public DateTimeOffset? OpenedAt { get; set; }

    /// <summary>The identifier, sealed.</summary>
    [Id(1)] public string ProtectedIdentifier { get; set; } = "";

    /// <summary>The passcode's hash with the name of its pepper.</summary>
    [Id(2)] public string PasscodeHash { get; set; } = "";

    /// <summary>Whether the passcode is too short to stand alone.</summary>
    [Id(3)] public bool ShortPasscode { get; set; }

    /// <summary>The strangers' budgets.</summary>
    [Id(4)] public MetersRecord Strangers { get; set; } = new();

    /// <summary>Known devices.</summary>
    [Id(5)] public List<DeviceRecord> Devices { get; set; } = [];

    /// <summary>Entries past their passcode.</summary>
    [Id(6)] public List<OpenEntryRecord> Entries { get; set; } = [];

    /// <summary>The authenticator.</summary>
    [Id(7)] public TotpRecord? Totp { get; set; }

    /// <summary>An enrolment under way.</summary>
    [Id(8)] public PendingTotpRecord? PendingTotp { get; set; }

    /// <summary>The recovery codes.</summary>
    [Id(9)] public RecoveryCodesRecord? RecoveryCodes { get; set; }

    /// <summary>The sessions.</summary>
    [Id(10)] public List<SessionRecord> Sessions { get; set; } = [];

    /// <summary>The newest sequence of the log.</summary>
    [Id(11)] public long ActivitySequence { get; set; }

    /// <summary>The newest hash of the log; <see langword="null"/> before the first entry.</summary>
    [Id(12)] public string? ActivityHash { get; set; }

    /// <summary>Entries the log is not known to have.</summary>
    [Id(13)] public List<ActivityRecord> Undelivered { get; set; } = [];

    /// <summary>The newest number of a mail.</summary>
    [Id(14)] public long NoticeNumber { get; set; }

    /// <summary>Mails not known to be sent.</summary>
    [Id(15)] public List<NoticeRecord> Notices { get; set; } = [];

    /// <summary>Failures in the present period.</summary>
    [Id(16)] public int Failures { get; set; }

    /// <summary>The first of them.</summary>
    [Id(17)] public DateTimeOffset FailuresSince { get; set; }

    /// <summary>The last admission.</summary>
    [Id(18)] public DateTimeOffset? LastAdmittedAt { get; set; }

    /// <summary>Short keyed names of the networks it was entered from, the newest last.</summary>
    [Id(20)] public List<string> Networks { get; set; } = [];

    /// <summary>Holds on withdrawals.</summary>
    [Id(30)] public List<HoldRecord> Holds { get; set; } = [];

    /// <summary>The trading passcode.</summary>
    [Id(31)] public TradingPasscodeRecord? TradingPasscode { get; set; }

    /// <summary>Approvals.</summary>
    [Id(32)] public List<ApprovalRecord> Approvals { get; set; } = [];

    /// <summary>Sessions in which trading is unlocked.</summary>
    [Id(33)] public List<TradingUnlockRecord> TradingUnlocks { get; set; } = [];

    /// <summary>Whether it is frozen.</summary>
    [Id(40)] public FreezeRecord? Frozen { get; set; }

    /// <summary>Where the way back stands.</summary>
    [Id(41)] public RecoveryRecord? Recovery { get; set; }

    /// <summary>The newest mail whose link is used up.</summary>
    [Id(42)] public long LinksUsedThrough { get; set; }

    /// <summary>Whether only known devices may enter.</summary>
    [Id(43)] public bool ListedDevicesOnly { get; set; }

    /// <summary>A device that waits to be let in.</summary>
    [Id(44)] public AdmissionRecord? Admission { get; set; }

    /// <summary>Until when its security settings are locked.</summary>
    [Id(45)] public DateTimeOffset? SettingsLockedUntil { get; set; }

    /// <summary>Answers to requests that may be repeated.</summary>
    [Id(60)] public List<KeptAnswerRecord> Kept { get; set; } = [];

    /// <summary>Waits and stops that the owner was told of lately.</summary>
    [Id(70)] public List<ToldLockRecord> LocksTold { get; set; } = [];

    /// <summary>The safety phrase.</summary>
    [Id(71)] public SafetyPhraseRecord? SafetyPhrase { get; set; }

    /// <summary>Further addresses that alerts go to.</summary>
    [Id(72)] public List<AlertAddressRecord> AlertAddresses { get; set; } = [];

    /// <summary>A further address that waits for its code.</summary>
    [Id(73)] public PendingAlertAddressRecord? PendingAlertAddress { get; set; }

    /// <summary>When codes were mailed to further addresses lately.</summary>
    [Id(74)] public List<DateTimeOffset> AlertCodesMailedAt { get; set; } = [];

    /// <summary>What is known of a lost second factor.</summary>
    [Id(110)] public LostFactorRecord? LostFactor { get; set; }

    /// <summary>The passkeys.</summary>
    [Id(130)] public List<PasskeyRecord> Passkeys { get; set; } = [];

    /// <summary>Where the change of its identifier stands.</summary>
    [Id(120)] public IdentifierChangeRecord? IdentifierChange { get; set; }

    /// <summary>Where its closing stands.</summary>
    [Id(140)] public ClosingRecord? Closing { get; set; }
}

/// <summary>The stored shape of an answer that may be given again.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.KeptAnswer")]
public sealed record KeptAnswerRecord
{
    /// <summary>Names the request.</summary>
    [Id(0)] public required byte[] Name { get; init; }

    /// <summary>The answer, sealed.</summary>
    [Id(1)] public required byte[] Sealed { get; init; }

    /// <summary>Its end.</summary>
    [Id(2)] public DateTimeOffset Until { get; init; }
}

/// <summary>The stored shape of a hold.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Hold")]
public sealed record HoldRecord
{
    /// <summary>Why.</summary>
    [Id(0)] public required string Reason { get; init; }

    /// <summary>Its beginning.</summary>
    [Id(1)] public DateTimeOffset Since { get; init; }

    /// <summary>Its end.</summary>
    [Id(2)] public DateTimeOffset Until { get; init; }
}

/// <summary>The stored shape of a freeze.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Freeze")]
public sealed record FreezeRecord
{
    /// <summary>Since when.</summary>
    [Id(0)] public DateTimeOffset Since { get; init; }

    /// <summary>Why.</summary>
    [Id(1)] public required string Why { get; init; }
}

/// <summary>The stored shape of a way back.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Recovery")]
public sealed record RecoveryRecord
{
    /// <summary>The mail with the newest link.</summary>
    [Id(0)] public long LinkNumber { get; init; }

    /// <summary>When it was made.</summary>
    [Id(1)] public DateTimeOffset MailedAt { get; init; }

    /// <summary>Tries left.</summary>
    [Id(2)] public int TriesLeft { get; init; }

    /// <summary>Failures in a row.</summary>
    [Id(3)] public int InARow { get; init; }

    /// <summary>The last failure.</summary>
    [Id(4)] public DateTimeOffset LastFailureAt { get; init; }

    /// <summary>The clients that asked.</summary>
    [Id(5)] public List<string> Askers { get; init; } = [];
}
