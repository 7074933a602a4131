namespace OrleansEntry.Storage.Embedded;

/// <summary>A folder of a test's own, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("orleans-entry-").FullName;

    /// <summary>A path in it that does not exist yet.</summary>
    public string New(string name = "data") => System.IO.Path.Combine(Path, name);

    /// <summary>Every file below a folder with its bytes; SQLite's shared index is no data and left out.</summary>
    public static SortedDictionary<string, string> Contents(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith("-shm", StringComparison.Ordinal))
            .ToDictionary(file => file, file => Read(file)), StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    // Whoever holds the lock file keeps readers out too.
    private static string Read(string file) =>
        System.IO.Path.GetFileName(file) == "lock" ? $"{new FileInfo(file).Length} bytes" : Convert.ToHexString(File.ReadAllBytes(file));
}
