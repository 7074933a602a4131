namespace OrleansEntry.Core.Risk;

/// <summary>How hard the whole cluster is being tried by strangers. It makes work harder for strangers and asks nothing of known
/// devices.</summary>
public enum AttackLevel
{
    /// <summary>As always.</summary>
    Calm = 0,

    /// <summary>More than is usual.</summary>
    Alert = 1,

    /// <summary>An attack.</summary>
    Attack = 2,
}
