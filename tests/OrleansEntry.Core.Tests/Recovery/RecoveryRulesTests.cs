using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Recovery;
using OrleansEntry.Core.SecondFactor;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Recovery;

public sealed class RecoveryRulesTests
{
    private static readonly RecoveryPolicy Policy = new();

    [Fact]
    public void A_stand_in_is_mailed_nothing_and_remembers_nothing()
    {
        var door = Door.StandIn();

        Assert.Same(door.Account, RecoveryRules.Ask(door.Account, ["browser"], Noon, Stranger, Policy));
    }

    [Fact]
    public void Whoever_asks_again_soon_keeps_the_link_that_was_mailed()
    {
        var way = new Way();
        way.Ask(Noon);
        var first = way.Link;

        way.Ask(Noon.AddMinutes(4));
        Assert.Equal(first, way.Link);
        way.Ask(Noon.AddMinutes(5));
        Assert.NotEqual(first, way.Link);
        Assert.IsType<RecoveryAnswer.Gone>(way.Try(Noon.AddMinutes(6), link: first));
    }

    [Fact]
    public void A_clock_that_is_set_back_brings_no_flood_and_no_silence()
    {
        var way = new Way();
        way.Ask(Noon);
        var first = way.Link;

        way.Ask(Noon.AddMinutes(-4));
        Assert.Equal(first, way.Link);
        way.Ask(Noon.AddHours(-2));
        Assert.NotEqual(first, way.Link);
    }

    [Fact]
    public void Link_passcode_and_a_new_passcode_open_the_account_and_sign_nobody_in()
    {
        var way = new Way();
        way.Ask(Noon);

        Assert.IsType<RecoveryAnswer.Unfrozen>(way.Try(Noon.AddMinutes(1)));

        var account = way.Door.Account;
        Assert.Null(account.Frozen);
        Assert.Null(account.Recovery);
        Assert.Equal("new hash", account.PasscodeHash);
        Assert.Empty(account.Sessions);
        Assert.Empty(account.Devices);
        Assert.Contains(new Core.Holds.Hold("recovery", Noon.AddMinutes(1), Noon.AddMinutes(1).AddHours(48)), account.Holds);
        Assert.Equal(NoticeKind.AccountUnfrozen, account.Notices.Undelivered[^1].Kind);
        Assert.IsType<RecoveryAnswer.Gone>(way.Try(Noon.AddMinutes(1)));
    }

    [Fact]
    public void With_an_authenticator_its_code_is_due_with_the_right_passcode_and_only_then()
    {
        var way = new Way(Door.WithTotp());
        way.Ask(Noon);

        Assert.Equal("passcode", Assert.IsType<RecoveryAnswer.Refused>(way.Try(Noon, right: false)).Reason);
        Assert.IsType<RecoveryAnswer.SecondFactorDue>(way.Try(Noon));
        Assert.IsType<RecoveryAnswer.Refused>(way.Try(Noon, verdict: Wrong));
        Assert.IsType<RecoveryAnswer.Unfrozen>(way.Try(Noon, verdict: RightAt(Noon)));
        Assert.Equal(StepAt(Noon), way.Door.Account.Totp!.LastStep);
    }

    [Fact]
    public void A_wrong_code_after_the_right_passcode_is_told_to_the_owner()
    {
        var way = new Way(Door.WithTotp());
        way.Ask(Noon);

        way.Try(Noon, verdict: Wrong);

        Assert.Equal(NoticeKind.WrongCodeAfterPasscode, way.Door.Account.Notices.Undelivered[^1].Kind);
    }

    [Fact]
    public void Five_wrong_tries_use_up_a_link_whatever_they_were()
    {
        var way = new Way(Door.WithTotp());
        way.Ask(Noon);
        way.Try(Noon, right: false);
        way.Try(Noon, verdict: Wrong);
        way.Try(Noon, right: false);
        way.Try(Noon, verdict: Wrong);
        Assert.IsType<RecoveryAnswer.Refused>(way.Try(Noon, right: false));

        Assert.IsType<RecoveryAnswer.Gone>(way.Try(Noon, verdict: RightAt(Noon)));
        Assert.NotNull(way.Door.Account.Frozen);
    }

