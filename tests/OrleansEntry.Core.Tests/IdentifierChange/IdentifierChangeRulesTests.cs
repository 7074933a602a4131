using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Alerts;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.IdentifierChange;
using OrleansEntry.Core.LostFactor;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Recovery;
using OrleansEntry.Core.Sessions;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.IdentifierChange;

public sealed class IdentifierChangeRulesTests
{
    private static readonly IdentifierChangePolicy Numbers = new();

    [Fact]
    public void Both_codes_change_the_address_end_other_sessions_hold_withdrawals_and_tell_every_address()
    {
        var mover = new Mover();
        var other = mover.Door.Enter(Noon, mover.Door.FirstDevice);
        mover.Door.Account = mover.Account with
        {
            AlertAddresses = [Alert("further"), Alert("new")], Recovery = new RecoveryState(99, Noon, 5, 0, default),
        };

        Assert.IsType<CommandAnswer.Done>(mover.Ask("new", Noon));
        Assert.Equal(
            [
                (NoticeKind.IdentifierCode, "sealed new"), (NoticeKind.IdentifierCode, null),
                (NoticeKind.IdentifierChangeBegun, "sealed further"), (NoticeKind.IdentifierChangeBegun, "sealed new"),
            ],
            mover.Mails);
        Assert.IsType<CommandAnswer.Done>(mover.Confirm(Noon.AddMinutes(1)));
        Assert.Equal("old", mover.Present);
        mover.Door.Account = mover.Account with { Notices = NoticeOutbox.Empty };
        mover.Deliver(Noon.AddMinutes(1));

        Assert.Equal("new", mover.Present);
        Assert.Equal([mover.Own.Id], mover.Account.Sessions.Select(s => s.Id));
        Assert.DoesNotContain(other.Id, mover.Account.Sessions.Select(s => s.Id));
        Assert.Contains(mover.Account.Holds, h => h.Reason == HoldReason.IdentifierChanged && h.Until == Noon.AddMinutes(1).AddHours(24));
        Assert.Equal(
            [
                (NoticeKind.IdentifierChanged, null), (NoticeKind.IdentifierChanged, "sealed further"),
                (NoticeKind.IdentifierMoved, "sealed old"),
            ],
            mover.Mails);
        Assert.Null(mover.Account.Recovery);
        Assert.Equal(
            [ActivityKind.IdentifierChangeAsked, ActivityKind.IdentifierChanged], mover.Logged.Where(k => k.Contains("identifier")));
        Assert.Equal((mover.Id, mover.Id, true), (mover.Of("new").Names, mover.Of("old").Owner, mover.Of("old").Reserved));
    }

    [Theory]
    [InlineData("new code", "x")]
    [InlineData("x", "old code")]
    [InlineData("old code", "new code")]
    public void One_right_code_is_none_and_the_fifth_wrong_pair_ends_it(string newCode, string oldCode)
    {
        var mover = new Mover();
        mover.Ask("new", Noon);

        for (var i = 0; i < Numbers.Tries; i++)
            Assert.Equal(new CommandAnswer.Refused("mailed-code"), mover.Confirm(Noon, newCode, oldCode));

        Assert.Equal(new CommandAnswer.Conflict("identifier-code-over"), mover.Confirm(Noon));
        Assert.Equal(Numbers.Tries, mover.Logged.Count(kind => kind == ActivityKind.IdentifierChangeRefused));
        Assert.Empty(mover.State.Orders);
    }

    [Fact]
    public void Codes_work_for_ten_minutes_in_the_session_that_asked_and_until_the_next_are_asked_for()
    {
        var mover = new Mover();
        mover.Ask("new", Noon);
        Assert.IsType<CommandAnswer.Conflict>(mover.Confirm(Noon + Numbers.CodeFor));

        var own = mover.Own;
        mover.Own = own with { Id = Name(77) };
        Assert.IsType<CommandAnswer.Conflict>(mover.Confirm(Noon));
        mover.Own = own;
        mover.Ask("newer", Noon);
        mover.Confirm(Noon);
        mover.Deliver(Noon);
        Assert.Equal("newer", mover.Present);
        Assert.Equal(new CommandAnswer.Conflict("identifier-code-over"), mover.Confirm(Noon));
    }

