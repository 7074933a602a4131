using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using OrleansEntry.Core.Entry;

namespace OrleansEntry.Grains.Accounts;

/// <summary>Section <c>Entry</c>: the door.</summary>
public sealed class EntryOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Entry";

    /// <summary>How long an entry lives. 2 to 30 minutes; default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:02:00", "00:30:00")] public TimeSpan EntryFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Devices an account knows; the one not seen for longest gives way. 1 to 50; default 20.</summary>
    [Range(1, 50)] public int MaxKnownDevices { get; set; } = 20;

    /// <summary>Time without an entry after which the owner is told of the next one by mail. 7 to 400 days; default 90 days.</summary>
    [Range(typeof(TimeSpan), "7.00:00:00", "400.00:00:00")] public TimeSpan AbsenceBeforeWarning { get; set; } = TimeSpan.FromDays(90);
}

/// <summary>Section <c>Pace</c>: how failures slow a guesser down. The table stands in Core's <c>Throttling</c> README.</summary>
public sealed class PaceOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Pace";

    /// <summary>Failures in a lane before the first wait. 1 to 20; default 5.</summary>
    [Range(1, 20)] public int FailuresBeforeWait { get; set; } = 5;

    /// <summary>Quiet time after which the waits start over. 1 hour to 7 days; default 24 hours.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "7.00:00:00")] public TimeSpan ForgetAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Failures in a row by strangers before an authenticator is out of use for them. 10 to 80; default 80.</summary>
    /// <remarks>With <see cref="KnownDevicesHardStop"/> at most the 100 of NIST SP 800-63B-4 §3.2.2.</remarks>
    [Range(10, 80)] public int StrangersHardStop { get; set; } = 80;

    /// <summary>The same for all known devices together. 5 to 20; default 20.</summary>
    [Range(5, 20)] public int KnownDevicesHardStop { get; set; } = 20;

    /// <summary>Failures of an account within <see cref="WarnEvery"/> that its owner is told of by mail. 3 to 80; default 10.</summary>
    [Range(3, 80)] public int FailuresBeforeWarning { get; set; } = 10;

    /// <summary>The shortest wait that its owner is told of by mail when it begins. 30 seconds to 1 hour; default 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "01:00:00")] public TimeSpan WaitBeforeWarning { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The period in which they are counted and told at most once, as each authenticator's waits and stops are. 1 hour to 7 days;
    /// default 24 hours.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "7.00:00:00")] public TimeSpan WarnEvery { get; set; } = TimeSpan.FromHours(24);
}

/// <summary>Section <c>Sessions</c>.</summary>
public sealed class SessionOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Sessions";

    /// <summary>A session's end when it is not used. 1 minute to 1 hour; default 1 hour (NIST SP 800-63B-4 §2.2.3).</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")] public TimeSpan IdleFor { get; set; } = TimeSpan.FromHours(1);

    /// <summary>A session's end in any case. 5 minutes to 24 hours; default 24 hours (NIST SP 800-63B-4 §2.2.3).</summary>
    [Range(typeof(TimeSpan), "00:05:00", "1.00:00:00")] public TimeSpan AbsoluteFor { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Most sessions of one account; when one more begins the oldest ends. 1 to 20; default 20.</summary>
    [Range(1, 20)] public int MaxSessions { get; set; } = 20;

    /// <summary>How long sensitive changes stay open after presence was proved. 1 minute to 1 hour; default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")] public TimeSpan ConfirmationFor { get; set; } = TimeSpan.FromMinutes(10);
}

/// <summary>Section <c>SecondFactor</c>.</summary>
public sealed class SecondFactorOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "SecondFactor";

    /// <summary>Whether everybody must have a second factor. Then passcodes may have 8 characters instead of 15,
    /// and an account without one can do nothing but enrol. Default false.</summary>
    public bool Required { get; set; }

    /// <summary>How long a new authenticator waits for its first code. 2 to 30 minutes; default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:02:00", "00:30:00")] public TimeSpan EnrolmentFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How old a factor must be before it approves withdrawals, or takes away what was there before it. 1 hour to 7 days; default
    /// 24 hours.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "7.00:00:00")] public TimeSpan ProbationFor { get; set; } = TimeSpan.FromHours(24);
}

