using OrleansEntry.Core.SecurityCheck;

namespace OrleansEntry.Core.Risk;

/// <summary>The points of the table and its thresholds. The table stands in this folder's README.</summary>
public sealed record RiskPolicy
{
    /// <summary>A device that the account does not know. Default 40.</summary>
    public int NewDevice { get; init; } = 40;

    /// <summary>Each failure in the visitor's own lane, at most <see cref="MostFailures"/> of them. Default 10.</summary>
    public int Failure { get; init; } = 10;

    /// <summary>Each failure elsewhere in the account, for a known device, at most <see cref="MostFailures"/> of them. Default 5.</summary>
    public int FailureElsewhere { get; init; } = 5;

    /// <summary>Failures that are counted. Default 4.</summary>
    public int MostFailures { get; init; } = 4;

    /// <summary>A known device on a network that the account was not entered from. Default 10.</summary>
    public int NewNetwork { get; init; } = 10;

    /// <summary>A network that has used up <see cref="BusyAtPercent"/> of a budget. Default 10.</summary>
    public int BusyNetwork { get; init; } = 10;

    /// <summary>A network that has used up <see cref="CrowdedAtPercent"/> of a budget; instead of <see cref="BusyNetwork"/>. Default
    /// 20.</summary>
    public int CrowdedNetwork { get; init; } = 20;

    /// <summary>From which share of a budget on a network is busy, in percent. Default 50.</summary>
    public int BusyAtPercent { get; init; } = 50;

    /// <summary>From which share of a budget on a network is crowded, in percent. Default 90.</summary>
    public int CrowdedAtPercent { get; init; } = 90;

    /// <summary>Each sign that a client of its kind would have sent; there are two. Default 5.</summary>
    public int MissingSign { get; init; } = 5;

    /// <summary>A client older than advised, of a stranger or at a registration. Default 5.</summary>
    public int OldClient { get; init; } = 5;

    /// <summary>The cluster at <see cref="AttackLevel.Alert"/>. Default 20.</summary>
    public int Alert { get; init; } = 20;

    /// <summary>The cluster at <see cref="AttackLevel.Attack"/>; instead of <see cref="Alert"/>. Default 40.</summary>
    public int Attack { get; init; } = 40;

    /// <summary>A registration. Default 25.</summary>
    public int Registration { get; init; } = 25;

    /// <summary>What a device that its owner trusts takes off. Default 25.</summary>
    public int TrustedDevice { get; init; } = 25;

    /// <summary>From how many points on silent work is asked for. Default 25.</summary>
    public int WorkAt { get; init; } = 25;

    /// <summary>From how many points on a visible kind is offered first. Default 50.</summary>
    public int PictureAt { get; init; } = 50;

    /// <summary>Points above <see cref="WorkAt"/> for which the work doubles once more. Default 20.</summary>
    public int PointsPerDoubling { get; init; } = 20;

    /// <summary>Most doublings, however many points: no work is endless. Default 4, sixteen times the work.</summary>
    public int MaxDoublings { get; init; } = 4;

    /// <summary>The visible kind that is offered first, one of <see cref="CheckKind.Visible"/>. Default <c>slide</c>.</summary>
    public string Picture { get; init; } = CheckKind.Slide;

    /// <summary>The least that everybody is asked for, trusted or not. Default nothing beyond the table.</summary>
    public RiskOutcome Emergency { get; init; } = RiskOutcome.Nothing;

    /// <summary>Networks that an account remembers; the one not entered from for longest gives way. Default 20.</summary>
    public int MaxNetworks { get; init; } = 20;
}
