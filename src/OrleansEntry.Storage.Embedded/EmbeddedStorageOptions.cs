using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansEntry.Storage.Embedded;

/// <summary>Where the embedded store keeps its data, and how much may wait for it.</summary>
public sealed class EmbeddedStorageOptions
{
    /// <summary>The data folder; relative paths start at the current directory. Default <c>data</c>.</summary>
    [Required] public string Folder { get; set; } = "data";

    /// <summary>Most writes that may wait for the writer; further callers wait for a place. 1 to 65,536; default 4,096.</summary>
    [Range(1, 65_536)] public int QueueCapacity { get; set; } = 4_096;

    /// <summary>Longest wait for a place in the queue or for a read connection, before <see cref="StoreOverloadedException"/>.
    /// 1 millisecond to 1 minute; default 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")] public TimeSpan WaitFor { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Reads that may run at once, each on a connection of its own. 1 to 64; default 4.</summary>
    [Range(1, 64)] public int ReadConnections { get; set; } = 4;
}

[OptionsValidator]
internal sealed partial class EmbeddedStorageOptionsValidator : IValidateOptions<EmbeddedStorageOptions>;