    [Fact]
    public void A_wrong_place_or_time_is_refused_before_a_code_is_mailed()
    {
        var mover = new Mover();
        Assert.Equal(new CommandAnswer.Conflict("same-identifier"), mover.Ask("old", Noon));
        Assert.IsType<CommandAnswer.ConfirmationDue>(mover.Ask("new", Noon.AddMinutes(10)));
        mover.Door.Account = mover.Account with { SettingsLockedUntil = Noon.AddHours(1) };
        Assert.IsType<CommandAnswer.SettingsLocked>(mover.Ask("new", Noon));
        mover.Door.Account = mover.Account with { SettingsLockedUntil = null };

        // Whoever got in and added a factor does not take the address with it.
        var own = mover.Own;
        mover.Own = own with { ConfirmedFactorSince = Noon.AddHours(-1) };
        Assert.IsType<CommandAnswer.OnProbation>(mover.Ask("new", Noon));
        mover.Own = own with { ConfirmedWithSecondFactor = false };
        Assert.IsType<CommandAnswer.ConfirmationDue>(mover.Ask("new", Noon));
        mover.Own = own;
        Assert.Empty(mover.Mails);

        for (var i = 0; i < Numbers.CodesInADay; i++) Assert.IsType<CommandAnswer.Done>(mover.Ask("new", Noon));
        Assert.Equal(new CommandAnswer.Waiting(Noon.AddDays(1)), mover.Ask("new", Noon));
        Assert.Equal(2, mover.Mails.Count(mail => mail.Kind == NoticeKind.IdentifierCode));
        mover.Door.Account = mover.Account with { SettingsLockedUntil = Noon.AddHours(1) };
        Assert.IsType<CommandAnswer.SettingsLocked>(mover.Confirm(Noon));
    }

    [Fact]
    public void A_taken_address_is_asked_for_like_a_free_one_and_never_becomes_the_account_s()
    {
        var identifiers = new Dictionary<string, IdentifierState> { ["taken"] = new() { Owner = "another" } };
        var (free, taken) = (new Mover(), new Mover(identifiers: identifiers));

        Assert.Equal(free.Ask("free", Noon).GetType(), taken.Ask("taken", Noon).GetType());
        // Its owner gets a mail instead of a code. Should somebody guess both codes all the same, the claim is refused.
        taken.Confirm(Noon);
        taken.Deliver(Noon);

        Assert.Equal("old", taken.Present);
        Assert.Equal((null, null), (taken.State.Claim, taken.State.Former));
        Assert.Equal("another", taken.Of("taken").Owner);
        Assert.Equal((ActivityKind.IdentifierChangeStopped, ChangeStop.Taken),
            (taken.Account.Activity.Undelivered[^1].Kind, taken.Account.Activity.Undelivered[^1].Reason));
    }

    [Fact]
    public void A_claim_that_was_refused_and_arrives_again_takes_nothing_though_the_address_is_free_by_then()
    {
        var mover = new Mover(identifiers: new() { ["taken"] = new() { Owner = "another" } });
        mover.Ask("taken", Noon);
        mover.Confirm(Noon);
        var (claim, earlier) = (mover.State.Orders[0], mover.Of("taken").Generation);

        // Sent twice, before and after its owner lets it go: the first is refused, and that is what the account learns.
        mover.LetGo("taken");
        var later = mover.Of("taken").Generation;
        mover.Settle(claim, mover.Obey(claim, earlier), Noon);
        mover.Deliver(Noon);
        Assert.False(mover.Obey(claim, earlier));
        Assert.False(mover.Obey(claim, later));

        Assert.Null(mover.Of("taken").Owner);
    }

    [Fact]
    public void The_former_address_takes_the_change_back_once_and_the_account_freezes()
    {
        var mover = new Mover().Move("new", Noon);
        mover.Door.Account = RecoveryRules.Ask(mover.Account, ["thief"], Noon, Stranger, Policy.Recovery);
        var number = mover.State.Former!.FirstNotice;
        mover.DropMails();

        Assert.Equal(LinkAnswer.Gone, mover.Undo(Noon, number - 1));
        Assert.Equal(LinkAnswer.Stopped, mover.Undo(Noon.AddDays(6)));
        Assert.Equal(LinkAnswer.Gone, mover.Undo(Noon.AddDays(6), number));
        mover.Deliver(Noon.AddDays(6));

        Assert.Equal("old", mover.Present);
        Assert.Equal(FreezeReason.Undo, mover.Account.Frozen!.Why);
        Assert.Empty(mover.Account.Sessions);
        Assert.Empty(mover.Account.Devices);
        Assert.Equal((mover.Id, null), (mover.Of("old").Names, mover.Of("new").Owner));
        Assert.Equal(
            [
                (NoticeKind.AccountFrozen, null), (NoticeKind.IdentifierChangeUndone, null),
                (NoticeKind.IdentifierChangeUndone, "sealed new"),
            ],
            mover.Mails);

        // No link that was mailed to the other address does anything any more.
        Assert.Null(mover.Account.Recovery);
        Assert.Equal(LinkAnswer.Gone, FreezeRules.ReportByLink(
            mover.Account, mover.Account.Notices.LastNumber, Noon.AddDays(7), Noon.AddDays(6), Stranger).Answer);
    }

