using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansEntry.Core.Risk;
using OrleansEntry.Core.SecurityCheck;
using OrleansEntry.Grains.Risk;
using OrleansEntry.Grains.SecurityCheck;
using Xunit;

namespace OrleansEntry.Grains.Tests.Risk;

public sealed class RiskOptionsTests
{
    [Fact]
    public void The_defaults_of_the_options_are_the_defaults_of_the_rules()
    {
        Assert.Equal(new RiskPolicy(), new RiskOptions().ToPolicy(new WorkPolicy().MaxDoublings));
        Assert.Equal(new AttackModePolicy(), new AttackModeOptions().ToPolicy());
        Assert.Contains(new RiskPolicy().Picture, CheckKind.Visible);
    }

    [Fact]
    public void Numbers_from_the_configuration_become_the_policies()
    {
        using var services = Services(
            ("Risk:NewDevice", "70"), ("Risk:Emergency", "Picture"), ("Risk:Picture", "puzzle"), ("SecurityCheck:WorkMaxDoublings", "6"),
            ("AttackMode:RefusalsForAlert", "0.5"), ("AttackMode:LowerAfter", "00:01:00"));

        var (risk, attack) = (services.GetRequiredService<RiskPolicy>(), services.GetRequiredService<AttackModePolicy>());

        Assert.Equal((70, RiskOutcome.Picture, "puzzle", 6), (risk.NewDevice, risk.Emergency, risk.Picture, risk.MaxDoublings));
        Assert.Equal((0.5, TimeSpan.FromMinutes(1)), (attack.RefusalsForAlert, attack.LowerAfter));
    }

    [Theory]
    [InlineData("between 1 and 100", "Risk:NewDevice", "0")]
    [InlineData("between 1 and 200", "Risk:WorkAt", "201")]
    [InlineData("Picture", "Risk:Picture", "riddle")]
    [InlineData("no silent work", "Risk:PictureAt", "24")]
    [InlineData("must come later", "Risk:BusyAtPercent", "95")]
    [InlineData("must come later", "Risk:BusyNetwork", "30")]
    [InlineData("must come later", "Risk:Alert", "50")]
    [InlineData("count for less than a known one", "Risk:FailureElsewhere", "10")]
    [InlineData("a known device without failures would be asked", "Risk:MissingSign", "8")]
    [InlineData("at least the pace of an alert", "AttackMode:RefusalsForAttack", "4")]
    [InlineData("at least the pace of an alert", "AttackMode:BeginningsForAlert", "201")]
    [InlineData("between 1 and 90", "AttackMode:QuietAtPercent", "100")]
    public void Numbers_out_of_range_or_against_each_other_stop_the_start_and_say_why(string why, string name, string value)
    {
        using var services = Services((name, value));

        var refusal = Assert.Throws<OptionsValidationException>(
            () => (services.GetRequiredService<RiskPolicy>(), services.GetRequiredService<AttackModePolicy>()));

        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_check_can_not_be_switched_off() =>
        Assert.Equal([RiskOutcome.Nothing, RiskOutcome.Work, RiskOutcome.Picture], Enum.GetValues<RiskOutcome>());

    private static ServiceProvider Services(params (string Name, string Value)[] settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build())
        .AddSecurityCheck()
        .BuildServiceProvider();
}
