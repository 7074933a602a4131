using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.Trading;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Trading;

public sealed class TradingRulesTests
{
    [Fact]
    public void Setting_takes_a_second_factor_shown_lately()
    {
        var bare = Door.Opened();
        var session = bare.Enter(Noon);
        Assert.Equal(new CommandAnswer.Conflict("second-factor-needed"),
            TradingRules.Set(bare.Account, session, "hash", Noon, Stranger, Policy).Answer);

        var desk = new Desk(set: false);
        Assert.IsType<CommandAnswer.ConfirmationDue>(
            TradingRules.Set(desk.Account, desk.Own, "hash", Noon.AddMinutes(10), desk.Caller, Policy).Answer);
        Assert.IsType<CommandAnswer.ConfirmationDue>(TradingRules.Set(
            desk.Account, desk.Own with { ConfirmedWithSecondFactor = false }, "hash", Noon, desk.Caller, Policy).Answer);
        Assert.IsType<CommandAnswer.Done>(
            desk.Do(TradingRules.Set(desk.Account, desk.Own, "hash", Noon.AddMinutes(9), desk.Caller, Policy)));

        Assert.Equal("hash", desk.Account.Trading.Passcode!.Hash);
        Assert.Equal(ActivityKind.TradingPasscodeSet, desk.Account.Activity.Undelivered[^1].Kind);
        Assert.Equal(NoticeKind.TradingPasscodeSet, desk.Account.Notices.Undelivered[^1].Kind);
        Assert.Null(HoldRules.HeldUntil(desk.Account, Noon.AddMinutes(9)));
    }

    [Fact]
    public void The_passcode_itself_is_refused()
    {
        var desk = new Desk();

        Assert.Equal(new CommandAnswer.Conflict("same-as-passcode"),
            desk.Do(TradingRules.Set(desk.Account, desk.Own, null, Noon, desk.Caller, Policy)));
        Assert.Equal("trading hash", desk.Account.Trading.Passcode!.Hash);
    }

    [Fact]
    public void A_change_ends_what_was_open_and_holds_withdrawals()
    {
        var desk = new Desk();
        desk.Approve("trade", desk.Right(Noon));
        desk.Unlock(desk.Right(Noon));

        Assert.IsType<CommandAnswer.Done>(desk.Do(TradingRules.Set(desk.Account, desk.Own, "new hash", Noon, desk.Caller, Policy)));

        Assert.Null(TradingRules.UnlockedUntil(desk.Account, desk.Own.Id, Noon));
        Assert.IsType<RedemptionAnswer.Refused>(desk.Redeem(Noon));
        Assert.Equal(Noon.AddHours(24), HoldRules.HeldUntil(desk.Account, Noon));
        Assert.Contains(desk.Account.Activity.Undelivered, e => e.Kind == ActivityKind.TradingPasscodeChanged);
    }

    [Fact]
    public void Removing_it_leaves_nothing_to_approve_with_and_holds_withdrawals()
    {
        var desk = new Desk();

        Assert.IsType<CommandAnswer.Done>(desk.Do(TradingRules.Remove(desk.Account, desk.Own, Noon, desk.Caller, Policy)));

        Assert.Equal(new CommandAnswer.Conflict("no-trading-passcode"), desk.Approve("trade", desk.Right(Noon)));
        Assert.Equal(new CommandAnswer.Conflict("no-trading-passcode"),
            desk.Do(TradingRules.Remove(desk.Account, desk.Own, Noon, desk.Caller, Policy)));
        Assert.NotNull(HoldRules.HeldUntil(desk.Account, Noon));
        Assert.Equal(NoticeKind.TradingPasscodeRemoved, desk.Account.Notices.Undelivered[^1].Kind);
    }

    [Fact]
    public void Failures_grow_waits_and_the_tenth_in_a_row_stops_until_a_change()
    {
        var desk = new Desk();

        Assert.Equal(Noon, desk.Fail(Noon, 5));
        Assert.Equal(new CommandAnswer.Waiting(Noon.AddSeconds(30)), desk.Approve("trade", desk.Right(Noon)));
        var at = desk.Fail(Noon, 5);
        Assert.Equal(Noon.AddSeconds(30 + 60 + 120 + 300 + 600), at);

        foreach (var later in new[] { at, at.AddDays(1), at.AddYears(1) })
            Assert.Equal(new CommandAnswer.Conflict("trading-out-of-use"), desk.Approve("trade", desk.Right(later)));
        Assert.Equal(NoticeKind.TradingOutOfUse, desk.Account.Notices.Undelivered.Last(n => n.Kind >= NoticeKind.TradingPasscodeSet).Kind);
        Assert.Contains(desk.Account.Activity.Undelivered,
            e => e is { Kind: ActivityKind.Locked, Reason: "out-of-use", Detail: "trading-passcode" });

        desk.Own = desk.Door.Enter(at, desk.Door.FirstDevice);
        Assert.IsType<CommandAnswer.Done>(desk.Do(TradingRules.Set(desk.Account, desk.Own, "new hash", at, desk.Caller, Policy)));
        Assert.IsType<CommandAnswer.Done>(desk.Approve("trade", desk.Right(at)));
    }

