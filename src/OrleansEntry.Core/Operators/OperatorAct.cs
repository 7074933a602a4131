using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace OrleansEntry.Core.Operators;

/// <summary>Something that an operator does, and the role it takes. Closed: only those below.</summary>
public sealed record OperatorAct
{
    private OperatorAct(string name, string role, bool onAccount = false, bool reviewed = false) =>
        (Name, Role, OnAccount, Reviewed) = (name, role, onAccount, reviewed);

    /// <summary>Its word, as it is sent and logged.</summary>
    public string Name { get; }

    /// <summary>Who may do it: one of <see cref="OperatorRole"/>.</summary>
    public string Role { get; }

    /// <summary>Whether it is done to one account.</summary>
    public bool OnAccount { get; }

    /// <summary>Whether a second operator must agree first.</summary>
    public bool Reviewed { get; }

    /// <summary>Reads an account's state, which holds no secret.</summary>
    public static OperatorAct Look { get; } = new("look", OperatorRole.Support, onAccount: true);

    /// <summary>Ends the waits after wrong tries.</summary>
    public static OperatorAct Unlock { get; } = new("unlock", OperatorRole.Support, onAccount: true);

    /// <summary>Freezes an account: only operators open it again.</summary>
    public static OperatorAct Freeze { get; } = new("freeze", OperatorRole.Support, onAccount: true);

    /// <summary>Ends all sessions of an account.</summary>
    public static OperatorAct EndSessions { get; } = new("end-sessions", OperatorRole.Support, onAccount: true);

    /// <summary>Cancels what somebody began to get back in: mailed links, and the removal of a second factor.</summary>
    public static OperatorAct CancelRecovery { get; } = new("cancel-recovery", OperatorRole.Security, onAccount: true);

    /// <summary>Opens a frozen account, after a second operator agreed.</summary>
    public static OperatorAct Unfreeze { get; } = new("unfreeze", OperatorRole.Security, onAccount: true, reviewed: true);

    /// <summary>Ends all sessions of all accounts.</summary>
    public static OperatorAct EndAllSessions { get; } = new("end-all-sessions", OperatorRole.Security);

    /// <summary>Raises the level of attack for a while, or lowers it again.</summary>
    public static OperatorAct AttackMode { get; } = new("attack-mode", OperatorRole.Security);

    /// <summary>Lists the official addresses.</summary>
    public static OperatorAct OfficialAddresses { get; } = new("official-addresses", OperatorRole.Admin);

    /// <summary>Sets advised and minimum versions of clients.</summary>
    public static OperatorAct ClientVersions { get; } = new("client-versions", OperatorRole.Admin);

    /// <summary>Makes, rotates or removes the credential of a service.</summary>
    public static OperatorAct Services { get; } = new("services", OperatorRole.Admin);

    /// <summary>Invites an operator.</summary>
    public static OperatorAct Invite { get; } = new("invite", OperatorRole.Admin);

    /// <summary>Removes an operator.</summary>
    public static OperatorAct Remove { get; } = new("remove", OperatorRole.Admin);

    /// <summary>All of them.</summary>
    public static ImmutableArray<OperatorAct> All { get; } =
    [
        Look, Unlock, Freeze, EndSessions, CancelRecovery, Unfreeze, EndAllSessions, AttackMode, OfficialAddresses, ClientVersions,
        Services, Invite, Remove,
    ];

    /// <summary>The act of a word.</summary>
    public static bool TryFind([NotNullWhen(true)] string? name, [NotNullWhen(true)] out OperatorAct? act)
    {
        act = All.FirstOrDefault(a => a.Name == name);
        return act is not null;
    }

    /// <summary>Its word.</summary>
    public override string ToString() => Name;
}
