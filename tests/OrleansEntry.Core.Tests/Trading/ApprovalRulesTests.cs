using CsCheck;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.Trading;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Trading;

public sealed class ApprovalRulesTests
{
    [Fact]
    public void A_trade_takes_the_trading_passcode_and_is_redeemed_once()
    {
        var desk = new Desk();
        Assert.IsType<CommandAnswer.Done>(desk.Approve("trade", desk.Right(Noon)));

        var redeemed = Assert.IsType<RedemptionAnswer.Redeemed>(desk.Redeem(Noon.AddMinutes(1))).Approval;

        Assert.Equal((desk.Own.Id, Noon.AddMinutes(1)), (redeemed.SessionId, redeemed.RedeemedAt!.Value));
        Assert.Equal(["trading-passcode"], redeemed.Methods);
        Assert.Equal(new RedemptionAnswer.Refused("used"), desk.Redeem(Noon.AddMinutes(1)));
        Assert.Equal(
            [("approval.given", "trade", "The sentence"), ("approval.redeemed", "trade", "exchange"),
                ("approval.refused", "used", "trade")],
            desk.Account.Activity.Undelivered.TakeLast(3).Select(e => (e.Kind, e.Reason!, e.Detail!)));
    }

    [Fact]
    public void A_withdrawal_takes_a_second_factor_uses_it_up_and_is_told_by_mail()
    {
        var desk = new Desk();
        Assert.Equal(new CommandAnswer.Conflict("approval-incomplete"), desk.Approve("withdraw", desk.Right(Noon)));

        Assert.IsType<CommandAnswer.Done>(desk.Approve("withdraw", desk.Right(Noon.AddMinutes(1), RightAt(Noon.AddMinutes(1)))));

        Assert.Equal(StepAt(Noon.AddMinutes(1)), desk.Account.Totp!.LastStep);
        Assert.Equal(["trading-passcode", "totp"], desk.Account.Trading.Approvals[^1].Methods);
        Assert.Equal(NoticeKind.WithdrawalApproved, desk.Account.Notices.Undelivered[^1].Kind);
    }

    [Fact]
    public void Without_a_second_factor_nothing_is_withdrawn_whatever_is_shown()
    {
        var desk = new Desk();
        desk.Door.Account = desk.Account with { Totp = null, RecoveryCodes = null };

        Assert.Equal(
            new CommandAnswer.Conflict("second-factor-needed"), desk.Approve("withdraw", desk.Right(Noon, RightAt(Noon))));
    }

    [Fact]
    public void A_wrong_trading_passcode_uses_no_code_up()
    {
        var desk = new Desk();
        var before = desk.Account.Totp;

        Assert.Equal(new CommandAnswer.Refused("trading-passcode"),
            desk.Approve("withdraw", new TradingProof(Noon, PasscodeRight: false, Method.Totp, null)));

        Assert.Equal(before, desk.Account.Totp);
    }

    [Theory]
    [InlineData("withdraw", 1, 1, "details")]
    [InlineData("trade", 2, 1, "details")]
    [InlineData("trade", 1, 2, "unknown")]
    public void Another_operation_other_details_or_another_token_are_refused_and_leave_the_approval_as_it_was(
        string operation, int details, int token, string reason)
    {
        var desk = new Desk();
        desk.Approve("trade", desk.Right(Noon));

        Assert.Equal(new RedemptionAnswer.Refused(reason), desk.Redeem(Noon, token, operation, Hash(details)));

        Assert.IsType<RedemptionAnswer.Redeemed>(desk.Redeem(Noon));
    }

    [Fact]
    public void One_bit_of_the_details_or_the_token_changed_refuses() => Gen.Select(Gen.Int[0, 31], Gen.Int[0, 7], Gen.Bool)
        .Sample((at, bit, token) =>
    {
        var desk = new Desk();
        desk.Approve("trade", desk.Right(Noon));
        var changed = (byte[])(token ? Hash(1) : Desk.Details).Clone();
        changed[at] ^= (byte)(1 << bit);

        var asked = new Redemption(Noon, token ? changed : Hash(1), "trade", token ? Desk.Details : changed, null, "exchange", "192.0.2.7");

        Assert.IsType<RedemptionAnswer.Refused>(ApprovalRules.Redeem(desk.Account, asked, Policy).Answer);
    }, iter: 64);

    [Fact]
    public void It_lives_two_minutes_and_a_clock_set_back_does_not_prolong_it()
    {
        foreach (var (at, lives) in new[]
        {
            (Noon.AddMinutes(2), false), (Noon.AddMinutes(2).AddTicks(-1), true), (Noon.AddSeconds(-10), true),
            (Noon.AddMinutes(-2), false),
            (Noon.AddDays(-1), false), (Noon.AddDays(1), false),
        })
        {
            var desk = new Desk();
            desk.Approve("trade", desk.Right(Noon));
            var answer = desk.Redeem(at);
            Assert.True(lives ? answer is RedemptionAnswer.Redeemed : answer.Equals(new RedemptionAnswer.Refused("expired")),
                $"{at:u}: {answer}");
        }
    }