    [Fact]
    public void After_its_time_the_former_address_is_let_go_and_takes_nothing_back()
    {
        var mover = new Mover().Move("new", Noon);
        var number = mover.State.Former!.FirstNotice;

        Assert.Equal(new CommandAnswer.Conflict("identifier-changed-lately"), mover.Ask("newer", Noon));
        mover.PassTime(Noon + Numbers.UndoFor - TimeSpan.FromTicks(1));
        Assert.NotNull(mover.State.Former);
        Assert.Equal(LinkAnswer.Gone, mover.Undo(Noon + Numbers.UndoFor));
        mover.PassTime(Noon + Numbers.UndoFor);
        Assert.Equal(LinkAnswer.Gone, mover.Undo(Noon, number));
        mover.Deliver(Noon + Numbers.UndoFor);

        Assert.Equal((null, mover.Id), (mover.Of("old").Owner, mover.Of("new").Names));
        Assert.False(IdentifierMoves.NeedsTime(mover.Account));
    }

    [Fact]
    public void For_as_long_the_new_address_alone_replaces_no_passcode_removes_no_factor_and_opens_no_frozen_account()
    {
        var mover = new Mover().Move("new", Noon);
        var until = Noon + Numbers.UndoFor;
        mover.Door.Account = RecoveryRules.Ask(mover.Account, ["here"], Noon, Stranger, Policy.Recovery);
        RecoveryProof Proof(DateTimeOffset at) => new(at, mover.Account.Recovery!.LinkNumber, at.AddMinutes(1), "here", true, true);

        Assert.Equal(new RecoveryAnswer.NewAddress(until), RecoveryRules.RefuseUnseen(mover.Account, Proof(Noon), Policy));
        var loss = new LostFactor.Loss(mover.Door);
        Assert.Equal(new LossAnswer.NewAddress(until), loss.Ask(loss.Arrive(Noon), Noon));
        mover.Door.Do(FreezeRules.Freeze(mover.Account, mover.Own, Noon, Stranger));
        Assert.Equal(new RecoveryAnswer.NewAddress(until), RecoveryRules.RefuseUnseen(mover.Account, Proof(Noon), Policy));
        Assert.Null(RecoveryRules.RefuseUnseen(mover.Account, Proof(until), Policy));

        mover.Undo(Noon.AddHours(1));
        Assert.Null(IdentifierChangeRules.MailProvesFrom(mover.Account, Noon.AddHours(1)));
    }

    [Fact]
    public void The_former_address_hears_of_everything_in_that_time_and_of_nothing_after_it()
    {
        var mover = new Mover().Move("new", Noon);
        mover.DropMails();
        mover.Door.Account = mover.Account.Notify(Noon, NoticeKind.NewDevice, Stranger);
        Assert.Equal([(NoticeKind.NewDevice, null), (NoticeKind.NewDevice, "sealed old")], mover.Mails);
        mover.Door.Account = mover.Account.Notify(Noon, NoticeKind.NewPasscodeLink, Stranger);
        Assert.DoesNotContain((NoticeKind.NewPasscodeLink, "sealed old"), mover.Mails);

        mover.PassTime(Noon + Numbers.UndoFor);
        mover.DropMails();
        mover.Door.Account = mover.Account.Notify(Noon + Numbers.UndoFor, NoticeKind.NewDevice, Stranger);
        Assert.Equal([(NoticeKind.NewDevice, null)], mover.Mails);
    }

