using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.Throttling;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Entry;

public sealed class EntryDeciderTests
{
    [Fact]
    public void An_entry_lives_to_the_end_of_its_ticket_and_not_a_moment_longer()
    {
        var door = Door.WithTotp();
        var nonce = door.Await(Noon);
        var code = door.Code(Noon, RightAt(Noon), nonce);

        Assert.IsType<EntryAnswer.Expired>(door.Do(code with { At = code.ExpiresAt }));
        Assert.IsType<EntryAnswer.Admitted>(door.Do(code with { At = code.ExpiresAt.AddTicks(-1) }));
    }

    [Fact]
    public void An_admission_names_what_was_shown_and_where()
    {
        var door = Door.WithTotp();
        var nonce = door.Await(Noon);

        var admitted = Assert.IsType<EntryAnswer.Admitted>(
            door.Do(door.Code(Noon, new CodeVerdict.RightCode(2), nonce, method: Method.RecoveryCode)));

        Assert.Equal(["passcode", "recovery-code"], admitted.Session.Methods);
        Assert.True(admitted.Session.ConfirmedWithSecondFactor);
        Assert.True(admitted.DeviceAdded);
        Assert.Equal((Noon, Noon, "203.0.113.0/24"), (admitted.Session.StartedAt, admitted.Session.ConfirmedAt, admitted.Session.Network));
        Assert.Contains(door.Account.Activity.Undelivered,
            e => e.Kind == ActivityKind.Admitted && e.SessionId == admitted.Session.Id && e.Detail == "passcode+recovery-code");
    }

    [Fact]
    public void A_known_device_enters_in_one_call_and_is_not_added_again()
    {
        var door = Door.Opened();
        door.Enter(Noon.AddDays(-1));

        var admitted = Assert.IsType<EntryAnswer.Admitted>(door.Do(door.Passcode(Noon, right: true, door.FirstDevice, check: false)));

        Assert.False(admitted.DeviceAdded);
        Assert.Equal(door.Account.Devices[0].Id, admitted.Session.DeviceId);
        Assert.Equal((1, Noon), (door.Account.Devices.Length, door.Account.Devices[0].LastSeenAt));
    }

    [Fact]
    public void A_right_passcode_with_a_wrong_second_factor_tells_the_owner_once_an_entry()
    {
        var door = Door.WithTotp();
        var told = door.Account.Notices.Undelivered.Length;
        var nonce = door.Await(Noon);

        door.Do(door.Code(Noon, Wrong, nonce));
        door.Do(door.Code(Noon, Wrong, nonce));
        door.Do(door.Code(Noon, Wrong, door.Await(Noon)));

        Assert.Equal([NoticeKind.WrongCodeAfterPasscode, NoticeKind.WrongCodeAfterPasscode],
            door.Account.Notices.Undelivered[told..].Select(n => n.Kind));
    }

    [Fact]
    public void A_few_wrong_passcodes_tell_the_owner_nothing_by_mail()
    {
        var door = Door.WithTotp();
        var before = door.Account.Notices;

        door.FailPasscodes(Noon, 9);

        Assert.Equal(before, door.Account.Notices);
    }

    [Fact]
    public void A_used_recovery_code_and_a_new_device_are_told_by_mail()
    {
        var door = Door.WithTotp();
        var told = door.Account.Notices.Undelivered.Length;

        door.Do(door.Code(Noon, new CodeVerdict.RightCode(0), door.Await(Noon), method: Method.RecoveryCode));

        Assert.Equal([NoticeKind.RecoveryCodeUsed, NoticeKind.NewDevice], door.Account.Notices.Undelivered[told..].Select(n => n.Kind));
        Assert.Equal(9, door.Account.RecoveryCodes!.Hashes.Length);
    }

    [Fact]
    public void The_first_device_of_an_account_is_no_news()
    {
        var door = Door.Opened();

        door.Enter(Noon);

        Assert.Empty(door.Account.Notices.Undelivered);
        Assert.Equal([ActivityKind.AccountOpened, ActivityKind.CheckAsked, ActivityKind.Admitted, ActivityKind.DeviceAdded],
            door.Account.Activity.Undelivered.Select(e => e.Kind));
    }

    [Theory]
    [InlineData(3, 90)]
    [InlineData(-4, -120)]
    public void A_code_of_another_time_says_how_far_the_clock_is_off(int steps, int seconds)
    {
        var door = Door.WithTotp();
        var verdict = TotpRules.Judge([StepAt(Noon) + steps], door.Account.Totp!, Noon);

        var refused = Assert.IsType<EntryAnswer.CodeRefused>(door.Do(door.Code(Noon, verdict, door.Await(Noon))));

        Assert.Equal(("clock", TimeSpan.FromSeconds(seconds)), (refused.Reason, refused.ClockOff));
    }

