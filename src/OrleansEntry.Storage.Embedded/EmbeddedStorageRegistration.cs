using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace OrleansEntry.Storage.Embedded;

/// <summary>Puts the embedded store into a host.</summary>
public static class EmbeddedStorageRegistration
{
    /// <param name="services">The host's services.</param>
    extension(IServiceCollection services)
    {
        /// <summary>Adds <see cref="DataFolder"/>, <see cref="EmbeddedStore"/> and <see cref="IJournalStore"/>. They are opened when the
        /// host starts, so that a folder that cannot be used stops the start, and closed in the opposite order when it ends.</summary>
        /// <param name="configure">Binds or sets the options; a bad one stops the start.</param>
        public IServiceCollection AddEmbeddedStorage(Action<OptionsBuilder<EmbeddedStorageOptions>>? configure = null)
        {
            services.AddSingleton<IValidateOptions<EmbeddedStorageOptions>, EmbeddedStorageOptionsValidator>();
            var options = services.AddOptions<EmbeddedStorageOptions>().ValidateOnStart();
            configure?.Invoke(options);

            services.TryAddSingleton(TimeProvider.System);
            services.TryAddSingleton(sp => DataFolder.Open(OptionsOf(sp).Folder));
            services.TryAddSingleton(sp => EmbeddedStore.Open(
                sp.GetRequiredService<DataFolder>(), OptionsOf(sp), sp.GetRequiredService<TimeProvider>(),
                sp.GetRequiredService<ILogger<EmbeddedStore>>()));
            services.TryAddSingleton<IJournalStore, EmbeddedJournalStore>();
            services.AddHostedService<StoreStart>();
            return services;
        }

        /// <summary>Adds a grain storage provider on the store of <see cref="AddEmbeddedStorage"/>.</summary>
        /// <param name="name">The provider's name, as grains give it; <c>Default</c> for those that give none.</param>
        /// <param name="configure">Sets the options.</param>
        public IServiceCollection AddEmbeddedGrainStorage(
            string name, Action<OptionsBuilder<EmbeddedGrainStorageOptions>>? configure = null)
        {
            configure?.Invoke(services.AddOptions<EmbeddedGrainStorageOptions>(name));

            // Orleans' own default writes names of CLR types; one that is registered under the provider's name goes before it.
            services.TryAddKeyedSingleton<IGrainStorageSerializer, SystemTextJsonGrainStorageSerializer>(name);
            services.AddTransient<IPostConfigureOptions<EmbeddedGrainStorageOptions>,
                DefaultStorageProviderSerializerOptionsConfigurator<EmbeddedGrainStorageOptions>>();
            return services.AddGrainStorage(name, (sp, provider) => ActivatorUtilities.CreateInstance<EmbeddedGrainStorage>(
                sp, sp.GetRequiredService<IOptionsMonitor<EmbeddedGrainStorageOptions>>().Get(provider)));
        }
    }

    /// <inheritdoc cref="AddEmbeddedGrainStorage(IServiceCollection, string, Action{OptionsBuilder{EmbeddedGrainStorageOptions}})"/>
    /// <param name="builder">The silo.</param>
    /// <param name="name">The provider's name, as grains give it; <c>Default</c> for those that give none.</param>
    /// <param name="configure">Sets the options.</param>
    public static ISiloBuilder AddEmbeddedGrainStorage(
        this ISiloBuilder builder, string name, Action<OptionsBuilder<EmbeddedGrainStorageOptions>>? configure = null) =>
        builder.ConfigureServices(services => services.AddEmbeddedGrainStorage(name, configure));

    private static EmbeddedStorageOptions OptionsOf(IServiceProvider services) =>
        services.GetRequiredService<IOptions<EmbeddedStorageOptions>>().Value;

    // Opening is part of starting: whoever starts the program reads why it does not.
    private sealed class StoreStart(IServiceProvider services) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            services.GetRequiredService<EmbeddedStore>();
            return Task.CompletedTask;
        }

        // The store outlives the grains, which may still write: the container closes it.
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
