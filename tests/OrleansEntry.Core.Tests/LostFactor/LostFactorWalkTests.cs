using CsCheck;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.LostFactor;
using OrleansEntry.Core.Recovery;
using OrleansEntry.Core.SecondFactor;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.LostFactor;

/// <summary>All ways back in all orders, against a model that knows which proofs were shown.</summary>
public sealed class LostFactorWalkTests
{
    public enum Step
    {
        Passcode, WrongPasscode, Totp, RecoveryCode, WrongTotp, Ask, GiveCode, GiveWrongCode, StopByMail, StopInside, Freeze,
        AskForLink, NewPasscodeByLink, WayBackWithFactor, Enrol, HourLater, DayLater, FourDaysLater, ClockBack, MailFails,
    }

    private static readonly Step[] OfMailbox =
    [
        Step.AskForLink, Step.NewPasscodeByLink, Step.Passcode, Step.WrongPasscode, Step.WrongTotp, Step.Ask, Step.GiveCode, Step.Freeze,
        Step.StopByMail, Step.HourLater, Step.DayLater, Step.FourDaysLater, Step.ClockBack,
    ];

    private static readonly Step[] OfPasscode =
    [
        Step.Passcode, Step.WrongTotp, Step.Ask, Step.GiveWrongCode, Step.AskForLink, Step.HourLater, Step.DayLater, Step.FourDaysLater,
        Step.ClockBack,
    ];

    [Fact]
    public void Whatever_is_done_in_whatever_order_no_session_begins_and_no_factor_goes_without_its_proofs() =>
        Gen.Int[0, Enum.GetValues<Step>().Length - 1].Array[1, 60].Sample(steps =>
        {
            var world = new World();
            foreach (var step in steps) world.Do((Step)step);
        }, iter: 1500);

    [Fact]
    public void Who_has_the_mailbox_alone_never_takes_a_factor_away_nor_gets_in() => Walks(OfMailbox, steps =>
    {
        // The passcode that they have is the one that they chose by mail.
        var world = new World { HasPasscode = false };
        foreach (var step in steps) world.Do(step);
        Assert.NotNull(world.Account.Totp);
        Assert.Empty(world.Account.Sessions);
    });

    [Fact]
    public void Who_has_the_passcode_alone_never_takes_a_factor_away_nor_gets_in() => Walks(OfPasscode, steps =>
    {
        var world = new World();
        foreach (var step in steps) world.Do(step);
        Assert.NotNull(world.Account.Totp);
        Assert.Empty(world.Account.Sessions);
    });

    private static void Walks(Step[] able, Action<IEnumerable<Step>> walk) =>
        Gen.Int[0, able.Length - 1].Array[1, 80].Sample(steps => walk(steps.Select(step => able[step])), iter: 1000);

    private sealed class World
    {
        private readonly Loss _loss = new(Quiet());
        private DateTimeOffset _now = Noon;
        private string? _nonce;
        private bool _mailWorks = true;

        // The model: since when a removal may wait, begun by two proofs and stopped by nothing; and where the passcode comes from.
        private DateTimeOffset? _begunAt;
        private bool _passcodeByMail;

        public bool HasPasscode { get; set; } = true;

        public Account Account => _loss.Account;

        public void Do(Step step)
        {
            var (before, waited) = (Account, _begunAt);
            Act(step);
            if (before.Totp is not null && Account.Totp is null) AssertRemoved(step, waited);
            if (Account.Sessions.Length > before.Sessions.Length) AssertAdmitted(step, before);
            Assert.Equal(_begunAt is not null, Account.LostFactor.Removal is not null);
            if (Account.Totp is null) Assert.NotNull(SecondFactorRules.RefuseUntilEnrolled(Account, Policy.SecondFactor));
            if (Account.Frozen is not null) Assert.Null(Account.LostFactor.Removal);
        }

        private void AssertRemoved(Step step, DateTimeOffset? waited)
        {
            Assert.True(step is Step.HourLater or Step.DayLater or Step.FourDaysLater, $"{step} took the factor away.");
            Assert.NotNull(waited);
            Assert.True(_now >= waited.Value + Policy.LostFactor.WaitFor);
            Assert.Empty(Account.Sessions);
            Assert.Null(Account.RecoveryCodes);
            Assert.True(Account.Holds.Any(h => h.Until >= _now.AddHours(1)));
            _begunAt = null;
        }

        private static void AssertAdmitted(Step step, Account before)
        {
            Assert.Null(before.Frozen);
            Assert.True(
                step is Step.Totp or Step.RecoveryCode || (step is Step.Passcode && before.Totp is null),
                $"{step} began a session.");
        }

