using System.Collections.Immutable;

namespace OrleansEntry.Core.Risk;

/// <summary>What a visitor is asked for, the least first.</summary>
public enum RiskOutcome
{
    /// <summary>Nothing.</summary>
    Nothing = 0,

    /// <summary>Silent proof-of-work; every other kind can be asked for.</summary>
    Work = 1,

    /// <summary>A visible kind first, with proof-of-work beside it as its equal.</summary>
    Picture = 2,
}

/// <summary>How <see cref="RiskOutcome"/> is spelled in the activity log.</summary>
public static class RiskOutcomeNames
{
    /// <summary>The name.</summary>
    public static string Name(this RiskOutcome outcome) => outcome switch
    {
        RiskOutcome.Nothing => "nothing",
        RiskOutcome.Work => "work",
        _ => "picture",
    };
}

/// <summary>The signals' names, as the activity log tells of them. They are stored and exported: never changed, only added to.</summary>
public static class RiskSignal
{
    /// <summary>The account does not know the device.</summary>
    public const string NewDevice = "new-device";

    /// <summary>Something failed lately in the visitor's own lane.</summary>
    public const string Failures = "failures";

    /// <summary>Something failed lately elsewhere in the account.</summary>
    public const string FailuresElsewhere = "failures-elsewhere";

    /// <summary>The account was not entered from this network.</summary>
    public const string NewNetwork = "new-network";

    /// <summary>Much comes from the client's network.</summary>
    public const string BusyNetwork = "busy-network";

    /// <summary>The client lacks what one of its kind would send.</summary>
    public const string OddClient = "odd-client";

    /// <summary>The client is older than advised.</summary>
    public const string OldClient = "old-client";

    /// <summary>The whole cluster is being tried.</summary>
    public const string AttackMode = "attack-mode";

    /// <summary>An account is to be registered.</summary>
    public const string Registration = "registration";

    /// <summary>Its owner trusts the device. The only signal that lowers.</summary>
    public const string TrustedDevice = "trusted-device";

    /// <summary>The operator asks it of everybody.</summary>
    public const string Emergency = "emergency";
}

/// <summary>One row of the table: a signal that holds, and what it adds.</summary>
/// <param name="Signal">One of <see cref="RiskSignal"/>.</param>
/// <param name="Points">What it adds; below zero for the one that lowers.</param>
public readonly record struct RiskPoints(string Signal, int Points);

/// <summary>What is asked for, and why.</summary>
/// <param name="Outcome">What.</param>
/// <param name="VisibleKind">With <see cref="RiskOutcome.Picture"/>: the kind that is offered first.</param>
/// <param name="Doublings">How often the work doubles; 0 where nothing is asked for.</param>
/// <param name="Points">The sum.</param>
/// <param name="Signals">The signals that speak for asking, in the table's order. Never told to the client that is being judged.</param>
public sealed record RiskDecision(RiskOutcome Outcome, string? VisibleKind, int Doublings, int Points, ImmutableArray<string> Signals)
{
    /// <summary>Whether anything is asked for.</summary>
    public bool Asks => Outcome != RiskOutcome.Nothing;

    /// <summary>The signals for the log, such as <c>new-device,attack-mode</c>.</summary>
    public string Explanation => string.Join(',', Signals);
}
