using CsCheck;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Holds;

public sealed class HoldRulesTests
{
    private static readonly HoldPolicy Numbers = new();

    [Theory]
    [InlineData(HoldReason.PasscodeChanged, 24)]
    [InlineData(HoldReason.FactorChanged, 24)]
    [InlineData(HoldReason.IdentifierChanged, 24)]
    [InlineData(HoldReason.NewDevice, 24)]
    [InlineData(HoldReason.Recovery, 48)]
    [InlineData(HoldReason.RecoveryCodeUsed, 48)]
    [InlineData(HoldReason.TradingPasscodeChanged, 24)]
    public void A_hold_runs_its_length_and_is_over_at_its_end_itself(string reason, int hours)
    {
        var account = Begin(Door.Opened().Account, reason, Noon);
        var end = Noon.AddHours(hours);

        Assert.Equal([new Hold(reason, Noon, end)], HoldRules.Running(account, end.AddTicks(-1)));
        Assert.Empty(HoldRules.Running(account, end));
        Assert.Equal((end, null), (HoldRules.HeldUntil(account, Noon), HoldRules.HeldUntil(account, end)));
    }

    [Fact]
    public void Of_two_holds_the_later_end_counts_whichever_began_first()
    {
        var account = Begin(Begin(Door.Opened().Account, HoldReason.Recovery, Noon), HoldReason.PasscodeChanged, Noon.AddHours(1));

        Assert.Equal(Noon.AddHours(48), HoldRules.HeldUntil(account, Noon.AddHours(2)));
        Assert.Equal([HoldReason.Recovery, HoldReason.PasscodeChanged], HoldRules.Running(account, Noon.AddHours(2)).Select(h => h.Reason));
        Assert.Equal([HoldReason.Recovery], HoldRules.Running(account, Noon.AddHours(25)).Select(h => h.Reason));
    }

    [Fact]
    public void The_same_reason_again_moves_the_end_later_and_never_back()
    {
        var account = Begin(Door.Opened().Account, HoldReason.NewDevice, Noon);

        Assert.Same(account, Begin(account, HoldReason.NewDevice, Noon));
        Assert.Same(account, Begin(account, HoldReason.NewDevice, Noon.AddHours(-3)));
        Assert.Same(account,
            HoldRules.Begin(account, HoldReason.NewDevice, Noon.AddHours(1), Stranger, new() { AfterChange = TimeSpan.FromHours(1) }));
        Assert.Equal(Noon.AddHours(34), HoldRules.HeldUntil(Begin(account, HoldReason.NewDevice, Noon.AddHours(10)), Noon.AddHours(11)));
    }

    [Fact]
    public void The_log_tells_why_and_until_when()
    {
        var entry = Begin(Door.Opened().Account, HoldReason.Recovery, Noon).Activity.Undelivered[^1];

        Assert.Equal((ActivityKind.HoldBegun, "recovery", "2026-03-03T12:00:00Z"), (entry.Kind, entry.Reason, entry.Detail));
    }

    [Fact]
    public void What_is_no_reason_is_a_fault_of_ours() =>
        Assert.Throws<ArgumentException>(() => Begin(Door.Opened().Account, "boredom", Noon));

    [Fact]
    public void The_very_first_device_holds_nothing_and_every_other_one_does()
    {
        var door = Door.Opened();
        var first = door.Enter(Noon);
        Assert.Empty(door.Account.Holds);

        door.Enter(Noon.AddHours(1), door.CallerOf(first));
        Assert.Empty(door.Account.Holds);

        door.Enter(Noon.AddHours(2));
        Assert.Equal([new Hold(HoldReason.NewDevice, Noon.AddHours(2), Noon.AddHours(26))], door.Account.Holds);
    }

    [Fact]
    public void Every_change_of_a_factor_and_of_the_passcode_holds()
    {
        var door = Door.Opened();
        var own = door.Enrol(door.Enter(Noon), Noon.AddMinutes(1));
        Assert.Equal([(HoldReason.FactorChanged, Noon.AddMinutes(1))], door.Account.Holds.Select(h => (h.Reason, h.Since)));

        door.Do(SecondFactorRules.RenewRecoveryCodes(
            door.Account, own, [Hash(7)], Noon.AddMinutes(2), Stranger, Policy.Sessions, Policy.Holds));
        Assert.Equal([(HoldReason.FactorChanged, Noon.AddMinutes(2))], door.Account.Holds.Select(h => (h.Reason, h.Since)));

        door.Do(SecondFactorRules.Remove(
            door.Account, own, Noon.AddMinutes(3), Stranger, Policy.SecondFactor, Policy.Sessions, Policy.Holds));
        Assert.Equal([(HoldReason.FactorChanged, Noon.AddMinutes(3))], door.Account.Holds.Select(h => (h.Reason, h.Since)));

        var proof = new PresenceProof(Noon.AddMinutes(4), PasscodeRight: true, null, null, door.NewSeed());
        door.Do(PresenceRules.ChangePasscode(door.Account, own, proof, ("new hash", false), Stranger, Policy));
        Assert.Equal([HoldReason.FactorChanged, HoldReason.PasscodeChanged], door.Account.Holds.Select(h => h.Reason));
    }

    // A step of the world: real time passes, the clock is set off by so much, and perhaps something happens that holds.
    private static readonly Gen<(int Passes, int ClockOff, int Reason)[]> Worlds =
        Gen.Select(Gen.Int[0, 40], Gen.Int[-72, 72], Gen.Int[0, 7]).Array[1, 30];

    [Fact]
    public void However_clocks_step_no_hold_is_shorter_than_its_length_while_the_clock_is_not_ahead_of_its_beginning() =>
        Worlds.Sample(world =>
        {
            var reasons = HoldReason.All.Order().ToArray();
            var (account, real) = (Door.Opened().Account, 0);
            var begun = new List<(string Reason, int Real, int ClockOff)>();

            foreach (var (passes, clockOff, what) in world)
            {
                real += passes;
                var now = Noon.AddHours(real + clockOff);
                if (what < reasons.Length)
                {
                    account = Begin(account, reasons[what], now);
                    begun.Add((reasons[what], real, clockOff));
                }

                var due = begun.Where(b => clockOff <= b.ClockOff && real - b.Real < Numbers.For(b.Reason).TotalHours);
                Assert.All(due, b => Assert.Contains(HoldRules.Running(account, now), h => h.Reason == b.Reason));
                Assert.True(account.Holds.Length <= reasons.Length);
            }
        });

    private static Account Begin(Account account, string reason, DateTimeOffset now) =>
        HoldRules.Begin(account, reason, now, Stranger, Numbers);
}
