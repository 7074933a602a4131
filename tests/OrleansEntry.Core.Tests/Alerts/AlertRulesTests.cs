using CsCheck;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Alerts;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Recovery;
using OrleansEntry.Core.Sessions;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Alerts;

public sealed class AlertRulesTests
{
    [Fact]
    public void A_right_code_adds_the_address_and_every_address_is_told_by_a_mail_of_its_own()
    {
        var (door, own) = Inside();
        Add(door, own, 1);
        door.Account = door.Account with { Notices = NoticeOutbox.Empty };

        Add(door, own, 2);

        Assert.Equal([("sealed 1", Noon), ("sealed 2", Noon)], door.Account.AlertAddresses.Select(a => (a.Protected, a.Since)));
        Assert.Equal(
            [
                (1, NoticeKind.AlertAddressCode, "sealed 2"), (2, NoticeKind.AlertAddressAdded, null),
                (3, NoticeKind.AlertAddressAdded, "sealed 1"), (4, NoticeKind.AlertAddressAdded, "sealed 2"),
            ],
            Mails(door.Account));
        Assert.Equal(
            [ActivityKind.AlertAddressAsked, ActivityKind.AlertAddressAdded],
            door.Account.Activity.Undelivered.TakeLast(2).Select(e => e.Kind));
    }

    [Fact]
    public void A_removed_address_is_told_like_the_others_and_hears_no_more()
    {
        var (door, own) = Inside();
        Add(door, own, 1);
        door.Account = door.Account with { Notices = NoticeOutbox.Empty };

        Assert.IsType<CommandAnswer.Done>(door.Do(AlertRules.Remove(door.Account, own, Name(1), Noon, door.CallerOf(own), Policy)));
        Assert.IsType<CommandAnswer.NotFound>(AlertRules.Remove(door.Account, own, Name(1), Noon, door.CallerOf(own), Policy).Answer);
        door.Account = door.Account.Notify(Noon, NoticeKind.NewDevice, Stranger);

        Assert.Equal(
            [(1, NoticeKind.AlertAddressRemoved, null), (2, NoticeKind.AlertAddressRemoved, "sealed 1"), (3, NoticeKind.NewDevice, null)],
            Mails(door.Account));
        Assert.Equal((ActivityKind.AlertAddressRemoved, "masked 1"),
            (door.Account.Activity.Undelivered[^1].Kind, door.Account.Activity.Undelivered[^1].Detail));
    }

    [Fact]
    public void The_link_of_the_way_back_goes_to_the_identifier_alone_and_the_end_of_it_to_all()
    {
        var (door, own) = Inside();
        Add(door, own, 1);
        door.Do(FreezeRules.Freeze(door.Account, own, Noon, door.CallerOf(own)));
        door.Account = door.Account with { Notices = new NoticeOutbox(20, []) };

        door.Account = RecoveryRules.Ask(door.Account, ["browser"], Noon, Stranger, Policy.Recovery);

        Assert.Equal([(21, NoticeKind.RecoveryLink, null)], Mails(door.Account));
        Assert.Equal(21, door.Account.Recovery!.LinkNumber);
        var proof = new RecoveryProof(Noon, 21, Noon.AddMinutes(30), "browser", true, PasscodeRight: true, Next: ("next", false));
        var (answer, next) = RecoveryRules.Decide(door.Account, proof, Stranger, Policy);
        Assert.IsType<RecoveryAnswer.Unfrozen>(answer);
        Assert.Equal([null, "sealed 1"], next.Notices.Undelivered.Where(n => n.Kind == NoticeKind.AccountUnfrozen)
            .Select(n => n.ProtectedTo));
    }

    [Fact]
    public void Every_mail_s_own_link_closes_the_account_from_the_first_day_on_and_one_use_ends_them_all()
    {
        var (door, own) = Inside();
        Add(door, own, 1);
        var mail = door.Account.Notices.Undelivered.Single(n => n is { Kind: NoticeKind.AlertAddressAdded, ProtectedTo: not null });

        var (answer, frozen) = FreezeRules.ReportByLink(door.Account, mail.Number, Noon.AddHours(72), Noon.AddMinutes(1), Stranger);

        Assert.Equal(LinkAnswer.Frozen, answer);
        Assert.All(frozen.Notices.Undelivered, n => Assert.Equal(
            LinkAnswer.Gone, FreezeRules.ReportByLink(frozen, n.Number, Noon.AddHours(72), Noon.AddMinutes(2), Stranger).Answer));
    }

