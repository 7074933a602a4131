using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Devices;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.Idempotency;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Recovery;
using OrleansEntry.Core.SafetyPhrases;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Grains.Registration;

namespace OrleansEntry.Grains.Accounts;

/// <summary>Between the stored shape and the rules' shape of an account: two promises, kept apart.</summary>
internal static class AccountTranslation
{
    public static Account ToCore(this AccountRecord r, AccountId id) => new()
    {
        Id = id,
        OpenedAt = r.OpenedAt,
        ProtectedIdentifier = r.ProtectedIdentifier,
        PasscodeHash = r.PasscodeHash,
        ShortPasscode = r.ShortPasscode,
        Strangers = r.Strangers.ToCore(),
        Devices = [.. r.Devices.Select(ToCore)],
        Networks = [.. r.Networks],
        Entries = [.. r.Entries.Select(ToCore)],
        Totp = r.Totp is null ? null : ToCore(r.Totp),
        PendingTotp = r.PendingTotp is { } p ? new PendingTotp(p.SessionId, p.ProtectedSecret, p.StepSeconds, p.ExpiresAt, p.TriesLeft)
            : null,
        RecoveryCodes = r.RecoveryCodes is { } c ? new RecoveryCodeSet([.. c.Hashes], c.Since) : null,
        Passkeys = [.. r.Passkeys.Select(p => p.ToCore())],
        Sessions = [.. r.Sessions.Select(ToCore)],
        Activity = new ActivityOutbox(r.ActivitySequence, r.ActivityHash ?? ActivityChain.Genesis, [.. r.Undelivered.Select(ToCore)]),
        Trading = TradingTranslation.ToCore(r),
        Holds = [.. r.Holds.Select(h => new Hold(h.Reason, h.Since, h.Until))],
        Notices = new NoticeOutbox(r.NoticeNumber, [.. r.Notices.Select(NoticeTranslation.ToCore)]),
        AlertAddresses = [.. r.AlertAddresses.Select(d => d.ToCore())],
        PendingAlertAddress = r.PendingAlertAddress?.ToCore(),
        AlertCodesMailedAt = [.. r.AlertCodesMailedAt],
        SafetyPhrase = r.SafetyPhrase is { } s ? new StoredSafetyPhrase(s.Protected, s.Since) : null,
        LocksTold = [.. r.LocksTold.Select(l => new ToldLock(l.Authenticator, l.IsStop, l.At))],
        Failures = new FailureTally(r.Failures, r.FailuresSince),
        LastAdmittedAt = r.LastAdmittedAt,
        Frozen = r.Frozen is { } f ? new Freeze(f.Since, f.Why) : null,
        Recovery = r.Recovery is { } w
            ? new RecoveryState(w.LinkNumber, w.MailedAt, w.TriesLeft, w.InARow, w.LastFailureAt) { Askers = [.. w.Askers] }
            : null,
        LostFactor = r.LostFactor?.ToCore() ?? Core.LostFactor.LostFactorState.None,
        IdentifierChange = r.IdentifierChange?.ToCore() ?? Core.IdentifierChange.IdentifierChangeState.None,
        Closing = r.Closing?.ToCore() ?? Core.Closing.ClosingState.None,
        LinksUsedThrough = r.LinksUsedThrough,
        Kept = [.. r.Kept.Select(k => new KeptAnswer(k.Name, k.Sealed, k.Until))],
        ListedDevicesOnly = r.ListedDevicesOnly,
        SettingsLockedUntil = r.SettingsLockedUntil,
        Admission = r.Admission is { } d ? new DeviceAdmission(d.Nonce, d.Number, d.ExpiresAt, d.TriesLeft, d.Network, d.Agent) : null,
    };

