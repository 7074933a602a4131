using CsCheck;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Recovery;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Recovery;

public sealed class ForgottenPasscodeTests
{
    private const string Here = "this browser";

    private static readonly RecoveryPolicy Numbers = new();

    [Fact]
    public void The_link_of_the_browser_that_asked_replaces_the_passcode_and_nothing_else()
    {
        var way = new Way(Door.WithTotp());
        way.Door.Enter(Noon.AddHours(-1));
        var before = way.Door.Account;
        way.Ask(Noon);

        Assert.IsType<RecoveryAnswer.PasscodeReplaced>(way.Try(Noon.AddMinutes(1)));

        var account = way.Door.Account;
        Assert.Equal(("new hash", null), (account.PasscodeHash, account.Recovery));
        Assert.Empty(account.Sessions);
        Assert.Equal(before.Totp, account.Totp);
        Assert.Equal(before.RecoveryCodes, account.RecoveryCodes);
        Assert.Equal(before.Devices.Select(d => d.Id), account.Devices.Select(d => d.Id));
        Assert.Contains(new Hold(HoldReason.Recovery, Noon.AddMinutes(1), Noon.AddMinutes(1).AddHours(48)), account.Holds);
        Assert.Equal(NoticeKind.PasscodeReplaced, account.Notices.Undelivered[^1].Kind);
        Assert.Contains(account.Activity.Undelivered, entry => entry.Kind == ActivityKind.PasscodeReplaced);
    }

    [Fact]
    public void The_next_entry_asks_for_the_second_factor_as_ever()
    {
        var way = new Way(Door.WithTotp());
        way.Ask(Noon);
        way.Try(Noon);

        Assert.IsType<EntryAnswer.SecondFactorDue>(way.Door.Do(way.Door.Passcode(Noon.AddMinutes(1), right: true)));
        Assert.Empty(way.Door.Account.Sessions);
    }

    [Fact]
    public void A_link_works_once_until_its_end_and_only_while_it_is_the_newest()
    {
        var way = new Way();
        way.Ask(Noon);
        var first = way.Link;
        way.Ask(Noon.AddMinutes(5));

        Assert.IsType<RecoveryAnswer.Gone>(way.Try(Noon.AddMinutes(6), link: first));
        Assert.IsType<RecoveryAnswer.Gone>(way.Try(Noon.AddMinutes(35)));
        Assert.IsType<RecoveryAnswer.PasscodeReplaced>(way.Try(Noon.AddMinutes(35).AddTicks(-1)));
        Assert.IsType<RecoveryAnswer.Gone>(way.Try(Noon.AddMinutes(7), link: first + 1));
    }

    [Fact]
    public void Another_client_gets_nowhere_with_the_link_and_uses_nothing_up()
    {
        var way = new Way();
        way.Ask(Noon);
        var before = way.Door.Account;

        Assert.IsType<RecoveryAnswer.OtherClient>(way.Try(Noon, from: "another browser"));

        Assert.Same(before, way.Door.Account);
        Assert.IsType<RecoveryAnswer.PasscodeReplaced>(way.Try(Noon));
    }

    [Fact]
    public void Who_asked_keeps_the_right_to_the_newest_link_whoever_else_asks()
    {
        var way = new Way();
        way.Ask(Noon, "a stranger");
        way.Ask(Noon.AddMinutes(1));
        Assert.Single(way.Door.Account.Notices.Undelivered, n => n.Kind == NoticeKind.NewPasscodeLink);
        way.Ask(Noon.AddMinutes(6), "a stranger");

        Assert.IsType<RecoveryAnswer.PasscodeReplaced>(way.Try(Noon.AddMinutes(7)));
    }

    [Fact]
    public void Those_who_asked_are_remembered_up_to_a_bound()
    {
        var way = new Way();
        way.Ask(Noon);
        for (var i = 0; i < RecoveryState.MaxAskers; i++) way.Ask(Noon.AddSeconds(i), $"stranger {i}");

        Assert.Equal(RecoveryState.MaxAskers, way.Door.Account.Recovery!.Askers.Length);
        Assert.IsType<RecoveryAnswer.OtherClient>(way.Try(Noon.AddMinutes(1)));
    }

