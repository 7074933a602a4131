namespace OrleansEntry.Storage.Embedded;

/// <summary>The records of grains, in SQL.</summary>
internal static class GrainRecords
{
    /// <param name="Done">Whether it was written; else nothing was, because the record is not of the expected version.</param>
    /// <param name="Version">The version now stored; <see langword="null"/> when there is no record.</param>
    internal readonly record struct Outcome(bool Done, long? Version);

    internal static (long Version, byte[] Content)? Read(StoreConnection connection, GrainKey key)
    {
        using var reader = connection
            .Command("SELECT version, content FROM grain_state WHERE grain = $1 AND state = $2", key.Grain, key.State)
            .ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : null;
    }

    /// <param name="session">Inside the group's transaction.</param>
    /// <param name="key">Which record.</param>
    /// <param name="expected">The version that must be stored; <see langword="null"/> when there must be no record.</param>
    /// <param name="content">The new content.</param>
    internal static Outcome Write(WriteSession session, GrainKey key, long? expected, byte[] content)
    {
        var version = session.NextVersion();
        var written = expected is null
            ? session.Connection.Command(
                "INSERT INTO grain_state (grain, state, version, content) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                key.Grain, key.State, version, content).ExecuteNonQuery()
            : session.Connection.Command(
                "UPDATE grain_state SET version = $3, content = $4 WHERE grain = $1 AND state = $2 AND version = $5",
                key.Grain, key.State, version, content, expected).ExecuteNonQuery();
        return written == 1 ? Written(session, version) : new Outcome(Done: false, Version(session, key));
    }

    /// <inheritdoc cref="Write"/>
    internal static Outcome Clear(WriteSession session, GrainKey key, long? expected)
    {
        if (Version(session, key) is var stored && stored != expected) return new Outcome(Done: false, stored);
        if (stored is null) return new Outcome(Done: true, Version: null);

        session.Connection.Command("DELETE FROM grain_state WHERE grain = $1 AND state = $2", key.Grain, key.State).ExecuteNonQuery();
        return Written(session, version: null);
    }

    private static long? Version(WriteSession session, GrainKey key) =>
        session.Connection.Number("SELECT version FROM grain_state WHERE grain = $1 AND state = $2", key.Grain, key.State);

    private static Outcome Written(WriteSession session, long? version)
    {
        session.Tally = session.Tally with { GrainWrites = session.Tally.GrainWrites + 1 };
        return new Outcome(Done: true, version);
    }
}