/// <summary>Section <c>Holds</c>: how long withdrawals wait after a change.</summary>
public sealed class HoldOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Holds";

    /// <summary>After a change of passcode, factor or identifier and after the first entry on a new device. 1 hour to 7 days;
    /// default 24 hours.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "7.00:00:00")] public TimeSpan AfterChange { get; set; } = TimeSpan.FromHours(24);

    /// <summary>After a recovery. At least <see cref="AfterChange"/>, at most 14 days; default 48 hours.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "14.00:00:00")] public TimeSpan AfterRecovery { get; set; } = TimeSpan.FromHours(48);
}

[OptionsValidator] internal sealed partial class HoldOptionsValidator : IValidateOptions<HoldOptions>;

/// <summary>Section <c>Devices</c>.</summary>
public sealed class DeviceOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Devices";

    /// <summary>How long a device is trusted once its owner says so. 1 to 90 days; default 30 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "90.00:00:00")] public TimeSpan TrustFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long the pass before the newest still works. 1 to 60 minutes; default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")] public TimeSpan OverlapFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a new device waits to be let in by a listed one. 2 to 30 minutes; default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:02:00", "00:30:00")] public TimeSpan AdmissionFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Wrong numbers before a waiting device is turned away. 1 to 5; default 3.</summary>
    [Range(1, 5)] public int AdmissionTries { get; set; } = 3;

    internal Core.Devices.DevicePolicy ToPolicy() => new()
    {
        TrustFor = TrustFor, OverlapFor = OverlapFor, AdmissionFor = AdmissionFor, AdmissionTries = AdmissionTries,
    };
}

[OptionsValidator] internal sealed partial class DeviceOptionsValidator : IValidateOptions<DeviceOptions>;

/// <summary>Section <c>Recovery</c>: the way back into a frozen account.</summary>
public sealed class RecoveryOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Recovery";

    /// <summary>How long a mailed link works. 10 to 60 minutes; default 30 minutes.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "01:00:00")] public TimeSpan LinkFor { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How soon a further mail is sent; whoever asks sooner has the last one. 1 to 10 minutes; default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "00:10:00")] public TimeSpan MailEvery { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Wrong passcodes and codes of one link. 3 to 10; default 5.</summary>
    [Range(3, 10)] public int TriesPerLink { get; set; } = 5;

    /// <summary>Wrong passcodes and codes in a row, over all links, before the way back rests. 10 to 50; default 20.</summary>
    [Range(10, 50)] public int TriesInARow { get; set; } = 20;

    /// <summary>How long it rests then. 1 hour to 7 days; default 24 hours.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "7.00:00:00")] public TimeSpan RestFor { get; set; } = TimeSpan.FromHours(24);

    internal Core.Recovery.RecoveryPolicy ToPolicy() => new()
    {
        LinkFor = LinkFor, MailEvery = MailEvery, TriesPerLink = TriesPerLink, TriesInARow = TriesInARow, RestFor = RestFor,
    };
}

/// <summary>Section <c>LostFactor</c>: the removal of a second factor that was lost with its recovery codes.</summary>
public sealed class LostFactorOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "LostFactor";

    /// <summary>How long the owner has to stop a removal. 48 hours to 14 days; default 72 hours.</summary>
    [Range(typeof(TimeSpan), "2.00:00:00", "14.00:00:00")] public TimeSpan WaitFor { get; set; } = TimeSpan.FromHours(72);

    /// <summary>How long before the end the last warning is sent, at the latest. 6 to 24 hours; default 12 hours.</summary>
    [Range(typeof(TimeSpan), "06:00:00", "1.00:00:00")] public TimeSpan WarnBefore { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How long nobody can ask again after a removal was stopped; twice as long after each further one. 12 hours to 7 days;
    /// default 24 hours.</summary>
    [Range(typeof(TimeSpan), "12:00:00", "7.00:00:00")] public TimeSpan RestFor { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a mailed code works. 2 to 10 minutes (ASVS 6.5.5); default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:02:00", "00:10:00")] public TimeSpan CodeFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Wrong codes before another one is due. 3 to 10; default 5.</summary>
    [Range(3, 10)] public int Tries { get; set; } = 5;

    /// <summary>Codes that one account has mailed in 24 hours. 1 to 10; default 5.</summary>
    [Range(1, 10)] public int CodesInADay { get; set; } = 5;

    internal Core.LostFactor.LostFactorPolicy ToPolicy() => new()
    {
        WaitFor = WaitFor, WarnBefore = WarnBefore, RestFor = RestFor, CodeFor = CodeFor, Tries = Tries, CodesInADay = CodesInADay,
    };
}

[OptionsValidator] internal sealed partial class LostFactorOptionsValidator : IValidateOptions<LostFactorOptions>;

/// <summary>Section <c>Freezing</c>.</summary>
public sealed class FreezeOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Freezing";

    /// <summary>How long the "this was not me" link of a mail works, and a mail to an alert address is tried. 24 hours to 7 days;
    /// default 72 hours.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "7.00:00:00")] public TimeSpan LinkFor { get; set; } = TimeSpan.FromHours(72);

    internal Core.Freezing.FreezePolicy ToPolicy() => new() { LinkFor = LinkFor };
}

