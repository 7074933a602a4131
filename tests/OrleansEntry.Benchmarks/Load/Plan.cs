namespace OrleansEntry.Benchmarks.Load;

/// <summary>How often and how long is measured, and with how many people.</summary>
/// <param name="Repeats">Turns of each measure; at least 3, so that there is a median.</param>
/// <param name="Spell">How long one turn takes.</param>
/// <param name="WarmUp">How long each measure runs unwatched, twice, before the first turn: the runtime compiles what is used often
/// anew, and only while nothing new is used.</param>
/// <param name="Entering">Accounts that are entered: enough that none reaches its limit of sessions.</param>
/// <param name="Active">Accounts that are in memory.</param>
internal sealed record Plan(int Repeats, TimeSpan Spell, TimeSpan WarmUp, int Entering, int Active)
{
    /// <summary>Clients at once, where no hash is computed.</summary>
    public const int Connections = 64;

    /// <summary>Clients that enter at once, and hashes that are asked for at once.</summary>
    public const int EntryConnections = 16;

    /// <summary>Process starts of each kind, and measures of what an account takes.</summary>
    public const int Starts = 3;

    /// <summary>Entries with a second factor in one turn.</summary>
    public const int SecondFactorEntries = 10;

    /// <summary>Networks that a locked account is attacked from.</summary>
    public const int Attackers = 4_096;

    /// <summary>The one whose figures count.</summary>
    public static Plan Full { get; } = new(5, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4), Entering: 256, Active: 10_000);

    /// <summary>The one that shows that it works.</summary>
    public static Plan Quick { get; } = new(3, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), Entering: 64, Active: 600);
}
