using SQLitePCL;

namespace OrleansEntry.Storage.Embedded;

/// <summary>One SQLite connection with its prepared commands. Used by one thread at a time.</summary>
internal sealed class StoreConnection : IDisposable
{
    // Only somebody else's tool on the file can make us wait at all: our own writer is one and WAL readers block nobody.
    private const int BusySeconds = 5;

    private const int NoCheckpointOnClose = 1006; // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    private StoreConnection(SqliteConnection connection) => _connection = connection;

    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    internal static StoreConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = BusySeconds,
        }.ToString());
        try
        {
            connection.Open();
            return new StoreConnection(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether a transaction is open; SQLite ends one by itself after some faults.</summary>
    internal bool InTransaction => raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    /// <summary>Whether closing moves the write-ahead log into the database file, as it normally does.</summary>
    internal bool CheckpointsOnClose
    {
        set => raw.sqlite3_db_config(_connection.Handle, NoCheckpointOnClose, value ? 0 : 1, out _);
    }

    /// <summary>The command for a text, prepared once, with its parameters <c>$1</c>, <c>$2</c>, … set.</summary>
    internal SqliteCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 1; i <= values.Length; i++)
                command.Parameters.Add(new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"${i}") });
            _prepared.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        return command;
    }

    /// <summary>Runs statements that are needed once.</summary>
    internal void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>One number, or <see langword="null"/> when there is no row.</summary>
    internal long? Number(string sql, params ReadOnlySpan<object> values) => (long?)Command(sql, values).ExecuteScalar();

    /// <summary>Finalizes the commands and closes the file.</summary>
    public void Dispose()
    {
        foreach (var command in _prepared.Values) command.Dispose();
        _connection.Dispose();
    }
}
