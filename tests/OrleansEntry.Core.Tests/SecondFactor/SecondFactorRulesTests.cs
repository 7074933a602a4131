using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.Throttling;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.SecondFactor;

public sealed class SecondFactorRulesTests
{
    [Fact]
    public void A_first_right_code_enrols_gives_codes_and_rotates_the_token()
    {
        var door = Door.Opened();
        var own = door.Enter(Noon);

        var next = door.Enrol(own, Noon.AddMinutes(1));

        Assert.Equal((StepAt(Noon.AddMinutes(1)), 10), (door.Account.Totp!.LastStep, door.Account.RecoveryCodes!.Hashes.Length));
        Assert.Null(door.Account.PendingTotp);
        Assert.Equal(["passcode", "totp"], next.Methods);
        Assert.NotEqual(own.SecretHash, Assert.Single(door.Account.Sessions).SecretHash);
        Assert.True(SessionRules.IsConfirmed(door.Account, next, Noon.AddMinutes(2), Policy.Sessions));
        Assert.Equal(ActivityKind.TotpEnrolled, door.Account.Activity.Undelivered[^2].Kind);
        Assert.Equal(NoticeKind.TotpEnrolled, door.Account.Notices.Undelivered[^1].Kind);
    }

    [Fact]
    public void The_code_that_enrolled_does_not_enter()
    {
        var door = Door.Opened();
        door.Enrol(door.Enter(Noon), Noon);

        Assert.IsType<CodeVerdict.Used>(TotpRules.Judge([StepAt(Noon)], door.Account.Totp!, Noon));
    }

    [Fact]
    public void An_enrolment_begins_only_with_presence_lately_proved()
    {
        var door = Door.Opened();
        var own = door.Enter(Noon);

        Assert.IsType<CommandAnswer.ConfirmationDue>(Begin(door, own, Noon.AddMinutes(10)));
        Assert.Null(door.Account.PendingTotp);
        Assert.IsType<CommandAnswer.Done>(Begin(door, own, Noon.AddMinutes(10).AddTicks(-1)));
    }

    [Fact]
    public void An_enrolment_waits_ten_minutes()
    {
        var door = Door.Opened();
        var own = door.Enter(Noon);
        Begin(door, own, Noon);

        Assert.Equal(new CommandAnswer.Conflict("no-enrolment"), Confirm(door, own, RightAt(Noon), Noon.AddMinutes(10)));
        Assert.IsType<CommandAnswer.Done>(Confirm(door, own, RightAt(Noon), Noon.AddMinutes(10).AddTicks(-1)));
        Assert.Equal(new CommandAnswer.Conflict("no-enrolment"), Confirm(door, own, RightAt(Noon), Noon.AddMinutes(1)));
    }

    [Fact]
    public void Ten_wrong_first_codes_end_an_enrolment()
    {
        var door = Door.Opened();
        var own = door.Enter(Noon);
        Begin(door, own, Noon);

        for (var i = 0; i < 10; i++) Assert.Equal(new CommandAnswer.Refused("wrong"), Confirm(door, own, Wrong, Noon));

        Assert.Equal(new CommandAnswer.Conflict("no-enrolment"), Confirm(door, own, RightAt(Noon), Noon));
        Assert.Null(door.Account.Totp);
        Assert.Equal(Meters.None, door.Account.Devices[0].Meters);
    }

    [Fact]
    public void A_first_code_of_another_time_says_so()
    {
        var door = Door.Opened();
        var own = door.Enter(Noon);
        Begin(door, own, Noon);

        Assert.Equal(
            new CommandAnswer.Refused("clock", TimeSpan.FromMinutes(5)),
            Confirm(door, own, new CodeVerdict.OtherTime(StepAt(Noon) + 10, TimeSpan.FromMinutes(5)), Noon));
    }

    [Fact]
    public void A_new_authenticator_takes_over_only_when_it_is_confirmed_and_then_whole()
    {
        var door = Door.WithTotp();
        var own = door.Enter(Noon);
        door.FailCodes(Noon, 3, On(door.Account.Devices[0].Id));
        var (oldTotp, oldCodes) = (door.Account.Totp, door.Account.RecoveryCodes);

        Begin(door, own, Noon, "newer secret", 60);
        Confirm(door, own, Wrong, Noon);
        Assert.Equal((oldTotp, oldCodes), (door.Account.Totp, door.Account.RecoveryCodes));

        Confirm(door, own, new CodeVerdict.RightStep(7), Noon);
        Assert.Equal(
            ("newer secret", 60, 7L), (door.Account.Totp!.ProtectedSecret, door.Account.Totp.StepSeconds, door.Account.Totp.LastStep));
        Assert.Equal(Hash(5), Assert.Single(door.Account.RecoveryCodes!.Hashes));
        Assert.All(door.Account.Devices, d => Assert.Equal(default, d.Meters.Totp));
    }

