using System.Collections.Immutable;

namespace OrleansEntry.Core.Risk;

/// <summary>Which security check a visitor is asked for: the points of the signals that hold are added up and held against two thresholds.
/// Pure.</summary>
/// <remarks>The table stands in this folder's README.</remarks>
public static class RiskDecider
{
    /// <summary>Decides.</summary>
    public static RiskDecision Decide(RiskFacts facts, RiskPolicy policy)
    {
        var table = Table(facts, policy).Where(row => row.Points != 0).ToImmutableArray();
        var points = table.Sum(row => row.Points);
        var outcome = Greatest(ByPoints(points, policy), Floor(facts), policy.Emergency);
        if (outcome == RiskOutcome.Nothing) return new RiskDecision(outcome, null, 0, points, []);

        var doublings = Math.Clamp((points - policy.WorkAt) / policy.PointsPerDoubling, 0, policy.MaxDoublings);
        var kind = outcome == RiskOutcome.Picture ? policy.Picture : null;
        return new RiskDecision(outcome, kind, doublings, points, Signals(table, policy));
    }

    /// <summary>The table: every signal with what it adds under these facts, 0 where it does not hold.</summary>
    public static IEnumerable<RiskPoints> Table(RiskFacts facts, RiskPolicy policy)
    {
        var isRegistration = facts.Purpose == RiskPurpose.Registration;
        var isStranger = !isRegistration && facts.Device == DeviceStanding.Unknown;
        var isKnown = !isRegistration && !isStranger;

        yield return new(RiskSignal.Registration, isRegistration ? policy.Registration : 0);
        yield return new(RiskSignal.NewDevice, isStranger ? policy.NewDevice : 0);
        yield return new(RiskSignal.Failures, policy.Failure * Math.Min(facts.Failures, policy.MostFailures));
        yield return new(
            RiskSignal.FailuresElsewhere, isKnown ? policy.FailureElsewhere * Math.Min(facts.FailuresElsewhere, policy.MostFailures) : 0);
        yield return new(RiskSignal.NewNetwork, isKnown && facts.NewNetwork ? policy.NewNetwork : 0);

        // No neighbour on its network, and nobody else in the cluster, makes it harder for a device that the account knows.
        yield return new(RiskSignal.BusyNetwork, isKnown ? 0 : PointsOfNetwork(facts.NetworkUsedPercent, policy));
        yield return new(RiskSignal.OddClient, policy.MissingSign * Math.Clamp(facts.MissingSigns, 0, Surroundings.MaxMissingSigns));
        yield return new(RiskSignal.OldClient, !isKnown && facts.ClientIsOld ? policy.OldClient : 0);
        yield return new(RiskSignal.AttackMode, isKnown ? 0 : PointsOf(facts.Level, policy));
        yield return new(RiskSignal.TrustedDevice, facts.Device == DeviceStanding.Trusted && isKnown ? -policy.TrustedDevice : 0);
    }

    // Whatever the points are set to: strangers, registrations, and whoever has just failed.
    private static RiskOutcome Floor(RiskFacts facts) =>
        facts is { Purpose: RiskPurpose.Registration } or { Device: DeviceStanding.Unknown } or { Failures: > 0 }
            ? RiskOutcome.Work
            : RiskOutcome.Nothing;

    private static RiskOutcome ByPoints(int points, RiskPolicy policy) =>
        points >= policy.PictureAt ? RiskOutcome.Picture
        : points >= policy.WorkAt ? RiskOutcome.Work
        : RiskOutcome.Nothing;

    private static RiskOutcome Greatest(params ReadOnlySpan<RiskOutcome> outcomes)
    {
        var greatest = RiskOutcome.Nothing;
        foreach (var outcome in outcomes) greatest = outcome > greatest ? outcome : greatest;
        return greatest;
    }

    private static int PointsOfNetwork(int usedPercent, RiskPolicy policy) =>
        usedPercent >= policy.CrowdedAtPercent ? policy.CrowdedNetwork
        : usedPercent >= policy.BusyAtPercent ? policy.BusyNetwork
        : 0;

    private static int PointsOf(AttackLevel level, RiskPolicy policy) => level switch
    {
        AttackLevel.Calm => 0,
        AttackLevel.Alert => policy.Alert,
        _ => policy.Attack,
    };

    private static ImmutableArray<string> Signals(ImmutableArray<RiskPoints> table, RiskPolicy policy)
    {
        var signals = table.Where(row => row.Points > 0).Select(row => row.Signal);
        return [.. policy.Emergency == RiskOutcome.Nothing ? signals : signals.Append(RiskSignal.Emergency)];
    }
}
