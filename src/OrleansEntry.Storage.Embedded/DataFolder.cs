namespace OrleansEntry.Storage.Embedded;

/// <summary>The one folder that holds everything this process keeps, validated and locked for as long as this object lives.</summary>
/// <remarks>It is recognised by a plain file <c>format</c> with one line, so that a wrong path never loses anybody's files and an
/// old program never writes into a newer program's data.</remarks>
public sealed class DataFolder : IDisposable
{
    /// <summary>The format this program writes, and the newest it reads.</summary>
    public const int Format = 1;

    private const string LockName = "lock";
    private const string FormatName = "format";
    private const string NewFormatName = "format.new";
    private const string FormatPrefix = "orleans-entry ";
    private const int MaxFormatBytes = 64;

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    /// <summary>The folder's absolute path.</summary>
    public string Path { get; }

    /// <summary>Opens a data folder and keeps every other process out; a missing or empty folder becomes a new one (mode 0700 where
    /// there are modes).</summary>
    /// <param name="path">Where it is; relative paths start at the current directory.</param>
    /// <exception cref="DataFolderException">The folder cannot be created, written or recognised, is of a newer format, or is in use.
    /// It is left as it was found.</exception>
    public static DataFolder Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        path = System.IO.Path.GetFullPath(path);
        try
        {
            if (File.Exists(path))
                throw new DataFolderException($"The data folder '{path}' is a file: choose another path.");

            if (!Directory.Exists(path)) CreatePrivately(path);

            // Looked at before anything is written, the lock file included: a folder that is not ours stays as it was.
            var isNew = IsNew(path);
            var held = Hold(path);
            try
            {
                // Looked at again: until the lock was ours, another process may have made it a data folder.
                if (isNew && IsNew(path)) WriteFormat(path);
                return new DataFolder(path, held);
            }
            catch
            {
                held.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException(
                $"The data folder '{path}' cannot be created or written ({e.Message}): correct its permissions or choose another path.", e);
        }
    }

    /// <summary>A folder of its own for another part of the program, created on first use (mode 0700 where there are modes).</summary>
    /// <param name="name">A plain name: <c>a-z</c> and <c>-</c>, 1 to 32 characters.</param>
    /// <returns>Its absolute path.</returns>
    /// <exception cref="DataFolderException">It cannot be created.</exception>
    public string Subfolder(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > 32 || !name.All(c => char.IsAsciiLetterLower(c) || c == '-'))
            throw new ArgumentException("A subfolder's name is 1 to 32 of a-z and -.", nameof(name));

        var path = System.IO.Path.Combine(Path, name);
        try
        {
            if (!Directory.Exists(path)) CreatePrivately(path);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException(
                $"The folder '{path}' cannot be created ({e.Message}): correct the permissions of '{Path}'.", e);
        }
    }

    /// <summary>Lets other processes in again.</summary>
    public void Dispose() => _lock.Dispose();

    private static void CreatePrivately(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // A first start that died early leaves the lock file and perhaps an unfinished format file: still a new folder.
    private static bool IsNew(string path)
    {
        var format = System.IO.Path.Combine(path, FormatName);
        if (System.IO.Path.Exists(format))
        {
            Recognise(format);
            return false;
        }

        if (Directory.EnumerateFileSystemEntries(path).Any(e => System.IO.Path.GetFileName(e) is not (LockName or NewFormatName)))
            throw new DataFolderException($"The folder '{path}' holds files but no '{FormatName}' file, so it is not a data folder of "
                + "this program: choose an empty folder or the right one.");

        return true;
    }

    private static void Recognise(string file)
    {
        if (ReadFormat(file) is not { } format)
            throw new DataFolderException(
                $"The file '{file}' does not say which format the data folder has: restore the file or the folder from a backup.");

        if (format > Format)
            throw new DataFolderException($"The data folder of '{file}' has format {format}, newer than the {Format} that this program "
                + "knows: start the newer program or choose another folder.");
    }

    private static int? ReadFormat(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > MaxFormatBytes) return null;
            using var reader = new StreamReader(stream);
            var line = reader.ReadToEnd().TrimEnd('\r', '\n');
            return line.StartsWith(FormatPrefix, StringComparison.Ordinal)
                && int.TryParse(line.AsSpan(FormatPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var format)
                && format > 0 ? format : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException($"The file '{file}' cannot be read ({e.Message}): correct its permissions or restore it.", e);
        }
    }

    // The lock is the system's, not the file's existence: it ends with the process, however that dies.
    private static FileStream Hold(string path)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (IsSharingViolation(e))
        {
            throw new DataFolderException(
                $"The data folder '{path}' is in use by another process: stop that one or choose another folder.", e);
        }
    }

    // EWOULDBLOCK of flock(2) on Linux and on macOS; ERROR_SHARING_VIOLATION on Windows.
    private static bool IsSharingViolation(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);

    // Written beside and renamed: the format file is whole or not there.
    private static void WriteFormat(string path)
    {
        var unfinished = System.IO.Path.Combine(path, NewFormatName);
        using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(Encoding.ASCII.GetBytes($"{FormatPrefix}{Format}\n"));
            stream.Flush(flushToDisk: true);
        }

        File.Move(unfinished, System.IO.Path.Combine(path, FormatName));
    }
}