[OptionsValidator] internal sealed partial class FreezeOptionsValidator : IValidateOptions<FreezeOptions>;

/// <summary>Section <c>SettingsLock</c>.</summary>
public sealed class SettingsLockOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "SettingsLock";

    /// <summary>Shortest lock, in hours. 1 to 24; default 1.</summary>
    [Range(1, 24)] public int MinHours { get; set; } = 1;

    /// <summary>Longest lock, in hours. 24 to 2,160 (90 days); default 720 (30 days).</summary>
    [Range(24, Core.SettingsLock.SettingsLockPolicy.MostHours)] public int MaxHours { get; set; } = 30 * 24;

    internal Core.SettingsLock.SettingsLockPolicy ToPolicy() => new() { MinHours = MinHours, MaxHours = MaxHours };
}

[OptionsValidator] internal sealed partial class SettingsLockOptionsValidator : IValidateOptions<SettingsLockOptions>;

/// <summary>Section <c>Alerts</c>: further addresses for the mails of an account.</summary>
public sealed class AlertOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Alerts";

    /// <summary>Further addresses of one account. 0 to 5; default 3.</summary>
    [Range(0, 5)] public int MaxAddresses { get; set; } = 3;

    /// <summary>Codes that one account has mailed to such addresses in 24 hours. 1 to 50; default 10.</summary>
    [Range(1, 50)] public int CodesInADay { get; set; } = 10;

    /// <summary>How long a code to such an address works. 2 to 10 minutes (ASVS 6.5.5); default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:02:00", "00:10:00")] public TimeSpan CodeFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Wrong codes before another one is due. 3 to 10; default 5.</summary>
    [Range(3, 10)] public int Tries { get; set; } = 5;

    internal Core.Alerts.AlertPolicy ToPolicy() => new()
    {
        MaxAddresses = MaxAddresses, CodesInADay = CodesInADay, CodeFor = CodeFor, Tries = Tries,
    };
}

[OptionsValidator] internal sealed partial class AlertOptionsValidator : IValidateOptions<AlertOptions>;

[OptionsValidator] internal sealed partial class RecoveryOptionsValidator : IValidateOptions<RecoveryOptions>;

[OptionsValidator] internal sealed partial class EntryOptionsValidator : IValidateOptions<EntryOptions>;

[OptionsValidator] internal sealed partial class PaceOptionsValidator : IValidateOptions<PaceOptions>;

[OptionsValidator] internal sealed partial class SessionOptionsValidator : IValidateOptions<SessionOptions>;

[OptionsValidator] internal sealed partial class SecondFactorOptionsValidator : IValidateOptions<SecondFactorOptions>;

/// <summary>From settings to the values the rules take.</summary>
internal static class EntryPolicies
{
    public static EntryPolicy From(
        EntryOptions entry, PaceOptions pace, SessionOptions sessions, SecondFactorOptions secondFactor, HoldOptions holds) => new()
    {
        EntryFor = entry.EntryFor,
        MaxKnownDevices = entry.MaxKnownDevices,
        AbsenceBeforeWarning = entry.AbsenceBeforeWarning,
        Pace = new()
        {
            FailuresBeforeWait = pace.FailuresBeforeWait, ForgetAfter = pace.ForgetAfter,
            StrangersHardStop = pace.StrangersHardStop, KnownDevicesHardStop = pace.KnownDevicesHardStop,
            FailuresBeforeWarning = pace.FailuresBeforeWarning, WarnEvery = pace.WarnEvery,
            WaitBeforeWarning = pace.WaitBeforeWarning,
        },
        Sessions = new()
        {
            IdleFor = sessions.IdleFor, AbsoluteFor = sessions.AbsoluteFor, MaxSessions = sessions.MaxSessions,
            ConfirmationFor = sessions.ConfirmationFor,
        },
        SecondFactor = new()
        {
            Required = secondFactor.Required, EnrolmentFor = secondFactor.EnrolmentFor, ProbationFor = secondFactor.ProbationFor,
        },
        Holds = new() { AfterChange = holds.AfterChange, AfterRecovery = holds.AfterRecovery },
    };
}
