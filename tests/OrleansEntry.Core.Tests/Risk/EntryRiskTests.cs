using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Risk;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Risk;

/// <summary>How risk meets the door: what is known of the account, what is remembered, what is told to the log.</summary>
public sealed class EntryRiskTests
{
    private static readonly Surroundings Home = new() { NetworkName = "0000000000000001" };
    private static readonly Surroundings Away = new() { NetworkName = "0000000000000002" };

    [Fact]
    public void A_device_is_at_home_where_it_was_entered_from()
    {
        var door = Door.Opened();
        door.Do(door.Passcode(Noon, right: true) with { Around = Home });

        Assert.False(Facts(door, Home).NewNetwork);
        Assert.True(Facts(door, Away).NewNetwork);
        Assert.True(Facts(door, Surroundings.Unknown).NewNetwork);
    }

    [Fact]
    public void A_network_is_remembered_only_when_somebody_enters()
    {
        var door = Door.Opened();
        door.Do(door.Passcode(Noon, right: false) with { Around = Away });

        Assert.Empty(door.Account.Networks);
    }

    [Fact]
    public void The_network_that_was_not_entered_from_for_longest_gives_way()
    {
        var account = Door.Opened().Account;
        for (var i = 1; i <= 20; i++) account = NetworkMemory.Remember(account, Name(i)[..16], Policy.Risk);
        account = NetworkMemory.Remember(account, "0000000000000000", Policy.Risk);
        Assert.Single(account.Networks);

        for (var i = 1; i <= 20; i++) account = NetworkMemory.Remember(account, $"{i:x16}", Policy.Risk);
        account = NetworkMemory.Remember(account, $"{1:x16}", Policy.Risk);
        account = NetworkMemory.Remember(account, $"{99:x16}", Policy.Risk);

        Assert.Equal(20, account.Networks.Length);
        Assert.Equal([$"{1:x16}", $"{99:x16}"], account.Networks[^2..]);
        Assert.DoesNotContain($"{2:x16}", account.Networks);
    }

    [Fact]
    public void The_network_of_the_last_entry_changes_nothing()
    {
        var account = NetworkMemory.Remember(Door.Opened().Account, Home.NetworkName, Policy.Risk);

        Assert.Same(account, NetworkMemory.Remember(account, Home.NetworkName, Policy.Risk));
        Assert.Same(account, NetworkMemory.Remember(account, "", Policy.Risk));
    }

    [Fact]
    public void A_network_is_named_by_a_key_and_never_by_its_address()
    {
        var name = NetworkMemory.NameOf("203.0.113.7", new DeploymentKeys(new byte[32]));

        Assert.Matches("^[0-9a-f]{16}$", name);
        Assert.NotEqual(name, NetworkMemory.NameOf("203.0.113.7", new DeploymentKeys([.. Enumerable.Repeat((byte)1, 32)])));
    }

    [Fact]
    public void Guessing_by_strangers_is_heard_of_on_a_known_device_and_the_owners_failures_stay_there()
    {
        var door = Door.WithTotp();
        door.FailPasscodes(Noon, 3);
        door.FailCodes(Noon, 2, door.FirstDevice);

        var (known, stranger) = (Facts(door, Home), EntryRisk.FactsOf(door.Account, Begin(Stranger, Home), Policy));

        Assert.Equal((2, 3), (known.Failures, known.FailuresElsewhere));
        Assert.Equal((3, 0, false), (stranger.Failures, stranger.FailuresElsewhere, stranger.NewNetwork));
    }

    [Theory]
    [InlineData(true, ActivityKind.Admitted)]
    [InlineData(false, ActivityKind.PasscodeRefused)]
    public void Before_the_attempt_the_log_says_what_was_asked_for_and_why(bool right, string attempt)
    {
        var door = Door.Opened();

        door.Do(door.Passcode(Noon, right) with { Around = Home with { Level = AttackLevel.Attack } });

        var told = door.Account.Activity.Undelivered[^(right ? 3 : 2)..];
        Assert.Equal((ActivityKind.CheckAsked, "picture", "new-device,attack-mode"), (told[0].Kind, told[0].Reason, told[0].Detail));
        Assert.Equal(attempt, told[1].Kind);
    }

    [Fact]
    public void Where_nothing_was_asked_for_nothing_is_told()
    {
        var door = Door.Opened();
        door.Enter(Noon);
        var told = door.Account.Activity.Sequence;

        door.Do(door.Passcode(Noon, right: true, door.FirstDevice) with { Around = Home });
        Assert.DoesNotContain(door.Account.Activity.Undelivered, e => e.Sequence > told && e.Kind == ActivityKind.CheckAsked);

        // A check that is due and was not passed leaves no trace either: nothing was written.
        var before = door.Account;
        Assert.IsType<EntryAnswer.CheckDue>(door.Do(door.Passcode(Noon, right: true, check: false)));
        Assert.Same(before, door.Account);
    }

    [Fact]
    public void What_the_beginning_asks_for_the_passcode_asks_for_too()
    {
        var door = Door.Opened();
        var around = Away with { Level = AttackLevel.Alert, MissingSigns = 1, NetworkUsedPercent = 95 };

        var begin = Assert.IsType<EntryAnswer.CheckDue>(door.Do(Begin(Stranger, around))).Asked;
        var passcode = Assert.IsType<EntryAnswer.CheckDue>(door.Do(door.Passcode(Noon, true, check: false) with { Around = around })).Asked;

        Assert.Equal((begin.Outcome, begin.Doublings, begin.Explanation), (passcode.Outcome, passcode.Doublings, passcode.Explanation));
    }

    private static RiskFacts Facts(Door door, Surroundings around) =>
        EntryRisk.FactsOf(door.Account, Begin(door.FirstDevice, around), Policy);

    private static EntryCommand.Begin Begin(Caller caller, Surroundings around) =>
        new() { At = Noon, Nonce = "entry", ExpiresAt = Noon.AddMinutes(10), Caller = caller, Around = around };
}
