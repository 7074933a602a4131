using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansEntry.Core.SecurityCheck;
using OrleansEntry.Grains.SecurityCheck;
using Xunit;

namespace OrleansEntry.Grains.Tests.SecurityCheck;

public sealed class SecurityCheckOptionsTests
{
    [Fact]
    public void The_defaults_of_the_options_are_the_defaults_of_the_rules() =>
        Assert.Equal(new CheckPolicy(), new SecurityCheckOptions().ToPolicy() with { VisibleKinds = CheckKind.Visible });

    [Fact]
    public void The_kinds_are_all_or_those_named_or_none()
    {
        Assert.Equal(CheckKind.Visible, new SecurityCheckOptions().ToPolicy().VisibleKinds);
        Assert.Equal(["puzzle", "slide"], Policy(("VisibleKinds:0", "puzzle"), ("VisibleKinds:1", "slide")).VisibleKinds);
        Assert.Empty(Policy(("VisibleKinds:0", "none")).VisibleKinds);
    }

    [Fact]
    public void Numbers_from_the_configuration_become_the_policy()
    {
        var policy = Policy(("AnswerWithin", "00:01:00"), ("TriesPerChallenge", "2"), ("WorkCounterMax", "900"));

        Assert.Equal((TimeSpan.FromMinutes(1), 2, 900), (policy.AnswerWithin, policy.TriesPerChallenge, policy.Work.CounterMax));
    }

    [Theory]
    [InlineData("TriesPerChallenge", "0")]
    [InlineData("TriesPerChallenge", "11")]
    [InlineData("ChallengesPerCheck", "11")]
    [InlineData("AnswerWithin", "00:11:00")]
    [InlineData("PassWaits", "00:10:01")]
    [InlineData("WorkCost", "0")]
    [InlineData("WorkCounterMin", "2801")]
    [InlineData("WorkMaxDoublings", "9")]
    [InlineData("VisibleKinds:0", "proof-of-work")]
    [InlineData("PicturesAhead", "2001")]
    [InlineData("TracesKept", "0")]
    public void A_number_out_of_its_range_stops_the_start(string name, string value) =>
        Assert.Throws<OptionsValidationException>(() => Policy((name, value)));

    [Fact]
    public void A_misspelt_name_stops_the_start() =>
        Assert.Throws<InvalidOperationException>(() => Policy(("TrysPerChallenge", "3")));

    private static CheckPolicy Policy(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"{SecurityCheckOptions.Section}:{s.Name}", (string?)s.Value)))
            .Build();
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSecurityCheck()
            .BuildServiceProvider();
        return services.GetRequiredService<CheckPolicy>();
    }
}
