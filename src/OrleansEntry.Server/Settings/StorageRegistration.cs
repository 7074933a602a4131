using Microsoft.Extensions.Options;
using OrleansEntry.Storage.Embedded;

namespace OrleansEntry.Server.Settings;

/// <summary>Brings in the embedded store under the setting <c>Storage:Path</c>.</summary>
internal static class StorageRegistration
{
    extension(IServiceCollection services)
    {
        /// <summary>Adds the data folder and the store in it.</summary>
        public IServiceCollection AddStorage()
        {
            services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
            services.AddOptions<StorageOptions>()
                .BindConfiguration(StorageOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
                .ValidateOnStart();
            return services.AddEmbeddedStorage(store =>
                store.Configure<IOptions<StorageOptions>>((embedded, ours) => embedded.Folder = ours.Value.Path));
        }
    }
}
