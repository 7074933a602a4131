using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Devices;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Risk;
using OrleansEntry.Core.Sessions;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Devices;

public sealed class DeviceListTests
{
    private static readonly DevicePolicy Numbers = new();

    [Fact]
    public void A_browsers_pass_changes_with_each_entry_and_its_copy_is_a_stranger()
    {
        var door = Door.Opened();
        door.Enter(Noon, Browser());
        door.Enter(Noon.AddHours(1), Browser(door, 1));
        door.Enter(Noon.AddHours(2), Browser(door, 2));

        Assert.Equal(3, Assert.Single(door.Account.Devices).Generation);
        Assert.False(LaneOf(door, 3, Noon.AddHours(2)).IsStranger);
        Assert.True(LaneOf(door, 1, Noon.AddHours(2)).IsStranger);
        Assert.True(LaneOf(door, 4, Noon.AddHours(2)).IsStranger);
        Assert.True(LaneOf(door, 0, Noon.AddHours(2)).IsStranger);
    }

    [Fact]
    public void A_lost_answer_costs_nothing_for_a_while_and_makes_no_further_pass()
    {
        var door = Door.Opened();
        door.Enter(Noon, Browser());
        door.Enter(Noon.AddHours(1), Browser(door, 1));

        Assert.False(LaneOf(door, 1, Noon.AddHours(1).AddMinutes(9)).IsStranger);
        Assert.True(LaneOf(door, 1, Noon.AddHours(1) + Numbers.OverlapFor).IsStranger);
        door.Enter(Noon.AddHours(1).AddMinutes(5), Browser(door, 1));

        Assert.Equal(2, Assert.Single(door.Account.Devices).Generation);
    }

    [Fact]
    public void A_clock_set_back_revives_no_old_pass()
    {
        var door = Door.Opened();
        door.Enter(Noon, Browser());
        door.Enter(Noon.AddHours(1), Browser(door, 1));

        Assert.True(LaneOf(door, 1, Noon.AddHours(-5)).IsStranger);
        Assert.False(LaneOf(door, 2, Noon.AddHours(-5)).IsStranger);
    }

    [Fact]
    public void A_device_known_by_its_secret_gets_a_pass_and_its_secret_ends()
    {
        var door = Door.Opened();
        door.Enter(Noon);
        var device = door.Account.Devices[0];
        Assert.False(door.Account.LaneOf(device.SecretHash).IsStranger);

        door.Enter(Noon.AddHours(1), door.FirstDevice with { KeepsPass = true });

        Assert.Equal(1, door.Account.Devices[0].Generation);
        Assert.True(door.Account.LaneOf(device.SecretHash).IsStranger);
    }

    [Fact]
    public void An_apps_key_stays_as_it_is()
    {
        var door = Door.Opened();
        door.Enter(Noon);
        var hash = door.Account.Devices[0].SecretHash;

        door.Enter(Noon.AddHours(1), door.FirstDevice);

        Assert.Equal((0, hash), (door.Account.Devices[0].Generation, door.Account.Devices[0].SecretHash));
        Assert.All([-1, 0, 1], generation => Assert.True(LaneOf(door, generation, Noon.AddHours(1)).IsStranger));
    }

    [Fact]
    public void Trusting_takes_presence_lasts_thirty_days_and_is_told()
    {
        var door = Door.WithTotp();
        var own = door.Enter(Noon, door.FirstDevice);
        var id = own.DeviceId;

        Assert.IsType<CommandAnswer.ConfirmationDue>(
            door.Do(DeviceRules.Trust(door.Account, own, id, Noon.AddHours(1), door.CallerOf(own), Policy)));
        Assert.IsType<CommandAnswer.Done>(door.Do(DeviceRules.Trust(door.Account, own, id, Noon, door.CallerOf(own), Policy)));

        var device = door.Account.Devices[0];
        Assert.True(device.IsTrusted(Noon.AddDays(30).AddTicks(-1)));
        Assert.False(device.IsTrusted(Noon.AddDays(30)));
        Assert.Equal(Core.Notices.NoticeKind.DeviceTrusted, door.Account.Notices.Undelivered[^1].Kind);
        Assert.Equal(DeviceStanding.Trusted, Standing(door, Noon.AddDays(29)));
        Assert.Equal(DeviceStanding.Known, Standing(door, Noon.AddDays(30)));

        door.Do(DeviceRules.Distrust(door.Account, own, id, Noon, door.CallerOf(own)));
        Assert.Equal(DeviceStanding.Known, Standing(door, Noon));
    }

