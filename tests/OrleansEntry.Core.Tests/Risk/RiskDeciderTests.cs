using System.Globalization;
using OrleansEntry.Core.Risk;
using Xunit;

namespace OrleansEntry.Core.Tests.Risk;

/// <summary>The table, row by row, with its default points.</summary>
public sealed class RiskDeciderTests
{
    // One visit is words: its purpose or device, then its signals. The answer is what is asked for, the doublings, the points, the reasons.
    [Theory]
    [InlineData("stranger", "work 0 40 new-device")]
    [InlineData("stranger failures=1", "picture 1 50 new-device,failures")]
    [InlineData("stranger failures=4", "picture 2 80 new-device,failures")]
    [InlineData("stranger failures=80", "picture 2 80 new-device,failures")]
    [InlineData("stranger used=49", "work 0 40 new-device")]
    [InlineData("stranger used=50", "picture 1 50 new-device,busy-network")]
    [InlineData("stranger used=89", "picture 1 50 new-device,busy-network")]
    [InlineData("stranger used=90", "picture 1 60 new-device,busy-network")]
    [InlineData("stranger signs=1", "work 1 45 new-device,odd-client")]
    [InlineData("stranger signs=2", "picture 1 50 new-device,odd-client")]
    [InlineData("stranger signs=99", "picture 1 50 new-device,odd-client")]
    [InlineData("stranger old", "work 1 45 new-device,old-client")]
    [InlineData("stranger old signs=1", "picture 1 50 new-device,odd-client,old-client")]
    [InlineData("known old failures=1", "work 0 10 failures")]
    [InlineData("trusted old", "nothing 0 -25 ")]
    [InlineData("registration old", "work 0 30 registration,old-client")]
    [InlineData("stranger alert", "picture 1 60 new-device,attack-mode")]
    [InlineData("stranger attack", "picture 2 80 new-device,attack-mode")]
    [InlineData("stranger attack used=90 failures=4 signs=2", "picture 4 150 new-device,failures,busy-network,odd-client,attack-mode")]
    [InlineData("stranger new-network elsewhere=9", "work 0 40 new-device")]
    [InlineData("known", "nothing 0 0 ")]
    [InlineData("known new-network", "nothing 0 10 ")]
    [InlineData("known new-network signs=2", "nothing 0 20 ")]
    [InlineData("known elsewhere=4", "nothing 0 20 ")]
    [InlineData("known elsewhere=3 new-network", "work 0 25 failures-elsewhere,new-network")]
    [InlineData("known elsewhere=80 new-network signs=2", "work 0 40 failures-elsewhere,new-network,odd-client")]
    [InlineData("known attack used=100", "nothing 0 0 ")]
    [InlineData("known failures=1", "work 0 10 failures")]
    [InlineData("known failures=4", "work 0 40 failures")]
    [InlineData("known failures=4 new-network", "picture 1 50 failures,new-network")]
    [InlineData("known failures=1 attack used=100", "work 0 10 failures")]
    [InlineData("trusted elsewhere=80 new-network signs=2", "nothing 0 15 ")]
    [InlineData("trusted failures=1", "work 0 -15 failures")]
    [InlineData("trusted failures=4 elsewhere=80 new-network signs=2", "picture 1 55 failures,failures-elsewhere,new-network,odd-client")]
    [InlineData("registration", "work 0 25 registration")]
    [InlineData("registration used=50", "work 0 35 registration,busy-network")]
    [InlineData("registration alert", "work 1 45 registration,attack-mode")]
    [InlineData("registration attack", "picture 2 65 registration,attack-mode")]
    [InlineData("registration attack used=90 signs=2", "picture 3 95 registration,busy-network,odd-client,attack-mode")]
    public void The_table(string visit, string asked) => Assert.Equal(asked, Told(RiskDecider.Decide(Facts(visit), new RiskPolicy())));

    [Theory]
    [InlineData("known", RiskOutcome.Work, "work 0 0 emergency")]
    [InlineData("trusted", RiskOutcome.Work, "work 0 -25 emergency")]
    [InlineData("trusted", RiskOutcome.Picture, "picture 0 -25 emergency")]
    [InlineData("stranger", RiskOutcome.Picture, "picture 0 40 new-device,emergency")]
    [InlineData("stranger attack", RiskOutcome.Work, "picture 2 80 new-device,attack-mode,emergency")]
    [InlineData("registration", RiskOutcome.Picture, "picture 0 25 registration,emergency")]
    public void The_emergency_switch_only_adds(string visit, RiskOutcome emergency, string asked) =>
        Assert.Equal(asked, Told(RiskDecider.Decide(Facts(visit), new RiskPolicy { Emergency = emergency })));

    [Theory]
    [InlineData("stranger")]
    [InlineData("registration")]
    [InlineData("known failures=1")]
    [InlineData("trusted failures=1")]
    public void No_setting_switches_the_check_off_where_it_must_be(string visit)
    {
        var lenient = new RiskPolicy { NewDevice = 1, Failure = 1, Registration = 1, WorkAt = 200, PictureAt = 500, TrustedDevice = 100 };

        var asked = RiskDecider.Decide(Facts(visit), lenient);

        Assert.Equal((RiskOutcome.Work, 0), (asked.Outcome, asked.Doublings));
        Assert.NotEmpty(asked.Signals);
    }

    [Fact]
    public void What_nobody_filled_in_is_a_stranger()
    {
        Assert.Equal(DeviceStanding.Unknown, new RiskFacts { Purpose = default }.Device);
        Assert.Equal("work 0 40 new-device", Told(RiskDecider.Decide(new RiskFacts { Purpose = default }, new RiskPolicy())));
    }

    internal static RiskFacts Facts(string visit)
    {
        var words = visit.Split(' ');
        int Number(string name) => words.FirstOrDefault(w => w.StartsWith(name + "=", StringComparison.Ordinal)) is { } word
            ? int.Parse(word[(name.Length + 1)..], CultureInfo.InvariantCulture)
            : 0;

        return new RiskFacts
        {
            Purpose = words[0] == "registration" ? RiskPurpose.Registration : RiskPurpose.Entry,
            Device = words[0] switch { "known" => DeviceStanding.Known, "trusted" => DeviceStanding.Trusted, _ => DeviceStanding.Unknown },
            Failures = Number("failures"),
            FailuresElsewhere = Number("elsewhere"),
            NewNetwork = words.Contains("new-network"),
            NetworkUsedPercent = Number("used"),
            MissingSigns = Number("signs"),
            ClientIsOld = words.Contains("old"),
            Level = words.Contains("attack") ? AttackLevel.Attack : words.Contains("alert") ? AttackLevel.Alert : AttackLevel.Calm,
        };
    }

    private static string Told(RiskDecision asked) => $"{asked.Outcome.Name()} {asked.Doublings} {asked.Points} {asked.Explanation}";
}
