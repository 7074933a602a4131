using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Alerts;
using OrleansEntry.Core.Closing;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.IdentifierChange;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Recovery;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.Tests.IdentifierChange;
using OrleansEntry.Core.Tests.LostFactor;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Closing;

public sealed class ClosingRulesTests
{
    private static readonly ClosingPolicy Numbers = new();
    private static readonly DateTimeOffset End = Noon + Numbers.Wait;

    [Fact]
    public void It_begins_a_wait_other_sessions_end_money_is_on_hold_and_every_address_is_told()
    {
        var leaving = new Leaving();
        leaving.Door.Enter(Noon.AddHours(-1));
        leaving.Door.Account = leaving.Account with { AlertAddresses = [Further] };
        var before = leaving.Account.Notices.LastNumber;

        leaving.Begin(Noon);

        Assert.Equal((Noon, End, before + 1), (leaving.Waiting!.Since, leaving.Waiting.EndsAt, leaving.Waiting.FirstNotice));
        Assert.Equal([leaving.Own.Id], leaving.Account.Sessions.Select(s => s.Id));
        Assert.Equal([(NoticeKind.ClosingBegun, null), (NoticeKind.ClosingBegun, "sealed further")],
            leaving.Account.Notices.Undelivered.Where(n => n.Number > before).Select(n => (n.Kind, n.ProtectedTo)));
        Assert.Equal((HoldReason.Closing, End), HoldRules.Running(leaving.Account, Noon).Select(h => (h.Reason, h.Until)).First());
        Assert.True(HoldRules.HeldUntil(leaving.Account, End.AddYears(1)) > End.AddYears(1), "The hold ended before the account.");
        Assert.Equal([ActivityKind.ClosingBegun, ActivityKind.SessionEnded], leaving.Logged.TakeLast(2));
        // Entry stays open, or nobody could stop it.
        leaving.EnterAgain(Noon.AddDays(1));
    }

    [Fact]
    public void It_takes_presence_settings_that_are_not_locked_and_an_account_that_nothing_else_happens_to()
    {
        var late = new Leaving();
        Assert.IsType<CommandAnswer.ConfirmationDue>(late.Ask(Noon.AddMinutes(10)));

        var locked = new Leaving();
        locked.Door.Account = locked.Account with { SettingsLockedUntil = Noon.AddHours(1) };
        Assert.IsType<CommandAnswer.SettingsLocked>(locked.Ask(Noon));

        var fresh = new Leaving(Door.Opened());
        fresh.Door.Enrol(fresh.Own, Noon.AddMinutes(-1));
        fresh.EnterAgain(Noon);
        Assert.IsType<CommandAnswer.OnProbation>(fresh.Ask(Noon));

        var twice = new Leaving();
        twice.Begin(Noon);
        Assert.Equal(new CommandAnswer.Conflict("closing-waits"), twice.Ask(Noon));

        var lost = new Leaving();
        new Loss(lost.Door).Begin(Noon);
        Assert.Equal(new CommandAnswer.Conflict("removal-waits"), lost.Ask(Noon));

        var asked = new Mover();
        asked.Ask("new", Noon);
        Assert.Equal(new CommandAnswer.Conflict("identifier-change-runs"), Ask(asked));
        asked.Confirm(Noon);
        Assert.Equal(new CommandAnswer.Conflict("identifier-change-runs"), Ask(asked));
        asked.Deliver(Noon);
        Assert.Equal(new CommandAnswer.Conflict("identifier-changed-lately"), Ask(asked));

        static CommandAnswer Ask(Mover mover) =>
            ClosingRules.Begin(mover.Account, mover.Own, Noon, mover.Door.CallerOf(mover.Own), Policy).Answer;
    }

    [Fact]
    public void While_it_waits_no_address_is_changed()
    {
        var mover = new Mover();
        mover.Door.Do(ClosingRules.Begin(mover.Account, mover.Own, Noon, mover.Door.CallerOf(mover.Own), Policy));

        Assert.Equal(new CommandAnswer.Conflict("closing-waits"), mover.Ask("new", Noon));
    }

