using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansEntry.Server.Settings;

/// <summary>Section <c>Storage</c>: where everything is kept.</summary>
internal sealed class StorageOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Storage";

    /// <summary>The data folder. A relative path starts at the working directory. Default <c>data</c>. With
    /// <see cref="StorageKind.AzureTables"/> it holds the key ring alone (and a development server's secrets and outbox), and all processes
    /// of a deployment share it.</summary>
    [Required] public string Path { get; set; } = "data";

    /// <summary>Where state is kept. Default <see cref="StorageKind.Embedded"/>.</summary>
    public StorageKind Kind { get; set; } = StorageKind.Embedded;

    /// <summary>The storage account, with <see cref="StorageKind.AzureTables"/>.</summary>
    [ValidateObjectMembers] public TablesOptions AzureTables { get; set; } = new();
}

/// <summary>Section <c>Storage:AzureTables</c>: one of the three is set. It never prints itself.</summary>
internal sealed class TablesOptions : IValidatableObject
{
    /// <summary>The storage account's connection string.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>A file that holds it instead.</summary>
    public string? ConnectionStringFile { get; set; }

    /// <summary>The account's table endpoint, for example <c>https://account.table.core.windows.net</c>: this process is known there by its
    /// own identity (a managed identity in Azure).</summary>
    public Uri? ServiceUri { get; set; }

    /// <summary>How many of them are set.</summary>
    internal int Given =>
        new[] { ConnectionString, ConnectionStringFile, ServiceUri?.OriginalString }.Count(text => !string.IsNullOrWhiteSpace(text));

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Given > 1)
            yield return new ValidationResult("Storage:AzureTables: of ConnectionString, ConnectionStringFile and ServiceUri one is set.");
    }

    /// <summary>Never the key.</summary>
    public override string ToString() => "[storage account]";
}

[OptionsValidator]
internal sealed partial class StorageOptionsValidator : IValidateOptions<StorageOptions>;
