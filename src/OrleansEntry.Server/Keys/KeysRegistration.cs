using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.SecurityCheck;
using OrleansEntry.Grains.Passcodes;
using OrleansEntry.Server.Settings;

namespace OrleansEntry.Server.Keys;

/// <summary>Brings in the secrets and everything that is derived from them.</summary>
internal static class KeysRegistration
{
    extension(IServiceCollection services)
    {
        /// <summary>Adds the deployment's keys, the passcode peppers, the security check's key and the Data Protection key ring.
        /// All are read at the first use, from the data folder and section <see cref="KeysOptions.Section"/>.</summary>
        public IServiceCollection AddKeys()
        {
            services.AddOptions<KeysOptions>()
                .BindConfiguration(KeysOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true);

            services.AddSingleton(sp => new KeyFolder(sp.GetRequiredService<ServerFolder>().Subfolder("keys")));
            services.AddSingleton(sp => sp.GetRequiredService<KeyFolder>().Open(
                sp.GetRequiredService<IOptions<KeysOptions>>().Value, sp.GetRequiredService<IHostEnvironment>().IsDevelopment()));

            services.AddSingleton(sp => sp.GetRequiredService<DeploymentSecrets>().DeriveKeys());
            services.AddSingleton(sp => new SecurityCheckKey(sp.GetRequiredService<DeploymentKeys>().SecurityCheck));
            services.AddSingleton(sp => PeppersOf(sp.GetRequiredService<DeploymentSecrets>()));
            services.AddSingleton(sp => new RingCipher(sp.GetRequiredService<DeploymentSecrets>().DeriveRingKey()));

            services.AddDataProtection().SetApplicationName("orleans-entry");
            services.AddOptions<KeyManagementOptions>().Configure<KeyFolder, RingCipher, ILoggerFactory>((ring, folder, cipher, logs) =>
            {
                folder.CheckRing(cipher);
                ring.XmlRepository = new FileSystemXmlRepository(new DirectoryInfo(folder.RingPath), logs);
                ring.XmlEncryptor = new RingEncryptor(cipher);
                // For keys made from now on; each key names the algorithm that it is read with.
                ring.AuthenticatedEncryptorConfiguration = new AuthenticatedEncryptorConfiguration
                {
                    EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM,
                };
            });
            return services;
        }
    }

    private static Peppers PeppersOf(DeploymentSecrets secrets)
    {
        try
        {
            return new Peppers(secrets.CurrentPepper, secrets.Peppers);
        }
        catch (ArgumentException e)
        {
            throw new StartException($"The peppers in Keys:Peppers cannot be used: {e.Message}", e);
        }
    }
}
