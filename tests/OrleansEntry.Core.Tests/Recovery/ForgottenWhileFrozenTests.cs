using CsCheck;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Alerts;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Passkeys;
using OrleansEntry.Core.Recovery;
using OrleansEntry.Core.SecondFactor;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Recovery;

/// <summary>A frozen account whose owner forgot the passcode: the mailed link and the second factor, both, and neither alone.</summary>
public sealed class ForgottenWhileFrozenTests
{
    private const string Here = "this browser";

    [Theory]
    [InlineData(Method.Totp)]
    [InlineData(Method.RecoveryCode)]
    public void Link_and_second_factor_open_the_account_under_a_new_passcode_and_hold_withdrawals(string method)
    {
        var way = new Way();
        var codes = way.Door.Account.RecoveryCodes!.Hashes.Length;
        way.Ask(Noon);

        Assert.IsType<RecoveryAnswer.Unfrozen>(
            way.Try(Noon, method, method == Method.Totp ? RightAt(Noon) : new CodeVerdict.RightCode(0)));

        var account = way.Door.Account;
        Assert.Equal((null, null, "new hash"), (account.Frozen, account.Recovery, account.PasscodeHash));
        Assert.Empty(account.Sessions);
        Assert.Empty(account.Devices);
        Assert.Contains(new Hold(HoldReason.Recovery, Noon, Noon.AddHours(48)), account.Holds);
        Assert.Equal("forgotten", account.Activity.Undelivered.Single(e => e.Kind == ActivityKind.AccountUnfrozen).Reason);
        Assert.Equal([null, "sealed"], account.Notices.Undelivered.Where(n => n.Kind == NoticeKind.AccountUnfrozen)
            .Select(n => n.ProtectedTo));
        Assert.Equal(method == Method.Totp ? codes : codes - 1, account.RecoveryCodes!.Hashes.Length);
        if (method == Method.Totp) Assert.Equal(StepAt(Noon), account.Totp!.LastStep);
        else Assert.Contains(account.Notices.Undelivered, n => n.Kind == NoticeKind.RecoveryCodeUsed);
        Assert.True(account.LostFactor.PasscodeByMail);
        Assert.IsType<RecoveryAnswer.Gone>(way.Try(Noon, method, RightAt(Noon)));
    }

    [Fact]
    public void The_link_alone_opens_nothing_and_an_account_without_a_second_factor_takes_its_passcode()
    {
        var way = new Way();
        way.Ask(Noon);
        Assert.IsType<RecoveryAnswer.PasscodeDue>(way.Try(Noon, null, null));

        var bare = new Way(Door.Opened());
        bare.Ask(Noon);
        foreach (var method in new[] { Method.Totp, Method.RecoveryCode })
            Assert.IsType<RecoveryAnswer.PasscodeDue>(bare.Try(Noon, method, RightAt(Noon)));
        Assert.All([way, bare], w => Assert.NotNull(w.Door.Account.Frozen));
    }

    [Fact]
    public void Only_a_client_that_asked_does_without_the_passcode()
    {
        var way = new Way();
        way.Ask(Noon);

        Assert.IsType<RecoveryAnswer.OtherClient>(way.Try(Noon, Method.Totp, RightAt(Noon), from: "another browser"));
        Assert.IsType<RecoveryAnswer.Unfrozen>(way.Try(Noon, Method.Totp, RightAt(Noon)));
    }

    // Whoever was in the account may have added it.
    [Fact]
    public void A_factor_of_less_than_a_day_does_not_stand_in()
    {
        var way = new Way();
        way.Door.Account = way.Door.Account with { Totp = way.Door.Account.Totp! with { Since = Noon.AddHours(-23) } };
        way.Ask(Noon);
        Assert.Equal(new RecoveryAnswer.Waiting(Noon.AddHours(1)), way.Try(Noon, Method.Totp, RightAt(Noon)));

        way.Ask(Noon.AddHours(1));
        Assert.IsType<RecoveryAnswer.Unfrozen>(way.Try(Noon.AddHours(1), Method.Totp, RightAt(Noon.AddHours(1))));
    }