    [Fact]
    public void The_owner_is_warned_every_week_and_before_the_end_at_every_address()
    {
        var leaving = new Leaving();
        leaving.Door.Account = leaving.Account with { AlertAddresses = [Further] };
        leaving.Begin(Noon);
        var told = new List<(NoticeKind Kind, string? To, DateTimeOffset At)>();
        for (var at = Noon; at <= End; at = at.AddHours(1))
        {
            leaving.PassTime(at);
            told.AddRange(leaving.Account.Notices.Undelivered.Select(n => (n.Kind, n.ProtectedTo, n.At)));
            if (!leaving.Account.IsClosed) leaving.DeliverMail();
        }

        foreach (var (to, last) in new[] { (null, "protected"), ("sealed further", "sealed further") })
        {
            Assert.Equal(
                new[] { 0, 7, 12 }.Select(days => Noon.AddDays(days)),
                told.Where(n => n.To == to && (n.Kind is NoticeKind.ClosingBegun or NoticeKind.ClosingWaits)).Select(n => n.At));
            Assert.Single(told, n => n.To == last && n.Kind == NoticeKind.AccountClosed);
        }
    }

    [Fact]
    public void At_the_end_nothing_is_left_but_the_log_what_others_are_to_be_told_and_the_last_mails()
    {
        var leaving = new Leaving();
        leaving.Door.Account = leaving.Account with { AlertAddresses = [Further], SafetyPhrase = new("sealed phrase", Noon) };
        leaving.Begin(Noon);
        leaving.PassTime(Noon, End.AddHours(-1));
        Assert.True(leaving.Account.Exists);
        var before = leaving.Account;

        leaving.PassTime(End);

        var account = leaving.Account;
        Assert.Equal((false, true, true), (account.Exists, account.IsClosed, account.HasRecord));
        Assert.Equal(
            new Account
            {
                Id = before.Id, Activity = account.Activity, Notices = account.Notices, IdentifierChange = account.IdentifierChange,
                Closing = account.Closing,
            },
            account);
        Assert.Equal([("protected", "sealed phrase"), ("sealed further", "sealed phrase")],
            account.Notices.Undelivered.Select(n => (n.ProtectedTo, n.ProtectedPhrase)));
        Assert.Equal([(Leaving.Key, Standing.Free)], account.IdentifierChange.Orders.Select(o => (o.Key, o.Standing)));
        Assert.Equal(
            new ClosedAccount(before.OpenedAt!.Value, End, End + Numbers.Retention, ["credential"], Filed: false),
            account.Closing.Closed!, Same);
        Assert.True(ClosingRules.NeedsTime(account));

        var entry = account.Activity.Undelivered[^1];
        Assert.Equal((ActivityKind.AccountClosed, account.Activity.Undelivered[^2].Hash), (entry.Kind, entry.Detail));
        Assert.False(ClosingRules.NeedsTime(ClosingRules.File(account)));
    }

    [Fact]
    public void A_closed_account_is_a_stand_in_to_who_tries_to_enter_and_is_not_opened_again()
    {
        var (closed, standIn) = (new Leaving().Closed(), Door.StandIn());
        var at = End.AddHours(1);

        Assert.Equal(standIn.Do(standIn.Passcode(at, right: false)), closed.Do(closed.Passcode(at, right: false)));
        Assert.Equal(LinkAnswer.Gone, FreezeRules.ReportByLink(closed.Account, 1, at.AddDays(1), at, Stranger).Answer);
        var newest = closed.Account.Notices.LastNumber;
        Assert.Equal(LinkAnswer.Gone, ClosingRules.StopByLink(closed.Account, newest, at.AddDays(1), at, Stranger).Answer);
        Assert.Same(closed.Account, AccountRules.Open(closed.Account, "sealed", "hash", shortPasscode: false, at, Stranger));
        Assert.Same(closed.Account, ClosingRules.PassTime(closed.Account, at, Policy, () => throw new InvalidOperationException()));
    }

    [Fact]
    public void A_session_a_link_a_freeze_and_a_passcode_by_mail_stop_it()
    {
        Stops(ClosingStop.Session, leaving => leaving.Door.Do(
            ClosingRules.Stop(leaving.Account, leaving.Own, Noon, leaving.Door.CallerOf(leaving.Own))));
        Stops(ClosingStop.Mail, leaving => leaving.StopByLink(leaving.Waiting!.FirstNotice, Noon));
        Stops(ClosingStop.Frozen, leaving => leaving.Door.Do(
            FreezeRules.Freeze(leaving.Account, leaving.Own, Noon, leaving.Door.CallerOf(leaving.Own))));
        Stops(ClosingStop.PasscodeReplaced, leaving => Assert.IsType<RecoveryAnswer.PasscodeReplaced>(
            LostFactorRulesTests.ReplacePasscode(new Loss(leaving.Door), Noon)));

        static void Stops(string why, Action<Leaving> act)
        {
            var leaving = new Leaving();
            leaving.Begin(Noon);
            act(leaving);
            Assert.Null(leaving.Waiting);
            Assert.Contains(leaving.Account.Activity.Undelivered, e => e.Kind == ActivityKind.ClosingStopped && e.Reason == why);
            Assert.Contains(leaving.Account.Notices.Undelivered, n => n.Kind == NoticeKind.ClosingStopped);
            Assert.DoesNotContain(HoldRules.Running(leaving.Account, Noon), h => h.Reason == HoldReason.Closing);
            leaving.PassTime(Noon, Noon.AddDays(60));
            Assert.True(leaving.Account.Exists);
        }
    }

