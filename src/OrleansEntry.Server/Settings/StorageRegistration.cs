using Azure.Identity;
using Microsoft.Extensions.Options;
using OrleansEntry.Grains;
using OrleansEntry.Storage.Azure;
using OrleansEntry.Storage.Embedded;

namespace OrleansEntry.Server.Settings;

/// <summary>Brings in the store of section <see cref="StorageOptions.Section"/>.</summary>
internal static class StorageRegistration
{
    extension(IServiceCollection services)
    {
        /// <summary>Adds the data folder and, where grains live, the store of their journals.</summary>
        public IServiceCollection AddStorage(Shape shape)
        {
            services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
            services.AddOptions<StorageOptions>()
                .BindConfiguration(StorageOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
                .Validate(
                    o => o.Kind is StorageKind.Embedded || o.AzureTables.Given > 0,
                    "Storage:Kind is AzureTables: set Storage:AzureTables:ConnectionString, ConnectionStringFile or ServiceUri.")
                .ValidateOnStart();

            if (shape.Storage is StorageKind.AzureTables)
            {
                services.AddSingleton(sp => ServerFolder.Shared(sp.GetRequiredService<IOptions<StorageOptions>>().Value.Path));
                return shape.HasSilo ? services.AddAzureTableJournal(tables => tables.Reach()) : services;
            }

            services.AddSingleton(sp => ServerFolder.Of(sp.GetRequiredService<DataFolder>()));
            return services.AddEmbeddedStorage(store =>
                store.Configure<IOptions<StorageOptions>>((embedded, ours) => embedded.Folder = ours.Value.Path));
        }
    }

    /// <summary>Adds the grains' storage.</summary>
    public static ISiloBuilder AddGrainStorage(this ISiloBuilder silo, Shape shape) => shape.Storage is StorageKind.AzureTables
        ? silo.AddAzureTableGrainStorage(GrainStorageNames.Entry, tables => tables.Reach())
        : silo.AddEmbeddedGrainStorage(GrainStorageNames.Entry);

    /// <summary>Gives a table the storage account of the settings.</summary>
    public static void Reach<T>(this OptionsBuilder<T> table) where T : AzureTableOptions =>
        table.Configure<IOptions<StorageOptions>, IHostEnvironment>((options, ours, environment) =>
        {
            options.AllowHttp = environment.IsDevelopment();
            var account = ours.Value.AzureTables;
            if (account.ServiceUri is not null)
                (options.ServiceUri, options.Credential) = (account.ServiceUri, new DefaultAzureCredential());
            else
                options.ConnectionString = string.IsNullOrWhiteSpace(account.ConnectionStringFile)
                    ? account.ConnectionString
                    : PrivateFile.Read(account.ConnectionStringFile, "connection string's file").Trim();
        });
}
