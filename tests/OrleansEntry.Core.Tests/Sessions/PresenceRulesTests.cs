using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.Throttling;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Sessions;

public sealed class PresenceRulesTests
{
    [Fact]
    public void The_passcode_alone_confirms_where_there_is_no_factor()
    {
        var door = Door.Opened();
        var own = door.Enter(Noon);

        var next = Assert.IsType<CommandAnswer.Done>(Confirm(door, own, Noon.AddMinutes(30), true)).Session;

        Assert.True(SessionRules.IsConfirmed(door.Account, next, Noon.AddMinutes(39), Policy.Sessions));
        Assert.Equal(["passcode"], next.Methods);
        Assert.Null(SessionRules.Find(door.Account, own.Id, own.SecretHash, Noon.AddMinutes(30), Policy.Sessions));
        Assert.Equal(ActivityKind.PresenceConfirmed, door.Account.Activity.Undelivered[^1].Kind);
    }

    [Fact]
    public void Where_there_is_a_factor_it_takes_both_and_uses_the_code_up()
    {
        var door = Door.WithTotp();
        var own = door.Enter(Noon);
        var at = Noon.AddMinutes(30);

        Assert.Equal(new CommandAnswer.Conflict("confirmation-incomplete"), Confirm(door, own, at, true));
        var next = Assert.IsType<CommandAnswer.Done>(Confirm(door, own, at, true, Method.Totp, RightAt(at))).Session;

        Assert.True(SessionRules.IsConfirmed(door.Account, next, at, Policy.Sessions));
        Assert.Equal(StepAt(at), door.Account.Totp!.LastStep);
    }

    [Fact]
    public void A_recovery_code_confirms_once_and_the_owner_is_told()
    {
        var door = Door.WithTotp();
        var own = door.Enter(Noon);

        var next = Assert.IsType<CommandAnswer.Done>(Confirm(
            door, own, Noon, true, Method.RecoveryCode, new CodeVerdict.RightCode(9))).Session;

        Assert.Equal(["passcode", "totp", "recovery-code"], next.Methods);
        Assert.Equal(
            (9, NoticeKind.RecoveryCodeUsed), (door.Account.RecoveryCodes!.Hashes.Length, door.Account.Notices.Undelivered[^1].Kind));
    }

    [Fact]
    public void What_was_wrong_is_counted_in_the_device_s_own_lane_and_rotates_nothing()
    {
        var door = Door.WithTotp();
        var own = door.Enter(Noon, door.FirstDevice);

        Assert.Equal(new CommandAnswer.Refused("passcode"), Confirm(door, own, Noon, false, Method.Totp));
        Assert.Equal(new CommandAnswer.Refused("wrong"), Confirm(door, own, Noon, true, Method.Totp, Wrong));
        Assert.Equal(new CommandAnswer.Refused("used"), Confirm(door, own, Noon, true, Method.Totp, new CodeVerdict.Used()));

        Assert.Equal((0, 2), (door.Account.Devices[0].Meters.Passcode.Rung, door.Account.Devices[0].Meters.Totp.Rung));
        Assert.Equal(Meters.None, door.Account.Strangers);
        Assert.NotNull(SessionRules.Find(door.Account, own.Id, own.SecretHash, Noon, Policy.Sessions));
    }

    [Fact]
    public void A_right_passcode_with_wrong_codes_tells_the_owner_once_until_the_factor_is_shown()
    {
        var door = Door.WithTotp();
        var own = door.Enter(Noon, door.FirstDevice);
        var told = door.Account.Notices.Undelivered.Length;

        for (var i = 0; i < 3; i++) Confirm(door, own, Noon, true, Method.Totp, Wrong);
        Confirm(door, own, Noon, true, Method.Totp, RightAt(Noon.AddSeconds(30)));
        Confirm(door, own, Noon, true, Method.Totp, Wrong);

        Assert.Equal([NoticeKind.WrongCodeAfterPasscode, NoticeKind.WrongCodeAfterPasscode],
            door.Account.Notices.Undelivered[told..].Select(n => n.Kind));
    }

    [Fact]
    public void A_code_named_as_ahead_is_burnt_here_too()
    {
        var door = Door.WithTotp();
        var own = door.Enter(Noon);
        var step = StepAt(Noon) + 4;

        Assert.Equal(
            new CommandAnswer.Refused("clock", TimeSpan.FromMinutes(2)),
                Confirm(door, own, Noon, true, Method.Totp, TotpRules.Judge([step], door.Account.Totp!, Noon)));

        Assert.Contains(step, door.Account.Totp!.BurntSteps);
    }

    [Fact]
    public void Failures_inside_and_outside_share_the_budget_and_the_log_tells_of_the_wait()
    {
        var door = Door.WithTotp();
        var own = door.Enter(Noon, door.FirstDevice);
        door.FailPasscodes(Noon, 3, door.FirstDevice);
        for (var i = 0; i < 2; i++) Confirm(door, own, Noon, false, Method.Totp);

        Assert.Equal(new CommandAnswer.Waiting(Noon.AddSeconds(30)), PresenceRules.RefuseUnseen(door.Account, own, null, Noon, Policy));
        Assert.Equal((ActivityKind.Locked, "passcode 30"),
            (door.Account.Activity.Undelivered[^1].Kind, door.Account.Activity.Undelivered[^1].Detail));
        Assert.IsType<EntryAnswer.Waiting>(door.Do(door.Passcode(Noon, right: true, door.FirstDevice)));
    }

