using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansEntry.Core.SecurityCheck;
using OrleansEntry.Grains.Risk;

namespace OrleansEntry.Grains.SecurityCheck;

/// <summary>Brings the security check into a silo.</summary>
public static class SecurityCheckRegistration
{
    extension(IServiceCollection services)
    {
        /// <summary>Adds the security check, what decides which one is asked for, and their options. The
        /// composition root adds a <see cref="SecurityCheckKey"/>, the same on every silo, and a
        /// <see cref="TimeProvider"/>.</summary>
        public IServiceCollection AddSecurityCheck()
        {
            services.AddSingleton<IValidateOptions<SecurityCheckOptions>, SecurityCheckOptionsValidator>();
            services.AddOptions<SecurityCheckOptions>()
                .BindConfiguration(SecurityCheckOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
                .Validate(o => o.WorkCounterMin <= o.WorkCounterMax,
                    "SecurityCheck: WorkCounterMax must be at least WorkCounterMin, or there is no counter to choose.")
                .Validate(o => o.HasKnownKinds, "SecurityCheck: VisibleKinds are any of slide, puzzle and equation, or none alone.")
                .ValidateOnStart();
            services.AddSingleton(sp => sp.GetRequiredService<IOptions<SecurityCheckOptions>>().Value.ToPolicy());

            services.AddSingleton<IPictureKind, SlideKind>();
            services.AddSingleton<IPictureKind, PuzzleKind>();
            services.AddSingleton<IPictureKind, EquationKind>();
            services.AddSingleton(sp => new PicturePool(
                sp.GetServices<IPictureKind>().Where(k => sp.GetRequiredService<CheckPolicy>().VisibleKinds.Contains(k.Kind)),
                sp.GetRequiredService<IOptions<SecurityCheckOptions>>().Value.PicturesAhead));
            services.AddSingleton<SeenMovements>();
            services.AddSingleton<ProofOfWorkKind>();
            services.AddSingleton<ChallengePoser>();
            return services.AddRisk();
        }
    }
}