    [Fact]
    public void A_code_works_for_ten_minutes_five_tries_in_its_session_and_only_the_newest()
    {
        var (door, own) = Inside();
        var other = door.Enter(Noon.AddSeconds(1));
        Begin(door, own, 1);
        Begin(door, own, 2);

        Assert.Equal(Over, Confirm(door, own, 1));
        Assert.Equal(Over, Confirm(door, other, 2));
        Assert.Equal(Over, Confirm(door, own, 2, at: Noon + Policy.Alerts.CodeFor));
        for (var i = 0; i < 5; i++) Assert.Equal(new CommandAnswer.Refused("mailed-code"), Confirm(door, own, 2, code: 99));
        Assert.Equal(Over, Confirm(door, own, 2));
        Assert.Equal((0, 5), (
            door.Account.AlertAddresses.Length,
            door.Account.Activity.Undelivered.Count(e => e.Kind == ActivityKind.AlertAddressRefused)));

        Begin(door, own, 3);
        Assert.IsType<CommandAnswer.Done>(Confirm(door, own, 3, at: (Noon + Policy.Alerts.CodeFor).AddTicks(-1)));
        Assert.Equal(Over, Confirm(door, own, 3));
    }

    [Fact]
    public void Only_the_newest_code_is_mailed_and_none_that_is_over()
    {
        var (door, own) = Inside();
        Begin(door, own, 1);
        Begin(door, own, 2);

        var mail = Assert.Single(door.Account.Notices.Undelivered, n => n.Kind == NoticeKind.AlertAddressCode);
        Assert.Equal(("sealed 2", "sealed code 2", null), (mail.ProtectedTo, mail.ProtectedCode, mail.ProtectedPhrase));
        Assert.True(AlertRules.StillMails(door.Account, mail, Noon.AddMinutes(9), Policy.Freezing));
        Assert.False(AlertRules.StillMails(door.Account, mail, Noon.AddMinutes(10), Policy.Freezing));
        Assert.IsType<CommandAnswer.Done>(Confirm(door, own, 2));
        Assert.False(AlertRules.StillMails(door.Account, mail, Noon.AddMinutes(1), Policy.Freezing));
    }

    [Fact]
    public void A_freeze_ends_what_waits_and_keeps_what_is_proven()
    {
        var (door, own) = Inside();
        Add(door, own, 1);
        Begin(door, own, 2);

        door.Do(FreezeRules.Freeze(door.Account, own, Noon, door.CallerOf(own)));

        Assert.Null(door.Account.PendingAlertAddress);
        Assert.Single(door.Account.AlertAddresses);
    }

    [Fact]
    public void Mails_to_a_further_address_are_given_up_after_three_days_and_those_to_the_identifier_never()
    {
        var mail = new Notice(1, Noon, NoticeKind.NewDevice, "203.0.113.7", "browser");
        var further = mail with { ProtectedTo = "sealed" };
        var account = Door.Opened().Account;

        Assert.True(AlertRules.StillMails(account, further, Noon.AddHours(72).AddTicks(-1), Policy.Freezing));
        Assert.False(AlertRules.StillMails(account, further, Noon.AddHours(72), Policy.Freezing));
        Assert.True(AlertRules.StillMails(account, mail, Noon.AddDays(400), Policy.Freezing));
    }

    [Fact]
    public void A_known_address_and_one_too_many_are_refused()
    {
        var (door, own) = Inside();
        Add(door, own, 1);

        Assert.Equal(new CommandAnswer.Conflict("known-alert-address"), Begin(door, own, 1));
        Assert.Equal(new CommandAnswer.Conflict("known-alert-address"), door.Do(
            AlertRules.Begin(door.Account, own, Wish(9) with { IsIdentifier = true }, Noon, door.CallerOf(own), Policy)));
        Add(door, own, 2);
        Begin(door, own, 3);
        var waiting = door.Account;
        Assert.IsType<CommandAnswer.Done>(Confirm(door, own, 3));
        Assert.Equal(new CommandAnswer.Conflict("too-many-alert-addresses"), Begin(door, own, 4));

        // A setting that was lowered meanwhile counts.
        var fewer = Policy with { Alerts = Policy.Alerts with { MaxAddresses = 2 } };
        Assert.Equal(new CommandAnswer.Conflict("too-many-alert-addresses"),
            AlertRules.Confirm(waiting, own, Name(3), Hash(3), Noon, door.CallerOf(own), fewer).Answer);
    }

