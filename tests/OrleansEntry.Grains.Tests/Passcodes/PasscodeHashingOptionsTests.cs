using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansEntry.Grains.Passcodes;
using Xunit;

namespace OrleansEntry.Grains.Tests.Passcodes;

public sealed class PasscodeHashingOptionsTests
{
    [Fact]
    public void The_defaults_are_the_standard_s()
    {
        var options = Read();

        Assert.Equal(new HashCost(19456, 2), options.Cost);
        Assert.Equal(Environment.ProcessorCount, options.Threads);
        Assert.Equal(64, options.QueuePerThread);
    }

    [Theory]
    [InlineData("47104", "1")]
    [InlineData("19456", "2")]
    [InlineData("12288", "3")]
    public void The_least_that_the_standard_asks_is_accepted(string memory, string passes) =>
        Assert.Equal(memory, $"{Read(("MemoryKiB", memory), ("Iterations", passes)).MemoryKiB}");

    [Theory]
    [InlineData("47103", "1")]
    [InlineData("19455", "2")]
    [InlineData("12287", "3")]
    [InlineData("1048577", "2")]
    [InlineData("19456", "0")]
    [InlineData("19456", "17")]
    public void Less_than_the_standard_asks_or_more_than_a_server_bears_is_refused(string memory, string passes) =>
        Assert.Throws<OptionsValidationException>(() => Read(("MemoryKiB", memory), ("Iterations", passes)));

    [Theory]
    [InlineData("Threads", "0")]
    [InlineData("Threads", "257")]
    [InlineData("QueuePerThread", "0")]
    [InlineData("QueuePerThread", "1025")]
    public void A_limit_outside_its_range_is_refused(string name, string value) =>
        Assert.Throws<OptionsValidationException>(() => Read((name, value)));

    [Fact]
    public void A_misspelt_key_is_refused() => Assert.Throws<InvalidOperationException>(() => Read(("MemoryKib2", "19456")));

    [Fact]
    public void The_registration_makes_one_hasher()
    {
        using var services = Services().AddSingleton(PeppersTests.Of("k1")).BuildServiceProvider();

        Assert.Same(services.GetRequiredService<PasscodeHasher>(), services.GetRequiredService<PasscodeHasher>());
    }

    private static PasscodeHashingOptions Read(params (string Name, string Value)[] settings)
    {
        using var services = Services(settings).BuildServiceProvider();
        return services.GetRequiredService<IOptions<PasscodeHashingOptions>>().Value;
    }

    private static IServiceCollection Services(params (string Name, string Value)[] settings) =>
        new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(s =>
                    KeyValuePair.Create($"{PasscodeHashingOptions.Section}:{s.Name}", (string?)s.Value)))
                .Build())
            .AddPasscodeHashing();
}