    public static AccountRecord ToRecord(this Account a) => new()
    {
        OpenedAt = a.OpenedAt,
        ProtectedIdentifier = a.ProtectedIdentifier,
        PasscodeHash = a.PasscodeHash,
        ShortPasscode = a.ShortPasscode,
        Strangers = MetersRecord.From(a.Strangers),
        Devices = [.. a.Devices.Select(ToRecord)],
        Networks = [.. a.Networks],
        Entries = [.. a.Entries.Select(ToRecord)],
        Totp = a.Totp is null ? null : ToRecord(a.Totp),
        PendingTotp = a.PendingTotp is { } p
            ? new PendingTotpRecord { SessionId = p.SessionId, ProtectedSecret = p.ProtectedSecret, StepSeconds = p.StepSeconds,
            ExpiresAt = p.ExpiresAt, TriesLeft = p.TriesLeft }
            : null,
        RecoveryCodes = a.RecoveryCodes is { } c ? new RecoveryCodesRecord { Hashes = [.. c.Hashes], Since = c.Since } : null,
        Passkeys = [.. a.Passkeys.Select(PasskeyRecord.From)],
        Sessions = [.. a.Sessions.Select(ToRecord)],
        ActivitySequence = a.Activity.Sequence,
        ActivityHash = a.Activity.Sequence == 0 ? null : a.Activity.Hash,
        Undelivered = [.. a.Activity.Undelivered.Select(ToRecord)],
        TradingPasscode = a.Trading.Passcode?.ToRecord(),
        Approvals = [.. a.Trading.Approvals.Select(TradingTranslation.ToRecord)],
        TradingUnlocks = [.. a.Trading.Unlocks.Select(TradingTranslation.ToRecord)],
        Holds = [.. a.Holds.Select(h => new HoldRecord { Reason = h.Reason, Since = h.Since, Until = h.Until })],
        NoticeNumber = a.Notices.LastNumber,
        Notices = [.. a.Notices.Undelivered.Select(NoticeTranslation.ToRecord)],
        AlertAddresses = [.. a.AlertAddresses.Select(AlertAddressRecord.From)],
        PendingAlertAddress = PendingAlertAddressRecord.From(a.PendingAlertAddress),
        AlertCodesMailedAt = [.. a.AlertCodesMailedAt],
        SafetyPhrase = a.SafetyPhrase is { } s ? new SafetyPhraseRecord { Protected = s.Protected, Since = s.Since } : null,
        LocksTold = [.. a.LocksTold.Select(l =>
            new ToldLockRecord { Authenticator = l.Authenticator, IsStop = l.IsStop, At = l.At })],
        Failures = a.Failures.Count,
        FailuresSince = a.Failures.Since,
        LastAdmittedAt = a.LastAdmittedAt,
        Frozen = a.Frozen is { } f ? new FreezeRecord { Since = f.Since, Why = f.Why } : null,
        Recovery = a.Recovery is { } w
            ? new RecoveryRecord
            {
                LinkNumber = w.LinkNumber, MailedAt = w.MailedAt, TriesLeft = w.TriesLeft, InARow = w.InARow,
                LastFailureAt = w.LastFailureAt, Askers = [.. w.Askers],
            }
            : null,
        LostFactor = LostFactorRecord.From(a.LostFactor),
        IdentifierChange = IdentifierChangeRecord.From(a.IdentifierChange),
        Closing = ClosingRecord.From(a.Closing),
        LinksUsedThrough = a.LinksUsedThrough,
        Kept = [.. a.Kept.Select(k => new KeptAnswerRecord { Name = k.Name, Sealed = k.Sealed, Until = k.Until })],
        ListedDevicesOnly = a.ListedDevicesOnly,
        SettingsLockedUntil = a.SettingsLockedUntil,
        Admission = a.Admission is { } d
            ? new AdmissionRecord
            {
                Nonce = d.Nonce, Number = d.Number, ExpiresAt = d.ExpiresAt, TriesLeft = d.TriesLeft, Network = d.Network, Agent = d.Agent,
            }
            : null,
    };

    private static KnownDevice ToCore(DeviceRecord d) => new()
    {
        Id = d.Id, SecretHash = d.SecretHash, Agent = d.Agent, FirstSeenAt = d.FirstSeenAt, LastSeenAt = d.LastSeenAt,
        Meters = d.Meters.ToCore(), Name = d.Name, TrustedUntil = d.TrustedUntil, Generation = d.Generation, RotatedAt = d.RotatedAt,
    };