    [Fact]
    public void A_new_beginning_replaces_the_last()
    {
        var door = Door.Opened();
        var own = door.Enter(Noon);
        Begin(door, own, Noon, "one");

        Begin(door, own, Noon.AddMinutes(5), "two");

        Assert.Equal(("two", Noon.AddMinutes(15)), (door.Account.PendingTotp!.ProtectedSecret, door.Account.PendingTotp.ExpiresAt));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void It_can_not_be_removed_where_it_is_required_or_the_passcode_is_short(bool required, bool shortPasscode)
    {
        var door = Door.WithTotp();
        var own = door.Enter(Noon);
        door.Account = door.Account with { ShortPasscode = shortPasscode };

        var answer = Remove(door, own, Noon, new SecondFactorPolicy { Required = required });

        Assert.Equal(new CommandAnswer.Conflict("second-factor-required"), answer);
        Assert.NotNull(door.Account.Totp);
    }

    [Fact]
    public void Removal_takes_presence_and_removes_everything_of_it()
    {
        var door = Door.WithTotp();
        var own = door.Enter(Noon);

        Assert.IsType<CommandAnswer.ConfirmationDue>(Remove(door, own, Noon.AddMinutes(10)));
        Assert.IsType<CommandAnswer.Done>(Remove(door, own, Noon.AddMinutes(9)));

        Assert.Equal((null, null, null), (door.Account.Totp, door.Account.RecoveryCodes, door.Account.PendingTotp));
        Assert.Equal((ActivityKind.TotpRemoved, NoticeKind.TotpRemoved),
            (door.Account.Activity.Undelivered[^2].Kind, door.Account.Notices.Undelivered[^1].Kind));
        Assert.Equal(new CommandAnswer.Conflict("not-enrolled"), Remove(door, own, Noon.AddMinutes(9)));
    }

    [Fact]
    public void New_recovery_codes_take_presence_and_kill_the_old_ones()
    {
        var door = Door.WithTotp();
        var own = door.Enter(Noon);

        Assert.IsType<CommandAnswer.ConfirmationDue>(Renew(door, own, Noon.AddMinutes(10)));
        Assert.IsType<CommandAnswer.Done>(Renew(door, own, Noon));

        Assert.Equal(Hash(6), Assert.Single(door.Account.RecoveryCodes!.Hashes));
        Assert.Equal(NoticeKind.RecoveryCodesRenewed, door.Account.Notices.Undelivered[^1].Kind);
        Assert.Equal(new CommandAnswer.Conflict("not-enrolled"), Renew(Door.Opened(), own, Noon));
    }

    [Fact]
    public void A_session_without_the_factor_gets_no_recovery_codes()
    {
        var door = Door.Opened();
        var (other, own) = (door.Enter(Noon), door.Enter(Noon));
        door.Enrol(own, Noon);

        Assert.IsType<CommandAnswer.ConfirmationDue>(Renew(door, other, Noon.AddMinutes(1)));
        Assert.IsType<CommandAnswer.ConfirmationDue>(Remove(door, other, Noon.AddMinutes(1)));
        Assert.IsType<CommandAnswer.ConfirmationDue>(Begin(door, other, Noon.AddMinutes(1)));
    }

    [Fact]
    public void Only_the_code_that_was_shown_is_used_up()
    {
        var door = Door.WithTotp(codes: 3);
        var before = door.Account.RecoveryCodes!.Hashes;

        var after = SecondFactorRules.Consume(door.Account, new CodeVerdict.RightCode(1), Noon, Stranger).RecoveryCodes!.Hashes;

        Assert.Equal([before[0], before[2]], after);
        Assert.Equal(["totp"], SecondFactorRules.MethodsOf(door.Account with { RecoveryCodes = new RecoveryCodeSet([], Noon) }));
    }

    private static CommandAnswer Begin(Door door, Session own, DateTimeOffset at, string secret = "secret", int stepSeconds = 30) =>
        door.Do(SecondFactorRules.Begin(door.Account, own, secret, stepSeconds, at, door.Policy.SecondFactor, door.Policy.Sessions));

    private static CommandAnswer Confirm(Door door, Session own, CodeVerdict verdict, DateTimeOffset at) =>
        door.Do(SecondFactorRules.Confirm(door.Account, own, verdict, [Hash(5)], door.NewSeed(), at, door.CallerOf(own),
            door.Policy.Holds));

    private static CommandAnswer Remove(Door door, Session own, DateTimeOffset at, SecondFactorPolicy? policy = null) =>
        door.Do(SecondFactorRules.Remove(door.Account, own, at, door.CallerOf(own), policy ?? new(), door.Policy.Sessions,
            door.Policy.Holds));

    private static CommandAnswer Renew(Door door, Session own, DateTimeOffset at) =>
        door.Do(SecondFactorRules.RenewRecoveryCodes(door.Account, own, [Hash(6)], at, Stranger, door.Policy.Sessions, door.Policy.Holds));
}