    [Fact]
    public void A_mail_on_its_way_to_the_address_before_still_goes_there_and_a_proof_is_not_sent_at_all()
    {
        var mover = new Mover();
        mover.Door.Account = mover.Account.Notify(Noon, NoticeKind.NewDevice, Stranger)
            .Notify(Noon, NoticeKind.NewPasscodeLink, Stranger);
        mover.Move("new", Noon);

        Assert.Equal((NoticeKind.NewDevice, "sealed old"), mover.Mails.First());
        Assert.DoesNotContain(mover.Mails, mail => mail.Kind is NoticeKind.NewPasscodeLink or NoticeKind.IdentifierCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_change_that_is_stopped_gives_back_what_it_may_have_claimed(bool claimed)
    {
        var mover = new Mover();
        mover.Ask("new", Noon);
        mover.Confirm(Noon);
        var (order, seen) = (mover.State.Orders[0], mover.Of("new").Generation);
        if (claimed) mover.Obey(order, seen);

        Assert.IsType<CommandAnswer.Done>(mover.Door.Do(IdentifierChangeRules.Stop(mover.Account, mover.Own, Noon, Stranger)));
        mover.Settle(order, true, Noon);
        mover.Deliver(Noon);
        mover.Obey(order, seen);

        Assert.Equal(("old", null), (mover.Present, mover.Of("new").Owner));
        Assert.IsType<CommandAnswer.NotFound>(IdentifierChangeRules.Stop(mover.Account, mover.Own, Noon, Stranger).Answer);
        Assert.Equal(NoticeKind.IdentifierChangeStopped, mover.Account.Notices.Undelivered[^1].Kind);
    }

    [Fact]
    public void Freezing_and_a_passcode_by_mail_stop_a_change()
    {
        var frozen = new Mover();
        frozen.Ask("new", Noon);
        frozen.Door.Do(FreezeRules.Freeze(frozen.Account, frozen.Own, Noon, Stranger));
        Assert.Null(frozen.State.Asked);
        Assert.DoesNotContain(frozen.Mails, mail => mail.Kind == NoticeKind.IdentifierCode);

        var late = new Mover();
        late.Ask("new", Noon);
        late.Door.Do(FreezeRules.Freeze(late.Account, late.Own, Noon + Numbers.CodeFor, Stranger));
        Assert.DoesNotContain(ActivityKind.IdentifierChangeStopped, late.Logged);
    }

    [Fact]
    public void Who_reads_a_taken_address_is_told_that_somebody_wanted_it_and_who_reads_a_former_one_there()
    {
        var mover = new Mover().Move("new", Noon);
        mover.DropMails();
        var quiet = TimeSpan.FromMinutes(10);
        Account Try(string key, bool byChange, DateTimeOffset? lastTold = null) =>
            IdentifierChangeRules.NoteTry(mover.Account, key, byChange, lastTold, quiet, Noon, Stranger);

        Assert.Equal(("former", "sealed old"), Told(Try("old", byChange: false).Notices.Undelivered.Single()));
        Assert.Equal(("change", null), Told(Try("new", byChange: true).Notices.Undelivered[0]));
        Assert.Equal((null, null), Told(Try("new", byChange: false).Notices.Undelivered[0]));
        Assert.Same(mover.Account, Try("new", false, Noon - quiet + TimeSpan.FromTicks(1)));
        Assert.NotSame(mover.Account, Try("new", false, Noon - quiet));
        var standIn = Door.StandIn().Account;
        Assert.Same(standIn, IdentifierChangeRules.NoteTry(standIn, "key", false, null, quiet, Noon, Stranger));

        static (string?, string?) Told(Notice notice) => (notice.Detail, notice.ProtectedTo);
    }

    [Fact]
    public void Codes_are_mailed_while_they_work_and_the_way_to_undo_for_as_long_as_it_is_one()
    {
        var mover = new Mover();
        mover.Ask("new", Noon);
        var code = mover.Account.Notices.Undelivered[0];
        Assert.True(AlertRules.StillMails(mover.Account, code, Noon, Policy.Freezing));
        Assert.False(AlertRules.StillMails(mover.Account, code, Noon + Numbers.CodeFor, Policy.Freezing));

        mover.Confirm(Noon);
        mover.Deliver(Noon);
        var moved = mover.Account.Notices.Undelivered.Single(n => n.Kind == NoticeKind.IdentifierMoved);
        Assert.True(AlertRules.StillMails(mover.Account, moved, Noon.AddDays(6), Policy.Freezing));
        Assert.False(AlertRules.StillMails(mover.Account, moved, Noon.AddDays(7), Policy.Freezing));

        // Nobody makes it give way by making noise.
        for (var i = 0; i < 100; i++) mover.Door.Account = mover.Account.Notify(Noon, NoticeKind.NewDevice, Stranger);
        Assert.Contains(moved, mover.Account.Notices.Within(new NoticePolicy()).Undelivered);
    }

    private static AlertAddress Alert(string name) => new(Name(7), name, $"sealed {name}", $"masked {name}", Noon);
}
