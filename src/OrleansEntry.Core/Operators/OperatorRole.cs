namespace OrleansEntry.Core.Operators;

/// <summary>What an operator is there for. None contains another. These words are stored: only ever added to.</summary>
public static class OperatorRole
{
    /// <summary>Helps one person: finds an account, reads its state, unlocks, freezes, ends its sessions.</summary>
    public const string Support = "support";

    /// <summary>Answers attacks: cancels recoveries, opens frozen accounts (two persons), ends all sessions, sets attack mode.</summary>
    public const string Security = "security";

    /// <summary>Keeps the service: operators, official addresses, client versions, service credentials.</summary>
    public const string Admin = "admin";

    /// <summary>All of them.</summary>
    public static IReadOnlySet<string> All { get; } = new HashSet<string>(StringComparer.Ordinal) { Support, Security, Admin };
}