    [Fact]
    public void Twenty_failures_inside_leave_the_other_factor_open()
    {
        var door = Door.WithTotp();
        var own = door.Enter(Noon, door.FirstDevice);
        for (var i = 0; i < 20; i++) Confirm(door, own, Noon.AddHours(2 * i), true, Method.Totp, Wrong);

        var at = Noon.AddDays(3);
        Assert.IsType<CommandAnswer.OutOfUse>(PresenceRules.RefuseUnseen(door.Account, own, Method.Totp, at, Policy));
        Assert.Null(PresenceRules.RefuseUnseen(door.Account, own, Method.RecoveryCode, at, Policy));
    }

    [Fact]
    public void A_new_passcode_ends_the_others_kills_the_token_and_tells_the_owner()
    {
        var door = Door.WithTotp();
        door.Enter(Noon);
        var own = door.Enter(Noon.AddSeconds(30));

        var next = Assert.IsType<CommandAnswer.Done>(Change(door, own, Noon.AddMinutes(5), true, ("new hash", true))).Session;

        Assert.Equal(next, Assert.Single(door.Account.Sessions));
        Assert.NotEqual(own.SecretHash, next.SecretHash);
        Assert.Equal(("new hash", true), (door.Account.PasscodeHash, door.Account.ShortPasscode));
        Assert.Equal((own.ConfirmedAt, true), (next.ConfirmedAt, next.ConfirmedWithSecondFactor));
        Assert.Equal(NoticeKind.PasscodeChanged, door.Account.Notices.Undelivered[^1].Kind);
        Assert.Contains(door.Account.Activity.Undelivered, e => e.Reason == "passcode-changed");
    }

    [Fact]
    public void An_entry_past_the_old_passcode_is_not_finished_under_the_new_one()
    {
        var door = Door.WithTotp();
        var own = door.Enter(Noon);
        var nonce = door.Await(Noon.AddMinutes(1));

        Change(door, own, Noon.AddMinutes(2), true, ("new hash", false));

        Assert.IsType<EntryAnswer.WrongStep>(door.Do(door.Code(Noon.AddMinutes(3), RightAt(Noon.AddMinutes(3)), nonce)));
        Assert.IsType<EntryAnswer.WrongStep>(door.Do(door.Passcode(Noon.AddMinutes(3), right: true, nonce: nonce)));
    }

    [Fact]
    public void A_change_takes_the_present_passcode_and_counts_a_wrong_one()
    {
        var door = Door.Opened();
        var own = door.Enter(Noon);

        Assert.Equal(new CommandAnswer.Refused("passcode"), Change(door, own, Noon, false, null));
        Assert.Equal(1, door.Account.Devices[0].Meters.Passcode.Rung);
        Assert.Equal(new CommandAnswer.Conflict("same-passcode"), Change(door, own, Noon, true, null));
        Assert.Equal("hash", door.Account.PasscodeHash);
    }

    [Fact]
    public void A_change_takes_a_factor_shown_lately_where_there_is_one()
    {
        var (with, without) = (Door.WithTotp(), Door.Opened());
        var (own, bare) = (with.Enter(Noon), without.Enter(Noon));

        Assert.Null(PresenceRules.RefuseChangeUnseen(with.Account, own, Noon.AddMinutes(9), Policy));
        Assert.IsType<CommandAnswer.ConfirmationDue>(PresenceRules.RefuseChangeUnseen(with.Account, own, Noon.AddMinutes(10), Policy));
        Assert.Null(PresenceRules.RefuseChangeUnseen(without.Account, bare, Noon.AddMinutes(50), Policy));
    }

    [Fact]
    public void A_session_whose_device_is_forgotten_draws_on_the_strangers_budget()
    {
        var door = Door.Opened();
        var own = door.Enter(Noon);

        Assert.True((door.Account with { Devices = [] }).LaneOf(own).IsStranger);
        Assert.Equal(own.DeviceId, door.Account.LaneOf(own).DeviceId);
    }

    private static CommandAnswer Confirm(
        Door door, Session own, DateTimeOffset at, bool right, string? method = null, CodeVerdict? verdict = null) =>
        door.Do(PresenceRules.Confirm(
            door.Account, own, new PresenceProof(at, right, method, verdict, door.NewSeed()), door.CallerOf(own), Policy));

    private static CommandAnswer Change(Door door, Session own, DateTimeOffset at, bool right, (string, bool)? next) =>
        door.Do(PresenceRules.ChangePasscode(
            door.Account, own, new PresenceProof(at, right, null, null, door.NewSeed()), next, door.CallerOf(own), Policy));
}
