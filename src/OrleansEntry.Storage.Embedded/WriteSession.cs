namespace OrleansEntry.Storage.Embedded;

/// <summary>What one request may do inside the group's transaction. Used by the writer's thread only.</summary>
internal sealed class WriteSession(StoreConnection connection, long lastVersion) : IDisposable
{
    private long _lastVersion = lastVersion;
    private long _committedVersion = lastVersion;

    internal StoreConnection Connection => connection;

    /// <summary>What the open transaction has done so far.</summary>
    internal StoreCounters Tally { get; set; } = StoreCounters.Zero;

    /// <summary>A number that no record of this database has or ever had.</summary>
    internal long NextVersion() => ++_lastVersion;

    internal void Begin()
    {
        Tally = StoreCounters.Zero;
        connection.Command("BEGIN IMMEDIATE").ExecuteNonQuery();
    }

    /// <summary>Returns when everything since <see cref="Begin"/> is on the disk.</summary>
    internal void Commit()
    {
        // Stored with the records themselves: numbers do not start again after a record is gone.
        if (_lastVersion != _committedVersion)
            connection.Command("UPDATE meta SET last_version = $1", _lastVersion).ExecuteNonQuery();

        connection.Command("COMMIT").ExecuteNonQuery();
        _committedVersion = _lastVersion;
    }

    internal void Rollback()
    {
        if (connection.InTransaction) connection.Command("ROLLBACK").ExecuteNonQuery();
    }

    /// <summary>Moves the write-ahead log into the database file and closes it.</summary>
    public void Dispose() => connection.Dispose();
}
