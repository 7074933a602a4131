using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Alerts;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.LostFactor;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Recovery;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.LostFactor;

public sealed class LostFactorRulesTests
{
    private static readonly LostFactorPolicy Numbers = new();

    [Fact]
    public void Passcode_and_mailed_code_begin_a_wait_and_nothing_else_happens_yet()
    {
        var loss = new Loss();
        var own = loss.Door.Enter(Noon.AddHours(-2), loss.Door.FirstDevice);
        var before = loss.Account;
        var endsAt = loss.Begin(Noon);

        Assert.Equal(Noon.AddHours(72), endsAt);
        Assert.NotNull(loss.Account.Totp);
        Assert.Equal(before.RecoveryCodes, loss.Account.RecoveryCodes);
        Assert.Equal([own], loss.Account.Sessions);
        Assert.Equal([NoticeKind.LostFactorCode, NoticeKind.FactorRemovalBegun], loss.Told(before.Notices.LastNumber));
        Assert.IsType<OpenEntry.Finished>(loss.Account.Entries[^1]);
    }

    [Fact]
    public void The_owner_is_warned_every_day_and_before_the_end_at_every_address()
    {
        var loss = new Loss();
        loss.Door.Account = loss.Account with
        {
            AlertAddresses = [new AlertAddress(Name(7), "name", "sealed further", "b***", Noon)],
        };
        loss.Begin(Noon);
        var told = new List<(NoticeKind Kind, string? To, DateTimeOffset At)>();
        for (var at = Noon; at <= Noon.AddHours(73); at = at.AddMinutes(10))
        {
            loss.PassTime(at);
            told.AddRange(loss.Account.Notices.Undelivered.Select(n => (n.Kind, n.ProtectedTo, n.At)));
            loss.DeliverMail();
        }

        var warned = new[] { 0, 24, 48, 60 };
        foreach (var to in new[] { null, "sealed further" })
        {
            Assert.Equal(
                warned.Select(hours => Noon.AddHours(hours)),
                told.Where(n => n.To == to && (n.Kind is NoticeKind.FactorRemovalBegun or NoticeKind.FactorRemovalWaits))
                    .Select(n => n.At));
            Assert.Single(told, n => n.To == to && n.Kind == NoticeKind.FactorRemoved);
        }

        Assert.DoesNotContain(told, n => n.Kind == NoticeKind.LostFactorCode && n.To is not null);
    }

    [Fact]
    public void At_the_end_the_factor_goes_sessions_end_withdrawals_wait_and_a_new_factor_is_due_before_anything_else()
    {
        var loss = new Loss();
        loss.Door.Enter(Noon.AddHours(-2), loss.Door.FirstDevice);
        loss.Begin(Noon);
        loss.PassTime(Noon, Noon.AddHours(72).AddMinutes(-10));
        Assert.NotNull(loss.Account.Totp);
        loss.PassTime(Noon.AddHours(72));

        var account = loss.Account;
        Assert.Equal((null, null), (account.Totp, account.RecoveryCodes));
        Assert.True(SecondFactorRules.IsEnrolmentDue(account, Policy.SecondFactor));
        Assert.Empty(account.Sessions);
        Assert.Equal(Noon.AddHours(72 + 48), account.Holds.Single(h => h.Reason == HoldReason.Recovery).Until);
        Assert.Contains(account.Activity.Undelivered, e => e.Kind == ActivityKind.FactorRemoved);
        var own = loss.Door.Enter(Noon.AddHours(73));
        Assert.IsType<CommandAnswer.EnrolmentDue>(SecondFactorRules.RefuseUntilEnrolled(loss.Account, Policy.SecondFactor));
        loss.Door.Enrol(own, Noon.AddHours(73));
        Assert.Null(SecondFactorRules.RefuseUntilEnrolled(loss.Account, Policy.SecondFactor));
        Assert.Equal(LostFactorState.None, loss.State);
    }

    [Theory]
    [InlineData(Method.Totp)]
    [InlineData(Method.RecoveryCode)]
    public void An_entry_with_the_old_factor_stops_it(string method)
    {
        var loss = new Loss();
        loss.Begin(Noon);
        CodeVerdict right = method == Method.Totp ? RightAt(Noon.AddHours(71)) : new CodeVerdict.RightCode(0);

        loss.Door.Do(loss.Door.Code(Noon.AddHours(71), right, loss.Arrive(Noon.AddHours(71)), method: method));

        Assert.Null(loss.State.Removal);
        Assert.Contains(NoticeKind.FactorRemovalStopped, loss.Told());
        loss.PassTime(Noon.AddHours(71), Noon.AddDays(30));
        Assert.NotNull(loss.Account.Totp);
    }

