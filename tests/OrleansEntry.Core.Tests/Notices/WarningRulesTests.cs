using CsCheck;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.Throttling;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Notices;

public sealed class WarningRulesTests
{
    [Fact]
    public void The_tenth_failure_in_a_day_is_told_once_whatever_failed_and_wherever()
    {
        var door = Door.WithTotp();
        var own = door.Account.Sessions[^1];

        var at = door.FailPasscodes(Noon, 4);
        at = door.FailCodes(at, 2, door.FirstDevice);
        door.Do(PresenceRules.Confirm(
            door.Account, own, new PresenceProof(at, false, Method.Totp, Wrong, door.NewSeed()), door.CallerOf(own), door.Policy));
        at = door.FailCodes(at, 2);
        Assert.Equal(0, Told(door.Account));
        at = door.FailPasscodes(at, 1);

        Assert.Equal((1, NoticeKind.ManyFailures), (Told(door.Account), door.Account.Notices.Undelivered[^1].Kind));
        Assert.Equal(Stranger.Network, door.Account.Notices.Undelivered[^1].Network);
        at = door.FailPasscodes(at, 12);
        Assert.True(at < Noon.AddDays(1));
        Assert.Equal(1, Told(door.Account));
        door.FailPasscodes(Noon.AddDays(2), 9);
        door.FailPasscodes(Noon.AddDays(2), 1, door.FirstDevice);
        Assert.Equal(2, Told(door.Account));
    }

    [Fact]
    public void A_long_wait_is_told_when_it_begins_once_a_day_and_stands_for_the_ten_failures()
    {
        var door = Door.WithTotp();

        var at = door.FailPasscodes(Noon, 9);
        Assert.Empty(Locks(door.Account));
        at = door.FailPasscodes(at, 1);
        Assert.Equal([(NoticeKind.LongWait, "passcode 1200")], Locks(door.Account));
        Assert.Equal(0, Told(door.Account));
        at = door.FailPasscodes(at, 3);
        door.FailCodes(at, 10, door.FirstDevice);
        Assert.Equal([(NoticeKind.LongWait, "passcode 1200"), (NoticeKind.LongWait, "totp 1200")], Locks(door.Account));

        door.FailPasscodes(Noon.AddDays(2), 10);
        Assert.Equal(3, Locks(door.Account).Count());
    }

    [Fact]
    public void A_stop_is_told_when_it_begins_beside_the_wait_before_it()
    {
        var door = Door.WithTotp();

        door.FailPasscodes(Noon, 80);
        door.FailPasscodes(Noon, 20, door.FirstDevice);

        var stops = Locks(door.Account).Where(l => l.Kind == NoticeKind.OutOfUse).Select(l => l.Detail);
        Assert.Equal(["passcode strangers", "passcode devices"], stops);
        Assert.Equal(door.Account.Activity.Undelivered.Count(e => e.Reason == "out-of-use"), stops.Count());
    }

    [Fact]
    public void A_wait_below_the_setting_is_told_to_nobody()
    {
        var door = Door.Opened(Policy with { Pace = Policy.Pace with { WaitBeforeWarning = TimeSpan.FromMinutes(40) } });

        var at = door.FailPasscodes(Noon, 10);
        Assert.Equal((0, 1), (Locks(door.Account).Count(), Told(door.Account)));
        door.FailPasscodes(at, 1);
        Assert.Equal([(NoticeKind.LongWait, "passcode 2400")], Locks(door.Account));
    }

    [Fact]
    public void However_waits_and_stops_come_each_is_told_at_most_once_a_day_and_what_is_remembered_is_bounded() =>
        Gen.Select(Gen.Int[0, 40_000], Gen.Int[0, 3], Gen.Bool).Array[0, 200].Sample(begun =>
        {
            var (account, now, told) = (Door.Opened().Account, Noon, new Dictionary<(int, bool), DateTimeOffset>());
            foreach (var (pause, authenticator, isStop) in begun)
            {
                now = now.AddSeconds(pause);
                var before = account.Notices.LastNumber;
                DateTimeOffset? until = isStop ? null : now.AddHours(1);
                account = WarningRules.CountFailure(
                    account, Stranger, now, Policy.Pace with { FailuresBeforeWarning = int.MaxValue },
                    new BegunLock($"a{authenticator}", until, Lane.Stranger));
                var last = told.TryGetValue((authenticator, isStop), out var at) ? at : (DateTimeOffset?)null;
                var isNews = account.Notices.LastNumber > before;
                Assert.Equal(last is null || now - last >= Policy.Pace.WarnEvery, isNews);
                if (isNews) told[(authenticator, isStop)] = now;
                Assert.InRange(account.LocksTold.Length, 0, 8);
            }
        });