    [Fact]
    public void A_long_wait_is_told_by_mail_when_it_begins()
    {
        var (desk, policy) = (new Desk(), Policy with { Pace = Policy.Pace with { WaitBeforeWarning = TimeSpan.FromMinutes(10) } });
        var at = desk.Fail(Noon, 8).AddMinutes(5);
        Assert.DoesNotContain(desk.Account.Notices.Undelivered, n => n.Kind == NoticeKind.LongWait);

        desk.Do(TradingRules.Unlock(desk.Account, desk.Own, Desk.WrongPasscode(at), desk.Caller, policy));

        Assert.Equal(
            "trading-passcode 600", Assert.Single(desk.Account.Notices.Undelivered, n => n.Kind == NoticeKind.LongWait).Detail);
    }

    [Fact]
    public void The_right_one_starts_the_count_over_and_other_devices_share_it()
    {
        var desk = new Desk();
        desk.Fail(Noon, 4);
        desk.Own = desk.Door.Enter(Noon.AddSeconds(30));
        desk.Fail(Noon, 1);
        Assert.IsType<CommandAnswer.Waiting>(desk.Unlock(desk.Right(Noon)));

        Assert.IsType<CommandAnswer.Done>(desk.Unlock(desk.Right(Noon.AddSeconds(30))));

        Assert.Equal(default, desk.Account.Trading.Passcode!.Failures);
    }

    [Fact]
    public void A_right_passcode_with_a_wrong_code_is_refused_counted_and_told_once()
    {
        var desk = new Desk();
        var told = desk.Account.Notices.LastNumber;

        for (var i = 0; i < 3; i++) Assert.Equal(new CommandAnswer.Refused("wrong"), desk.Approve("withdraw", desk.Right(Noon, Wrong)));

        Assert.Equal([NoticeKind.WrongCodeAtApproval], desk.Account.Notices.Undelivered.Where(n => n.Number > told).Select(n => n.Kind));
        Assert.Equal(3, desk.Account.MetersOf(desk.Caller.Lane).Totp.Rung);
        Assert.Empty(desk.Account.Trading.Approvals);
    }

    [Fact]
    public void An_unlock_lasts_half_an_hour_in_its_own_session_alone()
    {
        var desk = new Desk();
        var other = desk.Door.Enter(Noon.AddSeconds(30), desk.Door.FirstDevice);

        desk.Unlock(desk.Right(Noon));

        Assert.Equal(Noon.AddMinutes(30), TradingRules.UnlockedUntil(desk.Account, desk.Own.Id, Noon));
        Assert.Null(TradingRules.UnlockedUntil(desk.Account, other.Id, Noon));
        Assert.Null(TradingRules.UnlockedUntil(desk.Account, desk.Own.Id, Noon.AddMinutes(30)));
        Assert.Null(TradingRules.UnlockedUntil(desk.Account, desk.Own.Id, Noon.AddMinutes(-30)));

        desk.Do(TradingRules.Lock(desk.Account, desk.Own, Noon, desk.Caller));
        Assert.Null(TradingRules.UnlockedUntil(desk.Account, desk.Own.Id, Noon));
    }

    [Fact]
    public void Locking_ends_the_unlock_of_its_own_session_and_ended_sessions_leave_none_behind()
    {
        var desk = new Desk();
        var other = desk.Door.Enter(Noon.AddSeconds(30), desk.Door.FirstDevice);
        desk.Unlock(desk.Right(Noon));
        (desk.Own, var first) = (other, desk.Own);
        desk.Unlock(desk.Right(Noon));

        desk.Do(TradingRules.Lock(desk.Account, other, Noon, desk.Caller));
        Assert.NotNull(TradingRules.UnlockedUntil(desk.Account, first.Id, Noon));

        desk.Door.Account = desk.Account with { Sessions = desk.Account.Sessions.RemoveAll(s => s.Id == first.Id) };
        desk.Unlock(desk.Right(Noon));
        Assert.Equal([other.Id], desk.Account.Trading.Unlocks.Select(u => u.SessionId));
    }

    [Fact]
    public void A_wait_of_the_second_factor_is_asked_for_before_anything_is_verified()
    {
        var desk = new Desk();
        var at = desk.Door.FailCodes(Noon.AddMinutes(1), 5, desk.Caller);

        var answer = desk.Approve("withdraw", desk.Right(at, RightAt(at)));

        Assert.IsType<CommandAnswer.Waiting>(answer);
        Assert.Empty(desk.Account.Trading.Approvals);
    }

    [Fact]
    public void A_recovery_code_that_approves_is_told_and_used_up()
    {
        var desk = new Desk();
        var left = desk.Account.RecoveryCodes!.Hashes.Length;

        Assert.IsType<CommandAnswer.Done>(desk.Approve("withdraw", desk.Right(Noon, new CodeVerdict.RightCode(0), Method.RecoveryCode)));

        Assert.Equal(left - 1, desk.Account.RecoveryCodes!.Hashes.Length);
        Assert.Contains(desk.Account.Notices.Undelivered, n => n.Kind == NoticeKind.RecoveryCodeUsed);
    }

    [Fact]
    public void Changing_the_passcode_is_no_way_to_try_trading_passcodes()
    {
        var desk = new Desk();
        for (var i = 0; i < 10; i++)
        {
            var proof = new PresenceProof(Noon, PasscodeRight: true, null, null, desk.Door.NewSeed());
            desk.Own = Assert.IsType<CommandAnswer.Done>(
                desk.Do(PresenceRules.ChangePasscode(desk.Account, desk.Own, proof, ($"hash {i}", false), desk.Caller, Policy))).Session;
        }

        Assert.True(TradingRules.IsOutOfUse(desk.Account, Policy));
        Assert.False(TradingRules.MustDiffer(desk.Account, Policy));
    }
}
