using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Configuration.Overrides;
using Orleans.Hosting;
using Orleans.Messaging;
using Orleans.Runtime;
using Orleans.Runtime.Hosting;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace OrleansEntry.Storage.Azure;

/// <summary>Puts grain storage, journals and clustering on Azure Tables into a host. Bad options stop the start.</summary>
public static class AzureTableRegistration
{
    /// <param name="services">The silo's services.</param>
    extension(IServiceCollection services)
    {
        /// <summary>Adds a grain storage provider. Its table is created when the silo starts.</summary>
        /// <param name="name">The provider's name, as grains give it; <c>Default</c> for those that give none.</param>
        /// <param name="configure">Sets the options.</param>
        public IServiceCollection AddAzureTableGrainStorage(string name, Action<OptionsBuilder<AzureTableGrainStorageOptions>> configure)
        {
            services.AddOptionsOf<AzureTableGrainStorageOptions, AzureTableGrainStorageOptionsValidator>(name, configure);

            // Orleans' own default writes names of CLR types; one that is registered under the provider's name goes before it.
            services.TryAddKeyedSingleton<IGrainStorageSerializer, SystemTextJsonGrainStorageSerializer>(name);
            services.AddTransient<IPostConfigureOptions<AzureTableGrainStorageOptions>,
                DefaultStorageProviderSerializerOptionsConfigurator<AzureTableGrainStorageOptions>>();
            return services.AddGrainStorage(name, (sp, provider) => new AzureTableGrainStorage(
                sp.GetRequiredService<IOptionsMonitor<AzureTableGrainStorageOptions>>().Get(provider),
                sp.GetProviderClusterOptions(provider).Value.ServiceId,
                sp.GetRequiredService<IActivatorProvider>(), sp.GetRequiredService<TimeProvider>()));
        }

        /// <summary>Adds <see cref="IJournalStore"/>. Its table is created when the silo starts.</summary>
        /// <param name="configure">Sets the options.</param>
        public IServiceCollection AddAzureTableJournal(Action<OptionsBuilder<AzureTableJournalOptions>> configure)
        {
            services.AddOptionsOf<AzureTableJournalOptions, AzureTableJournalOptionsValidator>(Options.DefaultName, configure);
            services.AddSingleton(sp => new AzureTableJournalStore(
                sp.GetRequiredService<IOptions<AzureTableJournalOptions>>().Value, sp.GetRequiredService<TimeProvider>()));
            services.AddSingleton<IJournalStore>(sp => sp.GetRequiredService<AzureTableJournalStore>());
            return services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(sp => sp.GetRequiredService<AzureTableJournalStore>());
        }

        private void AddOptionsOf<TOptions, TValidator>(string name, Action<OptionsBuilder<TOptions>> configure)
            where TOptions : AzureTableOptions
            where TValidator : class, IValidateOptions<TOptions>
        {
            services.TryAddSingleton(TimeProvider.System);
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TValidator>());
            configure(services.AddOptions<TOptions>(name).ValidateOnStart());
        }
    }

    /// <inheritdoc cref="AddAzureTableGrainStorage(IServiceCollection, string, Action{OptionsBuilder{AzureTableGrainStorageOptions}})"/>
    /// <param name="builder">The silo.</param>
    /// <param name="name">The provider's name, as grains give it; <c>Default</c> for those that give none.</param>
    /// <param name="configure">Sets the options.</param>
    public static ISiloBuilder AddAzureTableGrainStorage(
        this ISiloBuilder builder, string name, Action<OptionsBuilder<AzureTableGrainStorageOptions>> configure) =>
        builder.ConfigureServices(services => services.AddAzureTableGrainStorage(name, configure));

    /// <summary>Lets a silo find the others of its cluster by a table, which the first of them creates.</summary>
    /// <param name="builder">The silo.</param>
    /// <param name="configure">Sets the options.</param>
    public static ISiloBuilder UseAzureTableClustering(
        this ISiloBuilder builder, Action<OptionsBuilder<AzureTableClusteringOptions>> configure) =>
        builder.ConfigureServices(services =>
        {
            services.AddOptionsOf<AzureTableClusteringOptions, AzureTableClusteringOptionsValidator>(Options.DefaultName, configure);
            services.AddSingleton<IMembershipTable>(sp => new AzureTableMembershipTable(
                sp.GetRequiredService<IOptions<AzureTableClusteringOptions>>().Value, ClusterIdOf(sp),
                sp.GetRequiredService<TimeProvider>()));
            services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, DepartedSilos>();
        });

    /// <summary>Lets a client find the silos of a cluster by their table.</summary>
    /// <param name="builder">The client.</param>
    /// <param name="configure">Sets the options.</param>
    public static IClientBuilder UseAzureTableClustering(
        this IClientBuilder builder, Action<OptionsBuilder<AzureTableClusteringOptions>> configure) =>
        builder.ConfigureServices(services =>
        {
            services.AddOptionsOf<AzureTableClusteringOptions, AzureTableClusteringOptionsValidator>(Options.DefaultName, configure);
            services.AddSingleton<IGatewayListProvider>(sp => new AzureTableGatewayList(
                sp.GetRequiredService<IOptions<AzureTableClusteringOptions>>().Value, ClusterIdOf(sp),
                sp.GetRequiredService<IOptions<GatewayOptions>>().Value.GatewayListRefreshPeriod, sp.GetRequiredService<TimeProvider>()));
        });

    private static string ClusterIdOf(IServiceProvider services) => services.GetRequiredService<IOptions<ClusterOptions>>().Value.ClusterId;
}
