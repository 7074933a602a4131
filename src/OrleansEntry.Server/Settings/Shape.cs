using Microsoft.Extensions.Configuration;

namespace OrleansEntry.Server.Settings;

/// <summary>What a process does in a deployment. Setting <c>Role</c>.</summary>
internal enum ServerRole
{
    /// <summary>Silo and gateway in one process. The default.</summary>
    All,

    /// <summary>Runs grains; over HTTP it answers for its health alone.</summary>
    Silo,

    /// <summary>Answers HTTP and calls the grains of other processes.</summary>
    Gateway,
}

/// <summary>Where state is kept. Setting <c>Storage:Kind</c>.</summary>
internal enum StorageKind
{
    /// <summary>In the data folder of the one process. The default.</summary>
    Embedded,

    /// <summary>In Azure Table Storage, which any number of processes share.</summary>
    AzureTables,
}

/// <summary>What decides which parts a process is put together from. Read before anything is registered.</summary>
/// <param name="Role">What it does.</param>
/// <param name="Storage">Where state is kept.</param>
internal sealed record Shape(ServerRole Role, StorageKind Storage)
{
    /// <summary>Whether grains live in this process.</summary>
    public bool HasSilo => Role is not ServerRole.Gateway;

    /// <summary>Whether people and programs are answered by this process.</summary>
    public bool HasGateway => Role is not ServerRole.Silo;

    /// <summary>Reads the settings; they are known to be readable.</summary>
    /// <exception cref="StartException">The two do not go together.</exception>
    public static Shape Of(IConfiguration settings)
    {
        var shape = new Shape(
            settings.GetValue("Role", ServerRole.All),
            settings.GetValue($"{StorageOptions.Section}:{nameof(StorageOptions.Kind)}", StorageKind.Embedded));
        return shape is { Role: not ServerRole.All, Storage: StorageKind.Embedded }
            ? throw new StartException($"The role {shape.Role} needs a storage that processes share: set Storage:Kind to AzureTables.")
            : shape;
    }
}