        private void Act(Step step)
        {
            var door = _loss.Door;
            switch (step)
            {
                case Step.Passcode when HasPasscode: EnterPasscode(); break;
                case Step.WrongPasscode: door.Do(door.Passcode(_now, right: false)); break;
                case Step.Totp when Waits(): Show(Method.Totp, RightAt(_now)); break;
                case Step.RecoveryCode when Waits() && Account.RecoveryCodes is { Hashes.Length: > 0 }:
                    Show(Method.RecoveryCode, new CodeVerdict.RightCode(0)); break;
                case Step.WrongTotp when Waits(): door.Do(door.Code(_now, Wrong, _nonce!)); break;
                case Step.Ask: _loss.Ask(_nonce ?? "none", _now); break;
                case Step.GiveCode: GiveCode(right: true); break;
                case Step.GiveWrongCode: GiveCode(right: false); break;
                case Step.StopByMail when _loss.StopByLink(Account.Notices.LastNumber, _now) is LinkAnswer.Stopped: _begunAt = null; break;
                case Step.StopInside when Account.Sessions is [.., var own]:
                    door.Do(LostFactorRules.Stop(Account, own, _now, Stranger)); _begunAt = null; break;
                case Step.Freeze when Account.Notices.LastNumber > Account.LinksUsedThrough:
                    door.Account = FreezeRules
                        .ReportByLink(Account, Account.Notices.LastNumber, _now.AddMinutes(1), _now, Stranger).Account;
                    _begunAt = null; break;
                case Step.AskForLink: door.Account = RecoveryRules.Ask(Account, ["here"], _now, Stranger, Policy.Recovery); break;
                case Step.NewPasscodeByLink: UseLink(showsPasscode: false, null); break;
                case Step.WayBackWithFactor: UseLink(showsPasscode: true, RightAt(_now)); break;
                case Step.Enrol when Account.Totp is null && Account.Sessions is [.., var own] && own.ConfirmedAt == _now:
                    door.Enrol(own, _now); break;
                case Step.HourLater: Later(TimeSpan.FromHours(1)); break;
                case Step.DayLater: Later(TimeSpan.FromDays(1)); break;
                case Step.FourDaysLater: Later(TimeSpan.FromDays(4)); break;
                case Step.ClockBack: _now = _now.AddHours(-30); break;
                case Step.MailFails: _mailWorks = !_mailWorks; break;
            }
        }

        private void EnterPasscode()
        {
            _nonce = _loss.Door.NewNonce();
            _loss.Door.Do(_loss.Door.Passcode(_now, right: true, nonce: _nonce));
        }

        private bool Waits() => Account.Totp is not null
            && Account.Entries.Any(e => e.Nonce == _nonce && e is OpenEntry.AwaitingSecondFactor);

        private void Show(string method, CodeVerdict verdict)
        {
            if (_loss.Door.Do(_loss.Door.Code(_now, verdict, _nonce!, method: method)) is EntryAnswer.Admitted)
                (_begunAt, _passcodeByMail) = (null, false);
        }

        private void GiveCode(bool right)
        {
            if (_loss.Confirm(_nonce ?? "none", _now, right) is not LossAnswer.Begun) return;

            Assert.True(right && !_passcodeByMail && Account.Frozen is null && Account.Totp is not null);
            _begunAt = _now;
        }

        private void UseLink(bool showsPasscode, CodeVerdict? verdict)
        {
            if (Account.Recovery is not { } link) return;
            var (before, hadTotp) = (Account, Account.Totp is not null);
            var (answer, next) = RecoveryRules.Decide(
                before,
                new RecoveryProof(
                    _now, link.LinkNumber, link.MailedAt + Policy.Recovery.LinkFor, "here", showsPasscode, showsPasscode && HasPasscode,
                    showsPasscode ? Method.Totp : null, hadTotp ? verdict : null, ($"hash {_now:O}", false)),
                Stranger, Policy);
            _loss.Door.Account = next;
            if (answer is RecoveryAnswer.PasscodeReplaced)
            {
                Assert.False(before.LostFactor.EnrolmentDue && !hadTotp);
                (_begunAt, _passcodeByMail, HasPasscode) = (null, hadTotp, true);
            }

            if (answer is not RecoveryAnswer.Unfrozen) return;
            Assert.True(showsPasscode && (!hadTotp || verdict is { IsRight: true }));
            (_begunAt, _passcodeByMail) = (null, !hadTotp && _passcodeByMail);
        }

        private void Later(TimeSpan span)
        {
            for (var end = _now + span; _now < end;)
            {
                _now = _now.AddHours(1);
                if (_mailWorks) _loss.DeliverMail();
                _loss.PassTime(_now);
                if (Account.Totp is null) break;
            }
        }

        // Nobody is inside when the walk begins.
        private static Door Quiet()
        {
            var door = Door.WithTotp();
            door.Account = door.Account with { Sessions = [] };
            return door;
        }
    }
}
