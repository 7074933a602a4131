using System.Buffers.Binary;

namespace OrleansEntry.Storage.Embedded;

/// <summary>Creates <c>entry.db</c>, or makes sure that an existing one is ours and whole before anything is written to it.</summary>
internal static class DatabaseFile
{
    internal const string Name = "entry.db";

    /// <summary>Larger files are not read through at the start: it would take longer than a start may.</summary>
    internal const long MaxCheckedBytes = 64 * 1024 * 1024;

    private const int SchemaVersion = 1;
    private const int ApplicationId = 0x4F45_4E54; // "OENT"

    // Where SQLite keeps the two, big-endian, in the file's first 100 bytes (https://sqlite.org/fileformat2.html §1.3).
    private const int HeaderBytes = 100;
    private const int UserVersionOffset = 60;
    private const int ApplicationIdOffset = 68;

    // Records may be large, so they live in a table with row ids; entries are small and read in ranges, so they live in their key's order.
    private static readonly string Schema = $"""
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = OFF;
        BEGIN;
        CREATE TABLE meta (last_version INTEGER NOT NULL) STRICT;
        INSERT INTO meta (last_version) VALUES (0);
        CREATE TABLE grain_state (
            grain TEXT NOT NULL, state TEXT NOT NULL, version INTEGER NOT NULL, content BLOB NOT NULL,
            UNIQUE (grain, state)) STRICT;
        CREATE TABLE journal (
            journal TEXT NOT NULL, sequence INTEGER NOT NULL, tag TEXT NOT NULL, content BLOB NOT NULL,
            PRIMARY KEY (journal, sequence)) STRICT, WITHOUT ROWID;
        CREATE INDEX journal_by_tag ON journal (journal, tag, sequence);
        PRAGMA application_id = {ApplicationId};
        PRAGMA user_version = {SchemaVersion};
        COMMIT;
        """;

    // FULL: a commit is on the disk before it is acknowledged. The full fsync matters on macOS only, where a plain one is not enough.
    private const string Durability = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA fullfsync = ON;
        PRAGMA checkpoint_fullfsync = ON;
        PRAGMA journal_size_limit = 67108864;
        """;

    /// <summary>Opens the database in a data folder for writing.</summary>
    /// <exception cref="DataFolderException">The file is damaged, not ours, newer, or cannot be used; it was not changed.</exception>
    internal static WriteSession Open(DataFolder folder)
    {
        var file = Path.Combine(folder.Path, Name);
        try
        {
            if (!Path.Exists(file)) Create(file);
            ExpectOurs(file);
            return OpenWhole(file);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SqliteCode.Corrupt or SqliteCode.NotADatabase)
        {
            throw Damaged(file, e.Message, e);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException(
                $"The database '{file}' cannot be opened ({e.Message}): correct its permissions or restore it from a backup.", e);
        }
    }

    // Made beside and renamed: the file is whole or not there, so an existing one has no excuse.
    private static void Create(string file)
    {
        if (HasLog(file)) throw Damaged(file, "it is gone, but its write-ahead log is there");

        var unfinished = file + ".new";
        foreach (var leftover in (string[])[unfinished, unfinished + "-wal", unfinished + "-shm"]) File.Delete(leftover);

        // SQLite gives its log and its index the mode of the file.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        new FileStream(unfinished, options).Dispose();

        using (var connection = StoreConnection.Open(unfinished, SqliteOpenMode.ReadWrite)) connection.Run(Schema);
        using (var stream = new FileStream(unfinished, FileMode.Open, FileAccess.Write)) stream.Flush(flushToDisk: true);
        File.Move(unfinished, file);
    }

    // Before SQLite opens the file, and so before it could touch it.
    private static void ExpectOurs(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes || !header.StartsWith("SQLite format 3\0"u8))
            throw Damaged(file, "it is not a database");

        if (BinaryPrimitives.ReadInt32BigEndian(header[ApplicationIdOffset..]) != ApplicationId)
            throw Damaged(file, "it carries another program's mark");

        var version = BinaryPrimitives.ReadInt32BigEndian(header[UserVersionOffset..]);
        if (version > SchemaVersion)
            throw new DataFolderException($"The database '{file}' has version {version}, newer than the {SchemaVersion} that this program "
                + "knows: start the newer program or choose another folder.");

        if (version != SchemaVersion) throw Damaged(file, string.Create(CultureInfo.InvariantCulture, $"its version is {version}"));
    }

    private static WriteSession OpenWhole(string file)
    {
        var connection = StoreConnection.Open(file, SqliteOpenMode.ReadWrite);
        try
        {
            // A refusal leaves the file and its log as they were; where there is no log, SQLite makes an empty one and takes it away.
            connection.CheckpointsOnClose = !HasLog(file);
            if (new FileInfo(file).Length <= MaxCheckedBytes) ExpectWhole(connection, file);
            var lastVersion = connection.Number("SELECT last_version FROM meta") ?? throw Damaged(file, "its meta table is empty");
            connection.Run(Durability);
            connection.CheckpointsOnClose = true;
            return new WriteSession(connection, lastVersion);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void ExpectWhole(StoreConnection connection, string file)
    {
        var verdict = connection.Command("PRAGMA quick_check(1)").ExecuteScalar() as string ?? "";
        if (verdict != "ok") throw Damaged(file, verdict.ReplaceLineEndings(" "));
    }

    private static bool HasLog(string file) => new FileInfo(file + "-wal") is { Exists: true, Length: > 0 };

    private static DataFolderException Damaged(string file, string what, Exception? cause = null) =>
        new($"The database '{file}' is damaged or not ours ({what}): restore it from a backup or choose another folder.", cause);
}