    [Fact]
    public void Presence_a_link_a_session_a_freeze_and_a_passcode_by_mail_stop_it()
    {
        Stops(StopReason.Shown, (loss, own) => loss.Door.Do(PresenceRules.Confirm(loss.Account, own,
            new PresenceProof(Noon, true, Method.Totp, RightAt(Noon), loss.Door.NewSeed()), loss.Door.CallerOf(own), Policy)));
        Stops(StopReason.Session, (loss, own) => loss.Door.Do(LostFactorRules.Stop(loss.Account, own, Noon, loss.Door.CallerOf(own))));
        Stops(StopReason.Mail, (loss, _) => loss.StopByLink(loss.State.Removal!.FirstNotice, Noon));
        Stops(StopReason.Frozen, (loss, own) => loss.Door.Do(FreezeRules.Freeze(loss.Account, own, Noon, loss.Door.CallerOf(own))));
        Stops(StopReason.PasscodeReplaced, (loss, _) => ReplacePasscode(loss, Noon));

        static void Stops(string why, Action<Loss, Session> act)
        {
            var loss = new Loss();
            var own = loss.Door.Enter(Noon.AddHours(-1), loss.Door.FirstDevice);
            loss.Begin(Noon);
            act(loss, own);
            Assert.Null(loss.State.Removal);
            Assert.Contains(loss.Account.Activity.Undelivered, e => e.Kind == ActivityKind.FactorRemovalStopped && e.Reason == why);
        }
    }

    [Fact]
    public void A_link_stops_the_removal_it_tells_of_once_and_no_other()
    {
        var loss = new Loss();
        loss.Begin(Noon);
        var (first, newest) = (loss.State.Removal!.FirstNotice, loss.Account.Notices.LastNumber);

        Assert.All([first - 1, newest + 1], number => Assert.Equal(LinkAnswer.Gone, loss.StopByLink(number, Noon)));
        Assert.Equal(LinkAnswer.Stopped, loss.StopByLink(first, Noon));
        Assert.Equal(LinkAnswer.Gone, loss.StopByLink(first, Noon));

        loss.Begin(Noon.AddHours(24));
        Assert.Equal(LinkAnswer.Gone, loss.StopByLink(newest, Noon.AddHours(25)));
        Assert.Equal(LinkAnswer.Stopped, loss.StopByLink(loss.Account.Notices.LastNumber, Noon.AddHours(25)));
    }

    [Fact]
    public void A_passcode_that_came_by_mail_begins_nothing_until_the_factor_was_shown_with_it()
    {
        var loss = new Loss();
        ReplacePasscode(loss, Noon);
        var nonce = loss.Arrive(Noon);
        Assert.IsType<LossAnswer.PasscodeByMail>(loss.Ask(nonce, Noon));
        Assert.IsType<LossAnswer.PasscodeByMail>(loss.Confirm(nonce, Noon));
        loss.Door.Enter(Noon.AddHours(1));
        loss.Begin(Noon.AddHours(2));
    }

    [Fact]
    public void While_a_new_factor_is_due_a_mailed_link_replaces_no_passcode()
    {
        var loss = new Loss();
        loss.Begin(Noon);
        loss.PassTime(Noon, Noon.AddHours(72));

        Assert.IsType<RecoveryAnswer.EnrolmentDue>(ReplacePasscode(loss, Noon.AddHours(73)));
        Assert.Equal("hash", loss.Account.PasscodeHash);
    }

    [Fact]
    public void There_is_one_wait_at_a_time_and_who_was_stopped_waits_twice_as_long_each_time()
    {
        var loss = new Loss();
        var at = Noon;
        foreach (var days in new[] { 1, 2, 4, 8, 14, 14 })
        {
            loss.Begin(at);
            Assert.Equal(at.AddHours(72), Assert.IsType<LossAnswer.Running>(loss.Ask(loss.Arrive(at), at)).EndsAt);
            loss.StopByLink(loss.Account.Notices.LastNumber, at);

            Assert.Equal(at.AddDays(days), Assert.IsType<LossAnswer.Waiting>(loss.Ask(loss.Arrive(at), at)).Until);
            at = at.AddDays(days);
        }
    }

    [Fact]
    public void Wrong_codes_are_counted_as_wrong_passcodes_are_and_use_the_code_up()
    {
        var loss = new Loss();
        var nonce = loss.Arrive(Noon);
        loss.Ask(nonce, Noon);
        for (var i = 0; i < Numbers.Tries; i++) Assert.IsType<LossAnswer.Refused>(loss.Confirm(nonce, Noon, right: false));

        Assert.Equal(Numbers.Tries, loss.Account.Strangers.Passcode.InARow);
        Assert.IsType<LossAnswer.Waiting>(loss.Confirm(nonce, Noon));
        Assert.IsType<LossAnswer.CodeOver>(loss.Confirm(nonce, Noon.AddMinutes(1)));
        Assert.Null(loss.State.Removal);
    }