    [Fact]
    public void It_ends_with_its_session()
    {
        var desk = new Desk();
        desk.Approve("trade", desk.Right(Noon));

        desk.Do(SessionRules.Leave(desk.Account, desk.Own, Noon, desk.Caller));

        Assert.Equal(new RedemptionAnswer.Refused("session"), desk.Redeem(Noon));
    }

    [Fact]
    public void It_belongs_to_its_session_among_several_and_one_that_ran_out_redeems_nothing()
    {
        var desk = new Desk();
        var policy = Policy with { Sessions = Policy.Sessions with { IdleFor = TimeSpan.FromMinutes(1) } };
        desk.Own = desk.Door.Enter(Noon.AddSeconds(30), desk.Door.FirstDevice);
        desk.Approve("trade", desk.Right(Noon));
        Assert.NotEqual(desk.Own.Id, desk.Account.Sessions[0].Id);
        Assert.Equal(desk.Own.Id, desk.Account.Trading.Approvals.Single().SessionId);

        var asked = new Redemption(Noon.AddSeconds(90), Hash(1), "trade", Desk.Details, null, "exchange", "192.0.2.7");
        Assert.Equal(new RedemptionAnswer.Refused("session"), ApprovalRules.Redeem(desk.Account, asked, policy).Answer);
    }

    [Fact]
    public void A_change_of_the_trading_passcode_forgets_no_redemption_whose_answer_was_lost()
    {
        var desk = new Desk();
        desk.Approve("trade", desk.Right(Noon));
        desk.Redeem(Noon, under: 7);

        desk.Do(TradingRules.Set(desk.Account, desk.Own, "new hash", Noon, desk.Caller, Policy));

        Assert.IsType<RedemptionAnswer.Redeemed>(desk.Redeem(Noon, under: 7));
    }

    [Theory]
    [InlineData("", 240)]
    [InlineData("a", 240)]
    [InlineData("😀", 239)]
    public void A_long_sentence_is_logged_short_and_no_character_is_cut_in_two(string before, int length)
    {
        var desk = new Desk();
        var sentence = new string('x', ApprovalRules.MaxLogged - 2) + before + new string('y', 40);
        var request = new ApprovalRequest(Policy.Trading.Find("trade")!, Desk.Details, sentence, Hash(1));

        desk.Do(ApprovalRules.Approve(desk.Account, desk.Own, request, desk.Right(Noon), desk.Caller, Policy));

        var logged = desk.Account.Activity.Undelivered[^1].Detail!;
        Assert.Equal((length, '…'), (logged.Length, logged[^1]));
        Assert.False(char.IsHighSurrogate(logged[^2]));
    }

    [Fact]
    public void A_frozen_account_redeems_nothing()
    {
        var desk = new Desk();
        desk.Approve("trade", desk.Right(Noon));

        desk.Do(FreezeRules.Freeze(desk.Account, desk.Own, Noon, desk.Caller));

        Assert.Equal(new RedemptionAnswer.Refused("frozen"), desk.Redeem(Noon));
    }

    [Fact]
    public void A_hold_stops_withdrawals_when_they_are_approved_and_when_they_are_redeemed_and_leaves_trades()
    {
        var desk = new Desk();
        desk.Approve("withdraw", desk.Right(Noon.AddMinutes(1), RightAt(Noon.AddMinutes(1))), token: 1);
        desk.Door.Account = HoldRules.Begin(desk.Account, HoldReason.NewDevice, Noon, Stranger, Policy.Holds);

        Assert.Equal(new RedemptionAnswer.Refused("held"), desk.Redeem(Noon.AddMinutes(1), operation: "withdraw"));
        Assert.Equal(new CommandAnswer.Held(Noon.AddHours(24)), desk.Approve("withdraw", desk.Right(Noon, RightAt(Noon)), token: 2));
        Assert.IsType<CommandAnswer.Done>(desk.Approve("trade", desk.Right(Noon), token: 3));
        Assert.IsType<RedemptionAnswer.Redeemed>(desk.Redeem(Noon, token: 3));
    }

    [Fact]
    public void An_operation_that_is_no_longer_configured_is_held_as_a_withdrawal()
    {
        var desk = new Desk();
        desk.Approve("trade", desk.Right(Noon));
        var account = HoldRules.Begin(desk.Account, HoldReason.Recovery, Noon, Stranger, Policy.Holds);

        var asked = new Redemption(Noon, Hash(1), "trade", Desk.Details, null, "exchange", "192.0.2.7");
        var answer = ApprovalRules.Redeem(account, asked, Policy with { Trading = Policy.Trading with { Operations = [] } }).Answer;

        Assert.Equal(new RedemptionAnswer.Refused("held"), answer);
    }