    [Fact]
    public void A_new_passcode_that_may_not_be_is_counted_so_that_the_link_finds_nothing_out()
    {
        var way = new Way();
        for (var link = 0; link < Numbers.TriesInARow / Numbers.TriesPerLink; link++)
        {
            way.Ask(Noon.AddMinutes(5 * link));
            for (var i = 0; i < Numbers.TriesPerLink; i++)
                Assert.IsType<RecoveryAnswer.SamePasscode>(way.Try(Noon.AddMinutes(5 * link), unfit: true));
            Assert.IsType<RecoveryAnswer.Gone>(way.Try(Noon.AddMinutes(5 * link)));
        }

        var before = way.Door.Account;
        way.Ask(Noon.AddHours(23));
        Assert.Same(before, way.Door.Account);
    }

    [Fact]
    public void Guesses_at_the_door_are_forgiven_with_the_new_passcode_and_those_of_the_second_factor_are_not()
    {
        var way = new Way(Door.WithTotp());
        var policy = Scene.Policy.Pace;
        for (var i = 0; i < 3; i++) way.Door.Do(way.Door.Passcode(Noon.AddHours(-2), right: false));
        way.Ask(Noon);
        way.Try(Noon);

        Assert.Equal(0, way.Door.Account.Strangers[Core.Throttling.Authenticator.Passcode].RungAt(Noon, policy));
    }

    [Fact]
    public void A_frozen_account_takes_its_passcode_besides_and_a_link_from_before_the_freeze_is_no_way_around()
    {
        var way = new Way();
        way.Ask(Noon);
        var own = way.Door.Enter(Noon);
        way.Door.Do(FreezeRules.Freeze(way.Door.Account, own, Noon, way.Door.CallerOf(own)));

        Assert.IsType<RecoveryAnswer.PasscodeDue>(way.Try(Noon));

        Assert.NotNull(way.Door.Account.Frozen);
        Assert.NotEqual("new hash", way.Door.Account.PasscodeHash);
    }

    [Fact]
    public void Asking_ends_no_session_and_locks_nobody_out()
    {
        var way = new Way();
        way.Door.Enter(Noon.AddHours(-1));
        for (var i = 0; i < 300; i++) way.Ask(Noon.AddMinutes(6 * i), $"stranger {i}");

        Assert.Single(way.Door.Account.Sessions);
        Assert.IsType<EntryAnswer.Admitted>(way.Door.Do(way.Door.Passcode(Noon.AddDays(2), right: true)));
    }

    [Fact]
    public void Whatever_is_tried_in_whatever_order_only_the_asking_client_s_newest_link_replaces_a_passcode() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 12], Gen.Bool, Gen.Bool).Array[1, 30].Sample(steps =>
        {
            var (way, at) = (new Way(Door.WithTotp()), Noon);
            foreach (var (what, minutes, asker, newest) in steps)
            {
                at = at.AddMinutes(minutes);
                var (account, from) = (way.Door.Account, asker ? Here : "another browser");
                if (what == 0)
                {
                    way.Ask(at, from);
                    continue;
                }

                var link = newest ? account.Recovery?.LinkNumber ?? 1 : (account.Recovery?.LinkNumber ?? 1) - 1;
                var good = account.Recovery is { TriesLeft: > 0 } state && newest && state.Askers.Contains(from)
                    && at < way.MailedAt + Numbers.LinkFor && what != 1;
                Assert.Equal(good, way.Try(at, from, link, unfit: what == 1) is RecoveryAnswer.PasscodeReplaced);
                Assert.NotNull(way.Door.Account.Totp);
                Assert.Equal(good ? [] : account.Sessions, way.Door.Account.Sessions);
            }
        }, iter: 500);

    private sealed class Way(Door? door = null)
    {
        public Door Door { get; } = door ?? Door.Opened();

        public long Link => Door.Account.Recovery!.LinkNumber;

        public DateTimeOffset MailedAt { get; private set; } = Noon;

        public void Ask(DateTimeOffset at, string from = Here)
        {
            Door.Account = RecoveryRules.Ask(Door.Account, [from], at, Stranger, Numbers);
            MailedAt = Door.Account.Recovery!.MailedAt;
        }

        public RecoveryAnswer Try(DateTimeOffset at, string from = Here, long? link = null, bool unfit = false)
        {
            var proof = new RecoveryProof(
                at, link ?? Door.Account.Recovery?.LinkNumber ?? 1, MailedAt + Numbers.LinkFor, from, ShowsPasscode: false,
                Next: unfit ? null : ("new hash", false));
            var (answer, next) = RecoveryRules.Decide(Door.Account, proof, Stranger, Scene.Policy);
            Door.Account = next;
            return answer;
        }
    }
}
