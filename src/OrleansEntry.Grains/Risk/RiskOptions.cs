using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using OrleansEntry.Core.Risk;

namespace OrleansEntry.Grains.Risk;

/// <summary>Section <c>Risk</c>: the points and thresholds by which a security check is asked for. The table stands in Core's <c>Risk</c>
/// README. Read once; a silo with numbers that contradict each other does not start.</summary>
public sealed class RiskOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Risk";

    /// <summary>Points of a device that the account does not know. 1 to 100; default 40.</summary>
    [Range(1, 100)] public int NewDevice { get; set; } = 40;

    /// <summary>Points of each failure in the visitor's own lane. 1 to 100; default 10.</summary>
    [Range(1, 100)] public int Failure { get; set; } = 10;

    /// <summary>Points of each failure elsewhere in the account, for a known device. 0 to 100; default 5.</summary>
    [Range(0, 100)] public int FailureElsewhere { get; set; } = 5;

    /// <summary>Failures that are counted, here and elsewhere. 1 to 20; default 4.</summary>
    [Range(1, 20)] public int MostFailures { get; set; } = 4;

    /// <summary>Points of a network that the account was not entered from, for a known device. 0 to 100; default 10.</summary>
    [Range(0, 100)] public int NewNetwork { get; set; } = 10;

    /// <summary>Points of a busy network. 0 to 100; default 10.</summary>
    [Range(0, 100)] public int BusyNetwork { get; set; } = 10;

    /// <summary>Points of a crowded network, instead of <see cref="BusyNetwork"/>. 0 to 100; default 20.</summary>
    [Range(0, 100)] public int CrowdedNetwork { get; set; } = 20;

    /// <summary>From which share of one of its budgets on a network is busy. 1 to 100 percent; default 50.</summary>
    [Range(1, 100)] public int BusyAtPercent { get; set; } = 50;

    /// <summary>From which share on it is crowded. 1 to 100 percent; default 90.</summary>
    [Range(1, 100)] public int CrowdedAtPercent { get; set; } = 90;

    /// <summary>Points of each of the two signs that a client of its kind would have sent. 0 to 50; default 5.</summary>
    [Range(0, 50)] public int MissingSign { get; set; } = 5;

    /// <summary>Points of a client older than advised, of strangers and registrations. 0 to 50; default 5.</summary>
    [Range(0, 50)] public int OldClient { get; set; } = 5;

    /// <summary>Points for strangers while the cluster is at alert. 0 to 200; default 20.</summary>
    [Range(0, 200)] public int Alert { get; set; } = 20;

    /// <summary>Points for strangers while the cluster is under attack, instead of <see cref="Alert"/>. 0 to 200; default 40.</summary>
    [Range(0, 200)] public int Attack { get; set; } = 40;

    /// <summary>Points of a registration. 1 to 100; default 25.</summary>
    [Range(1, 100)] public int Registration { get; set; } = 25;

    /// <summary>What a device that its owner trusts takes off. 0 to 100; default 25.</summary>
    [Range(0, 100)] public int TrustedDevice { get; set; } = 25;

    /// <summary>Points for silent work. 1 to 200; default 25. Strangers, registrations and whoever has just failed are asked for it however
    /// high it is set.</summary>
    [Range(1, 200)] public int WorkAt { get; set; } = 25;

    /// <summary>Points for a visible kind first. 1 to 500; default 50.</summary>
    [Range(1, 500)] public int PictureAt { get; set; } = 50;

    /// <summary>Points above <see cref="WorkAt"/> for each doubling of the work. 1 to 200; default 20.</summary>
    /// <remarks><c>SecurityCheck:WorkMaxDoublings</c> bounds the doublings.</remarks>
    [Range(1, 200)] public int PointsPerDoubling { get; set; } = 20;

    /// <summary>The visible kind that is offered first: slide, puzzle or equation. Default slide. Where it is switched off, another takes
    /// its place.</summary>
    [RegularExpression("^(slide|puzzle|equation)$")] public string Picture { get; set; } = "slide";

    /// <summary>What everybody is asked for at the least, on trusted devices too: <c>Nothing</c> beyond the table (the default),
    /// <c>Work</c> or <c>Picture</c>. It can only add: nothing switches the check off.</summary>
    public RiskOutcome Emergency { get; set; } = RiskOutcome.Nothing;

    /// <summary>Networks that an account remembers. 1 to 50; default 20.</summary>
    [Range(1, 50)] public int MaxNetworks { get; set; } = 20;

    /// <summary>The numbers as the rules take them.</summary>
    /// <param name="maxDoublings">Of the security check's work.</param>
    public RiskPolicy ToPolicy(int maxDoublings) => new()
    {
        NewDevice = NewDevice, Failure = Failure, FailureElsewhere = FailureElsewhere, MostFailures = MostFailures, NewNetwork = NewNetwork,
        BusyNetwork = BusyNetwork, CrowdedNetwork = CrowdedNetwork, BusyAtPercent = BusyAtPercent, CrowdedAtPercent = CrowdedAtPercent,
        MissingSign = MissingSign, OldClient = OldClient, Alert = Alert, Attack = Attack, Registration = Registration,
        TrustedDevice = TrustedDevice, WorkAt = WorkAt, PictureAt = PictureAt, PointsPerDoubling = PointsPerDoubling,
        MaxDoublings = maxDoublings, Picture = Picture,
        Emergency = Emergency, MaxNetworks = MaxNetworks,
    };
}

/// <summary>Section <c>AttackMode</c>: when the whole cluster is at alert or under attack. All paces are those of strangers, over all
/// silos, a second.</summary>
public sealed class AttackModeOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "AttackMode";

    /// <summary>Wrong passcodes, codes and checks a second for an alert. 0.1 to 100,000; default 5.</summary>
    [Range(0.1, 100_000)] public double RefusalsForAlert { get; set; } = 5;

    /// <summary>The same for an attack. 0.1 to 100,000; default 20.</summary>
    [Range(0.1, 100_000)] public double RefusalsForAttack { get; set; } = 20;

    /// <summary>Entries and registrations begun a second for an alert. 0.1 to 1,000,000; default 50.</summary>
    [Range(0.1, 1_000_000)] public double BeginningsForAlert { get; set; } = 50;

    /// <summary>The same for an attack. 0.1 to 1,000,000; default 200.</summary>
    [Range(0.1, 1_000_000)] public double BeginningsForAttack { get; set; } = 200;

    /// <summary>Below which share of its pace a level is quiet. 1 to 90 percent; default 50.</summary>
    [Range(1, 90)] public int QuietAtPercent { get; set; } = 50;

    /// <summary>How far back the mean pace looks. 1 second to 5 minutes; default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")] public TimeSpan MeanOver { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Quiet time after which the level falls by one. 1 second to 24 hours; default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")] public TimeSpan LowerAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often each silo reports what it saw, and hears of the level. 0.5 seconds to 1 minute; default 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:01:00")] public TimeSpan ReportEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The numbers as the rules take them.</summary>
    public AttackModePolicy ToPolicy() => new()
    {
        RefusalsForAlert = RefusalsForAlert, RefusalsForAttack = RefusalsForAttack, BeginningsForAlert = BeginningsForAlert,
        BeginningsForAttack = BeginningsForAttack, QuietAtPercent = QuietAtPercent, MeanOver = MeanOver, LowerAfter = LowerAfter,
        ReportEvery = ReportEvery,
    };
}

[OptionsValidator] internal sealed partial class RiskOptionsValidator : IValidateOptions<RiskOptions>;

[OptionsValidator] internal sealed partial class AttackModeOptionsValidator : IValidateOptions<AttackModeOptions>;
