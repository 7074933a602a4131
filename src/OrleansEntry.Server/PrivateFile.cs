using System.Text;

namespace OrleansEntry.Server;

/// <summary>Files that only this process's user may read, whole or not there at all.</summary>
internal static class PrivateFile
{
    /// <summary>Largest file that <see cref="Read"/> reads, in bytes. Nothing that is read here comes near.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Writes a file beside its place, to the disk, and moves it there.</summary>
    /// <exception cref="IOException">There already is one, or the disk does not take it.</exception>
    public static void Write(string path, string text)
    {
        // Processes that share a folder may write at the same time.
        var unfinished = $"{path}.{System.Security.Cryptography.RandomNumberGenerator.GetHexString(8, lowercase: true)}.new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        using (var stream = new FileStream(unfinished, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(unfinished, path);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>Writes a file unless there is one.</summary>
    public static void WriteUnlessThere(string path, string text)
    {
        try
        {
            if (!File.Exists(path)) Write(path, text);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process of the deployment was faster: what it wrote counts.
        }
    }

    /// <summary>Reads a file; a missing or oversized one is a fault of its own sentence.</summary>
    /// <param name="path">Which file.</param>
    /// <param name="what">What it is, for the sentence: "key file".</param>
    /// <exception cref="StartException">It cannot be read.</exception>
    public static string Read(string path, string what)
    {
        try
        {
            return new FileInfo(path).Length <= MaxBytes
                ? File.ReadAllText(path)
                : throw new StartException($"The {what} '{path}' is too large to be one: restore it from a backup.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The {what} '{path}' cannot be read ({e.Message.TrimEnd('.')}): correct its path or permissions.", e);
        }
    }

    /// <summary>A folder that only this process's user may enter.</summary>
    public static string Folder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
