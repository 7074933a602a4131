using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OrleansEntry.Grains.SecurityCheck;

/// <summary>Brings the security check into a silo.</summary>
public static class SecurityCheckRegistration
{
    extension(IServiceCollection services)
    {
        /// <summary>Adds the security check and its options, section <see cref="SecurityCheckOptions.Section"/>. The
        /// composition root adds a <see cref="Core.SecurityCheck.SecurityCheckKey"/>, the same on every silo, and a
        /// <see cref="TimeProvider"/>.</summary>
        public IServiceCollection AddSecurityCheck()
        {
            services.AddSingleton<IValidateOptions<SecurityCheckOptions>, SecurityCheckOptionsValidator>();
            services.AddOptions<SecurityCheckOptions>()
                .BindConfiguration(SecurityCheckOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
                .Validate(o => o.WorkCounterMin <= o.WorkCounterMax,
                    "SecurityCheck: WorkCounterMax must be at least WorkCounterMin, or there is no counter to choose.")
                .ValidateOnStart();
            services.AddSingleton(sp => sp.GetRequiredService<IOptions<SecurityCheckOptions>>().Value.ToPolicy());

            services.AddSingleton<ICheckKind, EquationKind>();
            services.AddSingleton<ICheckKind, ProofOfWorkKind>();
            services.AddSingleton<ChallengePoser>();
            return services;
        }
    }
}