    [Fact]
    public void A_passkey_stands_in_like_a_code_and_is_as_old_as_the_one_that_was_shown()
    {
        var way = WithPasskeys();
        way.Ask(Noon);
        Assert.Equal(
            new RecoveryAnswer.Waiting(Noon.AddHours(1)),
            way.Try(Noon, Method.Passkey, new CodeVerdict.RightPasskey(Name(2), 8, BackedUp: false)));
        Assert.Equal(
            (5, 7u), (way.Door.Account.Recovery!.TriesLeft, way.Door.Account.Passkeys[1].Credential.Counter));

        Assert.IsType<RecoveryAnswer.Unfrozen>(
            way.Try(Noon, Method.Passkey, new CodeVerdict.RightPasskey(Name(1), 8, BackedUp: false)));

        var account = way.Door.Account;
        Assert.Equal((null, "new hash", 8u), (account.Frozen, account.PasscodeHash, account.Passkeys[0].Credential.Counter));
        Assert.True(account.LostFactor.PasscodeByMail);
        Assert.Contains(new Hold(HoldReason.Recovery, Noon, Noon.AddHours(48)), account.Holds);
    }

    [Fact]
    public void A_wrong_passkey_is_counted_and_a_copy_told_and_without_one_the_passcode_is_due()
    {
        var way = WithPasskeys();
        way.Ask(Noon);

        Assert.Equal(new RecoveryAnswer.Refused("passkey"), way.Try(Noon, Method.Passkey, Wrong));
        Assert.Equal(new RecoveryAnswer.Refused("passkey"), way.Try(Noon, Method.Passkey, new CodeVerdict.Copied(Name(1))));
        Assert.Equal(new RecoveryAnswer.Refused("passkey"), way.Try(Noon, Method.Passkey, Wrong, showsPasscode: true));
        Assert.Equal(
            new RecoveryAnswer.Refused("passkey"),
            way.Try(Noon, Method.Passkey, new CodeVerdict.Copied(Name(1)), showsPasscode: true));

        var account = way.Door.Account;
        Assert.Equal((1, 4, 2), (account.Recovery!.TriesLeft, account.Recovery.InARow, account.Strangers.Passkey.InARow));
        Assert.Equal(
            ["wrong", "copied", "wrong", "copied"],
            account.Activity.Undelivered.Where(e => e is { Kind: ActivityKind.RecoveryRefused, Detail: "passkey" }).Select(e => e.Reason));
        Assert.Equal(2, account.Notices.Undelivered.Count(n => n is { Kind: NoticeKind.PasskeyCopied, ProtectedTo: null }));
        var bare = new Way();
        bare.Ask(Noon);
        Assert.IsType<RecoveryAnswer.PasscodeDue>(bare.Try(Noon, Method.Passkey, Wrong));
    }

    [Fact]
    public void With_the_passcode_a_passkey_is_offered_and_opens()
    {
        var way = WithPasskeys();
        way.Ask(Noon);

        Assert.Equal(
            [Method.Passkey],
            Assert.IsType<RecoveryAnswer.SecondFactorDue>(way.Try(Noon, null, null, showsPasscode: true)).Methods);
        Assert.IsType<RecoveryAnswer.Unfrozen>(
            way.Try(Noon, Method.Passkey, new CodeVerdict.RightPasskey(Name(2), 8, BackedUp: false), showsPasscode: true));
        Assert.Equal(8u, way.Door.Account.Passkeys[1].Credential.Counter);
    }

    [Fact]
    public void A_wrong_code_is_counted_for_the_link_and_at_the_door_and_told_to_every_address()
    {
        var way = new Way();
        way.Ask(Noon);

        Assert.Equal("wrong", Assert.IsType<RecoveryAnswer.Refused>(way.Try(Noon, Method.Totp, Wrong)).Reason);

        var account = way.Door.Account;
        Assert.Equal((4, 1, 1), (account.Recovery!.TriesLeft, account.Recovery.InARow, account.Strangers.Totp.InARow));
        Assert.Equal([null, "sealed"], account.Notices.Undelivered.Where(n => n.Kind == NoticeKind.WrongCodeOnTheWayBack)
            .Select(n => n.ProtectedTo));
        Assert.Contains(account.Activity.Undelivered, e => e is { Kind: ActivityKind.RecoveryRefused, Reason: "wrong", Detail: "totp" });
    }