    private static DeviceRecord ToRecord(KnownDevice d) => new()
    {
        Id = d.Id, SecretHash = d.SecretHash, Agent = d.Agent, FirstSeenAt = d.FirstSeenAt, LastSeenAt = d.LastSeenAt,
        Meters = MetersRecord.From(d.Meters), Name = d.Name, TrustedUntil = d.TrustedUntil, Generation = d.Generation,
        RotatedAt = d.RotatedAt,
    };

    private static OpenEntry ToCore(OpenEntryRecord e) => e.AwaitsDevice
        ? new OpenEntry.AwaitingDevice { Nonce = e.Nonce, ExpiresAt = e.ExpiresAt, OnKnownDevice = e.OnKnownDevice,
        Methods = [.. e.Methods], Admitted = e.Admitted }
        : e.Finished
        ? new OpenEntry.Finished { Nonce = e.Nonce, ExpiresAt = e.ExpiresAt, OnKnownDevice = e.OnKnownDevice }
        : new OpenEntry.AwaitingSecondFactor { Nonce = e.Nonce, ExpiresAt = e.ExpiresAt, OnKnownDevice = e.OnKnownDevice,
        OwnerTold = e.OwnerTold };

    private static OpenEntryRecord ToRecord(OpenEntry e) => new()
    {
        Nonce = e.Nonce, ExpiresAt = e.ExpiresAt, OnKnownDevice = e.OnKnownDevice, Finished = e is OpenEntry.Finished,
        OwnerTold = e is OpenEntry.AwaitingSecondFactor { OwnerTold: true },
        AwaitsDevice = e is OpenEntry.AwaitingDevice, Methods = e is OpenEntry.AwaitingDevice w ? [.. w.Methods] : [],
        Admitted = e is OpenEntry.AwaitingDevice { Admitted: true },
    };

    private static TotpAuthenticator ToCore(TotpRecord t) => new()
    {
        ProtectedSecret = t.ProtectedSecret, StepSeconds = t.StepSeconds, Since = t.Since, LastStep = t.LastStep,
        BurntSteps = [.. t.BurntSteps],
    };

    private static TotpRecord ToRecord(TotpAuthenticator t) => new()
    {
        ProtectedSecret = t.ProtectedSecret, StepSeconds = t.StepSeconds, Since = t.Since, LastStep = t.LastStep,
        BurntSteps = [.. t.BurntSteps],
    };

    private static Session ToCore(SessionRecord s) => new()
    {
        Id = s.Id, SecretHash = s.SecretHash, Methods = [.. s.Methods], StartedAt = s.StartedAt, LastSeenAt = s.LastSeenAt,
        Network = s.Network,
        Agent = s.Agent, DeviceId = s.DeviceId, ConfirmedAt = s.ConfirmedAt, ConfirmedWithSecondFactor = s.ConfirmedWithSecondFactor,
        ConfirmedBy = s.ConfirmedBy, ConfirmedFactorSince = s.ConfirmedFactorSince,
    };

    private static SessionRecord ToRecord(Session s) => new()
    {
        Id = s.Id, SecretHash = s.SecretHash, Methods = [.. s.Methods], StartedAt = s.StartedAt, LastSeenAt = s.LastSeenAt,
        Network = s.Network,
        Agent = s.Agent, DeviceId = s.DeviceId, ConfirmedAt = s.ConfirmedAt, ConfirmedWithSecondFactor = s.ConfirmedWithSecondFactor,
        ConfirmedBy = s.ConfirmedBy, ConfirmedFactorSince = s.ConfirmedFactorSince,
    };

    internal static ActivityEntry ToCore(ActivityRecord e) => new()
    {
        Sequence = e.Sequence, At = e.At, Kind = e.Kind, Reason = e.Reason, Network = e.Network, Agent = e.Agent,
        KnownDevice = e.KnownDevice,
        SessionId = e.SessionId, Detail = e.Detail, Hash = e.Hash,
    };

    internal static ActivityRecord ToRecord(ActivityEntry e) => new()
    {
        Sequence = e.Sequence, At = e.At, Kind = e.Kind, Reason = e.Reason, Network = e.Network, Agent = e.Agent,
        KnownDevice = e.KnownDevice,
        SessionId = e.SessionId, Detail = e.Detail, Hash = e.Hash,
    };
}
