using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Operators;
using OrleansEntry.Core.Recovery;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.Tests.Closing;
using OrleansEntry.Core.Tests.LostFactor;
using OrleansEntry.Core.Throttling;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Operators;

public sealed class AccountActsTests
{
    private static readonly OperatorNote Note = new(Name(1), null, Staff.Why);

    public static TheoryData<string> OnAccounts => [.. OperatorAct.All.Where(a => a.OnAccount).Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(OnAccounts))]
    public void Every_act_says_who_and_why_in_the_accounts_log_and_tells_the_owner_of_all_but_a_look(string word)
    {
        var door = new Loss().Door;
        new Loss(door).Begin(Noon);
        door.FailPasscodes(Noon.AddHours(2), 5);
        if (word is "unfreeze") door.Account = FreezeRules.Freeze(door.Account, null!, Noon, Stranger).Account;
        var before = door.Account;
        Assert.True(OperatorAct.TryFind(word, out var act));

        Assert.Equal(ActOutcome.Done, Do(door, act));

        var entry = door.Account.Activity.Undelivered.Single(e => e.Kind == ActivityKind.OperatorActed);
        Assert.Equal((word, $"{Name(1)} ticket 4711", "operators"), (entry.Reason, entry.Detail, entry.Network));
        var told = door.Account.Notices.Undelivered.Where(n => n.Kind is NoticeKind.OperatorActed).Select(n => n.Detail);
        Assert.Equal(act == OperatorAct.Look ? [] : [word], told);

        // Nothing that lets anybody in is set or brought back.
        Assert.Equal((before.PasscodeHash, before.Totp, before.RecoveryCodes, before.Trading.Passcode),
            (door.Account.PasscodeHash, door.Account.Totp, door.Account.RecoveryCodes, door.Account.Trading.Passcode));
        Assert.True(door.Account.Sessions.Length <= before.Sessions.Length);
    }

    [Theory]
    [MemberData(nameof(OnAccounts))]
    public void Nothing_is_done_to_an_account_that_nobody_registered(string word)
    {
        var door = Door.StandIn();
        Assert.True(OperatorAct.TryFind(word, out var act));

        var decision = AccountActs.Do(door.Account, act, Note, Noon, Policy);

        Assert.Equal((ActOutcome.NoAccount, door.Account), (decision.Answer, decision.Account));
    }

    [Theory]
    [MemberData(nameof(OnAccounts))]
    public void Nothing_is_done_to_an_account_that_was_closed_and_a_look_at_it_leaves_no_trace_in_it(string word)
    {
        var door = new Leaving().Closed();
        Assert.True(OperatorAct.TryFind(word, out var act));

        var decision = AccountActs.Do(door.Account, act, Note, Noon.AddDays(20), Policy);

        Assert.Equal(
            (act == OperatorAct.Look ? ActOutcome.Done : ActOutcome.Closed, door.Account), (decision.Answer, decision.Account));
    }

    [Theory]
    [InlineData("unlock")]
    [InlineData("end-sessions")]
    [InlineData("cancel-recovery")]
    [InlineData("unfreeze")]
    public void Where_there_is_nothing_to_do_nothing_is_changed_or_mailed(string word)
    {
        var door = Door.Opened();
        Assert.True(OperatorAct.TryFind(word, out var act));

        var decision = AccountActs.Do(door.Account, act, Note, Noon, Policy);

        Assert.Equal(ActOutcome.NothingToDo, decision.Answer);
        Assert.Same(door.Account, decision.Account);
    }

    [Fact]
    public void An_act_of_the_service_is_not_done_to_an_account() => Assert.Throws<ArgumentException>(
        () => AccountActs.Do(Door.Opened().Account, OperatorAct.EndAllSessions, Note, Noon, Policy));

    [Fact]
    public void Unlocking_ends_waits_and_leaves_what_is_out_of_use_so()
    {
        var door = Door.WithTotp();
        var at = door.FailPasscodes(Noon, 5);
        var inARow = door.Account.Strangers.Passcode.InARow;
        Assert.IsType<PaceVerdict.Waiting>(Pace.Ask(door.Account, Lane.Stranger, Authenticator.Passcode, at, Policy.Pace));

        Do(door, OperatorAct.Unlock, at);

        Assert.IsType<PaceVerdict.Open>(Pace.Ask(door.Account, Lane.Stranger, Authenticator.Passcode, at, Policy.Pace));
        Assert.Equal(inARow, door.Account.Strangers.Passcode.InARow);

        var device = door.FirstDevice;
        at = door.FailPasscodes(at, 5, device);
        Assert.IsType<PaceVerdict.Waiting>(Pace.Ask(door.Account, device.Lane, Authenticator.Passcode, at, Policy.Pace));
        Do(door, OperatorAct.Unlock, at);
        Assert.IsType<PaceVerdict.Open>(Pace.Ask(door.Account, device.Lane, Authenticator.Passcode, at, Policy.Pace));
    }

    [Fact]
    public void What_operators_froze_nobody_else_opens()
    {
        var door = Door.WithTotp();
        door.Enter(Noon);

        Do(door, OperatorAct.Freeze);
        door.Account = RecoveryRules.Ask(door.Account, ["me"], Noon.AddDays(1), Stranger, Policy.Recovery);

        Assert.Equal(FreezeReason.Operator, door.Account.Frozen?.Why);
        Assert.Empty(door.Account.Sessions);
        Assert.Null(door.Account.Recovery);
        Assert.DoesNotContain(door.Account.Notices.Undelivered, n => n.Kind is NoticeKind.AccountFrozen or NoticeKind.RecoveryLink);
        Assert.Equal(ActOutcome.NothingToDo, Do(door, OperatorAct.Freeze));
    }

    [Fact]
    public void What_its_owner_froze_is_the_operators_when_they_freeze_it_too_and_a_link_that_was_out_is_over()
    {
        var door = Door.WithTotp();
        door.Account = FreezeRules.Freeze(door.Account, null!, Noon, Stranger).Account;
        door.Account = RecoveryRules.Ask(door.Account, ["me"], Noon, Stranger, Policy.Recovery);
        Assert.NotNull(door.Account.Recovery);

        Assert.Equal(ActOutcome.Done, Do(door, OperatorAct.Freeze));

        Assert.Equal(new Freeze(Noon, FreezeReason.Operator), door.Account.Frozen);
        Assert.Null(door.Account.Recovery);
    }

    [Fact]
    public void Unfreezing_opens_with_what_the_owner_had_and_holds_withdrawals()
    {
        var door = Door.WithTotp();
        door.Account = FreezeRules.Freeze(door.Account, null!, Noon, Stranger).Account;
        door.Account = RecoveryRules.Ask(door.Account, ["me"], Noon, Stranger, Policy.Recovery);

        Do(door, OperatorAct.Unfreeze, Noon.AddHours(1), Note with { ReviewerId = Name(2) });

        Assert.Equal((null, null), (door.Account.Frozen, door.Account.Recovery));
        Assert.Equal(Noon.AddHours(1) + Policy.Holds.AfterRecovery, HoldRules.HeldUntil(door.Account, Noon.AddHours(1)));
        Assert.Contains(door.Account.Activity.Undelivered, e => e.Detail == $"{Name(1)} {Name(2)} ticket 4711");
        Assert.NotNull(door.Enter(Noon.AddHours(2)));
    }

    [Fact]
    public void Cancelling_ends_mailed_links_and_the_removal_of_a_factor()
    {
        var loss = new Loss();
        loss.Begin(Noon);
        loss.Door.Account = RecoveryRules.Ask(loss.Account, ["me"], Noon, Stranger, Policy.Recovery);

        Do(loss.Door, OperatorAct.CancelRecovery);

        Assert.Null(loss.Account.Recovery);
        Assert.Null(loss.State.Removal);
        Assert.NotNull(loss.Account.Totp);
    }

    [Fact]
    public void Sessions_that_began_by_then_are_over_when_all_were_ended_and_later_ones_are_not()
    {
        var door = Door.Opened();
        var (before, after) = (door.Enter(Noon), door.Enter(Noon.AddMinutes(2)));
        var policy = Policy.Sessions with { EndedThrough = Noon.AddMinutes(1) };

        Assert.Null(SessionRules.Find(door.Account, before.Id, before.SecretHash, Noon.AddMinutes(3), policy));
        Assert.NotNull(SessionRules.Find(door.Account, after.Id, after.SecretHash, Noon.AddMinutes(3), policy));
        Assert.False(before.IsLive(Noon, policy with { EndedThrough = before.StartedAt }));

        // The log says why when the next one begins.
        var next = SessionRules.Start(door.Account, after with { Id = Name(9), StartedAt = Noon.AddMinutes(4) }, Stranger, policy);
        var ended = next.Activity.Undelivered.Single(e => e.Kind == ActivityKind.SessionEnded);
        Assert.Equal((before.Id, "all-ended"), (ended.SessionId, ended.Reason));
    }

    private static ActOutcome Do(Door door, OperatorAct act, DateTimeOffset? at = null, OperatorNote? note = null)
    {
        var (outcome, next) = AccountActs.Do(door.Account, act, note ?? Note, at ?? Noon.AddHours(3), door.Policy);
        door.Account = next;
        return outcome;
    }
}