    [Fact]
    public void Codes_are_mailed_a_few_times_a_day_each_for_its_own_entry_and_time()
    {
        var loss = new Loss();
        var (first, second) = (loss.Arrive(Noon), loss.Arrive(Noon));
        loss.Ask(first, Noon);
        loss.Ask(second, Noon);
        Assert.IsType<LossAnswer.CodeOver>(loss.Confirm(first, Noon));
        Assert.IsType<LossAnswer.CodeOver>(loss.Confirm(second, Noon + Numbers.CodeFor));
        Assert.Single(loss.Told(), kind => kind == NoticeKind.LostFactorCode);

        for (var i = 2; i < Numbers.CodesInADay; i++) Assert.IsType<LossAnswer.CodeMailed>(loss.Ask(second, Noon));
        Assert.Equal(Noon.AddDays(1), Assert.IsType<LossAnswer.Waiting>(loss.Ask(second, Noon)).Until);
    }

    [Fact]
    public void No_entry_that_does_not_wait_for_a_second_factor_claims_a_loss()
    {
        var (loss, without) = (new Loss(), new Loss(Door.Opened()));
        without.Door.Enter(Noon);

        Assert.IsType<LossAnswer.WrongStep>(loss.Ask("unknown", Noon));
        Assert.IsType<LossAnswer.WrongStep>(without.Ask(without.Account.Entries[^1].Nonce, Noon));
        Assert.IsType<LossAnswer.WrongStep>(new Loss(Door.StandIn()).Ask("unknown", Noon));
        var late = Loss.Claim(loss.Arrive(Noon), Noon, right: true) with { EntryExpiresAt = Noon };
        Assert.IsType<LossAnswer.Expired>(LostFactorRules.RefuseUnseen(loss.Account, late, Stranger, Policy));
    }

    [Fact]
    public void Neither_a_clock_put_forward_nor_a_mail_service_that_is_down_takes_the_owner_s_time()
    {
        var loss = new Loss();
        loss.Begin(Noon);
        loss.DeliverMail();
        var jumped = Noon.AddDays(30);
        loss.PassTime(jumped);
        loss.DeliverMail();
        loss.PassTime(jumped + Numbers.WarnBefore - TimeSpan.FromTicks(1));
        Assert.NotNull(loss.Account.Totp);
        var down = new Loss();
        down.Begin(Noon);
        down.PassTime(Noon, Noon.AddDays(9), mailWorks: false);
        for (var i = 0; i < 80; i++) down.Door.Account = down.Account.Notify(Noon, NoticeKind.WrongCodeAfterPasscode, Stranger);
        down.PassTime(Noon.AddDays(9));
        Assert.NotNull(down.Account.Totp);
        down.DeliverMail();
        down.PassTime(Noon.AddDays(9));
        Assert.Null(down.Account.Totp);
    }

    [Fact]
    public void A_clock_that_is_set_back_only_makes_it_longer()
    {
        var loss = new Loss();
        loss.Begin(Noon);
        loss.PassTime(Noon, Noon.AddHours(61));
        loss.PassTime(Noon.AddDays(-3), Noon.AddHours(71));
        Assert.NotNull(loss.Account.Totp);
    }

    [Fact]
    public void Locked_settings_stay_until_their_lock_ends()
    {
        var loss = new Loss();
        loss.Begin(Noon);
        loss.Door.Account = loss.Account with { SettingsLockedUntil = Noon.AddDays(10) };

        loss.PassTime(Noon, Noon.AddDays(10).AddMinutes(-10));
        Assert.NotNull(loss.Account.Totp);
        loss.PassTime(Noon.AddDays(10));
        Assert.Null(loss.Account.Totp);
    }

    [Fact]
    public void A_recovery_code_enters_at_once_is_told_and_holds_withdrawals()
    {
        var door = Door.WithTotp();

        door.Do(door.Code(Noon, new CodeVerdict.RightCode(0), door.Await(Noon), method: Method.RecoveryCode));

        var own = door.Account.Sessions[^1];
        Assert.Contains(door.Account.Notices.Undelivered, n => n.Kind == NoticeKind.RecoveryCodeUsed);
        Assert.Equal(Noon.AddHours(48), door.Account.Holds.Single(h => h.Reason == HoldReason.RecoveryCodeUsed).Until);
        var lost = door.Account.Totp!.ProtectedSecret;
        door.Do(SecondFactorRules.Begin(door.Account, own, "new secret", 30, Noon, Policy.SecondFactor, Policy.Sessions));
        door.Do(SecondFactorRules.Confirm(
            door.Account, own, RightAt(Noon), [Hash(1)], door.NewSeed(), Noon, door.CallerOf(own), Policy.Holds));
        Assert.NotEqual(lost, door.Account.Totp!.ProtectedSecret);
    }

    internal static RecoveryAnswer ReplacePasscode(Loss loss, DateTimeOffset at)
    {
        loss.Door.Account = RecoveryRules.Ask(loss.Account, ["here"], at, Stranger, Policy.Recovery);
        var link = loss.Account.Recovery!;
        var (answer, next) = RecoveryRules.Decide(
            loss.Account,
            new RecoveryProof(
                at, link.LinkNumber, link.MailedAt + Policy.Recovery.LinkFor, "here", ShowsPasscode: false, Next: ("new hash", false)),
            Stranger, Policy);
        loss.Door.Account = next;
        return answer;
    }
}
