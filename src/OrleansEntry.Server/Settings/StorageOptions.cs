using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansEntry.Server.Settings;

/// <summary>Section <c>Storage</c>: where everything is kept.</summary>
internal sealed class StorageOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Storage";

    /// <summary>The data folder. A relative path starts at the working directory. Default <c>data</c>.</summary>
    [Required] public string Path { get; set; } = "data";
}

[OptionsValidator]
internal sealed partial class StorageOptionsValidator : IValidateOptions<StorageOptions>;
