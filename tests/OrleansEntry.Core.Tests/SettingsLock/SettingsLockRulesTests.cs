using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Alerts;
using OrleansEntry.Core.Devices;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.IdentifierChange;
using OrleansEntry.Core.SafetyPhrases;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.SettingsLock;
using OrleansEntry.Core.Tests.Alerts;
using OrleansEntry.Core.Tests.IdentifierChange;
using OrleansEntry.Core.Trading;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.SettingsLock;

public sealed class SettingsLockRulesTests
{
    [Fact]
    public void While_it_runs_every_security_change_is_refused_and_says_until_when()
    {
        var (door, own) = Locked(24);
        var (account, caller) = (door.Account, door.CallerOf(own));
        var due = new CommandAnswer.SettingsLocked(Noon.AddHours(24));

        CommandAnswer?[] answers =
        [
            PresenceRules.RefuseChangeUnseen(account, own, Noon, Policy),
            PresenceRules.ChangePasscode(
                account, own, new PresenceProof(Noon, true, null, null, door.NewSeed()), ("h", false), caller, Policy).Answer,
            SecondFactorRules.Begin(account, own, "s", 30, Noon, Policy.SecondFactor, Policy.Sessions).Answer,
            DeviceRules.Trust(account, own, own.DeviceId, Noon, caller, Policy).Answer,
            DeviceRules.Restrict(account, own, true, Noon, caller, Policy).Answer,
            SafetyPhraseRules.Set(account, own, "sealed", Noon, caller, Policy.Sessions).Answer,
            AlertRules.Begin(account, own, AlertRulesTests.Wish(1), Noon, caller, Policy).Answer,
            AlertRules.Confirm(account, own, Name(1), [], Noon, caller, Policy).Answer,
            AlertRules.Remove(account, own, Name(1), Noon, caller, Policy).Answer,
            IdentifierChangeRules.Begin(account, own, Mover.Wish("new"), Noon, caller, Policy).Answer,
            IdentifierChangeRules.Confirm(account, own, _ => ([], []), Noon, caller).Answer,
            SecondFactorRules.Remove(account, own, Noon, caller, Policy.SecondFactor, Policy.Sessions, Policy.Holds).Answer,
            SecondFactorRules.RenewRecoveryCodes(account, own, [], Noon, caller, Policy.Sessions, Policy.Holds).Answer,
            TradingRules.RefuseChangeUnseen(account, own, Noon, Policy),
            TradingRules.Set(account, own, "h", Noon, caller, Policy).Answer,
            TradingRules.Remove(WithTradingPasscode(account), own, Noon, caller, Policy).Answer,
            DeviceRules.AnswerAdmission(WithWaiting(account), own, 42, Noon, caller, Policy).Answer,
            DeviceRules.Forget(account with { ListedDevicesOnly = true }, own, own.DeviceId, Noon, caller, Policy).Answer,
        ];

        Assert.All(answers, answer => Assert.Equal(due, answer));
    }

    [Fact]
    public void What_only_closes_something_goes_on_working()
    {
        var (door, own) = Locked(24);
        var caller = door.CallerOf(own);

        Assert.IsType<CommandAnswer.Done>(SessionRules.EndOthers(door.Account, own, Noon, caller, Policy.Sessions).Answer);
        Assert.IsType<CommandAnswer.Done>(SessionRules.Leave(door.Account, own, Noon, caller).Answer);
        Assert.IsType<CommandAnswer.Done>(DeviceRules.Forget(door.Account, own, own.DeviceId, Noon, caller, Policy).Answer);
        Assert.IsType<CommandAnswer.Done>(FreezeRules.Freeze(door.Account, own, Noon, caller).Answer);
        Assert.IsType<CommandAnswer.Done>(DeviceRules.Distrust(door.Account, own, own.DeviceId, Noon, caller).Answer);
        Assert.IsType<CommandAnswer.Done>(TradingRules.Lock(door.Account, own, Noon, caller).Answer);
        Assert.IsType<CommandAnswer.Done>(
            DeviceRules.AnswerAdmission(WithWaiting(door.Account), own, null, Noon, caller, Policy).Answer);
    }

    [Fact]
    public void Nobody_shortens_it_and_who_locks_again_prolongs_it()
    {
        var (door, own) = Locked(24);
        Assert.Equal(Core.Notices.NoticeKind.SettingsLocked, door.Account.Notices.Undelivered[^1].Kind);

        door.Do(SettingsLockRules.Lock(door.Account, own, 1, Noon.AddMinutes(1), door.CallerOf(own), Policy));
        Assert.Equal(Noon.AddHours(24), SettingsLockRules.Until(door.Account, Noon));
        door.Do(SettingsLockRules.Lock(door.Account, own, 24, Noon.AddMinutes(1), door.CallerOf(own), Policy));
        Assert.Equal(Noon.AddHours(24).AddMinutes(1), SettingsLockRules.Until(door.Account, Noon));
    }

    [Fact]
    public void Steps_of_the_clock_never_end_it_for_good()
    {
        var (door, _) = Locked(24);

        Assert.Equal(Noon.AddHours(24), SettingsLockRules.Until(door.Account, Noon.AddDays(-3)));
        Assert.Null(SettingsLockRules.Until(door.Account, Noon.AddHours(24)));
        Assert.Equal(Noon.AddHours(24), SettingsLockRules.Until(door.Account, Noon.AddHours(23)));
    }

    [Fact]
    public void Locking_takes_presence_and_keeps_its_limits()
    {
        var door = Door.Opened();
        var own = door.Enter(Noon);

        Assert.IsType<CommandAnswer.ConfirmationDue>(
            SettingsLockRules.Lock(door.Account, own, 1, Noon.AddHours(1), door.CallerOf(own), Policy).Answer);
        foreach (var hours in new[] { 0, 721, int.MinValue, int.MaxValue })
            Assert.Equal(
                new CommandAnswer.Conflict("settings-lock-length"),
                SettingsLockRules.Lock(door.Account, own, hours, Noon, door.CallerOf(own), Policy).Answer);

        var stricter = Policy with { SettingsLock = new() { MinHours = 24, MaxHours = 48 } };
        foreach (var (hours, isDone) in new[] { (23, false), (24, true), (48, true), (49, false) })
            Assert.Equal(
                isDone, SettingsLockRules.Lock(door.Account, own, hours, Noon, door.CallerOf(own), stricter).Answer is CommandAnswer.Done);
    }

    private static Account WithWaiting(Account account) => account with
    {
        Admission = new DeviceAdmission("entry", 42, Noon.AddMinutes(10), 3, "192.0.2.7", "app"),
    };

    private static Account WithTradingPasscode(Account account) => account with
    {
        Trading = new TradingState { Passcode = new TradingPasscode("h", Noon.AddDays(-1), default) },
    };

    private static (Door Door, Session Own) Locked(int hours)
    {
        var door = Door.WithTotp();
        var own = door.Enter(Noon, door.FirstDevice);
        Assert.IsType<CommandAnswer.Done>(
            door.Do(SettingsLockRules.Lock(door.Account, own, hours, Noon, door.CallerOf(own), Policy)));
        return (door, own);
    }
}
