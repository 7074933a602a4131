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
}

/// <summary>The stored shape of a device that waits to be let in.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Admission")]
public sealed record AdmissionRecord
{
    /// <summary>The entry that waits.</summary>
    [Id(0)] public required string Nonce { get; init; }

    /// <summary>What it shows.</summary>
    [Id(1)] public int Number { get; init; }

    /// <summary>Its end.</summary>
    [Id(2)] public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Tries left.</summary>
    [Id(3)] public int TriesLeft { get; init; }

    /// <summary>From where.</summary>
    [Id(4)] public required string Network { get; init; }

    /// <summary>By what.</summary>
    [Id(5)] public required string Agent { get; init; }
}

/// <summary>The stored shape of a known device.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Device")]
public sealed record DeviceRecord
{
    /// <summary>Its name.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>What is stored of its secret.</summary>
    [Id(1)] public required byte[] SecretHash { get; init; }

    /// <summary>What it said it is.</summary>
    [Id(2)] public required string Agent { get; init; }

    /// <summary>First seen.</summary>
    [Id(3)] public DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>Last seen.</summary>
    [Id(4)] public DateTimeOffset LastSeenAt { get; init; }

    /// <summary>Its budgets.</summary>
    [Id(5)] public MetersRecord Meters { get; init; } = new();

    /// <summary>What its owner calls it.</summary>
    [Id(40)] public string? Name { get; init; }

    /// <summary>Until when it is trusted.</summary>
    [Id(41)] public DateTimeOffset? TrustedUntil { get; init; }

    /// <summary>The generation of its pass.</summary>
    [Id(42)] public int Generation { get; init; }

    /// <summary>When that was made.</summary>
    [Id(43)] public DateTimeOffset RotatedAt { get; init; }
}

/// <summary>The stored shape of an entry past its passcode.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.OpenEntry")]
public sealed record OpenEntryRecord
{
    /// <summary>Its name.</summary>
    [Id(0)] public required string Nonce { get; init; }

    /// <summary>Its end.</summary>
    [Id(1)] public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Whether it is done.</summary>
    [Id(2)] public bool Finished { get; init; }

    /// <summary>Whether the owner was told.</summary>
    [Id(3)] public bool OwnerTold { get; init; }

    /// <summary>Whether it began on a known device.</summary>
    [Id(4)] public bool OnKnownDevice { get; init; }

    /// <summary>Whether it waits for a listed device.</summary>
    [Id(40)] public bool AwaitsDevice { get; init; }

    /// <summary>With that: what was shown.</summary>
    [Id(41)] public List<string> Methods { get; init; } = [];

    /// <summary>With that: whether it was let in.</summary>
    [Id(42)] public bool Admitted { get; init; }
}

/// <summary>The stored shape of an authenticator.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Totp")]
public sealed record TotpRecord
{
    /// <summary>The secret, sealed.</summary>
    [Id(0)] public required string ProtectedSecret { get; init; }

    /// <summary>Seconds in a step.</summary>
    [Id(1)] public int StepSeconds { get; init; }

    /// <summary>Since when.</summary>
    [Id(2)] public DateTimeOffset Since { get; init; }

    /// <summary>The newest accepted step.</summary>
    [Id(3)] public long LastStep { get; init; }

    /// <summary>Steps that were shown too early.</summary>
    [Id(4)] public List<long> BurntSteps { get; init; } = [];
}

/// <summary>The stored shape of an enrolment under way.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.PendingTotp")]
public sealed record PendingTotpRecord
{
    /// <summary>The secret, sealed.</summary>
    [Id(0)] public required string ProtectedSecret { get; init; }

    /// <summary>Seconds in a step.</summary>
    [Id(1)] public int StepSeconds { get; init; }

    /// <summary>Its end.</summary>
    [Id(2)] public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Tries left.</summary>
    [Id(3)] public int TriesLeft { get; init; }

    /// <summary>The session that began it.</summary>
    [Id(4)] public required string SessionId { get; init; }
}

/// <summary>The stored shape of the recovery codes.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.RecoveryCodes")]
public sealed record RecoveryCodesRecord
{
    /// <summary>The keyed hashes of those not used.</summary>
    [Id(0)] public required List<byte[]> Hashes { get; init; }

    /// <summary>Since when.</summary>
    [Id(1)] public DateTimeOffset Since { get; init; }
}

/// <summary>The stored shape of a session.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Session")]
public sealed record SessionRecord
{
    /// <summary>Its name.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>SHA-256 of its secret.</summary>
    [Id(1)] public required byte[] SecretHash { get; init; }

    /// <summary>What was proved.</summary>
    [Id(2)] public required List<string> Methods { get; init; }

    /// <summary>Its beginning.</summary>
    [Id(3)] public DateTimeOffset StartedAt { get; init; }

    /// <summary>Its last use.</summary>
    [Id(4)] public DateTimeOffset LastSeenAt { get; init; }

    /// <summary>Its network.</summary>
    [Id(5)] public required string Network { get; init; }

    /// <summary>Its client.</summary>
    [Id(6)] public required string Agent { get; init; }

    /// <summary>Its device.</summary>
    [Id(7)] public required string DeviceId { get; init; }

    /// <summary>When presence was proved.</summary>
    [Id(8)] public DateTimeOffset ConfirmedAt { get; init; }

    /// <summary>Whether that took a second factor.</summary>
    [Id(9)] public bool ConfirmedWithSecondFactor { get; init; }

    /// <summary>With that: which.</summary>
    [Id(80)] public string? ConfirmedBy { get; init; }
}

/// <summary>The stored shape of a log entry on its way.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Activity")]
public sealed record ActivityRecord
{
    /// <summary>Its place.</summary>
    [Id(0)] public long Sequence { get; init; }

    /// <summary>When.</summary>
    [Id(1)] public DateTimeOffset At { get; init; }

    /// <summary>What.</summary>
    [Id(2)] public required string Kind { get; init; }

    /// <summary>Why.</summary>
    [Id(3)] public string? Reason { get; init; }

    /// <summary>From where.</summary>
    [Id(4)] public required string Network { get; init; }

    /// <summary>By what.</summary>
    [Id(5)] public required string Agent { get; init; }

    /// <summary>Whether the device was known.</summary>
    [Id(6)] public bool KnownDevice { get; init; }

    /// <summary>In which session.</summary>
    [Id(7)] public string? SessionId { get; init; }

    /// <summary>A fact of its kind.</summary>
    [Id(8)] public string? Detail { get; init; }

    /// <summary>Its hash.</summary>
    [Id(9)] public required string Hash { get; init; }
}

/// <summary>The stored shape of a mail on its way.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.Notice")]
public sealed record NoticeRecord
{
    /// <summary>Its number.</summary>
    [Id(0)] public long Number { get; init; }

    /// <summary>When.</summary>
    [Id(1)] public DateTimeOffset At { get; init; }

    /// <summary>The number of its kind.</summary>
    [Id(2)] public int Kind { get; init; }

    /// <summary>From where.</summary>
    [Id(3)] public required string Network { get; init; }

    /// <summary>By what.</summary>
    [Id(4)] public required string Agent { get; init; }

    /// <summary>A fact of its kind.</summary>
    [Id(70)] public string? Detail { get; init; }

    /// <summary>The safety phrase of then, sealed.</summary>
    [Id(71)] public string? ProtectedPhrase { get; init; }

    /// <summary>The further address it goes to, sealed.</summary>
    [Id(72)] public string? ProtectedTo { get; init; }

    /// <summary>A code, sealed.</summary>
    [Id(73)] public string? ProtectedCode { get; init; }
}