    // The hold is made short, so that the factor's own probation is what is left.
    [Theory]
    [InlineData(Method.Totp)]
    [InlineData(Method.RecoveryCode)]
    public void A_new_factor_approves_no_withdrawal_in_its_first_day(string method)
    {
        var desk = new Desk();
        desk.Door.Account = desk.Account with
        {
            Totp = desk.Account.Totp! with { Since = Noon.AddHours(-23) },
            RecoveryCodes = desk.Account.RecoveryCodes! with { Since = Noon.AddHours(-23) },
        };
        CodeVerdict Code(DateTimeOffset at) => method == Method.Totp ? RightAt(at) : new CodeVerdict.RightCode(0);

        Assert.Equal(new CommandAnswer.Held(Noon.AddHours(1)), desk.Approve("withdraw", desk.Right(Noon, Code(Noon), method)));
        Assert.IsType<CommandAnswer.Done>(desk.Approve("trade", desk.Right(Noon.AddMinutes(1), Code(Noon.AddMinutes(1)), method)));
        var later = Noon.AddHours(1);
        Assert.IsType<CommandAnswer.Done>(desk.Approve("withdraw", desk.Right(later, Code(later), method)));
    }

    [Fact]
    public void Who_did_not_hear_the_answer_is_told_again_under_the_same_key_and_nobody_else()
    {
        var desk = new Desk();
        desk.Approve("trade", desk.Right(Noon));
        var first = Assert.IsType<RedemptionAnswer.Redeemed>(desk.Redeem(Noon, under: 7));
        var before = desk.Account;

        Assert.Equal(first, desk.Redeem(Noon.AddMinutes(9), under: 7));
        Assert.Same(before, desk.Account);
        Assert.IsType<RedemptionAnswer.Refused>(desk.Redeem(Noon, under: 8));
        Assert.IsType<RedemptionAnswer.Refused>(desk.Redeem(Noon));
        Assert.IsType<RedemptionAnswer.Refused>(desk.Redeem(Noon, details: Hash(9), under: 7));
    }

    [Fact]
    public void The_log_tells_of_a_refused_redemption_once_for_each_approval()
    {
        var desk = new Desk();
        desk.Approve("trade", desk.Right(Noon));

        for (var i = 0; i < 100; i++) desk.Redeem(Noon, details: Hash(9));

        Assert.Single(desk.Account.Activity.Undelivered, e => e.Kind == ActivityKind.ApprovalRefused);
    }

    [Fact]
    public void An_account_remembers_sixteen_and_one_that_gave_way_is_refused()
    {
        var desk = new Desk();
        for (var i = 0; i < 40; i++) desk.Approve("trade", desk.Right(Noon.AddSeconds(i)), token: 100 + i);

        Assert.Equal(16, desk.Account.Trading.Approvals.Length);
        Assert.Equal(new RedemptionAnswer.Refused("unknown"), desk.Redeem(Noon.AddSeconds(40), token: 123));
        Assert.IsType<RedemptionAnswer.Redeemed>(desk.Redeem(Noon.AddSeconds(40), token: 124));

        desk.Approve("trade", desk.Right(Noon.AddMinutes(13)), token: 1);
        Assert.Single(desk.Account.Trading.Approvals);
    }

    [Fact]
    public void Tokens_and_service_secrets_have_one_text_each_and_never_print_themselves()
    {
        var token = ApprovalToken.Create(Id(), Hash(5));
        var secret = ServiceSecret.New("exchange");

        Assert.True(ApprovalToken.TryParse(token.Reveal(), out var read));
        Assert.Equal((Id(), ApprovalToken.TextLength), (read.Account, token.Reveal().Length));
        Assert.Equal(token.SecretHash(), read.SecretHash());
        Assert.True(ServiceSecret.TryParse(secret.Reveal(), out var again));
        Assert.Equal(secret.Hash(), again.Hash());
        Assert.All(
            new[] { "", "x", secret.Reveal() + "A", secret.Reveal().ToUpperInvariant(), "." + secret.Reveal().Split('.')[1], "exchange." },
            text => Assert.False(ServiceSecret.TryParse(text, out _)));
        Assert.All(new[] { "", token.Reveal()[1..], token.Reveal() + "A" }, text => Assert.False(ApprovalToken.TryParse(text, out _)));
        Assert.DoesNotContain(token.Reveal(), token.ToString(), StringComparison.Ordinal);
        Assert.Equal("[secret of exchange]", secret.ToString());
    }
}