    [Fact]
    public void A_code_named_as_ahead_never_works_when_its_time_comes()
    {
        var door = Door.WithTotp();
        var (nonce, step) = (door.Await(Noon), StepAt(Noon) + 2);
        door.Do(door.Code(Noon, TotpRules.Judge([step], door.Account.Totp!, Noon), nonce));

        var verdict = TotpRules.Judge([step], door.Account.Totp!, Noon.AddMinutes(1));

        Assert.IsType<CodeVerdict.Used>(verdict);
    }

    [Fact]
    public void Nobody_repeats_an_entry_by_pushing_it_out_of_memory()
    {
        var door = Door.Opened();
        door.Enter(Noon.AddDays(-2));
        var first = door.Passcode(Noon, right: true, door.FirstDevice, check: false);
        door.Do(first);

        for (var i = 0; i < 40; i++) door.Do(door.Passcode(Noon.AddSeconds(1 + i), right: true, door.FirstDevice, check: false));

        Assert.DoesNotContain(door.Account.Entries, e => e.Nonce == first.Nonce);
        Assert.IsType<EntryAnswer.Expired>(door.Do(first with { At = Noon.AddMinutes(1) }));
        Assert.IsType<EntryAnswer.Admitted>(door.Do(door.Passcode(Noon.AddMinutes(1), right: true, door.FirstDevice, check: false)));
        Assert.Equal(32, door.Account.Entries.Length);
    }

    [Fact]
    public void Entries_whose_time_is_over_make_room()
    {
        var door = Door.WithTotp();
        for (var i = 0; i < 32; i++) door.Await(Noon);

        door.Await(Noon.AddMinutes(10));

        Assert.Single(door.Account.Entries);
    }

    [Fact]
    public void A_hash_that_is_behind_is_brought_up_to_date_only_by_the_right_passcode()
    {
        var door = Door.Opened();

        door.Do(door.Passcode(Noon, right: false) with { UpgradedHash = "newer" });
        Assert.Equal("hash", door.Account.PasscodeHash);

        door.Do(door.Passcode(Noon, right: true) with { UpgradedHash = "newer" });
        Assert.Equal("newer", door.Account.PasscodeHash);
    }

    [Fact]
    public void An_entry_that_waited_for_a_removed_authenticator_is_not_finished_by_nothing()
    {
        var door = Door.WithTotp();
        var own = door.Enter(Noon, door.FirstDevice);
        var nonce = door.Await(Noon.AddMinutes(1));
        door.Do(SecondFactorRules.Remove(door.Account, own, Noon.AddMinutes(1), door.CallerOf(own), Policy.SecondFactor, Policy.Sessions,
            Policy.Holds));

        Assert.IsType<EntryAnswer.CodeRefused>(door.Do(door.Code(Noon.AddMinutes(2), Wrong, nonce)));
        Assert.IsType<EntryAnswer.WrongStep>(door.Do(door.Passcode(Noon.AddMinutes(2), right: true, nonce: nonce)));
    }

    [Fact]
    public void The_log_says_when_a_wait_begins_and_when_an_authenticator_is_out_of_use()
    {
        var door = Door.Opened();

        door.FailPasscodes(Noon, 80);

        var locks = door.Account.Activity.Undelivered.Where(e => e.Kind == ActivityKind.Locked).ToArray();
        Assert.Equal(76, locks.Length);
        Assert.Equal((null, "passcode 30"), (locks[0].Reason, locks[0].Detail));
        Assert.Equal(("out-of-use", "passcode"), (locks[^1].Reason, locks[^1].Detail));
    }

    [Fact]
    public void Nothing_prints_a_hash()
    {
        var door = Door.WithTotp();
        var own = door.Enter(Noon);

        string[] printed =
        [
            door.Account.ToString(), own.ToString(), door.Account.Devices[0].ToString(), door.Account.Totp!.ToString(),
            door.Account.RecoveryCodes!.ToString(),
            Seed(7).ToString(), SessionSeed(7).ToString(), new PendingTotp("session", "secret", 30, Noon, 1).ToString(),
            new EntryAnswer.Admitted(own, false).ToString(), new CommandAnswer.Done(own).ToString(), door.Passcode(Noon, true).ToString(),
        ];

        Assert.All(printed, text =>
            Assert.DoesNotMatch("secret|hash|System.Byte|protected", text.Replace("UpgradedHash", "", StringComparison.Ordinal)));
        Assert.Equal(4, Enum.GetValues<Authenticator>().Select(a => a.Name()).Distinct().Count());
    }
}