    [Fact]
    public void Twenty_wrong_tries_in_a_row_make_the_way_back_rest_for_a_day_and_clocks_that_step_do_not_shorten_it()
    {
        var way = new Way();
        var at = Noon;
        for (var link = 0; link < 4; link++)
        {
            way.Ask(at);
            for (var i = 0; i < 5; i++) Assert.IsType<RecoveryAnswer.Refused>(way.Try(at, right: false));
            at = at.AddMinutes(5);
        }

        var rested = at.AddMinutes(-5).AddHours(24);
        var before = way.Link;
        way.Ask(rested.AddSeconds(-1));
        way.Ask(at.AddMinutes(-30));
        Assert.Equal(before, way.Link);

        way.Ask(rested);
        Assert.NotEqual(before, way.Link);
        Assert.IsType<RecoveryAnswer.Unfrozen>(way.Try(rested));
    }

    [Fact]
    public void The_present_passcode_is_no_new_one_and_the_code_stays_unused()
    {
        var way = new Way(Door.WithTotp());
        way.Ask(Noon);

        Assert.IsType<RecoveryAnswer.SamePasscode>(way.Try(Noon, verdict: RightAt(Noon), same: true));
        Assert.NotNull(way.Door.Account.Frozen);
        Assert.IsType<RecoveryAnswer.Unfrozen>(way.Try(Noon, verdict: RightAt(Noon)));
    }

    [Fact]
    public void Guesses_at_the_door_do_not_close_the_way_back_and_coming_back_forgives_them()
    {
        var way = new Way();
        var at = way.Door.FailPasscodes(Noon, 80);
        way.Ask(at);

        Assert.IsType<RecoveryAnswer.Unfrozen>(way.Try(at));
        Assert.IsType<Core.Entry.EntryAnswer.Admitted>(way.Door.Do(way.Door.Passcode(at, right: true)));
    }

    [Fact]
    public void A_link_past_its_end_is_over()
    {
        var way = new Way();
        way.Ask(Noon);

        Assert.IsType<RecoveryAnswer.Gone>(way.Try(Noon + Policy.LinkFor));
        Assert.IsType<RecoveryAnswer.Unfrozen>(way.Try(Noon + Policy.LinkFor - TimeSpan.FromTicks(1)));
    }

    private sealed class Way
    {
        public Way(Door? door = null)
        {
            Door = door ?? Door.Opened();
            var own = Door.Enter(Noon.AddHours(-1));
            Door.Do(FreezeRules.Freeze(Door.Account, own, Noon.AddHours(-1), Door.CallerOf(own)));
        }

        public Door Door { get; }

        public long Link => Door.Account.Recovery!.LinkNumber;

        private DateTimeOffset MailedAt { get; set; }

        public void Ask(DateTimeOffset at)
        {
            Door.Account = RecoveryRules.Ask(Door.Account, ["browser"], at, Stranger, Policy);
            MailedAt = Door.Account.Recovery!.MailedAt;
        }

        public RecoveryAnswer Try(DateTimeOffset at, bool right = true, CodeVerdict? verdict = null, bool same = false, long? link = null)
        {
            var proof = new RecoveryProof(
                at, link ?? Door.Account.Recovery?.LinkNumber ?? 1, MailedAt + Policy.LinkFor, "anybody", ShowsPasscode: true, right,
                verdict is null ? null : Method.Totp, verdict, same ? null : ("new hash", false));
            var (answer, next) = RecoveryRules.Decide(Door.Account, proof, Stranger, Scene.Policy);
            Door.Account = next;
            return answer;
        }
    }
}
