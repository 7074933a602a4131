namespace OrleansEntry.Storage.Embedded;

/// <summary>SQLite's primary result codes that mean something to us (https://sqlite.org/rescode.html).</summary>
internal static class SqliteCode
{
    internal const int InputOutput = 10;
    internal const int Corrupt = 11;
    internal const int NotADatabase = 26;
}
