using System.Runtime.InteropServices;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using OrleansEntry.Server.Keys;
using OrleansEntry.Server.Settings;

namespace OrleansEntry.Server.Tests.Keys;

public sealed class KeyRingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_key_seals_by_AES_256_GCM_and_what_it_sealed_opens_unless_a_byte_changed()
    {
        using var services = Services();
        var protector = services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

        var box = protector.Protect([1, 2, 3]);

        Assert.Equal(["AES_256_GCM"], Algorithms());
        Assert.Equal([1, 2, 3], protector.Unprotect(box));
        box[^1] ^= 1;
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => protector.Unprotect(box));
    }

    [Fact]
    public void Of_a_hundred_thousand_boxes_each_has_a_key_of_its_own()
    {
        using var services = Services();
        var protector = services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
        var nonces = new UInt128[100_000];

        // After 4 bytes of version and 16 of the key's name come 16 that make this box's own key, and 12 of its nonce.
        Parallel.For(0, nonces.Length, i => nonces[i] = MemoryMarshal.Read<UInt128>(protector.Protect([1]).AsSpan(20, 16)));

        Assert.Equal(nonces.Length, nonces.ToHashSet().Count);
        Assert.Single(Algorithms());
    }

    [Fact]
    public void A_ring_from_before_stays_readable_and_its_next_key_is_of_the_new_kind()
    {
        byte[] box;
        using (var before = Services(services => services.PostConfigure<KeyManagementOptions>(
            ring => ring.AuthenticatedEncryptorConfiguration = new AuthenticatedEncryptorConfiguration())))
        {
            box = before.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect([1, 2, 3]);
            Assert.Equal(["AES_256_CBC"], Algorithms());
        }

        using var now = Services();
        var opened = now.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Unprotect(box);
        var today = TimeProvider.System.GetUtcNow();
        now.GetRequiredService<IKeyManager>().CreateNewKey(today, today.AddDays(90));

        Assert.Equal([1, 2, 3], opened);
        Assert.Equal(["AES_256_CBC", "AES_256_GCM"], Algorithms());
    }

    private ServiceProvider Services(Action<IServiceCollection>? more = null)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = Environments.Development })
            .AddSingleton(_ => ServerFolder.Shared(_folder["data"]))
            .AddKeys();
        more?.Invoke(services);
        return services.BuildServiceProvider();
    }

    // What each key file says of its key, oldest kind first.
    private string[] Algorithms() =>
        [.. Directory.GetFiles(_folder["data", "keys", "ring"]).Select(file => XElement.Load(file))
            .Select(key => key.Descendants("encryption").Single().Attribute("algorithm")!.Value).Order(StringComparer.Ordinal)];
}
