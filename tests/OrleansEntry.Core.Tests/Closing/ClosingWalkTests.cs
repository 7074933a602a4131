using CsCheck;
using OrleansEntry.Core.Closing;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.Sessions;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Closing;

/// <summary>Every command in every state, in any order and over any times.</summary>
public sealed class ClosingWalkTests
{
    public enum Step
    {
        Ask, StopInside, StopByMail, StopByOldMail, Freeze, Enter, WrongPasscode, LockSettings, Hour, Day, Week, ClockBack, MailFails,
    }

    [Fact]
    public void No_account_goes_before_its_wait_without_a_last_warning_or_after_it_was_stopped_and_none_comes_back() =>
        Gen.Int[0, Enum.GetValues<Step>().Length - 1].Array[1, 80].Sample(steps =>
        {
            var world = new World();
            foreach (var step in steps) world.Do((Step)step);
        }, iter: 1500);

    private sealed class World
    {
        private readonly Leaving _leaving = new();
        private DateTimeOffset _now = Noon;
        private bool _mailWorks = true;
        private long _oldMail;

        // The model: since when a closing waits, and when its owner was warned for the last time before it ended.
        private DateTimeOffset? _begunAt;
        private DateTimeOffset _warnedAt;

        public void Do(Step step)
        {
            var before = _leaving.Account;
            Act(step);
            var account = _leaving.Account;
            Assert.Equal(_begunAt is not null && account.Exists, account.Closing.Waiting is not null);
            if (before.IsClosed)
            {
                Assert.True(account.IsClosed && !account.Exists && account.Sessions.IsEmpty, $"{step} brought it back.");
                Assert.Equal(before.Activity.Sequence, account.Activity.Sequence);
            }
            else if (account.IsClosed)
            {
                Assert.True(step is Step.Hour or Step.Day or Step.Week, $"{step} closed it.");
                Assert.True(_now >= _begunAt + Policy.Closing.Wait && _now >= before.SettingsLockedUntil.GetValueOrDefault());
                Assert.True(_now >= _warnedAt + Policy.Closing.WarnBefore);
                Assert.True(account.PasscodeHash is "" && account.ProtectedIdentifier is "" && account.Devices.IsEmpty);
            }
        }

        private void Act(Step step)
        {
            var (door, account) = (_leaving.Door, _leaving.Account);
            var inside = account.Sessions.FirstOrDefault(s => s.IsLive(_now, Policy.Sessions) && account.Frozen is null);
            switch (step)
            {
                case Step.Ask when inside is not null:
                    if (door.Do(ClosingRules.Begin(account, inside, _now, Stranger, Policy)) is CommandAnswer.Done)
                        (_begunAt, _warnedAt) = (_now, _now);
                    break;
                case Step.StopInside when inside is not null:
                    if (door.Do(ClosingRules.Stop(account, inside, _now, Stranger)) is CommandAnswer.Done) Stopped();
                    break;
                case Step.StopByMail when _leaving.StopByLink(account.Notices.LastNumber, _now) is LinkAnswer.Stopped: Stopped(); break;
                case Step.StopByOldMail: Assert.Equal(LinkAnswer.Gone, _leaving.StopByLink(_oldMail, _now)); break;
                case Step.Freeze when FreezeRules.ReportByLink(account, account.Notices.LastNumber, _now.AddDays(1), _now, Stranger)
                    is { Answer: LinkAnswer.Frozen } frozen:
                    door.Account = frozen.Account;
                    Stopped();
                    break;
                case Step.Enter when account is { Exists: true, Frozen: null }:
                    var nonce = door.NewNonce();
                    door.Do(door.Passcode(_now, right: true, nonce: nonce));
                    door.Do(door.Code(_now, RightAt(_now), nonce));
                    break;
                case Step.WrongPasscode: door.Do(door.Passcode(_now, right: false)); break;
                case Step.LockSettings when account.Exists: door.Account = account with { SettingsLockedUntil = _now.AddDays(3) }; break;
                case Step.Hour: Later(TimeSpan.FromHours(1)); break;
                case Step.Day: Later(TimeSpan.FromDays(1)); break;
                case Step.Week: Later(TimeSpan.FromDays(7)); break;
                case Step.ClockBack: _now = _now.AddHours(-30); break;
                case Step.MailFails: _mailWorks = !_mailWorks; break;
            }
        }

        private void Stopped()
        {
            _begunAt = null;
            _oldMail = _leaving.Account.Notices.LastNumber - 1;
        }

        private void Later(TimeSpan time)
        {
            _now += time;
            if (_mailWorks) _leaving.DeliverMail();
            var warned = _leaving.Waiting?.WarnedAt;
            _leaving.PassTime(_now);
            if (_leaving.Waiting is { } waiting && waiting.WarnedAt != warned) _warnedAt = _now;
        }
    }
}
