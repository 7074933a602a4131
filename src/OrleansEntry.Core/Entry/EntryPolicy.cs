using OrleansEntry.Core.Holds;
using OrleansEntry.Core.Risk;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.Throttling;
using OrleansEntry.Core.Trading;

namespace OrleansEntry.Core.Entry;

/// <summary>The numbers of the door.</summary>
public sealed record EntryPolicy
{
    /// <summary>How long an entry lives. 2 to 30 minutes; default 10 minutes.</summary>
    public TimeSpan EntryFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Devices an account knows; the one not seen for longest gives way. Default 20.</summary>
    public int MaxKnownDevices { get; init; } = 20;

    /// <summary>Entries past their passcode, from known devices and from strangers each. Only who has the passcode makes them.
    /// Default 32.</summary>
    public int MaxOpenEntries { get; init; } = 32;

    /// <summary>Time without an entry after which the owner is told of the next one. 7 to 400 days; default 90 days.</summary>
    public TimeSpan AbsenceBeforeWarning { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Which security check is asked for.</summary>
    public RiskPolicy Risk { get; init; } = new();

    /// <summary>The pace.</summary>
    public PacePolicy Pace { get; init; } = new();

    /// <summary>Sessions.</summary>
    public SessionPolicy Sessions { get; init; } = new();

    /// <summary>Holds on withdrawals.</summary>
    public HoldPolicy Holds { get; init; } = new();

    /// <summary>Trading.</summary>
    public TradingPolicy Trading { get; init; } = new();

    /// <summary>Devices.</summary>
    public Devices.DevicePolicy Devices { get; init; } = new();

    /// <summary>Further addresses for alerts.</summary>
    public Alerts.AlertPolicy Alerts { get; init; } = new();

    /// <summary>Mails that wait.</summary>
    public Notices.NoticePolicy Notices { get; init; } = new();

    /// <summary>Freezing.</summary>
    public Freezing.FreezePolicy Freezing { get; init; } = new();

    /// <summary>Locks of the security settings.</summary>
    public SettingsLock.SettingsLockPolicy SettingsLock { get; init; } = new();

    /// <summary>The way back into a frozen account.</summary>
    public Recovery.RecoveryPolicy Recovery { get; init; } = new();

    /// <summary>A lost second factor.</summary>
    public LostFactor.LostFactorPolicy LostFactor { get; init; } = new();

    /// <summary>Passkeys.</summary>
    public Passkeys.PasskeyPolicy Passkeys { get; init; } = new();

    /// <summary>A change of identifier.</summary>
    public IdentifierChange.IdentifierChangePolicy IdentifierChange { get; init; } = new();

    /// <summary>Closing an account.</summary>
    public Closing.ClosingPolicy Closing { get; init; } = new();

    /// <summary>The second factor.</summary>
    public SecondFactorPolicy SecondFactor { get; init; } = new();
}
