using System.Globalization;
using OrleansEntry.Contracts.Activity;
using OrleansEntry.Core.Activity;
using OrleansEntry.Grains.Accounts;
using OrleansEntry.Grains.Closing;
using OrleansEntry.Grains.Duty;
using OrleansEntry.Grains.Operators;
using OrleansEntry.Grains.Passkeys;
using OrleansEntry.Grains.Registration;

namespace OrleansEntry.Grains.Tests.Stored;

/// <summary>One filled-in record of everything that is stored, for each version of its shape. What stands here is what the file of that
/// version must load to: an older version has the defaults where members came later.</summary>
internal static class StoredSamples
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>By the name of the state and the version.</summary>
    public static IReadOnlyDictionary<(string State, int Version), object> All { get; } = new Dictionary<(string, int), object>
    {
        [("account", 1)] = Account(),
        [("account", 2)] = AccountWithHolds(),
        [("account", 3)] = AccountWithWarnings(),
        [("account", 4)] = AccountWithNetworks(),
        [("account", 5)] = AccountWithFreeze(),
        [("account", 6)] = AccountWithKeptAnswers(),
        [("account", 7)] = AccountWithTrading(),
        [("account", 8)] = AccountWithDevices(),
        [("account", 9)] = AccountWithAlerts(),
        [("account", 10)] = AccountWithConfirmingFactor(),
        [("account", 11)] = AccountWithConfirmingFactorsAge(),
        [("account", 12)] = AccountWithAskers(),
        [("account", 13)] = AccountWithLostFactor(),
        [("account", 14)] = AccountWithPasskeys(),
        [("credential", 1)] = new PasskeyOwnerRecord { AccountId = Name(1) },
        [("operators", 1)] = Operators(),
        [("operators", 2)] = OperatorsWithMac(),
        [("account", 15)] = AccountWithIdentifierChange(),
        [("account", 16)] = AccountWithClosing(),
        [("purge", 1)] = new PurgeRecord { Kept = [new KeptAccountRecord { AccountId = Name(1), Until = Noon.AddDays(1826) }] },
        [("account", 17)] = AccountWithPasskeyMac(),
        [("identifier", 1)] = new IdentifierRecord { AccountId = Name(1) },
        [("identifier", 2)] = new IdentifierRecord { AccountId = Name(1), OpenedBy = [1, 2, 3] },
        [("identifier", 3)] = new IdentifierRecord
        {
            AccountId = Name(1), OpenedBy = [1, 2, 3], Reserved = true, LastOrder = 4, Generation = 3,
        },
        [("visitors", 1)] = Visitors(mail: null),
        [("visitors", 2)] = Visitors("sealed mail"),
        [("visitors", 3)] = VisitorsWithPasskeys(),
        [("duty", 1)] = Duty(),
        [("activity", 1)] = Activity(),
    };

    // Since version 2: MACs of public keys.
    private static OperatorsRecord OperatorsWithMac()
    {
        var operators = Operators();
        operators.Operators[0] = operators.Operators[0] with { Mac = [10, 11, 12] };
        return operators;
    }

    private static OperatorsRecord Operators() => new()
    {
        Operators =
        [
            new OperatorRecord
            {
                Id = Name(1), Name = "ann", Roles = ["admin", "support"], Since = Noon, KeyId = [1, 2, 3], PublicKey = [4, 5, 6],
                Counter = 7, Transports = ["usb"],
            },
        ],
        Sessions =
        [
            new OperatorSessionRecord
            {
                Id = Name(2), OperatorId = Name(1), SecretHash = [7, 8, 9], StartedAt = Noon, LastSeenAt = Noon.AddMinutes(1),
                Network = "203.0.113.9", Agent = "Edge on Windows",
            },
        ],
        Spent = [new SpentRecord { Name = Name(3), Until = Noon.AddMinutes(5) }],
        Proposals =
        [
            new ProposalRecord { Id = Name(4), Act = "unfreeze", Target = Name(5), By = Name(1), Why = "ticket 4711", At = Noon },
        ],
        Service = new ServiceRecord
        {
            Version = 3, SessionsEndedThrough = Noon, Attack = 2, AttackUntil = Noon.AddHours(1), OfficialAddresses = "{}",
            ClientVersions = "{}", Services = "{}",
        },
        LogSequence = 1, LogHash = new string('a', 64),
        Undelivered =
        [
            new ActivityRecord
            {
                Sequence = 1, At = Noon, Kind = "operator.acted", Reason = "unlock", Network = "203.0.113.9", Agent = "Edge on Windows",
                KnownDevice = true, SessionId = Name(2), Detail = $"{Name(1)} {Name(5)} ticket 4711", Hash = new string('a', 64),
            },
        ],
    };

    // Since version 8: names, trust and passes of devices, and who may enter.
    private static AccountRecord AccountWithDevices()
    {
        var account = AccountWithTrading();
        account.ListedDevicesOnly = true;
        account.SettingsLockedUntil = Noon.AddDays(3);
        account.Admission = new AdmissionRecord
        {
            Nonce = Name(9), Number = 42, ExpiresAt = Noon.AddMinutes(9), TriesLeft = 2, Network = "203.0.113.9", Agent = "Edge on Windows",
        };
        account.Devices[0] = account.Devices[0] with
        {
            Name = "Desk", TrustedUntil = Noon.AddDays(30), Generation = 3, RotatedAt = Noon.AddDays(-1),
        };
        account.Entries.Add(
            new OpenEntryRecord { Nonce = Name(9), ExpiresAt = Noon.AddMinutes(9), AwaitsDevice = true, Methods = ["passcode", "totp"],
            Admitted = true });
        return account;
    }

    // Since version 14: passkeys, and failures with them.
    private static AccountRecord AccountWithPasskeys()
    {
        var account = AccountWithLostFactor();
        account.Strangers = account.Strangers with { Passkey = Meter(8) };
        account.Passkeys =
        [
            new PasskeyRecord
            {
                Id = Name(12), Name = "Desk", CredentialId = Bytes(21), PublicKey = Bytes(22), Counter = 7, BackupEligible = true,
                BackedUp = true, Transports = ["internal", "hybrid"], Since = Noon.AddDays(-4), LastUsedAt = Noon.AddHours(-3),
            },
        ];
        return account;
    }

    // Since version 17: MACs of public keys.
    private static AccountRecord AccountWithPasskeyMac()
    {
        var account = AccountWithClosing();
        account.Passkeys[0] = account.Passkeys[0] with { Mac = Bytes(23) };
        return account;
    }

    // Since version 3: failures with passkeys.
    private static VisitorsRecord VisitorsWithPasskeys()
    {
        var visitors = Visitors("sealed mail");
        visitors.Guesses[0] = visitors.Guesses[0] with { Meters = visitors.Guesses[0].Meters with { Passkey = Meter(8) } };
        return visitors;
    }

    // Since version 15: a change of identifier.
    private static AccountRecord AccountWithIdentifierChange()
    {
        var account = AccountWithPasskeys();
        var to = new SealedIdentifierRecord { Key = Hash(16), Protected = "sealed new identifier", Masked = "c***@e***.test" };
        account.IdentifierChange = new IdentifierChangeRecord
        {
            Asked = new AskedChangeRecord
            {
                Id = Name(16), To = to, SessionId = Name(5), NewCodeHash = Bytes(16), OldCodeHash = Bytes(17), TriesLeft = 2,
                ExpiresAt = Noon.AddMinutes(4),
            },
            Claim = new ClaimedChangeRecord
            {
                To = to, Order = 3, SessionId = Name(5), Network = "203.0.113.9", Agent = "Firefox on macOS",
            },
            Former = new FormerIdentifierRecord
            {
                Identifier = to with { Key = Hash(17), Protected = "sealed former identifier", Masked = "d***@e***.test" },
                ChangedAt = Noon.AddDays(-2), Until = Noon.AddDays(5), FirstNotice = 5,
            },
            Orders = [new IdentifierOrderRecord { Key = Hash(16), Standing = 1, Number = 3 }], LastOrder = 3,
            CodesMailedAt = [Noon.AddMinutes(-6)],
        };
        return account;
    }

    // Since version 16: closing. No account ever waits and is closed at once; here both shapes are filled in.
    private static AccountRecord AccountWithClosing()
    {
        var account = AccountWithIdentifierChange();
        account.Closing = new ClosingRecord
        {
            Waiting = new WaitingClosingRecord
            {
                Since = Noon.AddDays(-12), EndsAt = Noon.AddDays(2), FirstNotice = 3, WarnedAt = Noon, LastWarned = true,
                Network = "203.0.113.9", Agent = "Firefox on macOS",
            },
            Closed = new ClosedAccountRecord
            {
                OpenedAt = Noon.AddDays(-900), At = Noon, KeepUntil = Noon.AddDays(1826), Credentials = [Hash(18)], Filed = true,
            },
        };
        return account;
    }

    // Since version 13: a lost second factor.
    private static AccountRecord AccountWithLostFactor()
    {
        var account = AccountWithAskers();
        account.LostFactor = new LostFactorRecord
        {
            Asked = new AskedRemovalRecord { Nonce = Name(4), CodeHash = Bytes(15), TriesLeft = 3, ExpiresAt = Noon.AddMinutes(5) },
            Removal = new WaitingRemovalRecord
            {
                Since = Noon.AddDays(-2), EndsAt = Noon.AddDays(1), FirstNotice = 4, WarnedAt = Noon.AddMinutes(-3), LastWarned = true,
                Network = "203.0.113.8", Agent = "Chrome on Android",
            },
            Stopped = 2, StoppedAt = Noon.AddDays(-9), CodesMailedAt = [Noon.AddDays(-2)], EnrolmentDue = true, PasscodeByMail = true,
        };
        return account;
    }

    // Since version 12: who asked for the way back.
    private static AccountRecord AccountWithAskers()
    {
        var account = AccountWithConfirmingFactorsAge();
        account.Recovery = account.Recovery! with { Askers = [Name(13), Name(14)] };
        return account;
    }

    // Since version 11: since when the account had the factor that confirmed a session.
    private static AccountRecord AccountWithConfirmingFactorsAge()
    {
        var account = AccountWithConfirmingFactor();
        account.Sessions[0] = account.Sessions[0] with { ConfirmedFactorSince = Noon.AddDays(-8) };
        return account;
    }

    // Since version 10: which factor confirmed a session.
    private static AccountRecord AccountWithConfirmingFactor()
    {
        var account = AccountWithAlerts();
        account.Sessions[0] = account.Sessions[0] with { ConfirmedBy = "totp" };
        return account;
    }

    // Since version 9: waits and stops that were told, the safety phrase, alert addresses, and what a mail tells of to whom.
    private static AccountRecord AccountWithAlerts()
    {
        var account = AccountWithDevices();
        account.LocksTold = [new ToldLockRecord { Authenticator = "totp", IsStop = true, At = Noon.AddHours(-4) }];
        account.SafetyPhrase = new SafetyPhraseRecord { Protected = "sealed phrase", Since = Noon.AddDays(-5) };
        account.AlertAddresses =
        [
            new AlertAddressRecord
            {
                Id = Name(11), Name = Hash(11), Protected = "sealed address", Masked = "b***@e***.test", Since = Noon.AddDays(-4),
            },
        ];
        account.PendingAlertAddress = new PendingAlertAddressRecord
        {
            Address = account.AlertAddresses[0] with { Id = Name(12), Protected = "sealed new address" }, SessionId = Name(5),
            CodeHash = Bytes(12), TriesLeft = 4, ExpiresAt = Noon.AddMinutes(6),
        };
        account.AlertCodesMailedAt = [Noon.AddMinutes(-4)];
        account.Notices[0] = account.Notices[0] with
        {
            Detail = "totp strangers", ProtectedPhrase = "sealed earlier phrase", ProtectedTo = "sealed new address",
            ProtectedCode = "sealed code",
        };
        return account;
    }

    // Since version 5: freezing and the way back.
    private static AccountRecord AccountWithFreeze()
    {
        var account = AccountWithNetworks();
        account.Frozen = new FreezeRecord { Since = Noon.AddDays(-1), Why = "owner" };
        account.Recovery =
            new RecoveryRecord { LinkNumber = 6, MailedAt = Noon, TriesLeft = 3, InARow = 7, LastFailureAt = Noon.AddMinutes(1) };
        account.LinksUsedThrough = 5;
        return account;
    }

    private static AccountRecord Account() => new()
    {
        OpenedAt = Noon.AddTicks(1),
        ProtectedIdentifier = "sealed identifier",
        PasscodeHash = "pepper:$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA",
        ShortPasscode = true,
        Strangers = Meters(1),
        Devices =
        [
            new DeviceRecord
            {
                Id = Name(2), SecretHash = Bytes(2), Agent = "Firefox on Linux", FirstSeenAt = Noon.AddDays(-9),
                LastSeenAt = Noon.AddDays(-1), Meters = Meters(4),
            },
        ],
        Entries =
        [
            new OpenEntryRecord { Nonce = Name(3), ExpiresAt = Noon.AddMinutes(9), Finished = true, OnKnownDevice = true },
            new OpenEntryRecord { Nonce = Name(4), ExpiresAt = Noon.AddMinutes(10), OwnerTold = true },
        ],
        Totp = new TotpRecord
        {
            ProtectedSecret = "sealed seed", StepSeconds = 60, Since = Noon.AddDays(-8), LastStep = 63_123_456, BurntSteps = [63_123_457],
        },
        PendingTotp = new PendingTotpRecord
        {
            ProtectedSecret = "sealed new seed", StepSeconds = 30, ExpiresAt = Noon.AddMinutes(8), TriesLeft = 7, SessionId = Name(5),
        },
        RecoveryCodes = new RecoveryCodesRecord { Hashes = [Bytes(6), Bytes(7)], Since = Noon.AddDays(-7) },
        Sessions =
        [
            new SessionRecord
            {
                Id = Name(5), SecretHash = Bytes(5), Methods = ["passcode", "totp"], StartedAt = Noon.AddHours(-3),
                LastSeenAt = Noon.AddMinutes(-2), Network = "203.0.113.7", Agent = "Firefox on Linux", DeviceId = Name(2),
                ConfirmedAt = Noon.AddHours(-2), ConfirmedWithSecondFactor = true,
            },
        ],
        ActivitySequence = 42,
        ActivityHash = Hash(42),
        Undelivered =
        [
            new ActivityRecord
            {
                Sequence = 42, At = Noon, Kind = ActivityKind.SessionEnded, Reason = "left", Network = "2001:db8::/64",
                Agent = "Chrome — „neu“", KnownDevice = true, SessionId = Name(8), Detail = "detail", Hash = Hash(42),
            },
        ],
        NoticeNumber = 6,
        Notices = [new NoticeRecord { Number = 6, At = Noon, Kind = 7, Network = "198.51.100.9", Agent = "Safari on iPhone" }],
    };

    private static AccountRecord AccountWithHolds()
    {
        var account = Account();
        account.Holds = [new HoldRecord { Reason = "new-device", Since = Noon.AddHours(-1), Until = Noon.AddHours(23) }];
        return account;
    }

    private static AccountRecord AccountWithWarnings()
    {
        var account = AccountWithHolds();
        (account.Failures, account.FailuresSince, account.LastAdmittedAt) = (7, Noon.AddHours(-5), Noon.AddDays(-2));
        return account;
    }

    private static AccountRecord AccountWithNetworks()
    {
        var account = AccountWithWarnings();
        account.Networks = ["0123456789abcdef", "fedcba9876543210"];
        return account;
    }

    private static AccountRecord AccountWithKeptAnswers()
    {
        var account = AccountWithFreeze();
        account.Kept = [new KeptAnswerRecord { Name = Bytes(9), Sealed = Bytes(10), Until = Noon.AddMinutes(7) }];
        return account;
    }

    private static AccountRecord AccountWithTrading()
    {
        var account = AccountWithKeptAnswers();
        account.TradingPasscode = new TradingPasscodeRecord
        {
            Hash = "pepper:$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$dHJhZGU", Since = Noon.AddDays(-6), Failures = Meter(3),
        };
        account.Approvals =
        [
            new ApprovalRecord
            {
                TokenHash = Bytes(9), SessionId = Name(5), Operation = "withdraw", DetailsHash = Bytes(10),
                Methods = ["trading-passcode", "totp"],
                ApprovedAt = Noon.AddMinutes(-1), ExpiresAt = Noon.AddMinutes(1), RedeemedAt = Noon, RedeemedUnder = Bytes(11),
                RefusalTold = true,
            },
        ];
        account.TradingUnlocks =
            [new TradingUnlockRecord { SessionId = Name(5), Since = Noon.AddMinutes(-5), Until = Noon.AddMinutes(25) }];
        return account;
    }

    private static VisitorsRecord Visitors(string? mail) => new()
    {
        Pending =
        [
            new PendingRegistrationRecord
            {
                Nonce = Name(1), IdentifierKey = Hash(2), AccountId = Name(3), ProtectedIdentifier = "sealed identifier",
                PasscodeHash = "pepper:$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA", ShortPasscode = true, CodeHash = Bytes(4),
                TriesLeft = 3, ExpiresAt = Noon.AddMinutes(10), Verified = true, ProtectedMail = mail,
            },
        ],
        Guesses = [new StrangerGuessesRecord { AccountId = Name(5), Meters = Meters(1) }],
    };

    private static DutyRecord Duty() => new()
    {
        LastAt = Noon.AddTicks(3),
        Enlisted = [new EnlistmentRecord { AccountId = Name(1), At = Noon.AddTicks(2) }],
    };

    private static ActivityItem Activity() => new()
    {
        Sequence = 42, At = Noon.AddMilliseconds(7), Kind = ActivityKind.CodeRefused, Reason = "wrong", Network = "203.0.113.7",
        Agent = "Chrome — „neu“", KnownDevice = true, SessionId = Name(8), Detail = "totp", Hash = Hash(42),
    };

    private static MetersRecord Meters(int n) => new() { Passcode = Meter(n), Totp = Meter(n + 1), RecoveryCode = Meter(n + 2) };

    private static MeterRecord Meter(int n) => new() { InARow = n, Rung = n + 1, LastAt = Noon.AddSeconds(-n) };

    private static string Name(int n) => n.ToString("x32", CultureInfo.InvariantCulture);

    private static string Hash(int n) => n.ToString("x64", CultureInfo.InvariantCulture);

    private static byte[] Bytes(int n) => [.. Enumerable.Repeat((byte)n, 32)];
}
