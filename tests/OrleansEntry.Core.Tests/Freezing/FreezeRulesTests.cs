using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Devices;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Freezing;

public sealed class FreezeRulesTests
{
    [Fact]
    public void Freezing_ends_every_session_finishes_every_entry_and_forgets_every_device()
    {
        var door = Door.WithTotp();
        var own = door.Enter(Noon);
        var waiting = door.Await(Noon.AddMinutes(1));

        Assert.IsType<CommandAnswer.Done>(door.Do(FreezeRules.Freeze(door.Account, own, Noon.AddMinutes(2), door.CallerOf(own))));

        Assert.Equal(new Freeze(Noon.AddMinutes(2), FreezeReason.Owner), door.Account.Frozen);
        Assert.Empty(door.Account.Sessions);
        Assert.Empty(door.Account.Devices);
        Assert.All(door.Account.Entries, e => Assert.IsType<OpenEntry.Finished>(e));
        Assert.IsType<EntryAnswer.WrongStep>(door.Do(door.Code(Noon.AddMinutes(3), RightAt(Noon.AddMinutes(3)), waiting)));
        Assert.Equal(NoticeKind.AccountFrozen, door.Account.Notices.Undelivered[^1].Kind);
    }

    [Fact]
    public void Nothing_that_waited_waits_on_behind_a_freeze()
    {
        var door = Door.WithTotp();
        var own = door.Enter(Noon);
        door.Do(SecondFactorRules.Begin(door.Account, own, "next secret", 30, Noon, Policy.SecondFactor, Policy.Sessions));
        door.Account = door.Account with
        {
            Admission = new DeviceAdmission("entry", 42, Noon.AddMinutes(10), 3, "192.0.2.7", "app"),
        };
        Assert.NotNull(door.Account.PendingTotp);

        door.Do(FreezeRules.Freeze(door.Account, own, Noon, door.CallerOf(own)));

        Assert.Equal((null, null), (door.Account.PendingTotp, door.Account.Admission));
    }

    [Fact]
    public void Who_freezes_a_frozen_account_is_logged_and_changes_nothing_else()
    {
        var door = WithNotices(3);
        var own = door.Enter(Noon);
        door.Do(FreezeRules.Freeze(door.Account, own, Noon, door.CallerOf(own)));
        var frozen = door.Account;

        Assert.Equal(LinkAnswer.Frozen, Use(door, 2, Noon.AddHours(1)));

        Assert.Equal((frozen.Frozen, frozen.Notices), (door.Account.Frozen, door.Account.Notices));
        Assert.Equal(frozen.Activity.Sequence + 1, door.Account.Activity.Sequence);
    }

    [Fact]
    public void A_session_that_a_frozen_account_still_held_would_not_be_found()
    {
        var door = Door.Opened();
        var own = door.Enter(Noon);

        var frozen = door.Account with { Frozen = new Freeze(Noon, FreezeReason.Owner) };

        Assert.NotNull(SessionRules.Find(door.Account, own.Id, own.SecretHash, Noon, door.Policy.Sessions));
        Assert.Null(SessionRules.Find(frozen, own.Id, own.SecretHash, Noon, door.Policy.Sessions));
    }

    [Fact]
    public void Only_the_right_passcode_learns_that_the_account_is_frozen()
    {
        var door = Frozen();

        Assert.IsType<EntryAnswer.CheckDue>(door.Do(Begin(Noon.AddHours(1))));
        Assert.IsType<EntryAnswer.NotAdmitted>(door.Do(door.Passcode(Noon.AddHours(1), right: false)));
        Assert.IsType<EntryAnswer.Frozen>(door.Do(door.Passcode(Noon.AddHours(1), right: true)));
        Assert.Empty(door.Account.Sessions);
        Assert.Equal(ActivityKind.EntryFrozen, door.Account.Activity.Undelivered[^1].Kind);
    }

    [Fact]
    public void An_entry_that_was_turned_away_is_not_repeated()
    {
        var door = Frozen();
        Assert.IsType<EntryAnswer.Frozen>(door.Do(door.Passcode(Noon.AddHours(1), right: true, nonce: "n")));

        Assert.IsType<EntryAnswer.WrongStep>(door.Do(door.Passcode(Noon.AddHours(1), right: true, nonce: "n")));
    }

