using System.ComponentModel.DataAnnotations;
using Azure.Core;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace OrleansEntry.Storage.Azure;

/// <summary>Where a table is and how long it may take to answer. Nothing here is ever printed: a connection string holds a key.</summary>
public abstract class AzureTableOptions : IValidatableObject
{
    private protected AzureTableOptions(string table) => Table = table;

    /// <summary>A storage account's connection string, or <see cref="ServiceUri"/> and <see cref="Credential"/> instead.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The account's table endpoint, for example <c>https://account.table.core.windows.net</c>, without a query.</summary>
    public Uri? ServiceUri { get; set; }

    /// <summary>Who we are at <see cref="ServiceUri"/>.</summary>
    public TokenCredential? Credential { get; set; }

    /// <summary>Whether a table may be reached by plain http beyond this machine. Only for an emulator on a network of its own. Default
    /// false.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>The table's name: a letter, then 2 to 62 letters or digits (Microsoft, "Understanding the Table service data
    /// model").</summary>
    [Required, RegularExpression("^[A-Za-z][A-Za-z0-9]{2,62}$")] public string Table { get; set; }

    /// <summary>Longest wait for one attempt. 100 milliseconds to 5 seconds; default 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:05")] public TimeSpan AttemptFor { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Further attempts after one without an answer, or with one that says "not now". 0 to 5; default 2.</summary>
    [Range(0, 5)] public int Retries { get; set; } = 2;

    /// <summary>Longest wait for the answer to one call, its attempts and pages together; after it <see cref="TimeoutException"/>.
    /// 1 to 10 seconds; default 8 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:10")] public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>Lets a test stand between this program and the table.</summary>
    internal Action<TableClientOptions>? Tap { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Complaint() is { } complaint) yield return new ValidationResult(complaint);
    }

    internal TableClient Connect()
    {
        var options = new TableClientOptions();
        options.Retry.NetworkTimeout = AttemptFor;
        options.Retry.MaxRetries = Retries;
        options.Retry.Delay = TimeSpan.FromMilliseconds(100);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(1);
        Tap?.Invoke(options);
        var service = ConnectionString is { } secret
            ? new TableServiceClient(secret, options)
            : new TableServiceClient(ServiceUri!, Credential!, options);
        return service.GetTableClient(Table);
    }

    private string? Complaint()
    {
        if (string.IsNullOrWhiteSpace(ConnectionString) == (ServiceUri is null && Credential is null))
            return "A table is reached by ConnectionString, or by ServiceUri and Credential: give one of the two.";

        if (ConnectionString is null && (ServiceUri is null || Credential is null))
            return "ServiceUri and Credential belong together: one of them is missing.";

        if (ServiceUri is not null && (!ServiceUri.IsAbsoluteUri || ServiceUri.Query.Length > 0))
            return "ServiceUri is an absolute address without a query: a key in an address ends up in logs.";

        return Endpoint() switch
        {
            null => "ConnectionString is not one of a storage account.",
            { Scheme: "https" } or { IsLoopback: true } => null,
            { Scheme: "http" } when AllowHttp => null,
            _ => "The table endpoint is not https: states would cross the network in the open.",
        };
    }

    // What the client says about a string that it cannot read may quote it.
    private Uri? Endpoint()
    {
        if (ServiceUri is not null) return ServiceUri;
        try
        {
            return new TableServiceClient(ConnectionString).Uri;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}

/// <summary>Options of one grain storage provider on a table.</summary>
public sealed class AzureTableGrainStorageOptions() : AzureTableOptions("OrleansGrainState"), IStorageProviderSerializerOptions
{
    /// <summary>How states become bytes. Default: System.Text.Json, without names of CLR types, so that a renamed class still reads and
    /// no stored text chooses a class.</summary>
    public IGrainStorageSerializer GrainStorageSerializer { get; set; } = null!;
}

/// <summary>Options of the journals' table.</summary>
public sealed class AzureTableJournalOptions() : AzureTableOptions("OrleansEntryJournal");

/// <summary>Options of the table of silos.</summary>
public sealed class AzureTableClusteringOptions() : AzureTableOptions("OrleansSiloInstances");

[OptionsValidator]
internal sealed partial class AzureTableGrainStorageOptionsValidator : IValidateOptions<AzureTableGrainStorageOptions>;

[OptionsValidator]
internal sealed partial class AzureTableJournalOptionsValidator : IValidateOptions<AzureTableJournalOptions>;

[OptionsValidator]
internal sealed partial class AzureTableClusteringOptionsValidator : IValidateOptions<AzureTableClusteringOptions>;