    [Fact]
    public void A_success_hides_no_failures_of_others()
    {
        var door = Door.Opened();
        door.Enter(Noon.AddDays(-2));

        for (var i = 0; i < 10; i++)
        {
            door.FailPasscodes(Noon.AddMinutes(i), 1);
            door.Enter(Noon.AddMinutes(i), door.FirstDevice);
        }

        Assert.Equal([(NoticeKind.LongWait, "passcode 1200")], Locks(door.Account));
    }

    [Fact]
    public void A_stand_in_counts_and_tells_nothing()
    {
        var standIn = WarningRules.CountFailure(Door.StandIn().Account, Stranger, Noon, Policy.Pace);

        Assert.Equal((default, 0), (standIn.Failures, Told(standIn)));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    public void A_period_ends_to_the_moment_and_a_clock_set_back_ends_none(long ticks, int told)
    {
        var account = Door.Opened().Account;
        for (var i = 0; i < 9; i++) account = WarningRules.CountFailure(account, Stranger, Noon, Policy.Pace);

        Assert.Equal(told, Told(WarningRules.CountFailure(account, Stranger, Noon.AddDays(1).AddTicks(ticks), Policy.Pace)));
        Assert.Equal(1, Told(WarningRules.CountFailure(account, Stranger, Noon.AddDays(-3), Policy.Pace)));
    }

    [Fact]
    public void However_failures_come_one_mail_stands_for_ten_of_them_and_for_one_period() =>
        Gen.Int[0, 40_000].Array[0, 300].Sample(pauses =>
        {
            var (account, now, periods) = (Door.Opened().Account, Noon, new HashSet<DateTimeOffset>());
            foreach (var pause in pauses)
            {
                now = now.AddSeconds(pause);
                var before = Told(account);
                account = WarningRules.CountFailure(account, Stranger, now, Policy.Pace);
                if (Told(account) > before) Assert.True(periods.Add(account.Failures.Since));
                Assert.InRange(now - account.Failures.Since, TimeSpan.Zero, Policy.Pace.WarnEvery);
            }

            Assert.True(account.Notices.LastNumber * 10 <= pauses.Length);
        });

    [Theory]
    [InlineData(90, 0, 1)]
    [InlineData(90, -1, 0)]
    [InlineData(400, 0, 1)]
    public void An_entry_after_a_long_absence_is_told(int days, long ticks, int told)
    {
        var door = Door.Opened();
        door.Enter(Noon);

        door.Enter(Noon.AddDays(days).AddTicks(ticks), door.FirstDevice);
        door.Enter(Noon.AddDays(days + 1), door.FirstDevice);

        Assert.Equal(told, door.Account.Notices.Undelivered.Count(n => n.Kind == NoticeKind.EnteredAfterAbsence));
    }

    [Fact]
    public void An_account_of_before_is_absent_since_its_devices_were_seen_and_a_new_one_since_it_was_opened()
    {
        var door = Door.Opened();
        door.Enter(Noon);
        var before = door.Account with { LastAdmittedAt = null };

        Assert.Equal(0, Absences(WarningRules.NoteAdmission(before, Stranger, Noon.AddDays(89), Policy)));
        Assert.Equal(1, Absences(WarningRules.NoteAdmission(before, Stranger, Noon.AddDays(90), Policy)));
        Assert.Equal(0, Absences(WarningRules.NoteAdmission(Door.Opened().Account, Stranger, Noon.AddDays(79), Policy)));
        Assert.Equal(1, Absences(WarningRules.NoteAdmission(Door.Opened().Account, Stranger, Noon.AddDays(80), Policy)));
    }

    private static int Told(Account account) => account.Notices.Undelivered.Count(n => n.Kind == NoticeKind.ManyFailures);

    private static IEnumerable<(NoticeKind Kind, string? Detail)> Locks(Account account) =>
        account.Notices.Undelivered.Where(n => n.Kind is NoticeKind.LongWait or NoticeKind.OutOfUse).Select(n => (n.Kind, n.Detail));

    private static int Absences(Account account) => account.Notices.Undelivered.Count(n => n.Kind == NoticeKind.EnteredAfterAbsence);
}
