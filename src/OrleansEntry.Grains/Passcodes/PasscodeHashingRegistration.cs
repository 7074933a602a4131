using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OrleansEntry.Grains.Passcodes;

/// <summary>How a silo gets its hasher.</summary>
public static class PasscodeHashingRegistration
{
    extension(IServiceCollection services)
    {
        /// <summary>Adds the one <see cref="PasscodeHasher"/> and its options (section <c>PasscodeHashing</c>). The host adds
        /// <see cref="Peppers"/> as a singleton: where keys come from is its business.</summary>
        public IServiceCollection AddPasscodeHashing()
        {
            services.AddSingleton<IValidateOptions<PasscodeHashingOptions>, PasscodeHashingOptionsValidator>();
            services.AddOptions<PasscodeHashingOptions>()
                .BindConfiguration(PasscodeHashingOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
                .ValidateOnStart();
            services.AddSingleton<PasscodeHasher>();
            return services;
        }
    }
}