    // N-21: however patient somebody with the mailbox is, the guesses at one authenticator come to an end.
    [Fact]
    public void Who_has_the_mailbox_alone_guesses_no_more_often_than_strangers_may_in_all()
    {
        var (way, at, looked) = (new Way(), Noon, 0);
        for (var i = 0; i < 2000; i++)
        {
            way.Ask(at);
            switch (way.Try(at, Method.Totp, Wrong))
            {
                case RecoveryAnswer.Refused: looked++; break;
                case RecoveryAnswer.Waiting waiting: at = waiting.Until; break;
                default: at = at.AddMinutes(5); break;
            }
        }

        Assert.Equal(Policy.Pace.StrangersHardStop, looked);
        way.Ask(at = at.AddDays(2));
        Assert.IsType<RecoveryAnswer.PasscodeDue>(way.Try(at, Method.Totp, RightAt(at)));
        Assert.IsType<RecoveryAnswer.Unfrozen>(way.Try(at, Method.Totp, RightAt(at), showsPasscode: true));
    }

    [Fact]
    public void A_new_passcode_that_may_not_be_is_counted_and_uses_no_code_up()
    {
        var way = new Way();
        way.Ask(Noon);

        for (var i = 0; i < 5; i++)
            Assert.IsType<RecoveryAnswer.SamePasscode>(way.Try(Noon, Method.Totp, RightAt(Noon), unfit: true));

        Assert.IsType<RecoveryAnswer.Gone>(way.Try(Noon, Method.Totp, RightAt(Noon)));
        Assert.NotEqual(StepAt(Noon), way.Door.Account.Totp!.LastStep);
    }

    [Fact]
    public void Whatever_is_tried_in_whatever_order_only_both_proofs_open_it() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 12], Gen.Bool, Gen.Bool).Array[1, 30].Sample(steps =>
        {
            var (way, at) = (new Way(), Noon);
            foreach (var (what, minutes, asker, newest) in steps)
            {
                at = at.AddMinutes(minutes);
                var (state, from) = (way.Door.Account.Recovery, asker ? Here : "another browser");
                if (what == 0)
                {
                    way.Ask(at, from);
                    continue;
                }

                var link = (state?.LinkNumber ?? 1) - (newest ? 0 : 1);
                var answer = way.Try(
                    at, what == 1 ? null : Method.Totp, what switch { 1 => null, 2 => Wrong, _ => RightAt(at) }, from, link, what == 3);
                if (answer is not RecoveryAnswer.Unfrozen) continue;

                Assert.True(what == 4 && newest && state is { TriesLeft: > 0 } && state.Askers.Contains(from)
                    && at < way.MailedAt + Policy.Recovery.LinkFor);
                return;
            }

            Assert.NotNull(way.Door.Account.Frozen);
        }, iter: 500);

    // Of two passkeys the second is 23 hours old.
    private static Way WithPasskeys()
    {
        var way = new Way(Door.Opened());
        way.Door.Account = way.Door.Account with
        {
            Passkeys = [.. new[] { (1, Noon.AddDays(-9)), (2, Noon.AddHours(-23)) }.Select(p => new Passkey
            {
                Id = Name(p.Item1), Name = "key", Since = p.Item2,
                Credential = new PasskeyCredential { Id = [(byte)p.Item1], PublicKey = [1], Counter = 7 },
            })],
        };
        return way;
    }

    private sealed class Way
    {
        public Way(Door? door = null)
        {
            Door = door ?? Door.WithTotp();
            var own = Door.Enter(Noon.AddHours(-1), Door.Account.Devices.IsEmpty ? null : Door.FirstDevice);
            Door.Account = Door.Account with
            {
                AlertAddresses = [new AlertAddress(Name(1), "name", "sealed", "masked", Noon.AddDays(-9))],
            };
            Door.Do(FreezeRules.Freeze(Door.Account, own, Noon.AddHours(-1), Door.CallerOf(own)));
        }

        public Door Door { get; }

        public DateTimeOffset MailedAt { get; private set; } = Noon;

        public void Ask(DateTimeOffset at, string from = Here)
        {
            Door.Account = RecoveryRules.Ask(Door.Account, [from], at, Stranger, Policy.Recovery);
            MailedAt = Door.Account.Recovery!.MailedAt;
        }

        public RecoveryAnswer Try(
            DateTimeOffset at, string? method, CodeVerdict? verdict, string from = Here, long? link = null, bool unfit = false,
            bool showsPasscode = false)
        {
            var proof = new RecoveryProof(
                at, link ?? Door.Account.Recovery?.LinkNumber ?? 1, MailedAt + Policy.Recovery.LinkFor, from, showsPasscode,
                PasscodeRight: showsPasscode, method, verdict, unfit ? null : ("new hash", false));
            var (answer, next) = RecoveryRules.Decide(Door.Account, proof, Stranger, Policy);
            Door.Account = next;
            return answer;
        }
    }
}