    [Fact]
    public void Who_stops_what_does_not_wait_is_told_so()
    {
        var leaving = new Leaving();

        Assert.IsType<CommandAnswer.NotFound>(
            ClosingRules.Stop(leaving.Account, leaving.Own, Noon, leaving.Door.CallerOf(leaving.Own)).Answer);
        Assert.Equal(LinkAnswer.Gone, leaving.StopByLink(leaving.Account.Notices.LastNumber, Noon));
    }

    [Fact]
    public void A_link_stops_the_closing_it_tells_of_once_and_no_other()
    {
        var leaving = new Leaving();
        leaving.Begin(Noon);
        var (first, newest) = (leaving.Waiting!.FirstNotice, leaving.Account.Notices.LastNumber);

        Assert.All([first - 1, newest + 1], number => Assert.Equal(LinkAnswer.Gone, leaving.StopByLink(number, Noon)));
        Assert.Equal(LinkAnswer.Gone, ClosingRules.StopByLink(leaving.Account, first, Noon, Noon, Stranger).Answer);
        Assert.Equal(LinkAnswer.Stopped, leaving.StopByLink(first, Noon));
        Assert.Equal(LinkAnswer.Gone, leaving.StopByLink(first, Noon));

        leaving.Begin(Noon.AddMinutes(5));
        Assert.Equal(LinkAnswer.Gone, leaving.StopByLink(newest, Noon.AddDays(1)));
        Assert.Equal(LinkAnswer.Stopped, leaving.StopByLink(leaving.Account.Notices.LastNumber, Noon.AddDays(1)));
    }

    [Fact]
    public void Neither_a_clock_put_forward_nor_a_mail_service_that_is_down_takes_the_owner_s_time()
    {
        var leaving = new Leaving();
        leaving.Begin(Noon);
        var jumped = Noon.AddDays(300);
        leaving.DeliverMail();
        leaving.PassTime(jumped);
        leaving.DeliverMail();
        leaving.PassTime(jumped + Numbers.WarnBefore - TimeSpan.FromTicks(1));
        Assert.True(leaving.Account.Exists);

        var down = new Leaving();
        down.Begin(Noon);
        down.PassTime(Noon, Noon.AddDays(30), mailWorks: false);
        Assert.True(down.Account.Exists);
        down.DeliverMail();
        down.PassTime(Noon.AddDays(30));
        Assert.True(down.Account.IsClosed);
    }

    [Fact]
    public void Locked_settings_stay_until_their_lock_ends()
    {
        var leaving = new Leaving();
        leaving.Begin(Noon);
        leaving.Door.Account = leaving.Account with { SettingsLockedUntil = Noon.AddDays(40) };

        leaving.PassTime(Noon, Noon.AddDays(40).AddHours(-1));
        Assert.True(leaving.Account.Exists);
        leaving.PassTime(Noon.AddDays(40));
        Assert.True(leaving.Account.IsClosed);
    }

    [Fact]
    public void A_purge_ledger_has_room_for_so_many_and_names_those_whose_time_is_over()
    {
        var ledger = PurgeLedger.Empty;
        for (var i = 0; i < PurgeLedger.MaxAccounts; i++) ledger = ledger.Add(Name(i), Noon.AddDays(i))!;

        Assert.Null(ledger.Add(Name(-1), Noon));
        Assert.Equal(ledger.KeptUntil, ledger.Add(Name(3), Noon.AddDays(3))!.KeptUntil);
        Assert.Equal([Name(0), Name(1), Name(2)], ledger.Over(Noon.AddDays(2)));
        Assert.Equal([Name(1)], ledger.Without([Name(0)]).Over(Noon.AddDays(1)));
    }

    private static AlertAddress Further { get; } = new(Name(7), "name", "sealed further", "b***", Noon);

    private static bool Same(ClosedAccount one, ClosedAccount other) =>
        (one.OpenedAt, one.At, one.KeepUntil, one.Filed) == (other.OpenedAt, other.At, other.KeepUntil, other.Filed)
        && one.Credentials.SequenceEqual(other.Credentials);
}
