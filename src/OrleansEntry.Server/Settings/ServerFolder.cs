using OrleansEntry.Storage.Embedded;

namespace OrleansEntry.Server.Settings;

/// <summary>The folder of <c>Storage:Path</c>: where this server keeps its keys and, in development, its outbox.</summary>
internal sealed class ServerFolder
{
    private readonly Func<string, string> _subfolder;

    private ServerFolder(string path, Func<string, string> subfolder) => (Path, _subfolder) = (path, subfolder);

    /// <summary>Its absolute path.</summary>
    public string Path { get; }

    /// <summary>The data folder of an embedded store, which is this process's alone.</summary>
    public static ServerFolder Of(DataFolder folder) => new(folder.Path, folder.Subfolder);

    /// <summary>A folder that the processes of a deployment share, for example a mounted one.</summary>
    /// <exception cref="StartException">It can not be created or written.</exception>
    public static ServerFolder Shared(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        return new ServerFolder(Create(path), name => Create(System.IO.Path.Combine(path, name)));
    }

    /// <summary>A folder below it, created on first use.</summary>
    public string Subfolder(string name) => _subfolder(name);

    private static string Create(string path)
    {
        try
        {
            return PrivateFile.Folder(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The folder '{path}' cannot be created ({e.Message.TrimEnd('.')}): "
                + "correct Storage:Path or its permissions.", e);
        }
    }
}