    [Fact]
    public void Asking_and_removing_take_presence_with_the_second_factor()
    {
        var door = Door.WithTotp();
        var own = door.Account.Sessions[^1] with { ConfirmedAt = Noon, ConfirmedWithSecondFactor = false };
        var confirmed = own with { ConfirmedWithSecondFactor = true };

        Assert.IsType<CommandAnswer.ConfirmationDue>(Begin(door, own, 1));
        Add(door, confirmed, 1);
        Assert.IsType<CommandAnswer.ConfirmationDue>(
            AlertRules.Remove(door.Account, own, Name(1), Noon, door.CallerOf(own), Policy).Answer);
        Assert.IsType<CommandAnswer.ConfirmationDue>(AlertRules.Remove(
            door.Account, confirmed, Name(1), Noon + Policy.Sessions.ConfirmationFor, door.CallerOf(own), Policy).Answer);
    }

    [Fact]
    public void However_often_somebody_asks_ten_codes_are_mailed_in_any_24_hours() =>
        Gen.Int[0, 20_000].Array[0, 120].Sample(pauses =>
        {
            var (door, own) = Inside();
            var (now, mailed) = (Noon, new List<DateTimeOffset>());
            foreach (var pause in pauses)
            {
                now = now.AddSeconds(pause);
                var fresh = own with { ConfirmedAt = now };
                var lately = mailed.Where(at => now - at < TimeSpan.FromHours(24)).ToArray();
                var answer = door.Do(AlertRules.Begin(door.Account, fresh, Wish(1), now, door.CallerOf(own), Policy));
                if (lately.Length < 10) mailed.Add(now);
                CommandAnswer due = lately.Length < 10
                    ? new CommandAnswer.Done(fresh) : new CommandAnswer.Waiting(lately[0].AddHours(24));
                Assert.Equal(due, answer);
                Assert.InRange(door.Account.AlertCodesMailedAt.Length, 0, 10);
            }
        });

    [Fact]
    public void A_clock_that_is_set_back_neither_ends_the_day_early_nor_makes_it_last_for_long()
    {
        var (door, own) = Inside();
        for (var i = 0; i < 10; i++) Begin(door, own, 1);
        CommandAnswer At(DateTimeOffset at) =>
            AlertRules.Begin(door.Account, own with { ConfirmedAt = at }, Wish(1), at, door.CallerOf(own), Policy).Answer;

        Assert.Equal(new CommandAnswer.Waiting(Noon.AddHours(24)), At(Noon.AddHours(-1)));
        Assert.IsType<CommandAnswer.Done>(At(Noon.AddHours(-24)));
    }

    internal static AlertAddressWish Wish(int n) => new(
        new AlertAddress(Name(n), $"name {n}", $"sealed {n}", $"masked {n}", default), IsIdentifier: false, Hash(n), $"sealed code {n}");

    private static readonly CommandAnswer Over = new CommandAnswer.Conflict("alert-code-over");

    private static (Door Door, Session Own) Inside()
    {
        var door = Door.Opened();
        return (door, door.Enter(Noon));
    }

    private static CommandAnswer Begin(Door door, Session own, int n) =>
        door.Do(AlertRules.Begin(door.Account, own, Wish(n), Noon, door.CallerOf(own), Policy));

    private static CommandAnswer Confirm(Door door, Session own, int n, int? code = null, DateTimeOffset? at = null) =>
        door.Do(AlertRules.Confirm(door.Account, own, Name(n), Hash(code ?? n), at ?? Noon, door.CallerOf(own), Policy));

    private static void Add(Door door, Session own, int n)
    {
        Assert.IsType<CommandAnswer.Done>(Begin(door, own, n));
        Assert.IsType<CommandAnswer.Done>(Confirm(door, own, n));
    }

    private static IEnumerable<(long, NoticeKind, string?)> Mails(Account account) =>
        account.Notices.Undelivered.Select(n => (n.Number, n.Kind, n.ProtectedTo));
}
