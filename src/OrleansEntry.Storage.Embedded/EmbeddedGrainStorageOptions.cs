using Orleans.Storage;

namespace OrleansEntry.Storage.Embedded;

/// <summary>Options of one grain storage provider on the embedded store.</summary>
public sealed class EmbeddedGrainStorageOptions : IStorageProviderSerializerOptions
{
    /// <summary>How states become bytes. Default: System.Text.Json, without names of CLR types, so that a renamed class still reads and
    /// no stored text chooses a class.</summary>
    public IGrainStorageSerializer GrainStorageSerializer { get; set; } = null!;
}
