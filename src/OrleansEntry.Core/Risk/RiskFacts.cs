namespace OrleansEntry.Core.Risk;

/// <summary>What a visitor is about to do.</summary>
public enum RiskPurpose
{
    /// <summary>Entering an account.</summary>
    Entry = 0,

    /// <summary>Registering an account.</summary>
    Registration = 1,
}

/// <summary>What an account thinks of a device.</summary>
public enum DeviceStanding
{
    /// <summary>It does not know it.</summary>
    Unknown = 0,

    /// <summary>It was entered from it before.</summary>
    Known = 1,

    /// <summary>Its owner marked it as trusted.</summary>
    Trusted = 2,
}

/// <summary>What is known of a visit beside who makes it: what the gateway saw of the request, and how the cluster is doing. What nobody
/// filled in counts as the worse of its cases only for the network, which is then new.</summary>
public sealed record Surroundings
{
    /// <summary>Nothing is known.</summary>
    public static Surroundings Unknown { get; } = new();

    /// <summary>The short keyed name of the client's network, as <see cref="NetworkMemory"/> keeps it; empty when it is not
    /// known.</summary>
    public string NetworkName { get; init; } = "";

    /// <summary>How much of its budgets the client's network has used up, in percent; 0 to 100.</summary>
    public int NetworkUsedPercent { get; init; }

    /// <summary>Signs that a client of the kind it claims to be would have sent and did not; 0 to <see cref="MaxMissingSigns"/>.</summary>
    public int MissingSigns { get; init; }

    /// <summary>Whether the client says that it is of a version older than advised.</summary>
    public bool ClientIsOld { get; init; }

    /// <summary>How hard the whole cluster is being tried.</summary>
    public AttackLevel Level { get; init; }

    /// <summary>Most signs that can be missing: so much and no more can be held against a client that is no browser.</summary>
    public const int MaxMissingSigns = 2;
}

/// <summary>The facts that <see cref="RiskDecider"/> weighs: one member for each signal.</summary>
public sealed record RiskFacts
{
    /// <summary>What the visitor is about to do.</summary>
    public required RiskPurpose Purpose { get; init; }

    /// <summary>What the account thinks of the device.</summary>
    public DeviceStanding Device { get; init; }

    /// <summary>Failures in the visitor's own lane that are not yet made good or forgotten.</summary>
    public int Failures { get; init; }

    /// <summary>The same in all other lanes of the account; always 0 for strangers, who must not learn of them.</summary>
    public int FailuresElsewhere { get; init; }

    /// <summary>Whether a known device comes from a network that the account was not entered from; always <see langword="false"/> for
    /// strangers, who must not learn which networks the account knows.</summary>
    public bool NewNetwork { get; init; }

    /// <summary>See <see cref="Surroundings.NetworkUsedPercent"/>.</summary>
    public int NetworkUsedPercent { get; init; }

    /// <summary>See <see cref="Surroundings.MissingSigns"/>.</summary>
    public int MissingSigns { get; init; }

    /// <summary>See <see cref="Surroundings.ClientIsOld"/>.</summary>
    public bool ClientIsOld { get; init; }

    /// <summary>See <see cref="Surroundings.Level"/>.</summary>
    public AttackLevel Level { get; init; }
}
