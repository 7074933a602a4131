namespace OrleansEntry.Storage.Embedded;

/// <summary>What a store has made durable since it was opened: one consistent snapshot.</summary>
/// <param name="GrainWrites">Grain states written or cleared.</param>
/// <param name="JournalAppends">Appends that stored at least one new entry.</param>
/// <param name="EntriesAppended">Journal entries stored.</param>
/// <param name="Commits">Transactions that stored something; far fewer than writes when many come at once.</param>
public sealed record StoreCounters(long GrainWrites, long JournalAppends, long EntriesAppended, long Commits)
{
    internal static readonly StoreCounters Zero = new(0, 0, 0, 0);

    internal StoreCounters Plus(StoreCounters other) => new(
        GrainWrites + other.GrainWrites, JournalAppends + other.JournalAppends,
        EntriesAppended + other.EntriesAppended, Commits + other.Commits);
}