    [Fact]
    public void A_trusted_device_still_shows_its_second_factor()
    {
        var door = Door.WithTotp();
        var own = door.Enter(Noon, door.FirstDevice);
        door.Do(DeviceRules.Trust(door.Account, own, own.DeviceId, Noon, door.CallerOf(own), Policy));

        Assert.IsType<EntryAnswer.SecondFactorDue>(door.Do(door.Passcode(Noon.AddHours(1), right: true, door.FirstDevice, check: false)));
    }

    [Fact]
    public void A_device_takes_and_loses_a_name()
    {
        var door = Door.Opened();
        var own = door.Enter(Noon);

        door.Do(DeviceRules.Rename(door.Account, own, own.DeviceId, "Desk", Noon, door.CallerOf(own)));
        Assert.Equal("Desk", door.Account.Devices[0].Name);
        door.Do(DeviceRules.Rename(door.Account, own, own.DeviceId, "", Noon, door.CallerOf(own)));
        Assert.Null(door.Account.Devices[0].Name);
        Assert.IsType<CommandAnswer.NotFound>(door.Do(DeviceRules.Rename(door.Account, own, Name(99), "x", Noon, door.CallerOf(own))));
    }

    [Fact]
    public void Trust_and_name_change_together_or_not_at_all()
    {
        var door = Door.Opened();
        var own = door.Enter(Noon);
        Decision<CommandAnswer> Change(bool? trusted, string? name, DateTimeOffset at) =>
            DeviceRules.Change(door.Account, own, own.DeviceId, trusted, name, at, door.CallerOf(own), Policy);

        var late = Change(true, "Desk", Noon.AddHours(1));
        Assert.IsType<CommandAnswer.ConfirmationDue>(late.Answer);
        Assert.Same(door.Account, late.Account);

        Assert.IsType<CommandAnswer.Done>(door.Do(Change(true, "Desk", Noon)));
        Assert.Equal(("Desk", true), (door.Account.Devices[0].Name, door.Account.Devices[0].IsTrusted(Noon)));
        Assert.IsType<CommandAnswer.Done>(door.Do(Change(false, null, Noon)));
        Assert.Equal(("Desk", false), (door.Account.Devices[0].Name, door.Account.Devices[0].IsTrusted(Noon)));
        Assert.Same(door.Account, Change(null, null, Noon).Account);
    }

    [Fact]
    public void Forgetting_a_device_ends_its_sessions_and_keeps_what_failed_in_a_row()
    {
        var door = Door.Opened();
        var other = door.Enter(Noon);
        var own = door.Enter(Noon);
        door.FailPasscodes(Noon.AddMinutes(1), 4, On(other.DeviceId));
        var late = Noon + Policy.Sessions.ConfirmationFor;
        Assert.IsType<CommandAnswer.ConfirmationDue>(
            DeviceRules.Forget(door.Account, own, other.DeviceId, late, door.CallerOf(own), Policy).Answer);

        Assert.IsType<CommandAnswer.Done>(
            door.Do(DeviceRules.Forget(door.Account, own, other.DeviceId, Noon.AddMinutes(2), door.CallerOf(own), Policy)));

        Assert.Equal([own.Id], door.Account.Sessions.Select(s => s.Id));
        Assert.Equal([own.DeviceId], door.Account.Devices.Select(d => d.Id));
        Assert.Equal(4, door.Account.Strangers.Passcode.InARow);
        Assert.Contains(door.Account.Activity.Undelivered, e => e.Kind == ActivityKind.DeviceForgotten && e.Detail == other.DeviceId);
        Assert.Equal(
            "browser", Assert.Single(door.Account.Notices.Undelivered, n => n.Kind == NoticeKind.DeviceForgotten).Detail);
    }