    [Fact]
    public void A_second_factor_never_opens_a_frozen_account_whatever_its_entries_say()
    {
        var door = Door.WithTotp();
        var nonce = door.Await(Noon);
        door.Account = door.Account with { Frozen = new Freeze(Noon, FreezeReason.Owner) };

        Assert.IsType<EntryAnswer.WrongStep>(door.Do(door.Code(Noon, RightAt(Noon), nonce)));
        Assert.Single(door.Account.Sessions);
    }

    [Fact]
    public void What_failed_in_a_row_at_forgotten_devices_stays_counted()
    {
        var door = Door.Opened();
        var own = door.Enter(Noon);
        door.FailPasscodes(Noon.AddMinutes(1), 4, door.FirstDevice);

        door.Do(FreezeRules.Freeze(door.Account, own, Noon.AddHours(1), door.CallerOf(own)));

        Assert.Equal(4, door.Account.Strangers.Passcode.InARow);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void An_entry_of_the_log_that_is_not_there_freezes_nothing(long sequence)
    {
        var door = Door.Opened();
        var own = door.Enter(Noon);

        Assert.IsType<CommandAnswer.NotFound>(door.Do(FreezeRules.Report(door.Account, own, sequence, Noon, door.CallerOf(own))));
        Assert.Null(door.Account.Frozen);
    }

    [Fact]
    public void A_report_says_which_entry_it_was()
    {
        var door = Door.Opened();
        var own = door.Enter(Noon);

        var next = door.Account.Activity.Sequence + 1;
        Assert.IsType<CommandAnswer.NotFound>(FreezeRules.Report(door.Account, own, next, Noon, door.CallerOf(own)).Answer);
        Assert.IsType<CommandAnswer.Done>(door.Do(FreezeRules.Report(door.Account, own, 2, Noon, door.CallerOf(own))));

        var entry = Assert.Single(door.Account.Activity.Undelivered, e => e.Kind == ActivityKind.AccountFrozen);
        Assert.Equal((FreezeReason.Report, "2"), (entry.Reason, entry.Detail));
    }

    [Fact]
    public void A_mails_link_freezes_once_and_ends_the_links_before_it()
    {
        var door = WithNotices(3);

        Assert.Equal(LinkAnswer.Frozen, Use(door, 2, Noon));
        Assert.NotNull(door.Account.Frozen);
        var frozen = door.Account;
        Assert.All([1L, 2, 3], number => Assert.Equal(LinkAnswer.Gone, Use(door, number, Noon)));
        Assert.Same(frozen, door.Account);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    [InlineData(4, 0)]
    [InlineData(2, 72)]
    [InlineData(2, 9999)]
    public void A_link_of_no_mail_or_past_its_end_does_nothing(long number, int hoursLater)
    {
        var door = WithNotices(3);

        Assert.Equal(LinkAnswer.Gone, Use(door, number, Noon.AddHours(hoursLater)));
        Assert.Null(door.Account.Frozen);
    }

    [Fact]
    public void A_mail_that_came_after_one_was_used_has_a_link_that_works()
    {
        var door = WithNotices(1);
        Use(door, 1, Noon);
        door.Account = door.Account with { Frozen = null };
        door.Account = door.Account.Notify(Noon, NoticeKind.NewDevice, Stranger);

        Assert.Equal(LinkAnswer.Frozen, Use(door, door.Account.Notices.LastNumber, Noon));
    }

    [Fact]
    public void Nobody_freezes_the_stand_in_of_an_unknown_identifier() =>
        Assert.Equal(LinkAnswer.Gone, Use(Door.StandIn(), 1, Noon));

    private static LinkAnswer Use(Door door, long number, DateTimeOffset now)
    {
        var (answer, next) = FreezeRules.ReportByLink(door.Account, number, Noon.AddHours(72), now, Stranger);
        door.Account = next;
        return answer;
    }

    private static Door WithNotices(int count)
    {
        var door = Door.Opened();
        for (var i = 0; i < count; i++) door.Account = door.Account.Notify(Noon, NoticeKind.NewDevice, Stranger);
        return door;
    }

    private static Door Frozen()
    {
        var door = Door.Opened();
        var own = door.Enter(Noon);
        door.Do(FreezeRules.Freeze(door.Account, own, Noon, door.CallerOf(own)));
        return door;
    }

    private static EntryCommand.Begin Begin(DateTimeOffset at) =>
        new() { At = at, Nonce = "begin", ExpiresAt = at.AddMinutes(10), Caller = Stranger };
}
