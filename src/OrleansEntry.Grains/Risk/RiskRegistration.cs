using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using OrleansEntry.Core.Risk;
using OrleansEntry.Core.SecurityCheck;

namespace OrleansEntry.Grains.Risk;

/// <summary>Brings in what decides which security check is asked for.</summary>
internal static class RiskRegistration
{
    extension(IServiceCollection services)
    {
        /// <summary>Adds the points, the level of the cluster and their options.</summary>
        public IServiceCollection AddRisk()
        {
            services.AddSingleton<IValidateOptions<RiskOptions>, RiskOptionsValidator>();
            services.AddOptions<RiskOptions>()
                .BindConfiguration(RiskOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
                .Validate(o => o.PictureAt >= o.WorkAt, "Risk: PictureAt must be at least WorkAt, or there is no silent work.")
                .Validate(o => o.CrowdedAtPercent >= o.BusyAtPercent && o.CrowdedNetwork >= o.BusyNetwork && o.Attack >= o.Alert,
                    "Risk: the worse of two cases must come later and count for no less: CrowdedAtPercent and BusyAtPercent, "
                    + "CrowdedNetwork and BusyNetwork, Attack and Alert.")
                .Validate(o => o.NewDevice >= (o.MostFailures * o.FailureElsewhere) + o.NewNetwork,
                    "Risk: NewDevice must be at least MostFailures times FailureElsewhere plus NewNetwork, "
                    + "or a device that nobody knows would count for less than a known one.")
                .Validate(o => o.NewNetwork + (Surroundings.MaxMissingSigns * o.MissingSign) < o.WorkAt,
                    "Risk: NewNetwork plus twice MissingSign must be less than WorkAt, or a known device without failures would be asked.")
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<AttackModeOptions>, AttackModeOptionsValidator>();
            services.AddOptions<AttackModeOptions>()
                .BindConfiguration(AttackModeOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
                .Validate(o => o.RefusalsForAttack >= o.RefusalsForAlert && o.BeginningsForAttack >= o.BeginningsForAlert,
                    "AttackMode: an attack must take at least the pace of an alert.")
                .ValidateOnStart();

            services.AddSingleton(sp => sp.GetRequiredService<IOptions<RiskOptions>>().Value.ToPolicy(
                sp.GetRequiredService<CheckPolicy>().Work.MaxDoublings));
            services.AddSingleton(sp => sp.GetRequiredService<IOptions<AttackModeOptions>>().Value.ToPolicy());

            // Silos look for it, clients do not.
            services.AddSingleton<AttackWatch>();
            services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(sp => sp.GetRequiredService<AttackWatch>());
            return services;
        }
    }
}