    [Fact]
    public void Only_listed_devices_is_switched_on_with_a_second_factor_on_a_listed_device()
    {
        var plain = Door.Opened();
        var session = plain.Enter(Noon);
        Assert.Equal(new CommandAnswer.Conflict("not-enrolled"),
            plain.Do(DeviceRules.Restrict(plain.Account, session, true, Noon, plain.CallerOf(session), Policy)));

        var door = Door.WithTotp();
        var own = door.Enter(Noon, door.FirstDevice);
        Assert.IsType<CommandAnswer.ConfirmationDue>(
            door.Do(DeviceRules.Restrict(door.Account, own, true, Noon.AddHours(1), door.CallerOf(own), Policy)));
        var unlisted = own with { DeviceId = Name(99) };
        Assert.Equal(new CommandAnswer.Conflict("not-listed"),
            door.Do(DeviceRules.Restrict(door.Account, unlisted, true, Noon, Stranger, Policy)));
        Assert.IsType<CommandAnswer.Done>(door.Do(DeviceRules.Restrict(door.Account, own, true, Noon, door.CallerOf(own), Policy)));
        Assert.Equal(NoticeKind.DevicesRestricted, door.Account.Notices.Undelivered[^1].Kind);
        Assert.Equal(NoticeKind.DevicesOpened, DeviceRules.Restrict(door.Account, own, false, Noon, door.CallerOf(own), Policy)
            .Account.Notices.Undelivered[^1].Kind);
        Assert.Equal(new CommandAnswer.Conflict("last-device"),
            door.Do(DeviceRules.Forget(door.Account, own, own.DeviceId, Noon, door.CallerOf(own), Policy)));
    }

    [Fact]
    public void A_new_device_waits_for_the_number_that_it_shows()
    {
        var (door, own) = Restricted();
        var nonce = Arrive(door);

        var due = Assert.IsType<EntryAnswer.DeviceDue>(door.Do(Await(door, nonce, Noon.AddMinutes(2))));
        Assert.Single(door.Account.Devices);
        Assert.IsType<CommandAnswer.ConfirmationDue>(door.Do(DeviceRules.AnswerAdmission(
            door.Account, own with { ConfirmedAt = Noon.AddHours(-1) }, due.Number, Noon.AddMinutes(3), door.CallerOf(own), Policy)));
        Assert.Equal(new CommandAnswer.Conflict("not-listed"), door.Do(DeviceRules.AnswerAdmission(
            door.Account, own with { DeviceId = Name(99) }, due.Number, Noon.AddMinutes(3), Stranger, Policy)));
        Assert.IsType<CommandAnswer.Done>(door.Do(DeviceRules.AnswerAdmission(
            door.Account, own, due.Number, Noon.AddMinutes(3), door.CallerOf(own), Policy)));

        Assert.IsType<EntryAnswer.Admitted>(door.Do(Await(door, nonce, Noon.AddMinutes(4))));
        Assert.IsType<EntryAnswer.WrongStep>(door.Do(Await(door, nonce, Noon.AddMinutes(4))));
        Assert.Equal(2, door.Account.Devices.Length);
    }

    [Fact]
    public void Three_wrong_numbers_turn_it_away_and_it_can_be_refused_at_once()
    {
        var (door, own) = Restricted();
        var nonce = Arrive(door);
        var right = door.Account.Admission!.Number;
        for (var i = 0; i < 3; i++)
            Assert.IsType<CommandAnswer.Refused>(door.Do(DeviceRules.AnswerAdmission(
                door.Account, own, right == 99 ? 10 : right + 1, Noon.AddMinutes(2), door.CallerOf(own), Policy)));
        Assert.Equal(new CommandAnswer.Conflict("no-admission"),
            door.Do(DeviceRules.AnswerAdmission(door.Account, own, right, Noon.AddMinutes(2), door.CallerOf(own), Policy)));
        Assert.IsType<EntryAnswer.WrongStep>(door.Do(Await(door, nonce, Noon.AddMinutes(2))));

        var second = Arrive(door, Noon.AddMinutes(5));
        door.Do(DeviceRules.AnswerAdmission(door.Account, own, null, Noon.AddMinutes(6), door.CallerOf(own), Policy));
        Assert.IsType<EntryAnswer.WrongStep>(door.Do(Await(door, second, Noon.AddMinutes(6))));
    }

    [Fact]
    public void One_waits_at_a_time_and_ten_minutes_end_it()
    {
        var (door, own) = Restricted();
        var first = Arrive(door);
        var second = Arrive(door, Noon.AddMinutes(2));

        Assert.IsType<EntryAnswer.Expired>(door.Do(Await(door, first, Noon.AddMinutes(3))));
        Assert.IsType<EntryAnswer.DeviceDue>(door.Do(Await(door, second, Noon.AddMinutes(3))));
        Assert.Equal(new CommandAnswer.Conflict("no-admission"), door.Do(DeviceRules.AnswerAdmission(
            door.Account, own with { ConfirmedAt = Noon.AddMinutes(12) }, 10, Noon.AddMinutes(12), door.CallerOf(own), Policy)));
    }

    [Fact]
    public void The_number_of_one_admits_no_other_that_came_before()
    {
        var (door, own) = Restricted();
        var first = Arrive(door);
        var second = Arrive(door, Noon.AddMinutes(2));

        door.Do(DeviceRules.AnswerAdmission(
            door.Account, own, door.Account.Admission!.Number, Noon.AddMinutes(3), door.CallerOf(own), Policy));

        Assert.IsNotType<EntryAnswer.Admitted>(door.Do(Await(door, first, Noon.AddMinutes(3))));
        Assert.IsType<EntryAnswer.Admitted>(door.Do(Await(door, second, Noon.AddMinutes(3))));
    }

    [Fact]
    public void Listed_devices_enter_as_ever_and_after_the_way_back_the_first_to_come_is_listed()
    {
        var (door, own) = Restricted();
        door.Enter(Noon.AddMinutes(1), door.FirstDevice);

        door.Do(FreezeRules.Freeze(door.Account, own, Noon.AddMinutes(2), door.CallerOf(own)));
        door.Account = door.Account with { Frozen = null };

        door.Enter(Noon.AddMinutes(3));
        Assert.True(door.Account.ListedDevicesOnly);
        Assert.IsType<EntryAnswer.DeviceDue>(door.Do(door.Code(
            Noon.AddMinutes(5), RightAt(Noon.AddMinutes(5)), door.Await(Noon.AddMinutes(5)))));
    }

    private static (Door Door, Session Own) Restricted()
    {
        var door = Door.WithTotp();
        var own = door.Enter(Noon.AddMinutes(-1), door.FirstDevice);
        Assert.IsType<CommandAnswer.Done>(door.Do(DeviceRules.Restrict(door.Account, own, true, Noon, door.CallerOf(own), Policy)));
        return (door, own);
    }

    private static string Arrive(Door door, DateTimeOffset? at = null)
    {
        var when = at ?? Noon.AddMinutes(1);
        var nonce = door.Await(when);
        Assert.IsType<EntryAnswer.DeviceDue>(door.Do(door.Code(when, RightAt(when), nonce)));
        return nonce;
    }

    private static EntryCommand.AwaitDevice Await(Door door, string nonce, DateTimeOffset at) =>
        new() { At = at, Nonce = nonce, ExpiresAt = at.AddMinutes(10), Caller = Stranger,
            Seed = Seed(0x900 + door.Account.Sessions.Length) };

    private static DeviceStanding Standing(Door door, DateTimeOffset at) =>
        EntryRisk.FactsOf(door.Account, door.Passcode(at, right: true, door.FirstDevice), Policy).Device;

    private static Lane LaneOf(Door door, int generation, DateTimeOffset at) =>
        DeviceRules.LaneOf(door.Account, new DevicePass(Id(), door.Account.Devices[0].Id, generation), at, Numbers);

    private static Caller Browser(Door? door = null, int? generation = null) =>
        (door?.FirstDevice ?? Stranger) with { KeepsPass = true, Generation = generation };
}
